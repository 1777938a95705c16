"""The list and the word about a miss reach everybody in their own hours, wherever they live."""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest

from bot import settings as settings_
from bot.questions import jobs, menu, notes, nudges
from bot.reports import reminding_jobs
from bot.rhythm import Rhythm
from bot.settings import Operating
from bot.slack import people
from bot.slack.people import Member
from bot.slack.validation import problems
from tests.factories import MAYA, TOM
from tests.questions.desk import BEN, LEA, Desk, day, office, person
from tests.questions.stories import at

WHY = "Why do we run two deploy pipelines?"
LISTS = "questions:list"


async def taken_over(desk: Desk, by: str = TOM) -> None:
    await desk.asks(WHY)
    await taken_over_now(desk, by)


async def taken_over_now(desk: Desk, by: str) -> None:
    await desk.does(menu.DELEGATE, {"to": person(by)})
    await desk.clicks(notes.ACCEPT, by=by)


def lives_in(desk: Desk, person: str, zone: str) -> None:
    moved = Member(person, "Lea Roth", zone, False, False, False)
    desk.database.run_here(people.remember, [moved], at("Mon 9:00"))


def set_by(desk: Desk, **sections: dict[str, Any]) -> None:
    desk.database.run_here(settings_.save, office(**sections), by="test", now=at("Tue 9:00"))


async def test_whoever_took_a_question_over_gets_their_list_in_their_own_morning(desk: Desk) -> None:
    await taken_over(desk)

    desk.lives_until("Tue 14:30")  # 8:30 in New York
    assert desk.nudges(TOM, LISTS) == []
    desk.lives_until("Tue 14:45")

    assert [text.split("\n")[0] for text in desk.nudges(TOM, LISTS)] == ["One question waits for you"]


async def test_whoever_lives_east_has_it_before_the_office_opens(desk: Desk) -> None:
    lives_in(desk, LEA, "Asia/Kolkata")
    await taken_over(desk, by=LEA)

    desk.lives_until("Wed 4:15")  # 8:45 in Kolkata
    assert len(desk.nudges(LEA, LISTS)) == 1


@pytest.mark.parametrize("rhythm", [jobs.each_hour, jobs.each_quarter, reminding_jobs.each_hour])
def test_monday_begins_for_whoever_lives_east_while_it_is_sunday_here(rhythm: Callable[[Operating], Rhythm]) -> None:
    monday_in_auckland = at("Sun 21:20")

    assert monday_in_auckland - rhythm(office()).last_until(monday_in_auckland).at < timedelta(hours=1)


async def test_a_list_comes_at_any_minute_that_the_settings_name(desk: Desk) -> None:
    set_by(desk, questions={"list_at": "08:50"})
    await desk.asks(WHY)
    desk.lives_until("Tue 17:00")

    for minute in ("8:45", "8:49"):
        desk.at(f"Wed {minute}")
        desk.beats()
    assert desk.nudges(MAYA, LISTS) == []
    desk.at("Wed 8:50")
    desk.beats()
    assert len(desk.nudges(MAYA, LISTS)) == 1


async def test_a_day_off_of_the_cto_is_no_day_off_of_others(desk: Desk) -> None:
    desk.at("Thu2 16:00")
    desk.beats()
    await taken_over(desk)
    await desk.asks("Are we moving offices?", by=BEN)
    desk.lives_until("Fri2 18:00")

    assert len(desk.nudges(TOM, LISTS)) == 1
    assert desk.nudges(MAYA, LISTS) == []


@pytest.mark.parametrize("country", ["DE"])
async def test_a_public_holiday_of_the_organisation_is_everybodys(desk: Desk, country: str) -> None:
    set_by(desk, calendar={"country": country, "zone": "Europe/Berlin"})
    desk.at("Thu5 16:00")  # 2 April; Good Friday and Easter Monday follow
    desk.beats()
    await taken_over(desk)
    desk.lives_until("Mon6 20:00", every=timedelta(hours=2))
    assert desk.nudges(TOM, LISTS) == []
    desk.lives_until("Tue6 14:45")

    assert len(desk.nudges(TOM, LISTS)) == 1


async def test_what_is_asked_or_taken_over_after_the_list_is_on_tomorrows(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Wed 10:00")
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.ACCEPT, by=LEA)
    await desk.asks("Are we moving offices?", by=BEN)
    desk.lives_until("Wed 13:00")
    assert desk.nudges(LEA, LISTS) == []
    desk.lives_until("Thu 8:45")

    assert len(desk.nudges(LEA, LISTS)) == 1


