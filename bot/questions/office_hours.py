"""Whose hours count when: the CTO's, and of whoever took a question over, as long as they have it."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.working_time import WorkingCalendar

NOTHING = timedelta()


@dataclass(frozen=True)
class OfficeHours:
    """One version of the calendar: the CTO's own, and that of others, who have the CTO's week and these holidays."""

    cto: WorkingCalendar
    holidays: Container[date] = field(default=(), hash=False)
    _others: dict[str, WorkingCalendar] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, zone: str) -> WorkingCalendar:
        """On the wall clock of this zone; the CTO's own where nobody knows such a zone any more. Kept, since it
        remembers the years that it has computed."""
        if zone not in self._others:
            self._others[zone] = self._on_the_clock_of(zone)
        return self._others[zone]

    def _on_the_clock_of(self, zone: str) -> WorkingCalendar:
        try:
            return WorkingCalendar(ZoneInfo(zone), self.cto.week, self.holidays)
        except (ZoneInfoNotFoundError, ValueError):
            return self.cto


@dataclass(frozen=True)
class Turn:
    """While somebody other than the CTO has a question."""

    person: str
    zone: str
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class Relay:
    """Working time that runs in the hours of one after another: the CTO's outside of all turns."""

    office: OfficeHours
    turns: Sequence[Turn] = ()

    def between(self, start: datetime, end: datetime) -> timedelta:
        parts = self._parts(start, end)
        return sum((hours.working_time_between(first, last or end) for first, last, hours in parts), NOTHING)

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """The earliest instant by which so much was worked, if whoever has it now keeps it."""
        left = duration
        for first, last, hours in self._parts(start):
            worked = hours.working_time_between(first, last) if last else None
            if worked is None or worked >= left:
                return hours.add_working_time(first, left)
            left -= worked
        raise AssertionError("the last part has no end")

    def _parts(
        self, start: datetime, end: datetime | None = None
    ) -> Iterator[tuple[datetime, datetime | None, WorkingCalendar]]:
        """From `start` until `end`, or for ever, cut where another's hours begin to count."""
        at = start
        for turn in self.turns:
            if end and turn.began >= end:
                break
            if turn.ended and turn.ended <= at:
                continue
            if turn.began > at:
                yield at, turn.began, self.office.cto
                at = turn.began
            last = min(filter(None, (turn.ended, end)), default=None)
            yield at, last, self.office.of(turn.zone)
            if last is None or last == end:
                return
            at = last
        yield at, end, self.office.cto
