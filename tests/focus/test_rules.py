"""Which week is meant, and when its post is due."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.focus import rhythms
from bot.focus.rules import Week, due_in, is_over, week_of, week_to_write
from bot.recurrence import OnHoliday, Weekly
from tests.factories import settings

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, FRIDAY, SUNDAY = 0, 4, 6

W9, W10, W11 = Week(2026, 9), Week(2026, 10), Week(2026, 11)


def berlin(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=BERLIN)


def on(weekday: int, *holidays: str, at: time = time(9), zone: ZoneInfo = BERLIN) -> Weekly:
    days = frozenset(map(date.fromisoformat, holidays))
    return Weekly(weekday, at, zone, holidays=days, on_holiday=OnHoliday.NEXT_WORKING_DAY)


# --- weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [("2026-03-02", "2026-W10"), ("2026-12-28", "2026-W53"), ("2027-01-03", "2026-W53"), ("2024-12-30", "2025-W01")],
)
def test_a_week_is_written_as_iso_writes_it(day: str, week: str) -> None:
    assert str(Week.of(date.fromisoformat(day))) == week
    assert Week.read(week) == Week.of(date.fromisoformat(day))


@given(st.dates(date(1970, 1, 1), date(9999, 1, 1)))
def test_a_week_is_read_back_and_starts_on_its_monday(day: date) -> None:
    week = Week.of(day)

    assert Week.read(str(week)) == week
    assert Week.of(week.monday()) == week
    assert week.monday().weekday() == MONDAY


@pytest.mark.parametrize(
    "text", ["", "x", "2026-W54", "2025-W53", "2026-W00", "2026-10", "2026-W1", "0000-W01", "2026-W10 "]
)
def test_anything_else_is_no_week(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)week|year"):
        Week.read(text)


# --- when a week's post is due


@pytest.mark.parametrize(
    ("week", "rhythm", "local"),
    [
        (W10, on(MONDAY), "2026-03-02 09:00"),
        (Week(2026, 15), on(MONDAY, "2026-04-06"), "2026-04-07 09:00"),
        (Week(2026, 53), on(MONDAY), "2026-12-28 09:00"),
        (Week(2027, 1), on(MONDAY), "2027-01-04 09:00"),
        (W10, on(SUNDAY), "2026-03-08 09:00"),
        (W10, on(MONDAY, at=time(0)), "2026-03-02 00:00"),
        (Week(2026, 14), on(FRIDAY, "2026-04-03", "2026-04-06"), "2026-04-07 09:00"),
        (Week(2026, 15), on(FRIDAY, "2026-04-03", "2026-04-06"), "2026-04-10 09:00"),
    ],
)
def test_a_post_is_due_on_its_day_or_the_next_working_day(week: Week, rhythm: Weekly, local: str) -> None:
    slot = due_in(week, rhythm)

    assert slot is not None
    assert slot.local == datetime.fromisoformat(local)
    assert week_of(slot, rhythm) == week


def test_a_week_in_which_nobody_works_has_no_post() -> None:
    closed = [f"2026-03-0{day}" for day in range(2, 9)]

    assert due_in(W10, on(MONDAY, *closed)) is None
    assert due_in(W11, on(MONDAY, *closed)) is not None


@given(
    weekday=st.integers(0, 6),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    zone=st.sampled_from(["Europe/Berlin", "America/Santiago", "Africa/Cairo", "Pacific/Apia", "Australia/Lord_Howe"]),
    first=st.dates(date(2011, 1, 1), date(2030, 1, 1)),
    off=st.sets(st.integers(0, 60), max_size=30),
)
def test_no_two_posts_are_of_one_week_whatever_the_settings(
    weekday: int, at: time, zone: str, first: date, off: set[int]
) -> None:
    holidays = [str(first + timedelta(days=number)) for number in off]
    rhythm = on(weekday, *holidays, at=at, zone=ZoneInfo(zone))
    start = datetime.combine(first, time(), UTC)

    for slot in rhythm.between(start, start + timedelta(days=70)):
        assert due_in(week_of(slot, rhythm), rhythm) == slot


# --- which week somebody means who writes now

POSTING, ASKING = on(MONDAY), on(FRIDAY, at=time(15))


@pytest.mark.parametrize(
    ("local", "open_weeks", "meant"),
    [
        ("2026-02-27 14:00", [], W10),
        ("2026-02-27 14:00", [W9], W9),
        ("2026-02-27 15:00", [W9], W10),
        ("2026-03-02 08:59", [W10], W10),
        ("2026-03-02 09:00", [W10], W10),
        ("2026-03-02 09:00", [], W11),
        ("2026-03-06 14:59", [W10], W10),
        ("2026-03-06 15:00", [W10, W11], W11),
        ("2026-03-09 09:30", [W10], Week(2026, 12)),
    ],
)
def test_the_open_week_is_meant_until_the_next_is_asked_for(
    local: str, open_weeks: Sequence[Week], meant: Week
) -> None:
    assert week_to_write(berlin(local), POSTING, ASKING, open_weeks) == meant


def test_asked_in_the_hour_of_a_post_the_next_one_is_meant() -> None:
    assert week_to_write(berlin("2026-03-02 09:00"), POSTING, on(MONDAY), [W10]) == W11


@given(
    post_on=st.sampled_from(["monday", "wednesday", "friday", "sunday"]),
    ask_on=st.sampled_from(["monday", "thursday", "friday", "saturday"]),
    ask_at=st.sampled_from(["00:00", "09:00", "15:00", "23:59"]),
    post_at=st.sampled_from(["00:00", "09:00", "23:59"]),
    hour=st.integers(0, 14 * 24),
    all_open=st.booleans(),
)
def test_at_every_hour_the_meant_week_is_not_over_and_is_the_one_asked_for_last(
    post_on: str, ask_on: str, ask_at: str, post_at: str, hour: int, all_open: bool
) -> None:
    """Two weeks around Easter, when holidays move both."""
    operating = settings(focus={"post_on": post_on, "post_at": post_at, "ask_on": ask_on, "ask_at": ask_at})
    posting, asking = rhythms.posting(operating), rhythms.asking(operating)
    now = berlin("2026-03-30 00:00") + hour * HOUR
    last_asked = week_of(posting.next_after(asking.last_until(now).at), posting)
    open_weeks = [Week(2026, number) for number in range(10, 20)] if all_open else []

    meant = week_to_write(now, posting, asking, open_weeks)

    assert not is_over(meant, now, posting)
    if all_open:
        current = week_of(posting.last_until(now), posting)
        assert meant == max(last_asked, current)


@pytest.mark.parametrize(
    ("local", "over"), [("2026-03-02 09:00", False), ("2026-03-09 08:59", False), ("2026-03-09 09:00", True)]
)
def test_a_week_is_over_at_the_hour_of_the_next_post(local: str, over: bool) -> None:
    assert is_over(W10, berlin(local), POSTING) is over
