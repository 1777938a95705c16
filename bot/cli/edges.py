"""What every command shares: settings from the environment, and expected failures in one sentence."""

import functools
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from pydantic import ValidationError

from bot import startup
from bot.deployment import Deployment
from bot.errors import BotError, CannotStart
from bot.storage import Database

P = ParamSpec("P")
R = TypeVar("R")

EXIT_CANNOT_START = 2


def deployment() -> Deployment:
    """Raises CannotStart with the names of the variables that are wrong, never their values."""
    try:
        return Deployment()
    except ValidationError as error:
        wrong = "; ".join(f"{_variable(str(one['loc'][0]))}: {_reason(one['msg'])}" for one in error.errors())
        raise CannotStart(f"The environment is not right: {wrong}.") from None


def _variable(field: str) -> str:
    return field if field.isupper() else f"CADENCE_{field.upper()}"


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")


def whoever_runs_this() -> str:
    """For the audit log: as the operating system knows them, since nobody of Slack stands at a terminal."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # in a container, a number may run it that has no name
        name = str(os.getuid())
    return f"command line ({name[:40]})"


@contextmanager
def opened_database() -> Iterator[Database]:
    """The deployment's, with its tables as this version wants them. Raises CannotStart."""
    engine = startup.open_database(deployment().database_url.get_secret_value())
    startup.require_schema(engine)
    database = Database(engine)
    try:
        yield database
    finally:
        database.close()


class NotWritten(BotError):
    """What was to be kept in a file is not."""


def write(file: Path, text: str) -> None:
    """Raises NotWritten."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NotWritten(f"{file} could not be written: {error.strerror}.") from error


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Expected failures become one sentence and an exit code."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except CannotStart as error:
            click.echo(str(error), err=True)
            sys.exit(EXIT_CANNOT_START)
        except BotError as error:
            click.echo(str(error), err=True)
            sys.exit(1)

    return wrapped
