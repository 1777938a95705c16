"""No date is missing, none is doubled, whatever the clocks of a zone do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local_time import DAY, DayOfMonth, NthWeekday, offset_changes, resolve
from bot.recurrence import Daily, Monthly, OnHoliday, Weekly
from bot.rhythm import Ahead, Hourly, NoSlot, Rhythm, Slot

MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6
NINE = time(9)
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = sorted(available_timezones() - {"localtime"})
TIMES = [time(0), time(0, 30), time(2, 30), NINE, time(23, 59)]
INSTANT = timedelta.resolution
SKIPPED_DATES = [
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Pacific/Fakaofo", date(2011, 12, 30)),
    ("Pacific/Kiritimati", date(1994, 12, 31)),
    ("Pacific/Kwajalein", date(1993, 8, 21)),
    ("Asia/Manila", date(1844, 12, 31)),
]


class Always:
    """Nobody ever works."""

    def __contains__(self, day: object) -> bool:
        return True


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def dates(rhythm: Rhythm, start: str, end: str) -> list[str]:
    return [str(slot.local.date()) for slot in rhythm.between(utc(start), utc(end))]


def chain(rhythm: Rhythm, start: datetime, length: int) -> list[Slot]:
    slots = [rhythm.next_after(start)]
    while len(slots) < length:
        slots.append(rhythm.next_after(slots[-1].at))
    return slots


def assert_lawful(rhythm: Rhythm, start: datetime, length: int) -> list[Slot]:
    """The laws of every rhythm: in order, the same forwards, backwards and at once, each with a name."""
    slots = chain(rhythm, start, length)
    for slot, following in pairwise(slots):
        assert slot.at < following.at, (rhythm, slot)
        assert slot.local < following.local, (rhythm, slot)
        assert rhythm.last_until(following.at - INSTANT) == slot, (rhythm, slot)
        assert rhythm.next_after(following.at - INSTANT) == following, (rhythm, slot)
    assert rhythm.last_until(slots[-1].at) == slots[-1]
    assert list(rhythm.between(start, slots[-1].at)) == slots
    return slots


def assert_no_date_missing(rhythm: Rhythm, start: datetime, days: int) -> None:
    slots = assert_lawful(rhythm, start, days)
    for slot, following in pairwise(slots):
        assert following.local - slot.local == DAY, (rhythm, slot)


def test_a_daily_rhythm_misses_and_doubles_no_date_around_any_change_of_2026_in_any_zone():
    start, end = utc("2026-01-01"), utc("2026-12-31")
    for name in ZONES:
        zone = ZoneInfo(name)
        for change in offset_changes(zone, start, end):
            for at in TIMES:
                assert_no_date_missing(Daily(at, zone), change - 2 * DAY, days=4)


@pytest.mark.parametrize("name", ["America/Santiago", "Africa/Casablanca", "Australia/Lord_Howe"])
@pytest.mark.parametrize("at", TIMES)
def test_a_year_has_each_of_its_dates_once(name, at):
    zone = ZoneInfo(name)
    year = Daily(at, zone).between(
        resolve(datetime.fromisoformat("2026-01-01"), zone) - INSTANT,
        resolve(datetime.fromisoformat("2027-01-01"), zone) - INSTANT,
    )
    first = date(2026, 1, 1)
    assert [slot.local.date() for slot in year] == [first + number * DAY for number in range(365)]


@pytest.mark.parametrize(("name", "skipped"), SKIPPED_DATES)
@pytest.mark.parametrize("at", TIMES)
def test_a_date_that_a_zone_skipped_has_a_slot_of_its_own(name, skipped, at):
    rhythm = Daily(at, ZoneInfo(name))
    start = datetime.combine(skipped - 4 * DAY, time(12), UTC)
    assert_no_date_missing(rhythm, start, days=8)
    [slot] = [slot for slot in chain(rhythm, start, 8) if slot.local.date() == skipped]
    assert slot.at == resolve(datetime.combine(skipped, at), ZoneInfo(name))


def test_midnight_after_the_skipped_date_gives_way_by_a_microsecond():
    rhythm = Daily(time(0), ZoneInfo("Pacific/Apia"))
    assert [slot.at for slot in rhythm.between(utc("2011-12-30T09:00"), utc("2011-12-30T11:00"))] == [
        utc("2011-12-30T10:00"),
        utc("2011-12-30T10:00:00.000001"),
    ]


@pytest.mark.parametrize("name", ["America/Juneau", "Pacific/Kwajalein", "Pacific/Apia"])
def test_a_date_that_a_zone_lived_twice_has_one_slot(name):
    start = {"America/Juneau": "1867-10-15", "Pacific/Kwajalein": "1969-09-27", "Pacific/Apia": "1892-07-01"}[name]
    for at in TIMES:
        assert_no_date_missing(Daily(at, ZoneInfo(name)), utc(start), days=8)


MOVABLE = {
    "zone": st.sampled_from(ZONES).map(ZoneInfo),
    "at": st.times(),
    "holidays": st.sets(st.dates(date(2025, 12, 1), date(2026, 12, 31)), max_size=60),
    "on_holiday": st.sampled_from(OnHoliday),
}
WEEKLY = st.builds(Weekly, st.integers(0, 6), **MOVABLE)
DAYS_OF_MONTH = st.builds(DayOfMonth, st.integers(1, 31))
NTH_WEEKDAYS = st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6))
MONTHLY = st.builds(Monthly, DAYS_OF_MONTH | NTH_WEEKDAYS, **MOVABLE)


def instants(first: str, last: str) -> st.SearchStrategy[datetime]:
    bounds = datetime.fromisoformat(first), datetime.fromisoformat(last)
    return st.datetimes(*bounds, timezones=st.just(UTC))


@settings(max_examples=60, deadline=None)
@given(rhythm=WEEKLY | MONTHLY, start=instants("2025-12-01", "2026-12-31"))
def test_whatever_moves_on_holidays_keeps_the_laws(rhythm, start):
    assert_lawful(rhythm, start, 8)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(ZONES), at=st.times(), start=instants("1890-01-01", "2090-01-01"))
def test_a_daily_rhythm_keeps_the_laws_in_any_zone_and_year(name, at, start):
    assert_no_date_missing(Daily(at, ZoneInfo(name)), start, days=5)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("at", [time(0), time(0, 30)])
def test_the_first_of_april_is_not_skipped(zone, at):
    """APScheduler's CronTrigger goes from 1 March to 1 May (measurements.md §5)."""
    rhythm = Monthly(DayOfMonth(1), at, ZoneInfo(zone))
    assert dates(rhythm, "2026-02-15", "2026-05-15") == ["2026-03-01", "2026-04-01", "2026-05-01"]


