"""`cadence outbox`: what an operator sees and does about messages that have not arrived."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from bot import trace
from bot.cli import main
from bot.slack import claims, outbox
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, State
from bot.slack.outcome import Refused, Sent
from bot.storage import Database

Cadence = Callable[..., Result]


@pytest.fixture
def cadence(database_url: str) -> Cadence:
    def run(*arguments: str, typed: str | None = None) -> Result:
        environment = {"CADENCE_DATABASE_URL": database_url, "CADENCE_SLACK_API_URL": None}
        return CliRunner().invoke(main, ["outbox", *arguments], env=environment, input=typed)

    return run


@pytest.fixture
def state(database: Database) -> Callable[[str], str | None]:
    query = sa.select(Delivery.state)
    return lambda key: database.run_here(lambda session: session.scalar(query.where(Delivery.key == key)))


def written(database: Database, now: datetime, key: str, outcome: Any = None, **more: Any) -> None:
    told = {"channel": f"C{key}", "message": Message(f"secret of {key}"), **more}
    database.run_here(outbox.enqueue, key=key, now=now, **told)
    if outcome:
        (claimed,) = database.run_here(claims.claim, now=now)
        database.run_here(claims.settle, claimed, outcome, now=now)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Nothing waits and nothing was refused: every message has arrived."),
        (["--refused"], "Nothing was refused."),
        (["--all"], "The outbox is empty: no message was ever written."),
    ],
)
def test_an_empty_list_says_so_in_words(cadence: Cadence, arguments: list[str], sentence: str) -> None:
    assert cadence("list", *arguments).output == sentence + "\n"


def test_the_list_shows_what_has_not_arrived_why_and_what_to_do_and_no_words_of_anybody(
    cadence: Cadence, database: Database, now: datetime
) -> None:
    written(database, now, "sent", Sent("C1", "1.1"))
    written(database, now, "gone", Refused("is_archived"))
    written(database, now, "waits")

    output = cadence("list").output
    heading, *lines = output.splitlines()
    assert heading.split() == ["KEY", "STATE", "AGE", "ERROR", "WHAT", "TO", "DO"]
    assert [line.split()[:2] for line in lines] == [["gone", "refused"], ["waits", "waiting"]]
    assert lines[0].endswith("is_archived  Unarchive the channel, or choose another in the settings.")
    assert "secret" not in output
    assert [line.split()[0] for line in cadence("list", "--refused").output.splitlines()[1:]] == ["gone"]
    assert len(cadence("list", "--all").output.splitlines()) == 4


def test_one_message_is_shown_with_its_words_and_what_caused_it(
    cadence: Cadence, database: Database, now: datetime
) -> None:
    with trace.continuing("5be0cd19137e"):
        written(database, now, "gone", Refused("is_archived"))

    output = cadence("show", "gone").output
    assert "is_archived" in output
    assert "5be0cd19137e" in output
    assert output.endswith("\nsecret of gone\n")


@pytest.mark.parametrize("act", ["show", "retry", "drop"])
def test_a_key_that_is_not_there_is_told(cadence: Cadence, act: str) -> None:
    result = cadence(act, "nothing")

    assert result.exit_code == 1
    assert "There is no message with the key nothing." in result.output


def test_what_was_refused_is_sent_again(cadence: Cadence, database: Database, now: datetime, state: Any) -> None:
    written(database, now, "gone", Refused("is_archived"))

    assert cadence("retry", "gone").output == "gone is sent again.\n"
    assert state("gone") == State.WAITING


def test_what_may_have_arrived_is_looked_for_first(
    cadence: Cadence, database: Database, now: datetime, state: Any
) -> None:
    written(database, now, "gone", Refused("in doubt: missing_scope", doubt=True))

    assert cadence("retry", "gone").output == "gone is looked for, then sent.\n"
    assert state("gone") == State.UNSURE


def test_everything_refused_is_sent_again_only_after_a_question(
    cadence: Cadence, database: Database, now: datetime, state: Any
) -> None:
    written(database, now, "gone", Refused("is_archived"))

    assert cadence("retry", "--all", typed="n\n").exit_code == 1
    assert state("gone") == State.REFUSED
    assert cadence("retry", "--all", "--yes").output == "1 message will be sent again.\n"
    assert cadence("retry", "--all").output == "Nothing was refused.\n"
    assert cadence("retry").exit_code == 2


def test_a_dropped_message_is_given_up_only_after_a_question(
    cadence: Cadence, database: Database, now: datetime, state: Any
) -> None:
    written(database, now, "waits")

    assert cadence("drop", "waits", typed="n\n").exit_code == 1
    assert state("waits") == State.WAITING
    assert cadence("drop", "waits", "--yes").output == "waits is dropped.\n"
    assert state("waits") == State.DROPPED
    assert database.run_here(claims.claim, now=now) == []


@pytest.mark.parametrize("act", ["retry", "drop"])
def test_what_was_sent_is_left_alone(cadence: Cadence, database: Database, now: datetime, state: Any, act: str) -> None:
    written(database, now, "sent", Sent("C1", "1.1"))

    assert "sent was sent" in cadence(act, "sent").output
    assert state("sent") == State.SENT
