"""A copy of everything, made while the bot runs; and such a copy put into an empty database."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot import startup
from bot.backup import programs, resuming, soundness
from bot.backup.programs import NotPossible, Tell
from bot.backup.resuming import Resumed
from bot.storage import Database

#: How a file of each kind begins.
SQLITE, POSTGRESQL = b"SQLite format 3\0", b"PGDMP"
#: So much of a SQLite file is copied between two reports.
PAGES = 2000
#: What SQLite keeps beside a file, and plays into whatever has its name.
BESIDE = ("-wal", "-shm", "-journal")
#: What another server may lack, or lets only its administrators make.
PORTABLE = (
    *("--no-owner", "--no-acl", "--no-tablespaces"),
    *("--no-comments", "--no-publications", "--no-subscriptions"),
)


def save(url: str, file: Path, tell: Tell) -> None:
    """Raises NotPossible, CannotStart. The file appears when it is whole, readable by its owner alone."""
    if file.exists():
        raise NotPossible(f"{file} is there already. Choose another name: nothing is overwritten.")
    startup.require_file(url)
    with _database(url) as engine:
        soundness.require_ours(engine, url)
    source = startup.database_file(url)
    with _whole(file) as part:
        if source:
            _copy(source, str(source), part, tell)
        else:
            programs.run(programs.DUMP, ["--format=custom", *PORTABLE, f"--file={part}", "--verbose"], url, tell)


def restore(url: str, file: Path, tell: Tell, *, by: str, now: datetime) -> Resumed:
    """Into an empty database, which then has this version's tables and knows that it was away. Raises NotPossible,
    CannotStart."""
    kind, target = _kind_of(file), startup.database_file(url)
    if (target is not None) != (kind == SQLITE):
        raise NotPossible(f"{file} is of another kind of database than CADENCE_DATABASE_URL names.")
    into = _into_server(url, file, tell) if target is None else _into_file(url, target, file, tell)
    with into as engine:
        return Database(engine).run_here(resuming.resume, by=by, now=now)


@contextmanager
def _into_server(url: str, file: Path, tell: Tell) -> Iterator[sa.Engine]:
    with _database(url) as engine:
        _require_empty(engine)
        soundness.require_dump(file)
        options = [*PORTABLE, "--single-transaction", "--exit-on-error", "--verbose"]
        programs.run(programs.RESTORE, [*options, str(file)], url, tell)
        _take_over(engine, file)
        yield engine


@contextmanager
def _into_file(url: str, target: Path, file: Path, tell: Tell) -> Iterator[sa.Engine]:
    """Beside it first: what is not sound never gets its name."""
    if target.exists() and target.stat().st_size:
        with _database(url) as engine:
            _require_empty(engine)
    with _whole(target.resolve()) as part:  # where a link leads
        _copy(file, _at_rest(file), part, tell)
        with _database(f"sqlite:///{part}") as engine:
            _take_over(engine, file)
            yield engine
        with closing(sqlite3.connect(part)) as copied:
            soundness.require_whole(copied, file)


def _take_over(engine: sa.Engine, file: Path) -> None:
    soundness.require_usable(engine, file)
    try:
        startup.migrate(engine)
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", error)).partition("\n")[0]
        raise NotPossible(f"{file} could not be brought to this version's tables: {why}.") from error


def _require_empty(engine: sa.Engine) -> None:
    if sa.inspect(engine).get_table_names():
        raise NotPossible("The database of CADENCE_DATABASE_URL holds data. Name an empty one.")


@contextmanager
def _database(url: str) -> Iterator[sa.Engine]:
    engine = startup.open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    _require_nothing_left(file)
    part = file.with_name(f"{file.name}.part")
    try:
        _remove(part)
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        yield part
        part.replace(file)
    except OSError as error:
        raise NotPossible(f"{file} could not be written: {error.strerror}.") from error
    finally:
        _remove(part)


def _require_nothing_left(file: Path) -> None:
    """It may be the last that an earlier database wrote, so it is not ours to delete."""
    for left in filter(Path.exists, _beside(file)):
        raise NotPossible(
            f"{left} is left of the database that was there, and would be played into this one. "
            "Move it to where that database is now, under that name."
        )


def _beside(file: Path) -> Iterator[Path]:
    return (file.with_name(f"{file.name}{end}") for end in BESIDE)


def _remove(part: Path) -> None:
    for each in (part, *_beside(part)):
        each.unlink(missing_ok=True)


def _kind_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        head = opened.read(len(SQLITE))
    kind = next((kind for kind in (SQLITE, POSTGRESQL) if head.startswith(kind)), None)
    if kind is None:
        raise soundness.no_backup(file)
    return kind


def _at_rest(file: Path) -> str:
    """How SQLite opens a copy that nobody writes, also from where nothing can be written beside it."""
    plain = file.resolve().as_uri()
    return plain if any(map(Path.exists, _beside(file.resolve()))) else f"{plain}?immutable=1"


def _copy(source: Path, opened: str, target: Path, tell: Tell) -> None:
    """Raises NotPossible where the copy is not as whole as it should be."""

    def report(_status: int, left: int, pages: int) -> None:
        tell(f"{100 - 100 * left // max(pages, 1)} %")

    with (
        soundness.telling_of_damage(source),
        closing(sqlite3.connect(opened, uri=opened.startswith("file:"))) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        # One moment of it, whatever is written meanwhile: else the copy would begin anew at every change.
        read.execute("BEGIN")
        read.execute("SELECT count(*) FROM sqlite_master").fetchone()
        read.backup(written, pages=PAGES, progress=report)
        soundness.require_whole(written, source)
        written.execute("PRAGMA journal_mode = DELETE")  # else whoever reads it has to write beside it
