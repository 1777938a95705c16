"""When the week's post is asked for, reminded of and posted: the jobs, on the clock."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.elsewhere import Elsewhere, Moment
from bot.focus import letters, service, writing
from bot.focus.jobs import jobs
from bot.focus.refusals import AlreadyPosted
from bot.focus.rules import Standing, Week
from bot.occurrences import Occurrence
from bot.rhythm import Slot
from bot.schedule import Job, Schedule, run_if_due
from bot.settings import Operating
from bot.slack.outbox import Delivery, Kind
from bot.storage import Database
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, settings
from tests.focus.office import BERLIN, PROMPTS, W10, Office, berlin, heading, remember_everybody, signature

JOBS = jobs(Elsewhere())
W9, W11 = Week(2026, 9), Week(2026, 11)
FRIDAY = "2026-02-27 15:00"
MONDAY_EIGHT, MONDAY_NINE = "2026-03-02 08:00", "2026-03-02 09:00"
POSTED = ["focus:2026-W10:post", "focus:2026-W10:post:pin"]


def outcomes(office: Office, job: str) -> list[tuple[str, str]]:
    rows = sa.select(Occurrence.local, Occurrence.outcome).where(Occurrence.job == job).order_by(Occurrence.local)
    return [(local, outcome) for local, outcome in office.session.execute(rows)]


def set_up_at(office: Office, local: str, operating: Operating) -> None:
    """The jobs follow these settings from then on."""
    office.at(local)
    office.changes_settings(operating)
    office.runs_jobs(local)


# --- Friday


def test_on_friday_at_three_the_cto_is_asked_once(office: Office) -> None:
    office.runs_jobs("2026-02-27 14:59")
    assert office.messages() == []

    for _ in range(2):
        office.runs_jobs(FRIDAY)
    office.runs_jobs("2026-02-27 15:05")

    (asked,) = office.messages()
    assert asked.text.startswith("What will you focus on next week, and why now?")
    assert asked.buttons == ["Write Monday's post", "Skip this week"]
    assert letters.read_value(asked.blocks[-1]["elements"][1]["value"]) == (W10, 0)


def test_where_friday_is_a_holiday_the_day_before(office: Office) -> None:
    """Good Friday, and Easter Monday after it."""
    set_up_at(office, "2026-04-01 12:00", office.settings)

    office.runs_jobs("2026-04-02 14:59")
    assert office.messages() == []
    office.runs_jobs("2026-04-02 15:00")
    office.runs_jobs("2026-04-03 15:00")

    (asked,) = office.messages()
    assert "Tue 7 Apr 2026, 09:00" in asked.text


@pytest.mark.parametrize("decide", [Office.writes_and_approves, Office.skips])
def test_nobody_is_asked_for_what_is_decided(office: Office, decide: Callable[[Office], None]) -> None:
    decide(office)
    before = office.messages()

    office.runs_jobs(FRIDAY)

    assert office.messages() == before
    assert outcomes(office, "focus.ask") == [("2026-02-27T15:00", "ran")]


def test_whoever_wrote_ahead_is_shown_the_preview(office: Office) -> None:
    office.writes("Payments")
    office.runs_jobs(FRIDAY)

    assert len(office.messages()) == 2
    assert "Payments" in office.newest().text
    assert office.newest().buttons == ["Approve", "Edit", "Skip this week"]


def test_an_evening_is_not_disturbed_by_a_question_that_comes_late(office: Office) -> None:
    office.runs_jobs("2026-02-27 19:01")

    assert office.messages() == []
    assert outcomes(office, "focus.ask") == [("2026-02-27T15:00", "missed")]


def test_a_question_that_comes_after_its_hour_is_not_asked_about_another_week(office: Office) -> None:
    """Asked at 08:30 for 09:00, and down until ten: what is told at nine is told, and that is all."""
    set_up_at(office, "2026-03-01 12:00", settings(focus={"ask_on": "monday", "ask_at": "08:30"}))

    office.runs_jobs("2026-03-02 10:00")

    (told,) = office.messages()
    assert "Nothing went out" in told.text


# --- Monday: approved


def test_an_approved_post_goes_out_on_monday_at_nine_and_is_pinned(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.writes_and_approves("Payments")
    for local in ("2026-02-27 17:00", MONDAY_EIGHT, "2026-03-02 08:59"):
        office.runs_jobs(local)
        assert office.in_channel() == []

    office.runs_jobs(MONDAY_NINE)

    assert office.in_channel() == POSTED
    assert heading(office.posted()) == "Week 10, 2 March"
    assert signature(office.posted()) == "Maya Okafor, CTO"
    assert office.post.standing == Standing.POSTED


def test_once_however_often_the_clock_is_looked_at(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)
    before = office.in_channel(), office.messages()

    for local in (MONDAY_NINE, "2026-03-02 09:01", "2026-03-02 12:00", "2026-03-05 09:00"):
        office.runs_jobs(local)

    assert (office.in_channel(), office.messages()) == before


def test_the_pin_of_the_week_before_is_taken_off(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)
    office.delivers()
    office.week = W11
    office.writes_and_approves("Hiring")

    office.runs_jobs("2026-03-09 09:00")

    assert office.in_channel()[2:] == [
        "focus:2026-W11:post",
        "focus:2026-W11:post:pin",
        "focus:2026-W10:post:unpin",
    ]
    unpin = office.session.scalars(sa.select(Delivery).where(Delivery.kind == Kind.UNPIN)).one()
    assert unpin.about == "focus:2026-W10:post"


def test_where_monday_is_a_holiday_it_goes_out_on_tuesday(office: Office) -> None:
    """Easter Monday."""
    set_up_at(office, "2026-04-02 12:00", office.settings)
    office.week = Week(2026, 15)
    office.writes_and_approves("Payments")

    office.runs_jobs("2026-04-06 09:00")
    assert office.in_channel() == []
    office.runs_jobs("2026-04-07 08:59")
    assert office.in_channel() == []
    office.runs_jobs("2026-04-07 09:00")

    assert heading(office.posted(office.week)) == "Week 15, 7 April"


def test_a_skipped_week_stays_silent(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.skips()
    before = office.messages()

    for local in (MONDAY_EIGHT, MONDAY_NINE, "2026-03-02 12:00"):
        office.runs_jobs(local)

    assert office.messages() == before
    assert office.in_channel() == []


# --- Monday: not approved


def test_an_hour_before_whoever_has_not_approved_is_reminded_once(office: Office) -> None:
    office.writes("Payments")
    office.runs_jobs("2026-03-02 07:59")
    before = len(office.messages())

    for local in (MONDAY_EIGHT, "2026-03-02 08:01"):
        office.runs_jobs(local)

    assert len(office.messages()) == before + 1
    assert "is not approved yet" in office.newest().text
    assert office.newest().buttons[0] == "Approve"


def test_so_is_whoever_has_not_written(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.runs_jobs(MONDAY_EIGHT)

    assert office.newest().text.startswith("Nothing is written for Monday's post yet.")
    assert "It goes out <!date^1772438400^" in office.newest().text
    assert office.newest().buttons == ["Write it", "Skip this week"]


def test_whoever_approved_is_not(office: Office) -> None:
    office.writes_and_approves("Payments")
    before = office.messages()

    office.runs_jobs(MONDAY_EIGHT)

    assert office.messages() == before


def test_at_nine_they_are_told_that_nothing_went_out_and_one_button_posts_it(office: Office) -> None:
    office.writes("Payments")
    for local in (MONDAY_NINE, "2026-03-02 09:01"):
        office.runs_jobs(local)

    assert office.in_channel() == []
    assert office.post.missed_at == berlin(MONDAY_NINE)
    assert office.newest().text.startswith("Nothing went out <!date^1772438400^")
    assert office.newest().buttons == ["Approve and post now", "Edit", "Skip this week"]
    assert [message.buttons for message in office.messages()[:-1]] == [[]]


def test_where_nothing_is_written_the_button_is_for_writing(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.runs_jobs(MONDAY_NINE)

    assert office.newest().text.startswith("Nothing went out <!date^1772438400^")
    assert office.newest().buttons == ["Write it now", "Skip this week"]


def test_a_reminder_does_not_come_after_the_hour(office: Office) -> None:
    """Down from 08:00 to 09:10, and reminded only half an hour ahead."""
    set_up_at(office, "2026-03-01 12:00", settings(focus={"remind_minutes_before": 30}))
    office.writes("Payments")

    office.runs_jobs("2026-03-02 09:10")

    preview, told = office.messages()
    assert "newest version is further down" in preview.text
    assert "Nothing went out" in told.text


# --- the click and the clock in the same instant


@pytest.mark.parametrize("local", ["2026-03-02 08:59:59", MONDAY_NINE])
@pytest.mark.parametrize("first", ["click", "clock"])
def test_approved_in_the_instant_of_the_job_it_is_posted_once(office: Office, local: str, first: str) -> None:
    office.writes("Payments")
    if first == "clock":
        office.runs_jobs(local)
    office.at(local)
    office.approves()
    office.runs_jobs(MONDAY_NINE)

    assert office.in_channel() == POSTED
    assert heading(office.posted()) == "Week 10, 2 March"
    assert "Posted in" in office.newest().text


@pytest.fixture
def monday_nine(database: Database) -> datetime:
    def set_up(session: Session) -> None:
        office = Office(session, settings(), berlin(FRIDAY) - timedelta(hours=1))
        remember_everybody(session, office.now)
        office.changes_settings(settings())
        office.runs_jobs("2026-02-27 14:00")
        office.writes("Payments")

    database.run_here(set_up)
    return berlin(MONDAY_NINE)


@pytest.mark.parametrize("order", [1, -1])
async def test_even_where_they_truly_run_at_once(database: Database, monday_nine: datetime, order: int) -> None:
    schedules = [Schedule(database, JOBS, PROMPTS, nobody_is_told) for _ in range(2)]
    moment = Moment(settings(), PROMPTS.of("focus"), monday_nine)
    clicks = [database.run(service.approve, W10, 1, by=by, moment=moment) for by in (MAYA, TOM)]
    beats = [schedule.run_due(monday_nine) for schedule in schedules]

    ended = await asyncio.gather(*[*clicks, *beats][::order], return_exceptions=True)

    assert {type(end) for end in ended} <= {int, type(None), AlreadyPosted}
    in_channel = sa.select(Delivery.key).where(Delivery.channel == CTO_CHANNEL).order_by(Delivery.id)
    assert database.run_here(lambda session: list(session.scalars(in_channel))) == POSTED


def nobody_is_told(session: Session, job: Job, slot: Slot, error: str, now: datetime) -> None:
    raise AssertionError(error)


# --- the bot was away


def test_down_over_nine_it_is_posted_when_it_is_back_and_says_late(office: Office) -> None:
    office.writes_and_approves("Payments")

    office.runs_jobs("2026-03-02 09:20")

    assert office.in_channel() == POSTED
    assert signature(office.posted()) == "Maya Okafor, CTO · late: due Monday 09:00"
    assert heading(office.posted()) == "Week 10, 2 March"


def test_a_delay_that_nobody_notices_is_not_mentioned(office: Office) -> None:
    office.writes_and_approves("Payments")

    office.runs_jobs("2026-03-02 09:05")

    assert "late" not in signature(office.posted())


def test_a_day_later_it_bears_the_date_of_that_day(office: Office) -> None:
    office.writes_and_approves("Payments")

    office.runs_jobs("2026-03-03 11:00")

    assert heading(office.posted()) == "Week 10, 3 March"
    assert signature(office.posted()).endswith("late: due Monday 09:00")


def test_after_the_grace_it_is_on_record_as_missed_and_nothing_is_posted(office: Office) -> None:
    office.writes_and_approves("Payments")

    office.runs_jobs("2026-03-04 09:01")

    assert office.in_channel() == []
    assert outcomes(office, "focus.post") == [("2026-03-02T09:00", "missed")]


def test_after_the_grace_the_cto_is_told_and_one_button_posts_it(office: Office) -> None:
    office.writes_and_approves("Payments")

    office.runs_jobs("2026-03-04 09:01")

    assert "Nothing went out" in office.newest().text
    assert "Approve and post now" in office.newest().buttons
    office.approves()
    assert office.in_channel() == POSTED


def test_an_hour_moved_into_the_past_strands_no_approved_post(office: Office) -> None:
    """On Monday at 09:30 the hour goes from 10:00 to 09:00: neither will come any more."""
    set_up_at(office, "2026-03-01 12:00", settings(focus={"post_at": "10:00"}))
    office.writes_and_approves("Payments")

    set_up_at(office, "2026-03-02 09:30", settings(focus={"post_at": "09:00"}))

    assert office.in_channel() == []
    assert "Nothing went out" in office.newest().text
    assert "Approve and post now" in office.newest().buttons


def test_a_change_of_the_hour_after_the_post_says_nothing(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.runs_jobs(MONDAY_NINE)
    told = len(office.messages())

    set_up_at(office, "2026-03-02 11:00", settings(focus={"post_at": "10:00"}))

    assert len(office.messages()) == told


def test_after_weeks_only_the_last_post_goes_out(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.week = W11
    office.writes_and_approves("Hiring")

    office.runs_jobs("2026-03-09 09:00")

    assert office.in_channel() == ["focus:2026-W11:post", "focus:2026-W11:post:pin"]
    assert outcomes(office, "focus.post") == [("2026-03-02T09:00", "missed"), ("2026-03-09T09:00", "ran")]


# --- settings


def test_before_the_bot_is_set_up_nothing_runs(session: Session) -> None:
    for local in (FRIDAY, MONDAY_EIGHT, MONDAY_NINE):
        assert not any(run_if_due(session, job, PROMPTS, berlin(local)) for job in JOBS)

    assert session.scalar(sa.select(sa.func.count()).select_from(Delivery)) == 0


def test_a_bot_set_up_on_monday_noon_does_not_tell_of_nine(office: Office) -> None:
    set_up_at(office, "2026-03-02 12:00", settings(calendar={"zone": "Europe/Paris"}))

    assert office.messages() == []


@pytest.mark.parametrize(
    ("asked", "nine", "week", "day"),
    [
        ("2026-12-24 15:00", "2026-12-28 09:00", Week(2026, 53), "Week 53, 28 December"),
        ("2026-12-31 15:00", "2027-01-04 09:00", Week(2027, 1), "Week 1, 4 January"),
        ("2026-03-27 15:00", "2026-03-30 09:00", Week(2026, 14), "Week 14, 30 March"),
        ("2026-10-23 15:00", "2026-10-26 09:00", Week(2026, 44), "Week 44, 26 October"),
    ],
    ids=["week 53", "new year", "summer time begins", "summer time ends"],
)
def test_friday_to_monday(office: Office, asked: str, nine: str, week: Week, day: str) -> None:
    set_up_at(office, asked[:10] + " 12:00", office.settings)
    office.week = week
    office.runs_jobs(asked)
    assert len(office.messages()) == 1
    office.writes_and_approves("Payments")
    office.runs_jobs(nine[:10] + " 08:59")
    assert office.in_channel() == []

    office.runs_jobs(nine)

    assert heading(office.posted(week)) == day


def test_a_cto_who_travels_over_the_weekend_posts_at_nine_where_they_are(office: Office) -> None:
    office.runs_jobs(FRIDAY)
    office.writes_and_approves("Payments")
    office.at("2026-02-28 12:00")
    office.changes_settings(settings(focus={"zone": "America/New_York"}))

    office.runs_jobs(MONDAY_NINE)
    assert office.in_channel() == []
    office.runs_jobs("2026-03-02 15:00")  # 09:00 in New York

    assert office.in_channel() == POSTED


def test_a_post_of_friday_that_easter_moves_does_not_take_the_place_of_the_next(office: Office) -> None:
    """Due on Good Friday, it goes out on Tuesday; and that week's own on its Friday."""
    set_up_at(office, "2026-04-01 12:00", settings(focus={"post_on": "friday", "ask_on": "wednesday"}))
    office.runs_jobs("2026-04-01 15:00")
    office.week = Week(2026, 14)
    office.writes_and_approves("Payments")
    office.runs_jobs("2026-04-07 09:00")
    assert heading(office.posted(office.week)) == "Week 14, 7 April"

    office.runs_jobs("2026-04-08 15:00")
    office.week = Week(2026, 15)
    assert office.newest().text.startswith("What will you focus on")
    office.writes_and_approves("Hiring")
    office.runs_jobs("2026-04-10 09:00")

    assert heading(office.posted(office.week)) == "Week 15, 10 April"


