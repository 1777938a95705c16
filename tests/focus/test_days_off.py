"""The CTO is off: the next working day, a public line, or somebody who stands in; and other channels' mornings."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FieldErrors, NotAllowed
from bot.focus import absence, arrival, copies, rhythms
from bot.focus.rules import Standing, Week
from bot.notation import days_of
from bot.settings import Operating
from bot.slack.outbox import State
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM, settings
from tests.focus.office import PROMPTS, W10, Office, signature

MONDAY_NINE = "2026-03-02 09:00"
AWAY = {"absences": ["2026-03-02..2026-03-06"]}
EAST, WEST = "C0EAST", "C0WEST"


def off(policy: str, calendar: dict[str, Any] = AWAY, **focus: Any) -> Operating:
    people = {"stand_in": ANA} if policy == "stand-in" else {}
    return settings(people=people, calendar=calendar, focus={"on_day_off": policy, **focus})


def sees(office: Office, channel: str = CTO_CHANNEL) -> list[str]:
    return [row.payload.get("text", "") for row in office.rows_to(channel)]


# --- a day off


def test_skipped_by_policy_the_channel_reads_why_and_when_the_next_is_due(office: Office) -> None:
    office.changes_settings(off("skip", {"days_off": ["2026-03-02"]}))

    office.runs_jobs(MONDAY_NINE)
    office.runs_jobs("2026-03-03 09:00")

    (line,) = sees(office)
    assert line.startswith("No Monday post this week: Maya Okafor is off. The next one is due <!date^")
    assert "Mon 9 Mar 2026, 09:00" in line


def test_by_the_next_working_day_nobody_is_told_of_silence(office: Office) -> None:
    office.changes_settings(off("next working day", {"absences": ["2026-02-28..2026-03-03"]}))
    office.writes_and_approves("Payments")

    office.runs_jobs(MONDAY_NINE)
    assert sees(office) == []
    office.runs_jobs("2026-03-04 09:00")

    assert "Week 10, 4 March" in sees(office)[0]


def test_away_all_week_the_channel_is_told_once(office: Office) -> None:
    office.changes_settings(off("next working day"))

    for day in range(2, 7):
        office.runs_jobs(f"2026-03-0{day} 09:00")

    assert office.in_channel() == ["focus:2026-W10:silence"]


def test_an_ordinary_week_has_no_such_line(office: Office) -> None:
    office.changes_settings(off("skip", {}))
    office.runs_jobs(MONDAY_NINE)

    assert sees(office) == []


# --- somebody stands in


@pytest.fixture
def stood_in(office: Office) -> Office:
    office.changes_settings(off("stand-in"))
    return office


def test_whoever_stands_in_is_asked_and_posts_in_their_own_name(stood_in: Office) -> None:
    stood_in.runs_jobs("2026-02-27 15:00")
    assert "What will you focus on" in stood_in.newest(ANA).text
    assert stood_in.messages(MAYA) == []

    stood_in.writes_and_approves("Keep the lights on", by=ANA)
    stood_in.runs_jobs(MONDAY_NINE)

    assert signature(stood_in.posted()) == "Ana Silva, standing in for Maya Okafor, CTO"
    assert stood_in.post.posted_for == ANA


def test_they_write_no_other_week(stood_in: Office) -> None:
    stood_in.week = Week(2026, 11)

    with pytest.raises(NotAllowed, match="Only the CTO and operators"):
        stood_in.opens_form(ANA)


def test_nor_where_nobody_needs_to_stand_in(stood_in: Office) -> None:
    stood_in.changes_settings(off("stand-in", {}))

    with pytest.raises(NotAllowed):
        stood_in.writes("Mine now", by=ANA)


def test_what_the_cto_approved_before_leaving_goes_out_as_theirs(office: Office) -> None:
    office.writes_and_approves("Payments")
    office.changes_settings(off("stand-in"))
    office.runs_jobs(MONDAY_NINE)

    assert signature(office.posted()) == "Maya Okafor, CTO"


def test_on_a_public_holiday_nobody_stands_in(office: Office) -> None:
    """Easter Monday; the CTO is back on Tuesday."""
    office.changes_settings(off("stand-in", {}))

    assert rhythms.author(office.settings, Week(2026, 15)) == MAYA
    assert str(rhythms.due(office.settings, Week(2026, 15))) == str(rhythms.due(settings(), Week(2026, 15)))


def test_the_cto_back_again_closes_their_own_items(stood_in: Office) -> None:
    stood_in.writes_and_approves("Keep the lights on", by=ANA)
    stood_in.runs_jobs(MONDAY_NINE)
    stood_in.week = Week(2026, 11)

    assert stood_in.opens_form(MAYA).content.closings == ()


def test_a_new_cto_signs_nothing_that_was_approved_for_the_one_before(office: Office) -> None:
    office.writes_and_approves("Payments", by=TOM)
    office.changes_settings(settings(people={"cto": ANA}))
    office.runs_jobs(MONDAY_NINE)

    assert office.in_channel() == []
    assert office.post.standing == Standing.DRAFT
    assert "Nothing went out" in office.newest(ANA).text


# --- an absence, entered once


def test_an_absence_is_entered_once_and_counts_for_the_calendar(office: Office) -> None:
    told = absence.add(office.session, date(2026, 3, 2), date(2026, 3, 13), by=MAYA, moment=office.moment)

    office.loads_settings()
    assert told.text.startswith("Away 2 March to 13 March 2026: saved. If you are away on a Monday")
    assert date(2026, 3, 13) in office.settings.calendar.holidays()
    assert rhythms.due(office.settings, W10) is None
    assert "2026-03-02..2026-03-13" in str(absence.modal(office.moment))


def test_it_can_be_taken_back(office: Office) -> None:
    absence.add(office.session, date(2026, 3, 2), date(2026, 3, 2), by=MAYA, moment=office.moment)
    office.loads_settings()

    absence.remove(office.session, "2026-03-02..2026-03-02", by=MAYA, moment=office.moment)

    office.loads_settings()
    assert office.settings.calendar.absences == ()


@pytest.mark.parametrize(("first", "last"), [("2026-03-03", "2026-03-02"), ("2026-03-02", "2028-03-02")])
def test_an_absence_that_cannot_be_is_refused_beside_its_field(first: str, last: str) -> None:
    values = {"first": {"first": {"selected_date": first}}, "last": {"last": {"selected_date": last}}}

    with pytest.raises(FieldErrors) as refused:
        absence.read({"state": {"values": values}})

    assert set(refused.value.errors) == {"last"}


def test_one_that_has_passed_is_refused_too(office: Office) -> None:
    with pytest.raises(FieldErrors, match="has passed"):
        absence.add(office.session, date(2026, 2, 2), date(2026, 2, 3), by=MAYA, moment=office.moment)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 366))
def test_an_absence_covers_each_of_its_days(first: date, more: int) -> None:
    last = date.fromordinal(first.toordinal() + more)

    days = list(days_of(f"{first}..{last}"))

    assert (days[0], days[-1], len(days)) == (first, last, more + 1)


# --- other audiences


@pytest.fixture
def wide(office: Office) -> Office:
    """Kolkata's morning comes before Berlin's, New York's after it."""
    audiences = [f"{EAST} 09:00 Asia/Kolkata", f"{WEST} 09:00 America/New_York"]
    office.changes_settings(settings(focus={"audiences": audiences}))
    office.runs_jobs("2026-02-27 14:05")
    office.writes_and_approves("Payments")
    return office


