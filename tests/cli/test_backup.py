"""`cadence backup` and `cadence restore`: the same state comes back, and nothing is overwritten."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.orm import Session

from bot.backup.programs import address
from bot.cli import main
from bot.engines import make_engine
from bot.errors import Unavailable
from bot.questions.models import Question
from bot.slack import outbox
from bot.slack.messages import Message
from bot.slack.outbox import Delivery
from bot.storage import Database, Model
from tests.cli.copies import Cadence
from tests.keeping.rows import ELSEWHERE, ID, everything, fill

#: Who wrote down that a backup was made or restored.
COMMAND = "command line ("
#: Between them there is room for the one that says a backup was made.
APART = 2


def writes(database: Database, now: datetime, key: str) -> None:
    database.run_here(outbox.enqueue, key=key, channel="C0CTO", message=Message(f"Words of {key}"), now=now)


def writes_everywhere(database: Database, number: int) -> None:
    """A row into every table, in one transaction."""
    told = {"person": f"U{number}", "name": f"Ana {number}", "said": f"Words {number}"}
    database.run_here(fill, number=ID + APART * number, **told)


def read(url: str, function: Callable[[Session], Any]) -> Any:
    database = Database(make_engine(url))
    found = database.run_here(function)
    database.close()
    return found


def test_what_is_backed_up_while_the_bot_writes_comes_back_as_it_was_at_one_moment(
    cadence: Cadence, database: Database, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    for number in range(10):
        writes_everywhere(database, number)
    enough = Event()

    def goes_on() -> None:
        number = 10
        while not enough.is_set():
            with suppress(Unavailable):  # a busy machine: the same once more
                writes_everywhere(database, number)
                number += 1

    bot = Thread(target=goes_on)
    bot.start()
    saved = cadence("backup", tmp_path / "backup")
    enough.set()
    bot.join()
    restored = cadence("restore", tmp_path / "backup", url=elsewhere)

    assert (saved.exit_code, restored.exit_code) == (0, 0), saved.output + restored.output
    back = read(elsewhere, rows)
    held = Counter(row.partition(":")[0] for row in back)
    assert held.keys() == Model.metadata.tables.keys() - set(ELSEWHERE)
    (whole,) = set(held.values())
    assert whole >= 10, "every table holds the rows of the same transactions"
    assert read(elsewhere, ids) == list(range(ID, ID + APART * whole, APART)), "those are the first ones, with no gap"
    as_it_was = {row for row in back if not row.startswith("jobs:")}  # those know that the database was away
    assert as_it_was <= set(read(database_url, rows)), "each to the last value"


def ids(session: Session) -> list[int]:
    return list(session.scalars(sa.select(Question.id).order_by(Question.id)))


def rows(session: Session) -> list[str]:
    """Of the transactions: not what SQLite's text index keeps for itself, which is laid out anew as it grows."""
    others = ("question_search", *ELSEWHERE)
    return [row for row in everything(session) if not row.startswith(others) and COMMAND not in row]


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
    where, secret = address("postgresql://bot:hunter2@db.internal:5433/cadence")

    assert "hunter2" not in where
    assert "host=db.internal" in where
    assert secret == {"PGPASSWORD": "hunter2"}