SPRING, AUGUST, CHRISTMAS = "2026-03-16 12:00", "2026-08-24 12:00", "2026-12-14 12:00"
WEIRD = {
    "sunday at midnight": (CHRISTMAS, {"post_on": "sunday", "post_at": "00:00"}),
    "reminded a day before": (SPRING, {"remind_minutes_before": 24 * 60}),
    "reminded before midnight": (CHRISTMAS, {"post_at": "00:05", "remind_minutes_before": 10}),
    "asked in the hour of the post": (SPRING, {"ask_on": "monday", "ask_at": "09:00"}),
    "asked after the reminder": (CHRISTMAS, {"ask_on": "monday", "ask_at": "08:30"}),
    "in the hour that spring skips": (SPRING, {"post_on": "sunday", "post_at": "02:30"}),
    "where midnight is skipped": (AUGUST, {"post_on": "sunday", "post_at": "00:00", "zone": "America/Santiago"}),
    "on friday's last minute": (SPRING, {"post_on": "friday", "post_at": "23:59", "ask_on": "friday"}),
}


@pytest.mark.parametrize(("start", "focus"), WEIRD.values(), ids=WEIRD)
def test_however_weird_the_settings_each_week_is_told_of_or_posted_once(
    office: Office, start: str, focus: dict[str, object]
) -> None:
    """Three weeks around a change of clocks or holidays, of which every other is written and approved."""
    set_up_at(office, start, settings(focus=focus))
    now, end = berlin(start), berlin(start) + timedelta(days=21)
    written: list[Week] = []
    rhythms = [job.rhythm(office.settings) for job in JOBS if job.name != "focus.copies"]  # there are no audiences
    while (now := min(rhythm.next_after(now).at for rhythm in rhythms)) < end:
        office.runs_jobs(now.astimezone(BERLIN).replace(tzinfo=None).isoformat(" "))
        office.week = writing.week_to_write(office.session, replace(office.moment, now=now))
        if office.week.number % 2 == 0 and office.week not in written:
            written.append(office.week)
            office.writes_and_approves("Payments")

    posts = [key for key in office.in_channel() if key.endswith(":post")]
    told = [message for message in office.messages() if "Nothing went out" in message.text]
    assert posts == [f"focus:{week}:post" for week in written][: len(posts)]
    assert len(posts) >= max(1, len(written) - 1)
    assert len({message.key.split(":")[1] for message in told}) == len(told)