@pytest.mark.parametrize(
    ("rhythm", "missed_elsewhere", "instant"),
    [
        (Daily(time(0), ZoneInfo("America/Santiago")), "2026-09-06", "2026-09-06T04:00"),
        (Weekly(SUNDAY, time(0), ZoneInfo("America/Santiago")), "2026-09-06", "2026-09-06T04:00"),
        (Daily(time(0), ZoneInfo("Africa/Cairo")), "2026-04-24", "2026-04-23T22:00"),
        (Weekly(FRIDAY, time(0, 30), ZoneInfo("Africa/Cairo")), "2026-04-24", "2026-04-23T22:00"),
        (Weekly(MONDAY, time(0, 30), BERLIN), "2026-03-30", "2026-03-29T22:30"),
        (Daily(time(2, 30), BERLIN), "2026-03-29", "2026-03-29T01:00"),
    ],
)
def test_where_spring_swallows_the_time_the_slot_is_the_end_of_the_gap(rhythm, missed_elsewhere, instant):
    assert rhythm.last_until(utc(instant)) == Slot(
        datetime.combine(date.fromisoformat(missed_elsewhere), rhythm.at), utc(instant)
    )


def test_where_autumn_shows_the_time_twice_the_slot_is_the_first():
    rhythm = Daily(time(2, 30, fold=1), BERLIN)
    autumn = list(rhythm.between(utc("2026-10-24T12:00"), utc("2026-10-25T12:00")))
    assert autumn == [Slot(datetime.fromisoformat("2026-10-25T02:30"), utc("2026-10-25T00:30"))]


def test_nine_on_monday_stays_nine_on_the_wall():
    slots = chain(Weekly(MONDAY, NINE, BERLIN), utc("2026-03-20"), 2)
    assert [slot.at for slot in slots] == [utc("2026-03-23T08:00"), utc("2026-03-30T07:00")]


def test_at_a_slot_the_next_is_the_following_and_the_last_is_the_slot():
    rhythm = Weekly(MONDAY, NINE, BERLIN)
    monday = utc("2026-03-02T08:00")
    assert rhythm.next_after(monday).at == monday + 7 * DAY
    assert rhythm.last_until(monday).at == monday
    assert rhythm.next_after(monday - INSTANT).at == monday
    assert rhythm.last_until(monday - INSTANT).at == monday - 7 * DAY


def test_between_leaves_its_start_out_and_takes_its_end_in():
    rhythm = Daily(NINE, ZoneInfo("UTC"))
    slots = rhythm.between(utc("2026-03-02T09:00"), utc("2026-03-04T09:00"))
    assert [slot.at.day for slot in slots] == [3, 4]


