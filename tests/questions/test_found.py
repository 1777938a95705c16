"""What was answered is found by whoever asks it again, however much else looks like it."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions import menu, search
from bot.questions.forms import Similar
from bot.questions.models import Question
from tests.factories import ANA, MAYA
from tests.questions.desk import BEN, LEA, Desk

LONG = "Why do we run the two deploy pipelines for apps and services here since many years, tell us?"
MANY = 35


def crowd(desk: Desk, **columns: object) -> None:
    """More that looks like it, and more so, than is looked at closer."""

    def ask(session: Session) -> None:
        first = session.get_one(Question, 1)
        known = {column.name: getattr(first, column.name) for column in Question.__table__.columns}
        rows = [
            {**known, "id": 100 + one, "text": "Why two deploy pipelines?", "answer": None, **columns}
            for one in range(MANY)
        ]
        session.execute(sa.insert(Question), rows)

    desk.database.run_here(ask)


def found(desk: Desk, text: str) -> list[Similar]:
    return desk.database.run_here(lambda session: search.similar(desk.work(session), text))


@pytest.mark.parametrize(
    "crowded", [{"visibility": "private", "answer": "One for the apps."}, {"closed": False}], ids=["private", "open"]
)
async def test_what_nobody_may_find_hides_nothing(desk: Desk, crowded: dict[str, object]) -> None:
    await desk.asks(LONG, by=LEA)
    await desk.replies("One for the apps.", by=MAYA)
    crowd(desk, **crowded)

    (shown,) = found(desk, "Why two deploy pipelines?")
    assert (shown.id, shown.answer) == (1, "One for the apps.")


async def test_nor_does_it_hide_what_a_question_can_be_joined_with(desk: Desk) -> None:
    await desk.asks(LONG, by=LEA)
    await desk.asks("Why two deploy pipelines?", by=BEN)
    crowd(desk, visibility="private")
    desk.at("Tue 11:00")
    await desk.asks_in_form("Are we moving offices?", by=ANA)
    await desk.clicks(menu.MERGE, by=MAYA, question=2)

    first = desk.slack.opened()["blocks"][1]["element"]["options"][0]
    assert first["value"] == "1"


async def test_it_is_found_by_what_its_answer_says(desk: Desk) -> None:
    await desk.asks("What happened on Friday?", by=LEA)
    await desk.replies("The certificate of the payment gateway expired, and nobody was paged.", by=MAYA)

    (shown,) = found(desk, "Did our payment gateway certificates expire?")
    assert shown.id == 1


@pytest.mark.parametrize("asked", ["Is the gateway ours?", "Who pays for lunch, travel, hotels and the gateway?"])
async def test_by_one_word_of_it_or_by_few_of_many_it_is_not(desk: Desk, asked: str) -> None:
    await desk.asks("What happened on Friday?", by=LEA)
    await desk.replies("The certificate of the payment gateway expired, and nobody was paged.", by=MAYA)

    assert found(desk, asked) == []


async def test_what_was_asked_alike_comes_before_what_only_says_it_in_its_answer(desk: Desk) -> None:
    await desk.asks("What happened on Friday?", by=LEA)
    await desk.replies("Payment gateway certificate, payment gateway certificate, gateway, certificate.", by=MAYA)
    desk.at("Tue 10:30")
    await desk.asks("When does the payment gateway certificate expire?", by=ANA)
    if len(desk.questions()) == 1:  # it was shown the first before
        await desk.fills({"text": "When does the payment gateway certificate expire?"}, by=ANA)
    await desk.replies("In May.", by=MAYA, question=2)

    assert [one.id for one in found(desk, "When does our payment gateway certificate expire?")] == [2, 1]
