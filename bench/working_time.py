"""What working time costs, and that it does not grow with the days between: python -m bench.working_time"""

import time as clock
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bench.page import Result, Table, Target, command
from bot.working_time import WorkingCalendar, holidays_of

INTERVALS = 100_000
MOST_SECONDS = 2.0
WEEK = {day: [(time(9), time(17, 30))] for day in range(5)}


def measure(tiny: bool) -> Result:
    number = 100 if tiny else INTERVALS
    calendar = WorkingCalendar(ZoneInfo("Europe/Berlin"), WEEK, holidays_of("DE", "BE"))
    month = _seconds(calendar, timedelta(days=30), number)
    decades = _seconds(calendar, timedelta(days=50 * 365), number)
    rows = [["of a month", f"{month:.2f}", "1.0"], ["of 50 years", f"{decades:.2f}", f"{decades / month:.1f}"]]
    table = Table(f"Working time of {number:,} intervals", ("", "seconds", "× a month's"), rows)
    return Result([table], [Target(f"a month's within {MOST_SECONDS} s: {month:.2f} s", month <= MOST_SECONDS)])


def _seconds(calendar: WorkingCalendar, length: timedelta, number: int) -> float:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    spans = [(start + timedelta(minutes=7 * n), start + timedelta(minutes=7 * n) + length) for n in range(number)]
    calendar.working_time_between(*spans[0])
    began = clock.perf_counter()
    for first, last in spans:
        calendar.working_time_between(first, last)
    return clock.perf_counter() - began


if __name__ == "__main__":
    command("working_time", measure)
