"""A wall clock read the slow way, second by second, agrees with `bot.local_time`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.local_time import DAY, as_utc, constant_offsets, offset_at, offset_changes, resolve

ZONES = sorted(available_timezones() - {"localtime"})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def changes(name: str, first_year: int, last_year: int) -> Iterator[datetime]:
    return offset_changes(ZoneInfo(name), utc(f"{first_year}-01-01"), utc(f"{last_year}-12-31"))


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/Berlin", "2026-07-01T09:00", "2026-07-01T07:00"),
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T02:30:00.000001", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00"),
        ("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00"),
        ("Africa/Cairo", "2026-04-24T00:30", "2026-04-23T22:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00"),
        ("Africa/Monrovia", "1972-01-07T00:20", "1972-01-07T00:44:30"),
        ("America/Juneau", "1867-10-18T20:00", "1867-10-18T04:57:41"),
    ],
)
def test_a_local_time_becomes_its_first_instant_or_the_first_after_the_gap(zone, local, instant):
    assert resolve(datetime.fromisoformat(local), ZoneInfo(zone)) == utc(instant)


def test_the_fold_of_a_local_time_is_not_asked():
    local = datetime.fromisoformat("2026-10-25T02:30").replace(fold=1)
    assert resolve(local, ZoneInfo("Europe/Berlin")) == utc("2026-10-25T00:30")


def assert_first_shown_or_just_passed(local: datetime, zone: ZoneInfo) -> None:
    first = resolve(local, zone)
    assert shown(first, zone) >= local, (local, zone)
    assert shown(first - timedelta(microseconds=1), zone) < local, (local, zone)


@pytest.mark.parametrize(
    ("name", "first_year", "last_year"),
    [
        ("Africa/Casablanca", 2018, 2030),
        ("Africa/Monrovia", 1880, 1975),
        ("America/Juneau", 1867, 1920),
        ("Asia/Gaza", 2035, 2045),
        ("Asia/Manila", 1844, 1900),
        ("Pacific/Apia", 1890, 2013),
        ("Pacific/Kwajalein", 1960, 1995),
    ],
)
def test_around_odd_changes_the_clock_first_shows_the_local_time_or_has_just_passed_it(name, first_year, last_year):
    zone = ZoneInfo(name)
    for change in changes(name, first_year, last_year):
        for minutes in (*range(-1500, 1500, 50), -1, 0, 1):
            assert_first_shown_or_just_passed(shown(change, zone) + timedelta(minutes=minutes), zone)


def test_in_every_zone_the_changes_of_this_year_resolve_alike():
    for name in ZONES:
        zone = ZoneInfo(name)
        for change in changes(name, 2026, 2026):
            for minutes in (-90, -60, -30, -1, 0, 15, 30, 60):
                assert_first_shown_or_just_passed(shown(change, zone) + timedelta(minutes=minutes), zone)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("Africa/Freetown", 1939),  # the closest two changes of all: four days
        ("America/Noronha", 2000),
        ("Asia/Gaza", 2040),
        ("Africa/Casablanca", 2026),
    ],
)
def test_a_look_every_half_hour_finds_no_other_change(name, year):
    zone, start = ZoneInfo(name), utc(f"{year}-01-01")
    looks = [start + timedelta(minutes=30 * number) for number in range(365 * 48)]
    seen = [after for before, after in pairwise(looks) if offset_at(before, zone) != offset_at(after, zone)]
    found = list(offset_changes(zone, looks[0], looks[-1]))
    assert len(found) == len(seen)
    assert all(look - timedelta(minutes=30) < change <= look for change, look in zip(found, seen, strict=True))


def test_pieces_of_constant_offset_join_up_and_leave_the_end_out():
    first, last = utc("2026-03-29T00:00"), utc("2026-10-25T01:00")
    spring = utc("2026-03-29T01:00")
    hour = timedelta(hours=1)
    assert list(constant_offsets(ZoneInfo("Europe/Berlin"), first, last)) == [
        (first, spring, hour),
        (spring, last, 2 * hour),
    ]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Adak", "UTC"])
@pytest.mark.parametrize("end_of_time", [datetime.min, datetime.max])  # noqa: DTZ901 - made aware below
def test_every_zone_has_an_offset_at_both_ends_of_time(zone, end_of_time):
    assert abs(offset_at(end_of_time.replace(tzinfo=UTC), ZoneInfo(zone))) < DAY


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        as_utc(datetime.fromisoformat("2026-03-02T09:00"))


def test_a_local_time_with_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        resolve(utc("2026-03-02T09:00"), ZoneInfo("UTC"))


@pytest.mark.parametrize(("zone", "end"), [("Asia/Tokyo", "0001-01-01T00:00"), ("America/Lima", "9999-12-31T23:59")])
def test_an_instant_that_utc_cannot_tell_is_refused(zone, end):
    with pytest.raises(ValueError, match="outside the years"):
        resolve(datetime.fromisoformat(end), ZoneInfo(zone))
