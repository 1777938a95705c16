"""cadence audit: who changed what."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.audit import CHANGED, STANDING, AuditEntry
from bot.cli.edges import opened_database, plainly
from bot.commitments import queries as commitments
from bot.questions import queries as questions
from bot.reports import log as reports
from bot.slack import people

#: Who changed where something stands, as each practice wrote it down; focus does so among the entries.
STATUSES = (questions.statuses, commitments.statuses, reports.statuses)

Row = tuple[datetime, str, str]


@click.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="On this day (UTC) or later. [default: all of it]")
@plainly
def audit(since: datetime | None) -> None:
    """Who changed which setting, role or status, oldest first. Nothing in it is ever changed or deleted."""
    start = since.replace(tzinfo=UTC) if since else datetime.min.replace(tzinfo=UTC)
    with opened_database() as database:
        told = database.run_here(lines, start)
    for line in told or ["Nothing yet. Each change of a setting, a role or a status will stand here."]:
        click.echo(line)


def lines(session: Session, since: datetime) -> Sequence[str]:
    told = [*_entries(session, since), *(row for status in STATUSES for row in status(session, since))]
    names: dict[str, str] = {}
    return [
        f"{at:%Y-%m-%d %H:%M:%S}Z  {names.setdefault(by, people.plain_name(session, by))}: {what}"
        for at, by, what in sorted(told, key=lambda row: row[0])
    ]


def _entries(session: Session, since: datetime) -> Iterator[Row]:
    for entry in session.scalars(sa.select(AuditEntry).where(AuditEntry.at >= since).order_by(AuditEntry.id)):
        yield entry.at, entry.by, _what(entry)


def _what(entry: AuditEntry) -> str:
    if entry.act in (CHANGED, STANDING):
        return f"{entry.subject} from {_shown(entry.was)} to {_shown(entry.became)}"
    counted = f" ({_shown(entry.became)})" if entry.became else ""
    return f"{entry.act}{f' {entry.subject}' if entry.subject else ''}{counted}"


def _shown(value: Any) -> str:
    return "nothing" if value in (None, [], "") else json.dumps(value, ensure_ascii=False)
