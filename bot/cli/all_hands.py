"""cadence export all-hands: the frozen digest, in the form that is wanted."""

from datetime import datetime
from pathlib import Path

import click

from bot.cli.edges import opened_database, plainly
from bot.commitments import exports, meetings
from bot.errors import BotError

FORMATS = {"markdown": exports.as_markdown, "csv": exports.as_csv, "html": exports.as_html}


class NothingToExport(BotError):
    """No digest was posted, or none of that day."""


@click.command(name="all-hands")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="markdown", show_default=True)
@click.option("--output", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@plainly
def all_hands(day: datetime | None, form: str, file: Path | None) -> None:
    """The frozen digest of an all-hands, the newest or that of a DAY: Markdown, CSV, or a page to present and print."""
    with opened_database() as database:
        found = database.run_here(meetings.newest, day.date() if day else None)
    if found is None:
        which = f"of {day:%Y-%m-%d}" if day else "yet"
        raise NothingToExport(f"There is no posted all-hands digest {which}.")
    text = FORMATS[form](meetings.frozen_digest(found))
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8", newline="")
        click.echo(f"Wrote {file}.")
