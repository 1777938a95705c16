"""When the meetings of a series are held, as people write it: `first thursday`, `every 2 weeks from 2026-03-05`."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, PlainSerializer

from bot.local_time import DAY, DayOfMonth, NthWeekday
from bot.recurrence import Movable

NTH = ("first", "second", "third", "fourth")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: Further apart, single dates say more.
MOST_WEEKS = 26
_DAY = rf"({'|'.join(WEEKDAYS)})"
_MONTHLY = re.compile(rf"({'|'.join(NTH)}|last) {_DAY}")
_WEEKLY = re.compile(rf"every {_DAY}")
_EVERY_WEEKS = re.compile(r"every (\d+) weeks from (\d{4}-\d\d-\d\d)")
#: A Monday, long ago.
_ALWAYS = date(2001, 1, 1)


@dataclass(frozen=True)
class Every:
    """So many weeks from one meeting to the next, counted from `start`; none before it."""

    weeks: int
    start: date


Series = DayOfMonth | NthWeekday | Every


def read_series(text: str) -> Series:
    """Raises ValueError with how to write it."""
    wanted = text.strip().lower()
    if found := _MONTHLY.fullmatch(wanted):
        nth = -1 if found[1] == "last" else NTH.index(found[1]) + 1
        return NthWeekday(nth, WEEKDAYS.index(found[2]))
    if wanted.isdecimal() and 1 <= int(wanted) <= 31:
        return DayOfMonth(int(wanted))
    if found := _WEEKLY.fullmatch(wanted):
        return Every(1, _ALWAYS + WEEKDAYS.index(found[1]) * DAY)
    if (found := _EVERY_WEEKS.fullmatch(wanted)) and 1 <= int(found[1]) <= MOST_WEEKS:
        return Every(int(found[1]), date.fromisoformat(found[2]))
    raise ValueError(
        'write it as "first thursday", "last friday" or a day of the month such as "15"; '
        '"every thursday"; or "every 2 weeks from 2026-03-05", by the day of one meeting'
    )


def _series(text: str) -> str:
    """Kept as it is written, once it can be read."""
    read_series(text)
    return text.strip().lower()


@dataclass(frozen=True)
class EveryWeeks(Movable):
    """At `at` on `start` and every so many weeks after it. A holiday moves it as it moves a weekly rule's."""

    start: date
    weeks: int
    at: time
    zone: ZoneInfo

    def _period_of(self, day: date) -> int:
        return (day - self.start).days // (7 * self.weeks)

    def _rule_date(self, period: int) -> date:
        return self.start + period * timedelta(weeks=self.weeks)

    def _date_in(self, period: int) -> date | None:
        return super()._date_in(period) if period >= 0 else None


@dataclass(frozen=True)
class Moved:
    """A meeting that was planned for one day and is held on another."""

    planned: date
    held: date

    def __str__(self) -> str:
        return f"{self.planned} to {self.held}"


def _moved(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        planned, held = (date.fromisoformat(part.strip()) for part in value.split(" to "))
    except ValueError:
        raise ValueError('write a moved meeting as "2026-03-05 to 2026-03-06"') from None
    return Moved(planned, held)


SeriesText = Annotated[str, AfterValidator(_series)]
MovedDay = Annotated[Moved, BeforeValidator(_moved), PlainSerializer(str)]
