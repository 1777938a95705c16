"""cadence export focus: the posts, as Markdown."""

import re
from pathlib import Path

import click
from sqlalchemy.orm import Session

from bot.cli.edges import opened_database, plainly
from bot.errors import BotError
from bot.focus import history, markdown
from bot.focus.rules import Week
from bot.slack import people
from bot.wiring import ELSEWHERE


class NoTime(BotError):
    """What was given names neither a week nor a quarter."""


@click.command()
@click.argument("when", required=False)
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@plainly
def focus(when: str | None, file: Path | None) -> None:
    """Monday's posts: all of them, one week (2026-W10) or a quarter (2026-Q1)."""
    first, last = _weeks(when)
    with opened_database() as database:
        text = database.run_here(_document, first, last, f"Focus, {when}" if when else "Focus")
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {file}.")


def _document(session: Session, first: Week | None, last: Week | None, title: str) -> str:
    found = history.posted(session, first, last, ELSEWHERE)
    return markdown.document(title, found, lambda person: people.plain_name(session, person))


def _weeks(when: str | None) -> tuple[Week | None, Week | None]:
    """Raises NoTime."""
    if when is None:
        return None, None
    try:
        if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", when):
            return history.quarter(int(quarter[1]), int(quarter[2]))
        week = Week.read(when)
    except ValueError:
        raise NoTime(f"{when} is neither a week nor a quarter. Write 2026-W10 or 2026-Q1.") from None
    return week, week
