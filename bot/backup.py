"""A copy of everything, made while the bot runs; and such a copy put into an empty database. Nothing is overwritten."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from psycopg import conninfo

from bot import startup
from bot.errors import BotError, CannotStart

#: Told of progress, a few words at a time.
Tell = Callable[[str], None]

#: How a file of each kind begins.
SQLITE, POSTGRESQL = b"SQLite format 3\0", b"PGDMP"
#: So much of a SQLite file is copied between two reports.
PAGES = 2000


class NotPossible(BotError):
    """Nothing was changed."""


def save(url: str, file: Path, tell: Tell) -> None:
    """Raises NotPossible, CannotStart. The file appears when it is whole, readable by its owner alone."""
    if file.exists():
        raise NotPossible(f"{file} is there already. Choose another name: nothing is overwritten.")
    with _database(url) as engine, _whole(file) as part:
        source = _file_of(engine)
        if source:
            _copy(source, part, tell)
        else:
            _run("pg_dump", ["--format=custom", "--no-owner", f"--file={part}", "--verbose"], url, tell)


def restore(url: str, file: Path, tell: Tell) -> None:
    """Into an empty database, which then has this version's tables. Raises NotPossible, CannotStart."""
    kind = _kind_of(file)
    with _database(url) as engine:
        if (engine.dialect.name == "sqlite") != (kind == SQLITE):
            raise NotPossible(f"{file} is of another kind of database than CADENCE_DATABASE_URL names.")
        if sa.inspect(engine).get_table_names():
            raise NotPossible("The database of CADENCE_DATABASE_URL holds data. Name an empty one.")
        target = _file_of(engine)
        if target:
            _copy(str(file), Path(target), tell)
        else:
            options = ["--no-owner", "--single-transaction", "--exit-on-error", "--verbose"]
            _run("pg_restore", [*options, str(file)], url, tell)
        startup.migrate(engine)


@contextmanager
def _database(url: str) -> Iterator[sa.Engine]:
    engine = startup.open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    part = file.with_name(f"{file.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        yield part
        part.replace(file)
    except OSError as error:
        raise NotPossible(f"{file} could not be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _kind_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        head = opened.read(len(SQLITE))
    kind = next((kind for kind in (SQLITE, POSTGRESQL) if head.startswith(kind)), None)
    if kind is None:
        raise NotPossible(f"{file} is no backup of cadence.")
    return kind


def _file_of(engine: sa.Engine) -> str | None:
    return engine.url.database if engine.dialect.name == "sqlite" else None


def _copy(source: str, target: Path, tell: Tell) -> None:
    def report(_status: int, left: int, pages: int) -> None:
        tell(f"{100 - 100 * left // max(pages, 1)} %")

    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        # One moment of it, whatever is written meanwhile: else the copy would begin anew at every change.
        read.execute("BEGIN")
        read.execute("SELECT count(*) FROM sqlite_master").fetchone()
        read.backup(written, pages=PAGES, progress=report)


def _run(program: str, options: Sequence[str], url: str, tell: Tell) -> None:
    if shutil.which(program) is None:
        raise CannotStart(f"{program} is not on the path. Install PostgreSQL's client programs.")
    address, secret = _address(url)
    command = [program, f"--dbname={address}", *options]
    trouble: list[str] = []
    environment = {**os.environ, **secret}
    # No shell; the program's name is ours, the address comes from the environment.
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603  # so
        assert process.stderr, "a pipe was asked for"
        for said in (line.strip().removeprefix(f"{program}: ") for line in process.stderr):
            if said.startswith("error:"):
                trouble.append(said.removeprefix("error: "))
            elif "table" in said:
                tell(said)
    if process.returncode:
        raise NotPossible(f"{program} failed: {' '.join(trouble[:1]) or f'exit code {process.returncode}'}")


def _address(url: str) -> tuple[str, Mapping[str, str]]:
    """Where the server is; and the password apart from it, for everybody on the machine reads a command line."""
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    parts = {name: str(value) for name, value in conninfo.conninfo_to_dict(plain).items()}
    password = parts.pop("password", None)
    return conninfo.make_conninfo("", **parts), {"PGPASSWORD": password} if password else {}
