"""cadence reports: brings in a draft that was written elsewhere, and shows what reports ask."""

from pathlib import Path

import click
import tomlkit
from sqlalchemy.orm import Session

from bot import clock, prompts
from bot import settings as settings_
from bot.access import Person
from bot.cli.edges import deployment, opened_database, plainly
from bot.cli.export_report import NoReport
from bot.errors import CannotStart
from bot.prompts import Prompts
from bot.reports import findings, imports
from bot.reports.imports import Brought
from bot.reports.models import Report
from bot.reports.templates import Template, forms


@click.group()
def reports() -> None:
    """Bring in a draft from a file, and see what reports ask."""


@reports.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--report", "number", type=int, required=True, help="The report that it goes into.")
@plainly
def import_(file: Path, number: int) -> None:
    """Put a Markdown draft into a report, in its owner's name, below what stands there.

    Headings become sections. What no section is meant for is kept under a section of its own; nothing is lost.
    """
    text = _read(file)
    words = prompts.load(deployment().prompts)
    with opened_database() as database:
        came = database.run_here(_bring_in, number, text, words)
    click.echo(f"Brought in {came}.")


@reports.command()
@click.option("--to-edit", is_flag=True, help="As a reports.toml to change, for the folder that CADENCE_PROMPTS names.")
@plainly
def templates(to_edit: bool) -> None:
    """Show what reports ask here, by template; and begin a wording of your own with it."""
    words = prompts.load(deployment().prompts).of("reports")
    known = forms(words)
    if to_edit:
        lists = tomlkit.document()
        for name in ("sections", "templates"):
            lists[name] = tomlkit.string(words[name], multiline=True)
        click.echo(HOW_TO_EDIT + tomlkit.dumps(lists), nl=False)
        return
    click.echo("\n\n".join(map(_told, known.templates)))


HOW_TO_EDIT = """\
# sections: one a line, "key | title | question". templates: one a line, "key | name | severities it is meant for | keys
# of its sections, in order". The first template that names a severity is suggested for it, else the first of all.
# `cadence doctor` names a mistake in this file. Restart cadence after a change.
"""


def _told(one: Template) -> str:
    severities = ", ".join(map(str, sorted(one.severities)))
    heading = f"{one.name} ({f'severity {severities}' if severities else 'where somebody chooses it'})"
    return "\n".join([heading, *(f"  {ask.title}: {ask.question}" for ask in one.sections)])


def _read(file: Path) -> str:
    """Raises CannotStart."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CannotStart(f"{file} is not UTF-8 text. Save it as UTF-8 and try again.") from None


def _bring_in(session: Session, number: int, text: str, words: Prompts) -> Brought:
    """Raises NoReport, FieldErrors."""
    found = session.get(Report, number)
    if found is None:
        raise NoReport(f"There is no report {number}.")
    return imports.bring_in(
        session,
        number,
        text,
        forms=forms(words.of("reports")),
        checker=findings.checker(session, words),
        by=Person(found.owner or found.made_by),
        settings=settings_.load(session),
        now=clock.now(),
    )