def test_a_daily_rhythm_keeps_to_its_weekdays_and_off_its_holidays():
    rhythm = Daily(NINE, BERLIN, on=[MONDAY, TUESDAY], holidays=[date(2026, 3, 3)])
    assert dates(rhythm, "2026-03-01", "2026-03-11") == ["2026-03-02", "2026-03-09", "2026-03-10"]


def test_a_leap_week_53_is_a_week_like_any_other():
    rhythm = Weekly(MONDAY, NINE, BERLIN)
    found = dates(rhythm, "2026-12-20", "2027-01-12")
    assert found == ["2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11"]
    assert date(2026, 12, 28).isocalendar().week == 53


@pytest.mark.parametrize(
    ("on_holiday", "april"),
    [
        (OnHoliday.KEEP, ["2026-03-30", "2026-04-06", "2026-04-13"]),
        (OnHoliday.NEXT_WORKING_DAY, ["2026-03-30", "2026-04-07", "2026-04-13"]),
        (OnHoliday.PREVIOUS_WORKING_DAY, ["2026-03-30", "2026-04-02", "2026-04-13"]),
        (OnHoliday.SKIP, ["2026-03-30", "2026-04-13"]),
    ],
)
def test_easter_monday_is_kept_moved_or_skipped(on_holiday, april):
    easter = [date(2026, 4, 3), date(2026, 4, 6)]
    rhythm = Weekly(MONDAY, NINE, BERLIN, holidays=easter, on_holiday=on_holiday)
    assert dates(rhythm, "2026-03-29", "2026-04-19") == april


@pytest.mark.parametrize(
    ("on_holiday", "december"),
    [
        (OnHoliday.NEXT_WORKING_DAY, ["2026-12-07", "2026-12-28"]),
        (OnHoliday.PREVIOUS_WORKING_DAY, ["2026-12-07", "2026-12-11", "2026-12-28"]),
    ],
)
def test_a_week_of_nothing_but_holidays_is_skipped(on_holiday, december):
    closed = [date(2026, 12, 14) + number * DAY for number in range(14)]
    rhythm = Weekly(MONDAY, NINE, BERLIN, holidays=closed, on_holiday=on_holiday)
    assert dates(rhythm, "2026-12-01", "2027-01-01") == december


def test_a_moved_slot_never_takes_the_place_of_the_next_weeks_own():
    closed = [date(2026, 3, 2) + number * DAY for number in range(5)]
    rhythm = Weekly(MONDAY, NINE, BERLIN, holidays=closed, on_holiday=OnHoliday.NEXT_WORKING_DAY)
    assert dates(rhythm, "2026-02-20", "2026-03-10") == ["2026-02-23", "2026-03-09"]


def test_a_holiday_at_the_end_of_the_week_moves_over_the_weekend():
    good_friday = [date(2026, 4, 3), date(2026, 4, 6)]
    rhythm = Weekly(FRIDAY, NINE, BERLIN, holidays=good_friday, on_holiday=OnHoliday.NEXT_WORKING_DAY)
    assert dates(rhythm, "2026-03-28", "2026-04-11") == ["2026-04-07", "2026-04-10"]


@pytest.mark.parametrize(
    ("weekday", "on_holiday", "just_before", "moved", "just_after"),
    [
        (MONDAY, OnHoliday.PREVIOUS_WORKING_DAY, "2026-04-01", "2026-04-02", "2026-04-03"),
        (FRIDAY, OnHoliday.NEXT_WORKING_DAY, "2026-04-06", "2026-04-07", "2026-04-08"),
    ],
)
def test_a_slot_that_moved_into_another_week_is_found_there(weekday, on_holiday, just_before, moved, just_after):
    easter = [date(2026, 4, 3), date(2026, 4, 6)]
    rhythm = Weekly(weekday, NINE, BERLIN, holidays=easter, on_holiday=on_holiday)
    assert str(rhythm.next_after(utc(just_before)).local.date()) == moved
    assert str(rhythm.last_until(utc(just_after)).local.date()) == moved
    assert dates(rhythm, just_before, just_after) == [moved]


def test_a_saturday_rule_stays_on_saturday_unless_it_is_a_holiday():
    rhythm = Weekly(SATURDAY, NINE, BERLIN, holidays=[date(2026, 12, 26)], on_holiday=OnHoliday.NEXT_WORKING_DAY)
    assert dates(rhythm, "2026-12-15", "2027-01-03") == ["2026-12-19", "2026-12-28", "2027-01-02"]


def test_a_day_of_the_month_moves_off_weekends_and_holidays():
    new_year = [date(2027, 1, 1)]
    rhythm = Monthly(DayOfMonth(1), NINE, BERLIN, holidays=new_year, on_holiday=OnHoliday.NEXT_WORKING_DAY)
    assert dates(rhythm, "2026-10-15", "2027-02-15") == [
        "2026-11-02",
        "2026-12-01",
        "2027-01-04",
        "2027-02-01",
    ]


