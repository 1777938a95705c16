"""Figures of one responder: the first response is credited to whoever spoke first, the answer to whoever gave it."""

from datetime import timedelta

from bot.questions import menu, notes, queries
from bot.questions.figures import Figures, figures
from bot.questions.queries import Which
from bot.spread import Share
from tests.factories import MAYA, TOM
from tests.questions.desk import BEN, LEA, Desk, day, person
from tests.questions.stories import at
from tests.slack_driver import said

NONE = Share(in_time=0, late=0, missed=0)


def of(desk: Desk, who: str | None) -> Figures:
    week = Which(at("Mon 0:00"), at("Mon2 0:00"), responder=who, cto=MAYA)
    return figures(desk.database.run_here(queries.cases, week, desk.slack.now))


def in_hours(*durations: timedelta) -> list[float]:
    return [one.total_seconds() / 3600 for one in durations]


async def live_through_a_day(desk: Desk) -> None:
    """Four questions, of which Tom speaks first to three and Maya answers two."""
    for number, text in enumerate(("First?", "Second?", "Third?", "Fourth?"), start=1):
        await desk.asks(text, by=BEN)
        assert desk.question(number).asked_at == at("Tue 10:00")
    desk.at("Tue 10:30")
    await desk.does(menu.PROMISE, {"until": day("2026-03-05")}, by=TOM, question=1)
    await desk.replies("Yes.", by=TOM, question=2)
    desk.at("Tue 13:00")
    await desk.replies("Yes.", by=MAYA, question=1)
    desk.at("Tue 15:00")
    await desk.replies("Yes.", by=MAYA, question=3)
    await desk.does(menu.PROMISE, {"until": day("2026-03-05")}, by=TOM, question=4)
    desk.at("Tue 16:00")


async def test_the_ctos_own_clock_has_what_the_cto_said_and_nothing_of_what_delegates_did(desk: Desk) -> None:
    await live_through_a_day(desk)

    maya = of(desk, MAYA)
    assert in_hours(*maya.response_working.cases) == [5]
    assert (maya.responded, maya.answered) == (Share(0, 1, 0), Share(2, 0, 0))
    assert in_hours(*maya.answer_working.cases) == [3, 5]
    assert (maya.asked, maya.answers, maya.open, maya.running) == (3, 2, 1, 1)


async def test_a_delegates_clock_has_what_they_said_and_credits_nobody_elses_answer(desk: Desk) -> None:
    await live_through_a_day(desk)

    tom = of(desk, TOM)
    assert in_hours(*tom.response_working.cases) == [0.5, 0.5, 5]
    assert (tom.responded, tom.answered) == (Share(2, 1, 0), Share(1, 0, 0))
    assert in_hours(*tom.answer_working.cases) == [0.5]
    assert (tom.asked, tom.answers, tom.open) == (3, 2, 1)
    assert tom.oldest_open is None


async def test_every_response_and_every_answer_is_one_persons(desk: Desk) -> None:
    await live_through_a_day(desk)

    everybodys, each = of(desk, None), [of(desk, who) for who in (MAYA, TOM)]
    for name in ("response_working", "response_waiting", "answer_working", "answer_waiting"):
        theirs = sorted(one for found in each for one in getattr(found, name).cases)
        assert theirs == list(getattr(everybodys, name).cases)


async def test_whoever_took_it_over_and_said_nothing_has_the_miss_and_not_the_cto(desk: Desk) -> None:
    await desk.asks("First?", by=BEN)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.ACCEPT, by=LEA)
    desk.at("Thu 17:00")

    assert (of(desk, LEA).responded, of(desk, LEA).answered) == (Share(0, 0, 1), Share(0, 0, 1))
    assert (of(desk, MAYA).responded, of(desk, MAYA).answered) == (NONE, NONE)


async def test_what_a_delegate_answered_is_named_theirs_on_the_card_and_in_the_figures(desk: Desk) -> None:
    await desk.asks("First?", by=BEN)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.ACCEPT, by=LEA)
    desk.at("Tue 10:30")
    await desk.replies("Yes.", by=TOM)  # who did not have it

    assert "*Answered by Tom Brandt" in desk.card()
    shown = {who: said(await desk.slack.types("/cadence", f"response-times <@{who}>", by=BEN)) for who in (TOM, LEA)}
    assert "Answer: 1 of 1 in time" in str(shown[TOM])
    assert "No question was asked" in str(shown[LEA])
