"""Over Easter 2026 in Berlin, a real one: Good Friday is 3 April, Easter Monday 6 April."""

from datetime import timedelta

from bot import settings as settings_
from bot.questions import menu
from tests.factories import MAYA
from tests.questions.desk import Desk, office
from tests.questions.stories import at

WHY = "Why do we run two deploy pipelines?"


async def test_over_a_holiday_and_a_weekend_nobody_hears_anything_and_no_working_time_runs(desk: Desk) -> None:
    berlin = office(calendar={"country": "DE", "subdivision": "BE", "zone": "Europe/Berlin"})
    desk.database.run_here(settings_.save, berlin, by="test", now=at("Tue 9:00"))
    desk.at("Thu5 16:45")
    desk.beats()
    desk.at("Thu5 17:00")
    await desk.asks(WHY)
    before = len(desk.messages(MAYA))

    desk.lives_until("Tue6 8:30", every=timedelta(hours=2))
    assert len(desk.messages(MAYA)) == before
    desk.lives_until("Tue6 8:45")
    assert len(desk.nudges(MAYA, "questions:list")) == 1
    desk.at("Tue6 9:30")
    await desk.replies("One for the apps.", by=MAYA)

    # Half an hour on Thursday and half an hour on Tuesday, of four days and sixteen and a half hours.
    question = desk.question()
    assert (question.answer_working, question.answer_waiting) == (3600, (4 * 24 + 16) * 3600 + 1800)
    assert "answer after 1 h 00 m of working time (112 h 30 m on the clock)" in desk.card()
    await desk.clicks(menu.WHY, by=MAYA, value="1:1")
    assert "less holidays" in str(desk.slack.opened())