def test_each_audience_gets_it_on_its_own_monday_morning(wide: Office) -> None:
    wide.runs_jobs("2026-03-02 04:29")
    assert sees(wide, EAST) == []
    wide.runs_jobs("2026-03-02 04:30")
    assert len(sees(wide, EAST)) == 1
    assert wide.in_channel() == []

    wide.runs_jobs(MONDAY_NINE)
    assert sees(wide, WEST) == []
    wide.runs_jobs("2026-03-02 15:00")

    (west,) = sees(wide, WEST)
    assert "1  Payments" in west


def test_each_links_to_the_one_discussion_as_soon_as_it_is_there(wide: Office) -> None:
    wide.runs_jobs("2026-03-02 04:30")
    assert f"Discussed in <#{CTO_CHANNEL}>." in sees(wide, EAST)[0]
    wide.delivers()
    wide.runs_jobs(MONDAY_NINE)
    wide.delivers()
    words = {"words": PROMPTS.of("focus"), "elsewhere": wide.elsewhere}
    arrival.ended(wide.session, "focus:2026-W10:post", State.SENT, wide.now, **words)
    wide.runs_jobs("2026-03-02 15:00")

    for channel in (EAST, WEST):
        assert "/archives/DC0CTO/p" in sees(wide, channel)[-1]


def test_nothing_unapproved_reaches_any_audience(wide: Office) -> None:
    wide.takes_back()
    for local in ("2026-03-02 04:30", MONDAY_NINE, "2026-03-02 15:00"):
        wide.runs_jobs(local)

    assert sees(wide, EAST) == sees(wide, WEST) == []


def test_approved_late_it_reaches_at_once_whoever_should_have_it_by_now(wide: Office) -> None:
    wide.takes_back()
    wide.runs_jobs(MONDAY_NINE)
    wide.at("2026-03-02 11:00")
    wide.approves()

    assert len(sees(wide, EAST)) == 1
    assert sees(wide, WEST) == []


@pytest.mark.parametrize("local", ["2026-03-30 09:00", "2026-10-26 09:00", "2026-12-28 09:00"])
def test_every_zone_has_its_own_nine_o_clock_also_where_clocks_change(local: str) -> None:
    zones = ["Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
    operating = settings(focus={"audiences": [f"C0X{at} 09:00 {zone}" for at, zone in enumerate(zones)]})
    monday = datetime.fromisoformat(local)
    week = Week.of(monday.date())

    for audience, hours in rhythms.audiences(operating):
        at = copies.hour_of(week, hours).astimezone(audience.zone)
        assert at.replace(tzinfo=None) == monday
