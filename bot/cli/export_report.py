"""cadence export report: a report as Markdown, or as a page to read and print."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot import clock, prompts
from bot.cli.edges import deployment, opened_database, plainly
from bot.errors import BotError
from bot.prompts import Prompts
from bot.reports import printed, taken
from bot.reports.models import Report
from bot.reports.states import Audience


class NoReport(BotError):
    """There is none of this number, or it is for named people only."""


@click.command(name="report")
@click.argument("number", type=int)
@click.option("--format", "form", type=click.Choice(["markdown", "html"]), default="markdown", show_default=True)
@click.option("--output", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--private", is_flag=True, help="Also where it is for named people only.")
@plainly
def report(number: int, form: str, file: Path | None, private: bool) -> None:
    """A report as it reads now, whole: Markdown with a permalink beside each line of its timeline, or a page."""
    words = prompts.load(deployment().prompts)
    with opened_database() as database:
        title, text = database.run_here(_written, number, words, private)
    text = printed.as_html(title, text) if form == "html" else text
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8", newline="")
        click.echo(f"Wrote {file}.")


def found_report(session: Session, number: int, private: bool) -> Report:
    """Raises NoReport."""
    found = session.get(Report, number)
    if found is None or (found.audience == Audience.NAMED and not private):
        raise NoReport(f"There is no report {number}, or it is for named people only: then say --private.")
    return found


def _written(session: Session, number: int, words: Prompts, private: bool) -> tuple[str, str]:
    """Raises NoReport."""
    found = found_report(session, number, private)
    return found.title, taken.whole(session, found, words, clock.now())
