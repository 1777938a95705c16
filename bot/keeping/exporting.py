"""All of an organisation's data in files: each table as JSON lines and as CSV, read as it was at one moment."""

import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa

from bot import contents
from bot.contents import Holds
from bot.engines import make_engine
from bot.errors import BotError
from bot.spreadsheets import cell
from bot.storage import Model

#: So many rows are in memory at once.
ROWS = 500
#: Nothing that opens a door, and nothing that could lead from an anonymous question to a person.
WITHHELD = frozenset({Holds.SECRET, Holds.FINGERPRINT})

#: Table → what is in it, as docs/export.md says, where the model's own first sentence does not say it to a stranger.
TABLES = {
    "all_hands": "All-hands: what the CTO added, and the frozen digest as JSON",
    "anonymous_keys": "On which day somebody asked without a name; the key itself is not handed out",
    "audit_entries": "Who changed which setting, role or Monday post, and who exported, restored or forgot",
    "channel_members": "Who is in which channel, as far as access to reports needs it",
    "channel_sizes": "How many people are in which channel",
    "commitment_askings": "When somebody was last asked about their promises",
    "commitment_updates": "Everything that was ever said of a promise, in order",
    "commitments": "Promises, and where their updates lead",
    "deliveries": "Every message to Slack: its key, its words, and what became of it",
    "focus_posts": "Monday's posts: when they were approved and went out",
    "focus_reactions": "Who reacted to a post with which emoji",
    "focus_replies": "Who replied to a post; words only where they may become a question",
    "focus_revisions": "Every version of a post's words",
    "job_failures": "Jobs that failed and will be tried again",
    "jobs": "Since when each job is known, and its rhythm",
    "occurrences": "When each job ran or was missed",
    "profiles": "Names and time zones, as Slack last told them",
    "question_events": "What happened to each question, in order; figures are computed from it",
    "question_followers": "Who wants to know, too",
    "questions": "Questions, and where they stand; an anonymous one has no asker",
    "report_events": "What happened to each report, in order",
    "report_moments": "The timelines of reports",
    "report_sections": "Every version of every section of a report",
    "report_writers": "Who works on which report",
    "reports": "Post-incident reports, and where they stand",
    "seen_events": "Ids of Slack's events of the last day",
    "settings_versions": "Every version of the settings",
    "workspaces": "The workspace's address, for links",
}


class CannotExport(BotError):
    """Nothing was written over."""


def tables() -> list[sa.Table]:
    """Those that are handed out: of fingerprints nothing is, nor of what nobody was to read yet."""
    return [table for table in Model.metadata.sorted_tables if not _stays_here(table)]


def about(table: sa.Table) -> str:
    """What is in it; empty where nobody said so."""
    models = (mapper.class_ for mapper in Model.registry.mappers if mapper.local_table is table)
    said = next((model.__doc__ or "" for model in models), "")
    return TABLES.get(table.name) or said.partition(".")[0].replace("`", "").strip()


def _stays_here(table: sa.Table) -> bool:
    declared = filter(None, map(contents.declared, table.columns))
    return any(found.holds in (Holds.FINGERPRINT, Holds.UNSAID) for found in declared)


def columns(table: sa.Table) -> list[sa.Column[Any]]:
    return [column for column in table.columns if not _is_withheld(column)]


def _is_withheld(column: sa.Column[Any]) -> bool:
    found = contents.declared(column)
    return found is not None and found.holds in WITHHELD


def export(url: str, folder: Path, tell: Callable[[str], None]) -> Mapping[str, int]:
    """Rows by table. Raises CannotExport where `folder` holds something."""
    _make(folder)
    try:
        with _one_moment(url) as connection:
            return {table.name: _write(connection, table, folder, tell) for table in tables()}
    except OSError as error:
        raise CannotExport(f"{folder} could not be written: {error.strerror}.") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CannotExport(f"{folder} is not empty. Name another folder: nothing is overwritten.")
    except OSError as error:
        raise CannotExport(f"{folder} could not be made: {error.strerror}.") from error


@contextmanager
def _one_moment(url: str) -> Iterator[sa.Connection]:
    """A connection that reads one state of everything, and holds up nobody who writes."""
    engine = _reading_sqlite(url) if sa.make_url(url).get_backend_name() == "sqlite" else _reading_postgresql(url)
    try:
        with engine.connect() as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield connection
    finally:
        engine.dispose()


def _reading_postgresql(url: str) -> sa.Engine:
    return make_engine(url).execution_options(isolation_level="REPEATABLE READ")


def _reading_sqlite(url: str) -> sa.Engine:
    """Without the lock that our writers begin with."""
    engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _write(connection: sa.Connection, table: sa.Table, folder: Path, tell: Callable[[str], None]) -> int:
    wanted = columns(table)
    names = [column.name for column in wanted]
    query = sa.select(*wanted).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS)
    count = 0
    with _opened(folder / f"{table.name}.jsonl") as lines, _opened(folder / f"{table.name}.csv") as sheet:
        rows = csv.writer(sheet, lineterminator="\r\n")
        rows.writerow(names)
        for row in connection.execute(query):
            lines.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_plain) + "\n")
            rows.writerow([_cell(value) for value in row])
            count += 1
    tell(f"{table.name}: {count}")
    return count


@contextmanager
def _opened(file: Path) -> Iterator[TextIO]:
    """Readable by its owner alone."""
    with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline="") as opened:
        yield opened


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no place in an export")


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return cell(value)
        case dict() | list():
            return cell(json.dumps(value, ensure_ascii=False))
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
