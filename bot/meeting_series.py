"""When the meetings of a series are held, as people write it down: `first thursday`, `2026-03-05 to 2026-03-06`."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainSerializer

from bot.local_time import DayOfMonth, NthWeekday

NTH = ("first", "second", "third", "fourth")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHLY = re.compile(rf"({'|'.join(NTH)}|last) ({'|'.join(WEEKDAYS)})")


def read_monthly(text: str) -> DayOfMonth | NthWeekday:
    wanted = text.strip().lower()
    if found := _MONTHLY.fullmatch(wanted):
        nth = -1 if found[1] == "last" else NTH.index(found[1]) + 1
        return NthWeekday(nth, WEEKDAYS.index(found[2]))
    if wanted.isdecimal() and 1 <= int(wanted) <= 31:
        return DayOfMonth(int(wanted))
    raise ValueError('write the day as "first thursday", "last friday", or a day of the month such as "15"')


def _monthly(text: str) -> str:
    """Kept as it is written, once it can be read."""
    read_monthly(text)
    return text.strip().lower()


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


MonthlyDay = Annotated[str, AfterValidator(_monthly)]
MovedDay = Annotated[Moved, BeforeValidator(_moved), PlainSerializer(str)]