def test_day_31_is_the_last_day_of_every_month():
    rhythm = Monthly(DayOfMonth(31), NINE, BERLIN)
    assert dates(rhythm, "2028-01-15", "2028-05-01") == [
        "2028-01-31",
        "2028-02-29",
        "2028-03-31",
        "2028-04-30",
    ]


@pytest.mark.parametrize("nth", [1, 2, 3, 4, -1])
@pytest.mark.parametrize("weekday", range(7))
def test_an_nth_weekday_is_the_nth_of_its_kind_in_the_month(nth, weekday):
    for month in range(1, 13):
        of_its_kind = [
            day
            for number in range(31)
            if (day := date(2026, month, 1) + number * DAY).month == month and day.weekday() == weekday
        ]
        assert NthWeekday(nth, weekday).in_month(2026, month) == of_its_kind[nth - 1 if nth > 0 else -1]


def test_the_first_monday_of_the_month_is_labour_day_and_moves():
    labour_day = [date(2026, 9, 7)]
    rhythm = Monthly(
        NthWeekday(1, MONDAY),
        NINE,
        ZoneInfo("America/New_York"),
        holidays=labour_day,
        on_holiday=OnHoliday.NEXT_WORKING_DAY,
    )
    assert dates(rhythm, "2026-08-15", "2026-10-15") == ["2026-09-08", "2026-10-05"]


def test_a_reminder_runs_ahead_and_is_named_by_what_it_reminds_of():
    posting = Weekly(MONDAY, NINE, BERLIN)
    reminding = Ahead(posting, timedelta(minutes=45))
    assert reminding.next_after(utc("2026-03-01")) == Slot(
        datetime.fromisoformat("2026-03-02T09:00"), utc("2026-03-02T07:15")
    )
    assert_lawful(Ahead(posting, timedelta(days=9)), utc("2026-03-01"), 6)


def test_a_rule_whose_dates_are_all_holidays_says_so_instead_of_searching_for_ever():
    rhythm = Weekly(MONDAY, NINE, BERLIN, holidays=Always(), on_holiday=OnHoliday.NEXT_WORKING_DAY)
    for look in (rhythm.next_after, rhythm.last_until):
        with pytest.raises(NoSlot, match="holidays"):
            look(utc("2026-03-02"))
    assert list(rhythm.between(utc("2026-01-01"), utc("2027-01-01"))) == []


def test_an_instant_is_taken_in_any_zone_but_not_without_one():
    rhythm = Daily(NINE, BERLIN)
    morning = datetime.fromisoformat("2026-03-02T12:00")
    assert rhythm.next_after(morning.replace(tzinfo=ZoneInfo("Asia/Tokyo"))).local.day == 2
    with pytest.raises(ValueError, match="naive"):
        rhythm.next_after(morning)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: Daily(time(9, tzinfo=UTC), BERLIN), "has a zone"),
        (lambda: Daily(NINE, BERLIN, on=()), "weekdays"),
        (lambda: Weekly(7, NINE, BERLIN), "weekdays"),
        (lambda: Weekly(MONDAY, NINE, BERLIN, workdays=[8]), "weekdays"),
        (lambda: Monthly(DayOfMonth(1), time(9, tzinfo=UTC), BERLIN), "has a zone"),
        (lambda: DayOfMonth(32), "no day of a month"),
        (lambda: NthWeekday(5, MONDAY), "-1 for the last"),
        (lambda: NthWeekday(1, 7), "weekdays"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(wrong, why):
    with pytest.raises(ValueError, match=why):
        wrong()


def test_several_times_an_hour_evenly() -> None:
    slots = [slot.at for slot in Hourly(times=4).between(utc("2026-03-06 23:15"), utc("2026-03-09 00:20"))]

    assert slots == [utc(at) for at in ("2026-03-06 23:30", "2026-03-06 23:45", "2026-03-09 00:00", "2026-03-09 00:15")]
    assert Hourly(times=4).label != Hourly().label


def test_every_full_hour_of_its_weekdays_and_none_of_the_weekend() -> None:
    slots = [slot.at for slot in Hourly().between(utc("2026-03-06 21:30"), utc("2026-03-09 01:00"))]

    assert slots == [utc(at) for at in ("2026-03-06 22:00", "2026-03-06 23:00", "2026-03-09 00:00", "2026-03-09 01:00")]
    assert Hourly().next_after(utc("2026-03-06 23:00")).at == utc("2026-03-09 00:00")
    assert Hourly().last_until(utc("2026-03-08 12:00")).at == utc("2026-03-06 23:00")
