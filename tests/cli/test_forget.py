"""`cadence forget`, as an operator runs it."""

import getpass
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.cli import main
from bot.engines import make_engine
from bot.focus.models import FocusPost, FocusReaction
from bot.slack.people import Profile
from bot.storage import Database
from tests.cli.command import Ended, ended
from tests.factories import settings
from tests.keeping.rows import ID, LONG_AGO, everything, fill

PRIYA, RAMAN = "U0PRIYA", "Priya Raman"
#: Of another organisation.
EXTERN = "U0EXTERN"
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


# Whom nobody lists


def reacts(session: Session) -> None:
    session.add(FocusPost(id=ID + 1, week="2026-W11", standing="posted", created_at=LONG_AGO))
    session.flush()
    session.add(FocusReaction(post_id=ID + 1, person=EXTERN, name="eyes"))


def test_whoever_only_reacted_is_forgotten_by_their_id(cadence: Cadence, kept: Database) -> None:
    kept.run_here(reacts)

    done = cadence("forget", EXTERN, "--yes")

    assert done.exit_code == 0, done.output
    assert "focus_reactions" in done.output
    assert not [row for row in kept.run_here(everything) if EXTERN in row]


def test_an_id_that_is_found_nowhere_is_refused(cadence: Cadence, kept: Database) -> None:
    told = cadence("forget", EXTERN, "--yes")

    assert told.exit_code == 1
    assert f"cadence knows nobody called {EXTERN}." in told.output


async def test_an_id_that_slack_does_not_list_is_looked_for_here(
    over_socket_mode: dict[str, str], tmp_path: Path
) -> None:
    async def forgets(person: str) -> Ended:
        return await ended("forget", person, "--yes", folder=tmp_path, **over_socket_mode)

    await ended("migrate", folder=tmp_path, **over_socket_mode)
    database = Database(make_engine(over_socket_mode["CADENCE_DATABASE_URL"]))
    database.run_here(reacts)
    database.close()

    done, nobody = await forgets(EXTERN), await forgets("U0NOBODY")

    assert (done.code, nobody.code) == (0, 1)
    assert "focus_reactions" in done.out
    assert 'Slack lists nobody called "U0NOBODY".' in nobody.err


def test_what_is_grown_together_is_told_with_what_to_do(cadence: Cadence, database: Database, now: datetime) -> None:
    database.run_here(settings_.save, settings(), by="test", now=now)
    database.run_here(fill, person=PRIYA, name=RAMAN, said="PriyaRaman said yes.")

    told = cadence("forget", PRIYA, "--dry-run").output

    assert f"“{RAMAN}” grown together to one word (" in told
    assert "Add --also with the word as it stands there." in told
