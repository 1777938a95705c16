"""cadence export customers: the version for customers of a report, as it was approved."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot import clock, prompts
from bot import settings as settings_
from bot.cli.edges import deployment, opened_database, plainly
from bot.cli.export_report import found_report
from bot.errors import BotError
from bot.prompts import Prompts
from bot.reports import customers, printed
from bot.reports.customers import Exported
from bot.reports.facts import Moment


class OfTheHouse(BotError):
    """Nothing was written: something in it is not for customers."""


@click.command(name="customers")
@click.argument("number", type=int)
@click.option("--format", "form", type=click.Choice(["markdown", "html"]), default="markdown", show_default=True)
@click.option("--output", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--they-may-stay", "stays", is_flag=True, help="Also with what only looks internal.")
@click.option("--private", is_flag=True, help="Also of a report that is for named people only.")
@plainly
def export_customers(number: int, form: str, file: Path | None, stays: bool, private: bool) -> None:
    """What customers may read of a report, once it is approved: Markdown, or a page to read and print."""
    words = prompts.load(deployment().prompts)
    with opened_database() as database:
        exported = database.run_here(_ready, number, words, stays, private)
    text = exported.markdown
    if form == "html":
        text = printed.as_html(exported.title, f"# {exported.title}\n\n{text}")
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8", newline="")
        click.echo(f"Wrote {file}.")


def _ready(session: Session, number: int, words: Prompts, stays: bool, private: bool) -> Exported:
    """Raises NoReport, NoVersion, NotNow, OfTheHouse."""
    report = found_report(session, number, private)
    moment = Moment(settings_.load(session), words, clock.now())
    exported = customers.ready(session, report, moment, stays=stays)
    if not exported.markdown:
        lines = [f"{each.text}: {each.why}" for each in exported.found]
        more = "" if any(each.certain for each in exported.found) else " If they may stay, say --they-may-stay."
        raise OfTheHouse("\n".join([f"Of the house, and not for customers.{more}", *lines]))
    return exported
