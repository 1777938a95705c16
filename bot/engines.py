"""How each database is spoken to: connections, their patience, and when one is away."""

import os
import socket
import sqlite3
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

#: Longest that a statement or lock, and the queue before it, may hold a person up: Slack wants its answer within 3 s.
PATIENCE_SECONDS = 1.5
#: Longest that a process which froze in the middle of a transaction holds its locks.
FROZEN_SECONDS = 60.0

#: What SQLite says where it cannot be written to, so that no report of it could be written either.
SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
    }
)
#: PostgreSQL: about to change its master, or tired of a transaction that stands still.
POSTGRESQL_AWAY = frozenset({"25006", "25P03", "25P04"})

#: Of each engine, while they are open.
_connected: WeakKeyDictionary[sa.Engine, WeakSet[psycopg.Connection[Any]]] = WeakKeyDictionary()


def make_engine(url: str, *, connections: int = 5) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    return _postgresql_engine(parsed, connections)


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    # One connection: with sixteen, writers wait in SQLite's back-off and the 99th percentile is ten times worse.
    engine = sa.create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=PATIENCE_SECONDS,
        poolclass=sa.QueuePool,
        hide_parameters=True,  # errors are logged, and what people write is not
    )

    @sa.event.listens_for(engine, "do_connect")
    def keep_from_others(_dialect: object, _record: object, arguments: list[Any], _options: object) -> None:
        make_private(arguments[0])

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late; ours is below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what was taken back is not to be read in the file
        connection.execute(f"PRAGMA busy_timeout={int(PATIENCE_SECONDS * 1000)}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def make_private(file: str) -> None:
    """An empty file that its owner alone can read, unless it is there; SQLite gives its companions the same mode."""
    if file == ":memory:" or file.startswith("file:"):
        return
    # Why it cannot be made is said where it is opened.
    with suppress(OSError):
        os.close(os.open(os.path.realpath(file), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


#: A server that is gone without a word is noticed within seconds, not after the system's two hours.
VANISHED = {
    "tcp_user_timeout": int(PATIENCE_SECONDS * 1000),
    "keepalives": 1,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}


def _postgresql_engine(url: sa.URL, connections: int) -> sa.Engine:
    milliseconds = int(PATIENCE_SECONDS * 1000)
    options = (
        f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds} "
        f"-c idle_in_transaction_session_timeout={int(FROZEN_SECONDS * 1000)} -c timezone=UTC"
    )
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE_SECONDS,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 2, "options": options, **VANISHED},
        hide_parameters=True,  # errors are logged, and what people write is not
    )

    _connected[engine] = connected = WeakSet[psycopg.Connection[Any]]()
    sa.event.listen(engine, "connect", lambda connection, _record: connected.add(connection))

    @sa.event.listens_for(engine, "handle_error")
    def hide_the_row(context: sa.engine.ExceptionContext) -> None:
        """PostgreSQL quotes the whole failing row behind the first line of its message."""
        for error in filter(None, (context.original_exception, context.sqlalchemy_exception)):
            error.args = tuple(str(part).partition("\n")[0] for part in error.args)

    return engine


def hang_up(engine: sa.Engine) -> None:
    """Cut every connection to a server, so that no thread waits for one that says nothing.

    Needed where the server's process froze: its machine still keeps the line open, so no timeout of the system ends it.
    """
    for connection in tuple(_connected.get(engine, ())):
        # One that ended meanwhile needs no cutting.
        with suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)


def is_away(error: DBAPIError) -> bool:
    """Time may heal it. Anything else, such as a table that is not there, is a defect."""
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        # The lowest byte is the kind; those above say where exactly.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE_AWAY
    return isinstance(error, OperationalError) or getattr(error.orig, "sqlstate", None) in POSTGRESQL_AWAY
