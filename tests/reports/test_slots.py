"""When people in several zones can meet."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.reports.slots import Slot, next_slot
from bot.working_time import WorkingCalendar

WEEK = {day: [(time(9), time(17, 30))] for day in range(5)}
HOUR = timedelta(hours=1)
FRIDAY = datetime(2026, 2, 27, 14, 10, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+00:00")


def people(**zones: str) -> dict[str, WorkingCalendar]:
    return {name: WorkingCalendar(ZoneInfo(zone), WEEK) for name, zone in zones.items()}


@pytest.mark.parametrize(
    ("zones", "after", "found"),
    [
        ({"ana": "Europe/Berlin"}, FRIDAY, at("02-27T14:30")),
        ({"ana": "Europe/Berlin"}, FRIDAY + 2 * HOUR, at("03-02T08:00")),
        ({"ana": "Europe/Berlin", "priya": "Asia/Kolkata"}, FRIDAY, at("03-02T08:00")),
        ({"ana": "Europe/Berlin", "ray": "America/New_York"}, FRIDAY, at("02-27T14:30")),
        ({"ana": "Europe/London", "ray": "America/Los_Angeles"}, FRIDAY, at("03-09T16:00")),
    ],
)
def test_the_next_time_at_which_all_are_at_work(zones: dict[str, str], after: datetime, found: datetime) -> None:
    assert next_slot(people(**zones), after, HOUR) == Slot(found)


def test_where_all_never_work_at_once_most_do_and_the_others_are_named() -> None:
    found = next_slot(people(ana="Europe/Berlin", tom="Europe/Berlin", sam="Pacific/Auckland"), FRIDAY, HOUR)
    assert found
    assert found.away == ("sam",)


def test_where_nobody_works_nothing_is_proposed() -> None:
    assert next_slot({"ana": WorkingCalendar(ZoneInfo("UTC"), {})}, FRIDAY, HOUR) is None


def test_a_holiday_of_all_is_passed_over() -> None:
    closed = {"ana": WorkingCalendar(ZoneInfo("UTC"), WEEK, {datetime(2026, 3, 2, tzinfo=UTC).date()})}
    assert next_slot(closed, FRIDAY + 4 * HOUR, HOUR) == Slot(at("03-03T09:00"))