async def test_after_the_bot_was_away_in_the_morning_the_list_still_comes_and_once(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Wed 8:30")
    desk.at("Wed 9:20")
    desk.lives_until("Wed 12:00")

    assert len(desk.nudges(MAYA, LISTS)) == 1


async def test_a_list_in_another_zone_is_refreshed_on_its_own_day(desk: Desk) -> None:
    lives_in(desk, LEA, "Pacific/Auckland")
    await taken_over(desk, by=LEA)
    desk.lives_until("Tue 21:00")  # 9:00 on Wednesday in Auckland
    assert len(desk.nudges(LEA, LISTS)) == 1
    await desk.replies("One for the apps.", by=LEA)

    assert desk.nudges(LEA, LISTS) == ["Nothing waits for you any more."]


async def test_an_answer_is_looked_at_again_in_the_morning_of_whoever_gave_it(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does("questions.answer", {"answer": "Until the move.", "look_again": day("2026-03-05")}, by=TOM)
    desk.lives_until("Thu 14:30")
    assert not any("is looked at again" in text for text in desk.messages(TOM))
    desk.lives_until("Thu 14:45")

    assert sum("is looked at again" in text for text in desk.messages(TOM)) == 1
    desk.lives_until("Fri 18:00")
    assert sum("is looked at again" in text for text in desk.messages(TOM)) == 1


async def test_the_chief_of_staff_hears_in_their_own_hours_and_of_each_once(desk: Desk) -> None:
    lives_in(desk, LEA, "America/New_York")
    set_by(desk, questions={"chief_of_staff": LEA})
    desk.at("Tue 9:05")
    await desk.asks(WHY)
    desk.lives_until("Tue 14:45")  # due at 13:05; 8:45 in New York
    assert desk.messages(LEA) == []
    desk.lives_until("Tue 15:00")

    assert len(desk.messages(LEA)) == 1
    desk.lives_until("Thu 18:00")
    assert len(desk.messages(LEA)) == 1


async def test_the_chief_of_staff_hears_of_a_miss_also_while_the_cto_is_away(desk: Desk) -> None:
    set_by(desk, questions={"chief_of_staff": LEA}, calendar={"absences": ["2026-03-04..2026-03-20"]})
    desk.at("Tue 12:00")
    await desk.asks(WHY)
    desk.lives_until("Tue 16:30")

    assert len(desk.messages(LEA)) == 1


async def test_how_late_it_is_stands_there_in_the_hours_of_whoever_has_it(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.DELEGATE, {"to": person(TOM)})
    desk.at("Tue 15:00")
    await desk.clicks(notes.ACCEPT, by=TOM)  # due at 14:00, and New York works until 23:30 here
    desk.lives_until("Wed 14:45")

    (listed,) = desk.nudges(TOM, LISTS)
    assert "past due by 9 h 30 m of working time" in listed


async def test_a_due_time_that_came_sooner_is_on_the_card_and_the_nudge_keeps_it(desk: Desk) -> None:
    lives_in(desk, LEA, "Asia/Tokyo")
    desk.at("Tue 16:30")
    await desk.asks(WHY)
    before = desk.question().due_at
    desk.at("Tue 17:30")
    await taken_over_now(desk, by=LEA)
    assert (before, desk.question().due_at) == (at("Wed 12:00"), at("Wed 4:00"))

    desk.lives_until("Wed 4:00")
    assert [text.split("\n")[0] for text in desk.nudges(LEA)] == ["This waits for you", "This waits for you"]


# While the CTO is away


AWAY = {"absences": ["2026-03-04..2026-03-06"]}


async def test_while_the_cto_is_away_a_delegate_gets_what_waits_in_their_own_morning(desk: Desk) -> None:
    set_by(desk, calendar=AWAY)
    await desk.asks(WHY)
    desk.lives_until("Wed 14:30")  # 8:30 in New York
    assert desk.nudges(TOM, LISTS) == []
    desk.lives_until("Wed 14:45")

    (listed,) = desk.nudges(TOM, LISTS)
    first, question, *_, last = listed.split("\n")
    assert first == "Maya Okafor is away today: one question waits"
    assert question.startswith("Ana Silva: ")
    assert last == "You may answer for the CTO's office."
    assert desk.nudges(MAYA, LISTS) == []
    assert problems(desk.newest_payload(TOM)) == []


async def test_it_stands_below_what_was_handed_to_them(desk: Desk) -> None:
    set_by(desk, calendar=AWAY)
    await taken_over(desk)
    await desk.asks("Are we moving offices?", by=BEN)
    desk.lives_until("Wed 14:45")

    listed = desk.nudges(TOM, LISTS)[-1]
    assert listed.startswith("One question waits for you\nAna Silva: ")
    assert "\nMaya Okafor is away today: one question waits\nBen Ode: " in listed
    assert problems(desk.newest_payload(TOM)) == []


async def test_a_row_of_it_is_answered_from_and_then_the_list_says_so(desk: Desk) -> None:
    set_by(desk, calendar=AWAY)
    await desk.asks(WHY)
    desk.lives_until("Wed 14:45")
    await desk.chooses("Ask back", by=TOM)
    await desk.fills({"text": "Which of them?"}, by=TOM)

    assert desk.question().state == "waiting on asker"
    assert desk.nudges(TOM, LISTS) == ["Nothing waits for you any more."]


async def test_once_a_day_and_once_the_cto_is_back_no_more(desk: Desk) -> None:
    set_by(desk, calendar=AWAY)
    await desk.asks(WHY)
    desk.lives_until("Tue2 20:00")

    assert len(desk.nudges(TOM, LISTS)) == 3
    assert len(desk.nudges(MAYA, LISTS)) == 2


async def test_on_days_on_which_the_cto_works_a_delegate_hears_only_of_their_own(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Wed 18:00")

    assert desk.nudges(TOM, LISTS) == []


async def test_a_delegate_reads_nothing_of_their_own_question(desk: Desk) -> None:
    set_by(desk, calendar=AWAY)
    await desk.asks(WHY, by=TOM)
    desk.lives_until("Wed 18:00")

    assert desk.nudges(TOM, LISTS) == []


def test_a_full_list_of_both_kinds_is_a_message_that_slack_takes() -> None:
    entry = nudges.Entry(1, "Ana", WHY, WHY, at("Tue 9:00"), None, None, UTC)
    beside = nudges.Beside("Maya", [entry] * nudges.MOST_BESIDE, 9)
    both = nudges.morning_list([entry] * nudges.MOST_LISTED, 99, 1, beside)

    assert problems(both.payload()) == []
