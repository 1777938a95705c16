"""What the command line changes of what a Home shows is marked for drawing, too: the bot runs beside it.

Each command that writes to the database is run on an office in which everything happened and everybody looks at their
Home. A row in tests/homes.txt says of each command whether a Home changes by it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.orm import Session

from bot import clock
from bot.cli import main
from bot.reports.models import Report
from bot.slack import visits
from bot.slack.outbox import UNSENT, Delivery, Kind, State
from bot.storage import Database
from tests.conftest import NOW
from tests.home import seen
from tests.homes import NOTHING, rows
from tests.hostile_home import WHO, filled
from tests.test_hostile_text import ONE_DATABASE

HERE = "tests/test_homes_by_commands.py::test_a_home_that_a_command_changes_is_drawn_anew"
#: Nothing that says who they are is written any more, so theirs is drawn when they open it.
FORGOTTEN = "U0PRIYA"
#: How each is called that writes to a database at which a bot may run; {file} holds what is below.
WRITES = {
    "config set": ["practices.questions", "false"],
    "config import": ["{file}"],
    "promises import": ["{file}"],
    "reports import": ["{file}", "--report", "{report}"],
    "forget": [FORGOTTEN, "--yes"],
    "outbox retry": ["{message}"],
    "outbox drop": ["{message}", "--yes"],
    "backup": ["{folder}/monday.backup"],
}
FILES = {
    "config import": "[practices]\nquestions = false\n",
    "promises import": "promise,owner\nSearch under 200 ms,Priya Raman\n",
    "reports import": "# Impact\n\nSome 300 customers waited.\n",
}


def every_command() -> Iterator[str]:
    return _below(main, "")


def _below(command: click.Command, name: str) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield name.strip()
        return
    context = click.Context(command)
    for below in command.list_commands(context):
        found = command.get_command(context, below)
        assert found
        yield from _below(found, f"{name} {below}")


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    told = {row.removeprefix("command cadence ") for row in rows() if row.startswith("command cadence ")}

    assert told == set(every_command()), "`command cadence NAME | test or nothing` in tests/homes.txt"


def everybody_looks(session: Session, now: datetime) -> tuple[int, str]:
    """The number of a report, and the key of a message that Slack refused."""
    session.execute(sa.update(Delivery).values(state=State.SENT))
    message = session.scalars(sa.select(Delivery).where(Delivery.kind == Kind.POST).limit(1)).one()
    message.state, message.error = State.REFUSED, "is_archived"
    for person in WHO:
        visits.opened(session, person, now)
    session.flush()
    session.execute(sa.update(Delivery).where(Delivery.kind == Kind.HOME).values(state=State.SENT))
    return session.scalars(sa.select(Report.id).where(Report.state == "draft").limit(1)).one(), message.key


def homes(session: Session, now: datetime) -> Mapping[str, str]:
    return {person: seen(session, person, now).text for person in WHO}


def marked(session: Session) -> set[str | None]:
    told = sa.select(Delivery.reader).where(Delivery.kind == Kind.HOME, Delivery.state.in_(UNSENT))
    return set(session.scalars(told))


@ONE_DATABASE
@pytest.mark.parametrize("command", WRITES)
def test_a_home_that_a_command_changes_is_drawn_anew(
    database: Database, database_url: str, command: str, tmp_path: Path
) -> None:
    now = clock.now()
    database.run_here(filled, NOW)
    report, message = database.run_here(everybody_looks, now)
    assert database.run_here(marked) == set()
    (tmp_path / "file").write_text(FILES.get(command, ""), encoding="utf-8")
    told = {"file": tmp_path / "file", "folder": tmp_path, "report": report, "message": message}
    arguments = [one.format(**told) for one in WRITES[command]]
    before = database.run_here(homes, now)

    done = CliRunner().invoke(
        main, [*command.split(), *arguments], env={"CADENCE_DATABASE_URL": database_url, "SLACK_BOT_TOKEN": None}
    )

    assert done.exit_code == 0, done.output
    after = database.run_here(homes, now)
    changed = {person for person in WHO if after[person] != before[person]}
    assert changed - database.run_here(marked) - {FORGOTTEN} == set(), "their Homes are not drawn anew"
    assert rows()[f"command cadence {command}"] == (HERE if changed else NOTHING)


def test_what_is_not_run_here_changes_nothing_at_which_a_bot_may_run() -> None:
    """They read, or their database has no bot beside it yet, or they are the bot."""
    others = set(every_command()) - WRITES.keys()

    assert {rows()[f"command cadence {name}"] for name in others} == {NOTHING}
