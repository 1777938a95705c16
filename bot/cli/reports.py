"""cadence reports: brings in a draft that was written elsewhere."""

from pathlib import Path

import click
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
from bot.reports.templates import forms


@click.group()
def reports() -> None:
    """Bring in a draft from a file."""


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
