"""When people can meet: the next time at which all of them are at work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.working_time import WorkingCalendar

STEP = timedelta(minutes=30)
#: As far ahead as anybody plans.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Slot:
    """`away`: who of them does not work then."""

    at: datetime
    away: tuple[str, ...] = ()


def next_slot(calendars: Mapping[str, WorkingCalendar], after: datetime, length: timedelta) -> Slot | None:
    """Person → calendar. The first at which all are at work throughout, else the first at which most are."""
    best: Slot | None = None
    at = _on_the_half_hour(after)
    while at <= after + AHEAD:
        away = tuple(sorted(person for person, calendar in calendars.items() if not _works(calendar, at, length)))
        if not away:
            return Slot(at)
        if len(away) < len(calendars) and (best is None or len(away) < len(best.away)):
            best = Slot(at, away)
        at += STEP
    return best


def _on_the_half_hour(instant: datetime) -> datetime:
    seconds = -instant.timestamp() % STEP.total_seconds()
    return instant + timedelta(seconds=seconds)


def _works(calendar: WorkingCalendar, at: datetime, length: timedelta) -> bool:
    return calendar.is_working(at) and calendar.working_time_between(at, at + length) == length