def test_a_whole_week_of_holidays_is_passed_over(office: Office) -> None:
    days_off = [f"2026-03-0{day}" for day in range(2, 9)]
    set_up_at(office, "2026-02-27 14:30", settings(calendar={"days_off": days_off}))
    office.runs_jobs(FRIDAY)
    office.week = W11
    office.writes_and_approves("Payments")

    for day in range(2, 9):
        office.runs_jobs(f"2026-03-0{day} 09:00")
    assert office.in_channel() == ["focus:2026-W10:silence"]
    office.runs_jobs("2026-03-09 09:00")

    assert heading(office.posted(W11)) == "Week 11, 9 March"


def test_an_hour_that_is_moved_back_before_approval_counts_again(office: Office) -> None:
    office.writes("Payments")
    office.runs_jobs(MONDAY_NINE)
    office.at("2026-03-02 10:00")
    office.changes_settings(settings(focus={"post_at": "16:00"}))

    office.approves()
    assert office.in_channel() == []
    assert "It goes out <!date^1772463600^" in office.newest().text
    office.runs_jobs("2026-03-02 16:00")

    assert office.in_channel() == POSTED


def test_a_new_cto_signs_nothing_that_the_one_before_approved(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.changes_settings(settings(people={"cto": ANA}))

    office.runs_jobs(MONDAY_NINE)

    assert office.in_channel() == []
    assert "Nothing went out" in office.newest(ANA).text
    assert office.newest(ANA).buttons[0] == "Approve and post now"


def test_settings_hold_from_one_moment_to_the_next(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.changes_settings(settings(focus={"channel": "C0NEWS", "post_at": "10:00"}))

    office.runs_jobs(MONDAY_NINE)
    assert office.in_channel("C0NEWS") == []
    office.runs_jobs("2026-03-02 10:00")

    assert office.in_channel("C0NEWS") == POSTED
    assert office.in_channel(CTO_CHANNEL) == []
    assert settings_.load(office.session).focus.channel == "C0NEWS"
