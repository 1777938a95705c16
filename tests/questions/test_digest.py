"""Friday's digest leaves out nothing that was asked: what became of it adds up, as in the figures."""

import re

import pytest

from bot.questions import digest, menu
from bot.slack.outbox import Delivery
from bot.slack.validation import problems
from tests.factories import ANA, MAYA
from tests.questions.desk import BEN, LEA, Desk, choice, day


def heading(desk: Desk) -> str:
    desk.database.run_here(lambda session: digest.post(desk.work(session)))
    posted = desk.rows(Delivery.key.like("questions:digest:%"))
    assert [problems(row.payload) for row in posted] == [[]] * len(posted)
    return str(posted[-1].payload["text"]).partition("\n")[0] if posted else ""


async def declined(desk: Desk, question: int) -> None:
    await desk.does(menu.DECLINE, {"reason": "Not ours."}, question=question)


async def kept(desk: Desk, question: int) -> None:
    await desk.does(menu.CANNOT_SHARE, {"reason": "Not signed.", "look_again": day("2026-05-04")}, question=question)


async def taken_back(desk: Desk, question: int) -> None:
    await desk.clicks(menu.WITHDRAW, by=BEN, value=f"{question}:1")


async def answered(desk: Desk, question: int) -> None:
    await desk.replies("Yes.", by=MAYA, question=question)


async def joined(desk: Desk, question: int) -> None:
    await desk.does(menu.MERGE, {"into": choice("1")}, question=question)


async def left_open(desk: Desk, question: int) -> None:
    pass


TEXTS = ("Pipelines?", "Offices?", "Laptops?", "Salaries?", "Vendors?", "Holidays?")


async def test_what_became_of_everything_that_was_asked_this_week_adds_up(desk: Desk) -> None:
    for number, becomes in enumerate((answered, declined, kept, taken_back, joined, left_open), start=1):
        await desk.asks(TEXTS[number - 1], by=BEN)
        await becomes(desk, number)
    await desk.asks_in_form("Do I get a raise?", visibility="private")
    desk.at("Fri 16:00")

    told = heading(desk)
    assert told == (
        "Questions this week: 6 asked, 2 answered, 1 declined with a reason, 1 kept for later with a reason, "
        "1 taken back, 1 open; 1 of them joined with another."
    )
    asked, *outcomes = [int(number) for number in re.findall(r"\d+", told.partition(";")[0])]
    assert asked == sum(outcomes)


@pytest.mark.parametrize(
    ("becomes", "said"),
    [
        (answered, "Asked earlier: 1 answered."),
        (declined, "Asked earlier: 1 declined with a reason (1 past due)."),
        (kept, "Asked earlier: 1 kept for later with a reason (1 past due)."),
    ],
)
async def test_what_was_asked_earlier_and_ended_this_week_is_told_apart(desk: Desk, becomes: object, said: str) -> None:
    await desk.asks("Pipelines?", by=BEN)
    desk.at("Wed2 10:00")
    await becomes(desk, 1)  # type: ignore[operator]  # one of those above
    desk.at("Fri2 16:00")

    assert heading(desk) == f"Questions this week: none asked. {said}"


async def test_what_is_open_from_before_is_told_beside_this_weeks(desk: Desk) -> None:
    await desk.asks("Pipelines?", by=ANA)
    desk.at("Wed2 10:00")
    await desk.asks("Offices?", by=LEA)
    desk.at("Fri2 16:00")

    assert heading(desk) == "Questions this week: 1 asked, 0 answered, 1 open. 2 open in all."


async def test_a_week_in_which_nothing_happened_has_none(desk: Desk) -> None:
    await desk.asks("Pipelines?", by=ANA)
    desk.at("Fri2 16:00")

    assert heading(desk) == ""


async def test_what_was_asked_this_week_and_waits_is_named(desk: Desk) -> None:
    await desk.asks("Pipelines?", by=BEN)
    await desk.asks("Offices?", by=BEN)
    await desk.asks_in_form("Do I get a raise?", visibility="private")
    await answered(desk, 1)
    desk.at("Fri 16:00")
    heading(desk)

    (posted,) = desk.rows(Delivery.key.like("questions:digest:%"))
    text = str(posted.payload["text"])
    _, _, waiting = text.partition("Asked, and not answered yet")
    assert "Offices?" in waiting
    assert "Pipelines?" not in waiting
    assert "raise" not in text


async def test_of_many_that_wait_the_digest_names_the_oldest_ten(desk: Desk) -> None:
    for number in range(12):
        desk.at(f"Tue 10:{number:02}")
        await desk.asks(f"Question {number}?", by=BEN)
    desk.at("Fri 16:00")
    heading(desk)

    (posted,) = desk.rows(Delivery.key.like("questions:digest:%"))
    text = str(posted.payload["text"])
    assert "Question 9?" in text
    assert "Question 10?" not in text
    assert "and 2 more" in text
