"""`cadence forget`, as an operator runs it."""

import getpass
from collections.abc import Callable
from datetime import datetime

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.cli import main
from bot.slack.people import Profile
from bot.storage import Database
from tests.factories import settings
from tests.keeping.rows import LONG_AGO, everything, fill

PRIYA, RAMAN = "U0PRIYA", "Priya Raman"
Cadence = Callable[..., Result]


@pytest.fixture
def cadence(database_url: str) -> Cadence:
    def run(*arguments: str, answer: str | None = None) -> Result:
        environment = {"CADENCE_DATABASE_URL": database_url, "SLACK_BOT_TOKEN": None}
        return CliRunner().invoke(main, arguments, env=environment, input=answer)

    return run


@pytest.fixture
def kept(database: Database, now: datetime) -> Database:
    database.run_here(settings_.save, settings(), by="test", now=now)
    database.run_here(fill, person=PRIYA, name=RAMAN, said=f"<@{PRIYA}> says yes")
    return database


def add_maya(session: Session) -> None:
    session.add(Profile(id="U0MAYA", name="Maya Okafor", zone="UTC", seen_at=LONG_AGO))


def traces(database: Database) -> list[str]:
    return [row for row in database.run_here(everything) if PRIYA in row or RAMAN in row]


def test_it_says_what_it_will_do_asks_and_does_it(cadence: Cadence, kept: Database) -> None:
    before = len(traces(kept))

    told = cadence("forget", "@priya raman", answer="n\n")

    assert told.exit_code == 1
    for words in (
        "commitment_updates",
        "Counts, figures and the words",
        "messages that are in Slack already",
        "Go on?",
    ):
        assert words in told.output
    assert len(traces(kept)) == before

    done = cadence("forget", PRIYA, answer="y\n")

    assert done.exit_code == 0, done.output
    assert traces(kept) == []
    assert f"command line ({getpass.getuser()}): person forgotten someone-1" in cadence("audit").output


def test_it_says_which_texts_hold_a_first_name_alone_and_leaves_them(
    cadence: Cadence, database: Database, now: datetime
) -> None:
    database.run_here(settings_.save, settings(), by="test", now=now)
    database.run_here(fill, person=PRIYA, name=RAMAN, said="Priya said yes.")

    told = cadence("forget", PRIYA, "--dry-run").output

    assert "hold “Priya” alone (" in told
    assert "add --also Priya." in told
    assert "“Priya”" not in cadence("forget", PRIYA, "--also", "Priya", "--dry-run").output


def test_a_dry_run_changes_nothing(cadence: Cadence, kept: Database) -> None:
    before = traces(kept)

    told = cadence("forget", RAMAN, "--dry-run")

    assert told.exit_code == 0
    assert "Nothing was changed." in told.output
    assert traces(kept) == before


@pytest.mark.parametrize(
    ("person", "sentence"),
    [("U0MAYA", "cadence config set people.cto @name"), ("Nobody Known", "cadence knows nobody called Nobody Known.")],
)
def test_the_cto_and_whoever_is_unknown_are_not_forgotten(
    cadence: Cadence, kept: Database, person: str, sentence: str
) -> None:
    kept.run_here(add_maya)

    told = cadence("forget", person, "--yes")

    assert told.exit_code == 1
    assert sentence in told.output
