"""Whether a database or a file is one of cadence, whole, and of a version that this one can use."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bot import schema, startup
from bot.backup import programs
from bot.backup.programs import Failed, NotPossible
from bot.errors import CannotStart
from bot.schema import Floor, Standing
from bot.slack.outbox import Delivery

#: Every version of ours has these.
OURS = frozenset({schema.VERSIONS, Delivery.__tablename__})
#: What SQLite says of a file that is not as it was written.
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
#: What pg_restore says where pg_dump was newer than it.
_WRITTEN_BY_A_NEWER_ONE = "unsupported version"


def require_ours(engine: sa.Engine, url: str) -> None:
    """Before a copy is made. Raises CannotStart."""
    with startup.database_trouble(url):
        ours = _is_ours(engine)
    if not ours:
        shown = startup.shown(url)
        raise CannotStart(f"{shown} holds nothing of cadence. Name its database in CADENCE_DATABASE_URL.")


def require_usable(engine: sa.Engine, file: Path) -> None:
    """Of a database that `file` was copied into. Raises NotPossible."""
    if not _is_ours(engine):
        raise no_backup(file)
    if schema.stands(engine) is Standing.TOO_NEW:
        raise too_new(file, schema.unknown(engine))


def _is_ours(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names()) >= OURS


def no_backup(file: Path) -> NotPossible:
    return NotPossible(f"{file} is no backup of cadence.")


def too_new(file: Path, unknown: list[str]) -> NotPossible:
    return NotPossible(
        f"{file} is of a newer version of cadence ({', '.join(unknown)}). Install that version, and restore it there."
    )


def damaged(file: Path) -> NotPossible:
    return NotPossible(f"{file} is damaged, or a part of it is missing. Nothing was written; take another copy.")


@contextmanager
def telling_of_damage(file: Path) -> Iterator[None]:
    """What SQLite finds wrong with a file, while it is read, in one sentence. Raises NotPossible."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            raise damaged(file) from error
        raise NotPossible(f"{file} could not be copied: {error}.") from error


def require_whole(connection: sqlite3.Connection, file: Path) -> None:
    """Raises NotPossible, sqlite3.Error."""
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != ("ok",):
        raise damaged(file)


def require_dump(file: Path) -> None:
    """Of PostgreSQL's: read to its end, before anything is done with it. Raises NotPossible, CannotStart."""
    try:
        programs.read(["--file=/dev/null", str(file)])
        listed = programs.read(["--list", str(file)])
    except Failed as error:
        if _WRITTEN_BY_A_NEWER_ONE in str(error):
            raise
        raise damaged(file) from error
    if not all(re.search(rf" TABLE DATA \S+ {table} ", listed) for table in OURS):
        raise no_backup(file)
    there, floor = _kept(file, schema.VERSIONS), _kept(file, Floor.__tablename__)
    if schema.compared(there, next(iter(floor), None)) is Standing.TOO_NEW:
        raise too_new(file, sorted(there - schema.known()))


def _kept(file: Path, table: str) -> frozenset[str]:
    """The rows of a table of one column."""
    said = programs.read(["--data-only", f"--table={table}", "--file=-", str(file)])
    _, _, rows = said.partition(" FROM stdin;\n")
    return frozenset(rows.partition("\\.")[0].split())
