"""The clocks besides those of the rounds are shown: of the next response, and of each handing over."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.questions import logbook, menu, notes, reporting
from bot.questions.events import By, Event, What
from bot.questions.figures import by_week, figures
from bot.questions.models import Question
from bot.questions.why import MOST_LINES
from tests.factories import ANA, MAYA
from tests.questions.desk import BEN, LEA, Desk, person
from tests.questions.stories import BERLIN
from tests.questions.test_figures import NOW, case


async def why(desk: Desk) -> str:
    await desk.clicks(menu.WHY, by=BEN, value="1:1")
    return str(desk.slack.opened()["blocks"])


async def test_what_the_asker_wrote_again_waits_for_a_word_on_the_card_and_in_why(desk: Desk) -> None:
    await desk.asks("Pipelines?")
    desk.at("Tue 10:30")
    await desk.does(menu.ASK_BACK, {"text": "Build or release?"})
    assert "wrote again" not in desk.card()
    desk.at("Tue 11:00")
    await desk.replies("Release.", by=ANA)
    desk.at("Tue 12:00")
    await desk.replies("And build, too.", by=ANA)

    assert "Ana Silva wrote again on <!date^1772532000^" in desk.card(), "at 11:00, the older of the two"
    assert "and waits for a word since; a word is due <!date^1772546400^" in desk.card(), "four hours later"
    shown = await why(desk)
    assert "Next response, since whoever asked wrote again on <!date^1772532000^" in shown
    assert "not yet, so far 1 h 00 m of 4 h 00 m of working time" in shown
    desk.at("Tue 12:30")
    await desk.replies("One for the apps.", by=MAYA)
    assert "wrote again" not in desk.card()
    assert "Next response" not in await why(desk)


async def test_why_tells_the_clock_of_each_handing_over(desk: Desk) -> None:
    await desk.asks("Pipelines?")
    desk.at("Tue 11:00")
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    desk.at("Tue 12:00")
    assert "a clock of its own: runs, so far 1 h 00 m of working time (1 h 00 m on the clock)" in await why(desk)
    await desk.clicks(notes.ACCEPT, by=LEA)
    desk.at("Tue 13:00")
    await desk.replies("One for the apps.", by=LEA)

    shown = await why(desk)
    assert "Handed to Lea Roth on <!date^" in shown
    assert "a clock of its own: ended after 2 h 00 m of working time (2 h 00 m on the clock)" in shown


def writes_much(desk: Desk, session: Session) -> None:
    """As the doors of her replies would write it down, which others try."""
    work, question = desk.work(session), session.get_one(Question, 1)
    for number in range(1, MOST_LINES + 4):
        at = desk.slack.now + timedelta(seconds=number)
        logbook.append(work, question, Event(at, What.WROTE, By.ASKER, f"{at.timestamp():.6f}", ANA))


async def test_why_keeps_the_answer_however_much_was_said(desk: Desk) -> None:
    await desk.asks("Pipelines?")
    desk.database.run_here(lambda session: writes_much(desk, session))
    for minute in (5, 10):
        desk.at(f"Tue 10:{minute:02}")
        await desk.replies("More.", by=ANA)
    desk.at("Tue 11:00")
    await desk.replies("One for the apps.", by=MAYA)

    shown = await why(desk)
    assert "the answer clock stops" in shown
    assert "every clock starts" in shown
    assert "… and 7 more events" in shown


def test_a_week_without_questions_is_in_the_chart_and_a_long_time_says_what_it_leaves_out() -> None:
    cases = [case(asked_at=NOW - timedelta(weeks=weeks)) for weeks in (0, 30)]
    weeks = by_week(cases, BERLIN, ((NOW - timedelta(weeks=30)).date(), NOW.date()))
    told = reporting.message(reporting.Report("asked in a year", figures(cases), weeks, NOW, BERLIN), "year")

    assert len(weeks) == 31
    assert weeks[1][1].asked == 0
    assert "*By week*, the last 20 of 31" in str(told.blocks)
    assert (
        "the last 20 of 31"
        in reporting.chart(reporting.Report("asked in a year", figures(cases), weeks, NOW, BERLIN), "year").text
    )
