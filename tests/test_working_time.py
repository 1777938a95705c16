"""Working time, against a wall clock that is read minute by minute."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import gcd
from threading import Lock
from time import sleep
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.working_time import BARREN_YEARS, NoWorkingTime, WorkingCalendar, holidays_of

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = (time(9), time(17))
OFFICE = {weekday: [NINE_TO_FIVE] for weekday in range(5)}
NIGHTS = {weekday: [(time(22), time(6))] for weekday in range(7)}
ALWAYS = {weekday: [(time(0), time(0))] for weekday in range(7)}
MIDNIGHT = time(0)
HOUR, DAY, INSTANT = timedelta(hours=1), timedelta(days=1), timedelta.resolution


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


# --- the slow reading ---------------------------------------------------------------------------------------

Week = dict[int, Sequence[tuple[time, time]]]


@dataclass(frozen=True)
class Window:
    """Some days of a zone, cut into steps during which the wall clock stays within one minute."""

    zone: str
    start: datetime
    days: int
    step: timedelta

    def instants(self) -> list[datetime]:
        return [self.start + number * self.step for number in range(self.days * DAY // self.step)]


def window(zone: str, middle: str, days: int = 4) -> Window:
    start = utc(middle) - days // 2 * DAY
    offsets = [(start + number * DAY).astimezone(ZoneInfo(zone)).utcoffset() for number in range(days + 1)]
    seconds = gcd(60, *(offset.seconds for offset in offsets))
    return Window(zone, start, days, timedelta(seconds=seconds))


NASTY = [
    window("Europe/Berlin", "2026-03-29"),
    window("Europe/Berlin", "2026-10-25"),
    window("America/New_York", "2026-11-01"),
    window("Australia/Lord_Howe", "2026-04-04"),
    window("Australia/Lord_Howe", "2026-10-03"),
    window("America/Santiago", "2026-04-05"),
    window("America/Santiago", "2026-09-06"),
    window("Africa/Cairo", "2026-04-24"),
    window("Asia/Beirut", "2026-03-29"),
    window("Africa/Casablanca", "2026-02-15"),
    window("Africa/Casablanca", "2026-03-22"),
    window("Asia/Kathmandu", "2025-12-31"),
    window("America/Los_Angeles", "2026-01-01"),
    window("America/St_Johns", "2006-10-29"),
    window("Antarctica/Troll", "2026-03-29"),
    window("Pacific/Apia", "2011-12-30"),
    window("Pacific/Kwajalein", "1993-08-21"),
    window("Pacific/Kwajalein", "1969-09-30"),
    window("Pacific/Kiritimati", "1994-12-31"),
    window("Africa/Monrovia", "1972-01-07"),
    window("Asia/Kolkata", "1906-01-01", days=2),
]


@cache
def wall_readings(of: Window) -> list[datetime]:
    return [instant.astimezone(ZoneInfo(of.zone)).replace(tzinfo=None) for instant in of.instants()]


def works_at(shown: datetime, week: Week, off: set[date]) -> bool:
    """Whether someone who reads `shown` off the wall is at work, begun today or the evening before."""
    today, yesterday, clock = shown.date(), shown.date() - DAY, shown.time()
    begun_today = () if today in off else week.get(today.weekday(), ())
    begun_yesterday = () if yesterday in off else week.get(yesterday.weekday(), ())
    return any(opens <= clock and (clock < closes or closes <= opens) for opens, closes in begun_today) or any(
        closes <= opens and clock < closes for opens, closes in begun_yesterday
    )


MINUTES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 0, 0, 15, 30, 59]))
WEEKS = st.dictionaries(st.integers(0, 6), st.lists(st.tuples(MINUTES, MINUTES), max_size=3), min_size=3)


@st.composite
def readings(draw):
    """A calendar, the instants of a nasty window, and what the slow reading says of each."""
    of, week = draw(st.sampled_from(NASTY)), draw(WEEKS)
    first = of.start.date()
    off = draw(st.sets(st.sampled_from([first + number * DAY for number in range(-1, of.days + 1)]), max_size=2))
    worked = [works_at(shown, week, off) for shown in wall_readings(of)]
    return WorkingCalendar(ZoneInfo(of.zone), week, off), of, worked


@settings(max_examples=80, deadline=None)
@given(reading=readings(), data=st.data())
def test_working_time_is_what_the_wall_clock_reads_minute_by_minute(reading, data):
    calendar, of, worked = reading
    instants = of.instants()
    for _ in range(10):
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(instants) - 1)] * 2)))
        counted = sum(worked[first:last]) * of.step
        assert calendar.working_time_between(instants[first], instants[last]) == counted


@settings(max_examples=40, deadline=None)
@given(reading=readings())
def test_each_minute_is_working_when_the_wall_clock_says_so(reading):
    calendar, of, worked = reading
    for instant, says_so in list(zip(of.instants(), worked, strict=True))[::7]:
        assert calendar.is_working(instant) == says_so, instant
        assert calendar.is_working(instant + of.step - INSTANT) == says_so, instant


@settings(max_examples=40, deadline=None)
@given(reading=readings(), data=st.data())
def test_the_next_opening_is_the_first_minute_that_works(reading, data):
    calendar, of, worked = reading
    instants = of.instants()
    index = data.draw(st.integers(0, len(instants) - 1))
    if any(worked[index:]):
        assert calendar.next_opening(instants[index]) == instants[worked.index(True, index)]


@settings(max_examples=80, deadline=None)
@given(reading=readings(), data=st.data())
def test_added_working_time_is_the_working_time_between_and_no_earlier_instant_has_it(reading, data):
    calendar, of, worked = reading
    start = of.start + data.draw(st.timedeltas(timedelta(), of.days * DAY))
    duration = data.draw(st.timedeltas(timedelta(), timedelta(days=40)))
    if any(worked):
        end = calendar.add_working_time(start, duration)
        assert calendar.working_time_between(start, end) == duration
        assert end == start or calendar.working_time_between(start, end - INSTANT) < duration


# Ten years: one that nobody asked for yet costs a millisecond.
TWENTIES = st.datetimes(
    datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2029-12-31"), timezones=st.just(UTC)
)


@settings(max_examples=60, deadline=None)
@given(of=st.sampled_from(NASTY), instants=st.tuples(TWENTIES, TWENTIES, TWENTIES))
def test_working_time_adds_up_over_parts(of, instants):
    calendar = WorkingCalendar(ZoneInfo(of.zone), OFFICE)
    start, middle, end = sorted(instants)
    parts = calendar.working_time_between(start, middle) + calendar.working_time_between(middle, end)
    assert parts == calendar.working_time_between(start, end)


# --- by hand ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "start", "end", "hours"),
    [
        (OFFICE, "2026-03-06T15:00", "2026-03-09T10:00", 3),
        (OFFICE, "2026-03-07T00:00", "2026-03-09T00:00", 0),
        ({0: [(time(13), time(17)), (time(9), time(12))]}, "2026-03-02T11:00", "2026-03-02T14:00", 2),
        ({0: [(time(9), time(15)), (time(12), time(17))]}, "2026-03-02T00:00", "2026-03-03T00:00", 8),
        ({0: [(time(9), time(17))] * 2}, "2026-03-02T00:00", "2026-03-03T00:00", 8),
        ({0: [(time(22), time(6))], 1: [(time(4), time(8))]}, "2026-03-02T00:00", "2026-03-04T00:00", 10),
        ({6: [(time(22), time(6))]}, "2026-03-02T01:00", "2026-03-02T12:00", 5),
        ({0: [(time(9), MIDNIGHT)]}, "2026-03-01T00:00", "2026-03-04T00:00", 15),
        ({0: [(MIDNIGHT, MIDNIGHT)]}, "2026-03-01T00:00", "2026-03-04T00:00", 24),
        ({0: [(time(10), time(10))]}, "2026-03-01T00:00", "2026-03-04T00:00", 24),
        (ALWAYS, "2026-03-29T00:00", "2026-03-30T00:00", 23),
        (ALWAYS, "2026-10-25T00:00", "2026-10-26T00:00", 25),
        (NIGHTS, "2026-03-28T12:00", "2026-03-29T12:00", 7),
        (NIGHTS, "2026-10-24T12:00", "2026-10-25T12:00", 9),
        ({6: [(time(2), time(3))]}, "2026-03-29T00:00", "2026-03-30T00:00", 0),
        ({6: [(time(2), time(3))]}, "2026-10-25T00:00", "2026-10-26T00:00", 2),
        ({6: [(time(1), time(2, 30))]}, "2026-10-25T00:00", "2026-10-26T00:00", 2),
    ],
)
def test_hours_worked_in_berlin(week, start, end, hours):
    worked = WorkingCalendar(BERLIN, week).working_time_between(berlin(start), berlin(end))
    assert worked == timedelta(hours=hours)


def test_the_date_that_samoa_skipped_was_worked_by_nobody():
    calendar = WorkingCalendar(ZoneInfo("Pacific/Apia"), {4: [NINE_TO_FIVE]})
    assert calendar.working_time_between(utc("2011-12-28"), utc("2012-01-02")) == timedelta()


def test_a_holiday_takes_the_hours_that_start_on_it_and_no_others():
    calendar = WorkingCalendar(BERLIN, NIGHTS, [date(2026, 3, 3)])
    assert calendar.working_time_between(berlin("2026-03-03T00:00"), berlin("2026-03-04T12:00")) == 6 * HOUR


def test_microseconds_are_exact():
    calendar = WorkingCalendar(BERLIN, {0: [(time(9, 0, 0, 1), time(9, 0, 0, 4))]})
    start, end = berlin("2026-03-02T09:00:00.000002"), berlin("2076-03-02T12:00")
    mondays = ((end - start) // DAY) // 7
    assert calendar.working_time_between(start, end) == timedelta(microseconds=2 + 3 * mondays)


def test_what_fills_a_shift_ends_with_it_and_a_microsecond_more_goes_into_the_next():
    calendar = WorkingCalendar(BERLIN, OFFICE)
    friday = berlin("2026-03-06T09:00")
    assert calendar.add_working_time(friday, 8 * HOUR) == berlin("2026-03-06T17:00")
    assert calendar.add_working_time(friday, 8 * HOUR + INSTANT) == berlin("2026-03-09T09:00:00.000001")


def test_working_time_is_added_over_decades():
    calendar = WorkingCalendar(BERLIN, ALWAYS)
    assert calendar.add_working_time(utc("2000-01-01"), 9000 * DAY) == utc("2000-01-01") + 9000 * DAY


def test_what_fills_the_last_shift_of_a_year_ends_with_it():
    calendar = WorkingCalendar(BERLIN, OFFICE)
    assert calendar.add_working_time(berlin("2026-12-31T09:00"), 8 * HOUR) == berlin("2026-12-31T17:00")


@pytest.mark.parametrize(("zone", "around"), [("Pacific/Kiritimati", "2026-12-31"), ("Etc/GMT+12", "2027-01-01")])
def test_hours_are_whole_where_the_year_of_utc_ends_within_them(zone, around):
    """From eleven to eleven on every day of the week: the last of a year reaches a day and a half into the next."""
    week = {weekday: [(time(23), time(23))] for weekday in range(7)}
    for day in range(-2, 3):
        holidays_but_one = {date.fromisoformat(around) + number * DAY for number in range(-9, 10) if number != day}
        calendar = WorkingCalendar(ZoneInfo(zone), week, holidays_but_one)
        assert calendar.working_time_between(utc(around) - 4 * DAY, utc(around) + 5 * DAY) == DAY


def test_nothing_added_is_the_start_working_or_not():
    sunday = berlin("2026-03-08T12:00")
    assert WorkingCalendar(BERLIN, OFFICE).add_working_time(sunday, timedelta()) == sunday


def test_the_first_instant_of_a_shift_is_working_and_its_end_is_not():
    calendar = WorkingCalendar(BERLIN, OFFICE)
    assert calendar.is_working(berlin("2026-03-06T09:00"))
    assert not calendar.is_working(berlin("2026-03-06T17:00"))
    assert calendar.next_opening(berlin("2026-03-06T16:59")) == berlin("2026-03-06T16:59")
    assert calendar.next_opening(berlin("2026-03-06T17:00")) == berlin("2026-03-09T09:00")


def test_answers_are_in_utc_whatever_zone_the_question_was_in():
    calendar = WorkingCalendar(BERLIN, OFFICE)
    tokyo = datetime(2026, 3, 8, tzinfo=ZoneInfo("Asia/Tokyo"))
    answers = [calendar.next_opening(tokyo), calendar.add_working_time(tokyo, HOUR)]
    assert answers == [berlin("2026-03-09T09:00"), berlin("2026-03-09T10:00")]
    assert {answer.tzinfo for answer in answers} == {UTC}


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar, at: calendar.is_working(at),
        lambda calendar, at: calendar.next_opening(at),
        lambda calendar, at: calendar.add_working_time(at, HOUR),
        lambda calendar, at: calendar.working_time_between(at, utc("2026-03-02")),
        lambda calendar, at: calendar.working_time_between(utc("2026-03-02"), at),
    ],
)
def test_an_instant_without_a_zone_is_refused(ask):
    with pytest.raises(ValueError, match="naive"):
        ask(WorkingCalendar(BERLIN, OFFICE), datetime.fromisoformat("2026-03-02T09:00"))


def test_an_end_before_its_start_is_refused():
    with pytest.raises(ValueError, match="is before"):
        WorkingCalendar(BERLIN, OFFICE).working_time_between(utc("2026-03-02"), utc("2026-03-01"))


def test_a_negative_duration_is_refused():
    with pytest.raises(ValueError, match="negative"):
        WorkingCalendar(BERLIN, OFFICE).add_working_time(utc("2026-03-02"), -INSTANT)


@pytest.mark.parametrize(
    ("week", "why"),
    [({7: [NINE_TO_FIVE]}, "weekdays"), ({0: [(time(9, tzinfo=UTC), time(17))]}, "tzinfo")],
)
def test_a_week_that_cannot_be_meant_is_refused(week, why):
    with pytest.raises(ValueError, match=why):
        WorkingCalendar(BERLIN, week)


class EveryDayFrom:
    """Holidays without end."""

    def __init__(self, first: date) -> None:
        self.first = first

    def __contains__(self, day: date) -> bool:
        return day >= self.first


@pytest.mark.parametrize(
    "calendar",
    [
        WorkingCalendar(BERLIN, {}),
        WorkingCalendar(BERLIN, {0: []}),
        WorkingCalendar(BERLIN, OFFICE, EveryDayFrom(date(2026, 1, 1))),
    ],
)
def test_a_calendar_without_working_time_says_so_instead_of_searching_for_ever(calendar):
    with pytest.raises(NoWorkingTime, match="no working time follows"):
        calendar.next_opening(utc("2026-03-02"))
    with pytest.raises(NoWorkingTime, match="less than 1:00:00"):
        calendar.add_working_time(utc("2026-03-02"), HOUR)
    assert not calendar.is_working(utc("2026-03-02T10:00"))


def test_a_closure_of_some_years_is_waited_for():
    closed = {date(2026, 1, 1) + number * DAY for number in range((BARREN_YEARS - 2) * 366)}
    assert WorkingCalendar(BERLIN, OFFICE, closed).next_opening(utc("2026-01-05")).year == 2034


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Adak", "UTC"])
def test_the_ends_of_time_are_met_with_answers_or_plain_words(zone):
    calendar = WorkingCalendar(ZoneInfo(zone), ALWAYS)
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert calendar.next_opening(first) >= first
    assert calendar.working_time_between(first, first + 3 * DAY) >= DAY
    assert calendar.working_time_between(last - 3 * DAY, last) >= DAY
    with pytest.raises(NoWorkingTime):
        calendar.add_working_time(last - DAY, 2 * DAY)
    with pytest.raises(ValueError, match="outside the years"):
        calendar.is_working(datetime.min.replace(tzinfo=ZoneInfo("Asia/Tokyo")))


# --- what it costs ------------------------------------------------------------------------------------------


class CountedHolidays:
    """Remembers what it was asked, and who asked at once."""

    def __init__(self) -> None:
        self.asked: list[date] = []
        self.at_once = False
        self._asking = Lock()

    def __contains__(self, day: date) -> bool:
        if not self._asking.acquire(blocking=False):
            self.at_once = True
            return False
        self.asked.append(day)
        if day.day == 1:
            sleep(0.0001)  # lets other threads in
        self._asking.release()
        return False


def test_each_year_is_computed_once_however_often_and_far_is_asked():
    days = CountedHolidays()
    calendar = WorkingCalendar(BERLIN, ALWAYS, days)
    calendar.working_time_between(utc("1980-06-01"), utc("2030-06-01"))
    asked = len(days.asked)
    assert asked <= 51 * (366 + 3)
    for number in range(1000):
        calendar.working_time_between(utc("1980-06-01") + number * DAY, utc("2027-06-01") + number * DAY)
        calendar.add_working_time(utc("1980-06-01") + number * DAY, number * DAY)
    assert len(days.asked) == asked


def test_a_question_within_a_month_computes_its_year_only():
    days = CountedHolidays()
    WorkingCalendar(BERLIN, ALWAYS, days).working_time_between(utc("2026-06-01"), utc("2026-07-01"))
    assert {day.year for day in days.asked if day.month == 6} == {2026}


def test_threads_share_a_calendar_and_ask_its_holidays_one_at_a_time():
    days = CountedHolidays()
    calendar = WorkingCalendar(BERLIN, ALWAYS, days)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(calendar.working_time_between, utc("2020-01-01"), utc("2026-01-01")) for _ in range(16)]
    assert {question.result() for question in asked} == {utc("2026-01-01") - utc("2020-01-01")}
    assert not days.at_once


def test_a_calendar_is_a_value():
    week = {0: [NINE_TO_FIVE]}
    calendar = WorkingCalendar(BERLIN, week)
    week[0].append((time(18), time(20)))
    assert calendar == WorkingCalendar(BERLIN, {0: (NINE_TO_FIVE,)})
    assert len({calendar, WorkingCalendar(BERLIN, {0: (NINE_TO_FIVE,)})}) == 1
    assert calendar != WorkingCalendar(BERLIN, week)
    with pytest.raises(FrozenInstanceError):
        calendar.zone = ZoneInfo("UTC")
    with pytest.raises(TypeError):
        calendar.week[0] = ()


# --- public holidays ----------------------------------------------------------------------------------------


def test_womens_day_is_a_holiday_in_berlin_and_not_in_bavaria():
    womens_day = date(2027, 3, 8)
    assert womens_day in holidays_of("DE", "BE")
    assert womens_day not in holidays_of("DE", "BY")
    assert womens_day not in holidays_of("DE")


def test_an_organisations_own_days_are_holidays_too():
    days = holidays_of("DE", "BE", own=[date(2026, 12, 24)])
    assert date(2026, 12, 24) in days
    assert date(2026, 12, 25) in days
    assert date(2026, 12, 23) not in days


@pytest.mark.parametrize(("country", "subdivision"), [("DE", "BE"), ("US", None), ("JP", None)])
def test_the_public_holidays_are_those_of_the_package(country, subdivision):
    theirs, ours = holidays.country_holidays(country, subdivision), holidays_of(country, subdivision)
    for number in range(3 * 365):
        day = date(2020, 12, 1) + number * DAY
        assert (day in ours) == (day in theirs), day


def test_a_lazily_filled_calendar_of_the_package_works_too():
    calendar = WorkingCalendar(BERLIN, OFFICE, holidays.country_holidays("DE", "BE"))
    assert calendar.next_opening(berlin("2026-12-24T18:00")) == berlin("2026-12-28T09:00")
    assert calendar.next_opening(berlin("2099-12-24T18:00")) == berlin("2099-12-28T09:00")


@pytest.mark.parametrize(
    ("country", "subdivision", "named"), [("XX", None, "XX"), ("DE", "ZZ", "DE, subdivision ZZ"), ("", None, "")]
)
def test_an_unknown_place_is_named(country, subdivision, named):
    with pytest.raises(ValueError, match=f"known for {named}$"):
        holidays_of(country, subdivision)
