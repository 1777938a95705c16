"""PostgreSQL's own programs, run beside us."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from psycopg import conninfo

from bot.errors import BotError, CannotStart

#: Told of progress, a few words at a time.
Tell = Callable[[str], None]

DUMP, RESTORE = "pg_dump", "pg_restore"


class NotPossible(BotError):
    """Nothing was changed."""


class Failed(NotPossible):
    """A program said why."""


def run(program: str, options: Sequence[str], url: str, tell: Tell) -> None:
    """Upon the database at `url`. Raises Failed, CannotStart."""
    where, secret = address(url)
    command = [_found(program), f"--dbname={where}", *options]
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
    _require(program, process.returncode, trouble)


def read(options: Sequence[str]) -> str:
    """What pg_restore tells of a file, for which it needs no server. Raises Failed, CannotStart."""
    command = [_found(RESTORE), *options]
    told = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="replace")  # noqa: S603  # ours
    _require(RESTORE, told.returncode, told.stderr.splitlines())
    return told.stdout


def _found(program: str) -> str:
    if shutil.which(program) is None:
        raise CannotStart(f"{program} is not on the path. Install PostgreSQL's client programs.")
    return program


def _require(program: str, code: int, trouble: Sequence[str]) -> None:
    if code:
        raise Failed(f"{program} failed: {' '.join(trouble[:1]) or f'exit code {code}'}")


def address(url: str) -> tuple[str, Mapping[str, str]]:
    """Where the server is; and the password apart from it, for everybody on the machine reads a command line."""
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    parts = {name: str(value) for name, value in conninfo.conninfo_to_dict(plain).items()}
    password = parts.pop("password", None)
    return conninfo.make_conninfo("", **parts), {"PGPASSWORD": password} if password else {}
