"""Asking without a name, taking back and going out in the same instant: nothing is lost, nothing comes back."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person
from bot.questions import anonymity, going_out
from bot.questions.forms import Draft
from bot.questions.models import AnonymousCount, Question, WaitingQuestion
from bot.storage import Database
from tests.factories import ANA
from tests.questions.desk import BEN, Desk, office
from tests.questions.stories import at
from tests.questions.test_at_once import Act, at_once, other

__all__ = ["other"]
MINE, THEIRS = "Are we moving offices?", "Who leads the platform?"


@pytest.fixture
def code(desk: Desk) -> str:
    """Of what Ana asked a moment ago."""
    few = office(questions={"anonymous_audience": 3})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    return desk.database.run_here(lambda session: asked(desk, session, ANA, MINE))


def asked(desk: Desk, session: Session, by: str, text: str) -> str:
    return anonymity.ask(replace(desk.work(session), by=Person(by)), Draft(text))


def asks(desk: Desk, by: str) -> Act:
    return lambda session: asked(desk, session, by, THEIRS)


def takes_back(desk: Desk, code: str) -> Act:
    return lambda session: anonymity.take_back(desk.work(session), code)


def goes_out(desk: Desk) -> Act:
    return lambda session: going_out.post_due(replace(desk.work(session), now=desk.slack.now + timedelta(hours=3)))


def left(desk: Desk) -> tuple[list[str], list[str]]:
    """What waits, and what is out."""
    return desk.database.run_here(
        lambda session: (
            sorted(session.scalars(sa.select(WaitingQuestion.text))),
            sorted(str(text) for text in session.scalars(sa.select(Question.text))),
        )
    )


async def test_two_who_ask_at_once_both_wait_and_both_are_counted(desk: Desk, other: Database, code: str) -> None:
    at_once(desk, other, asks(desk, ANA), asks(desk, BEN))

    assert left(desk) == ([MINE, THEIRS, THEIRS], [])
    counts = desk.database.run_here(lambda session: sorted(session.scalars(sa.select(AnonymousCount.asked))))
    assert counts == [1, 2]


async def test_what_is_taken_back_while_another_asks_is_gone(desk: Desk, other: Database, code: str) -> None:
    at_once(desk, other, asks(desk, BEN), takes_back(desk, code))

    assert left(desk) == ([THEIRS], [])


async def test_who_asks_while_another_takes_back_brings_nothing_back(desk: Desk, other: Database, code: str) -> None:
    at_once(desk, other, takes_back(desk, code), asks(desk, BEN))

    assert left(desk) == ([THEIRS], [])


async def test_what_is_taken_back_while_it_would_go_out_does_not(desk: Desk, other: Database, code: str) -> None:
    at_once(desk, other, takes_back(desk, code), goes_out(desk))

    assert left(desk) == ([], [])
    assert desk.cards() == []


async def test_what_goes_out_while_it_is_taken_back_is_out_once(desk: Desk, other: Database, code: str) -> None:
    at_once(desk, other, goes_out(desk), takes_back(desk, code))

    assert left(desk) == ([], [MINE])
    assert len(desk.cards()) == 1


async def test_what_goes_out_while_another_asks_goes_out_once(desk: Desk, other: Database, code: str) -> None:
    at_once(desk, other, asks(desk, BEN), goes_out(desk))
    at_once(desk, other, goes_out(desk), asks(desk, BEN))

    waiting, out = left(desk)
    assert sorted([*waiting, *out]) == [MINE, THEIRS, THEIRS]
    assert out.count(MINE) == 1
