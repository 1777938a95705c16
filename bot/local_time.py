"""What calendars and wall clocks show, and the instants they mean where clocks change.

A local time is naive and means what the wall clock of a zone shows. An instant is aware; every instant that
leaves this module is UTC.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
EVERY_DAY = frozenset(range(7))  # Monday is 0, as in `datetime`

# A day from either end of what `datetime` can hold, every zone can still be converted to.
_FIRST_ASKABLE = datetime.min.replace(tzinfo=UTC) + DAY
_LAST_ASKABLE = datetime.max.replace(tzinfo=UTC) - DAY


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC. ValueError if it is naive, or outside the years 1 to 9999 in UTC."""
    if instant.utcoffset() is None:
        raise ValueError(f"{instant!r} is naive: an instant needs a zone")
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{instant!r} is outside the years 1 to 9999 in UTC") from None


def resolve(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the wall clock of `zone` first shows `local`, or first has passed it.

    So a time shown twice means its first showing, and a time in a gap means the first instant after the gap,
    also where the gap swallowed a whole date (Pacific/Apia, 2011-12-30). Rule: design.md, "Schedule".
    ValueError if `local` is aware, or the instant is outside the years 1 to 9999.
    """
    if local.tzinfo is not None:
        raise ValueError(f"{local!r} is aware: a local time has no zone")
    by_offset_before = local.replace(tzinfo=zone, fold=0)
    by_offset_after = by_offset_before.replace(fold=1)
    if _in_gap(by_offset_before, by_offset_after):
        return next(offset_changes(zone, as_utc(by_offset_after), as_utc(by_offset_before)))
    return as_utc(by_offset_before)


def offset_changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants (UTC) after `first`, up to and with `last`, at which the UTC offset of `zone` changes.

    Looks once a day and then closer: in no zone of tzdata 2026 do two changes lie within three days.
    """
    for before, after in pairwise(_daily(first, last)):
        if offset_at(before, zone) != offset_at(after, zone):
            yield _change_between(zone, before, after)


def constant_offsets(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """`first` <= t < `last` cut where the offset of `zone` changes: begin, end and offset of each piece."""
    changes = offset_changes(zone, first, last - timedelta.resolution)
    for begin, end in pairwise([first, *changes, last]):
        yield begin, end, offset_at(begin, zone)


def offset_at(instant: datetime, zone: ZoneInfo) -> timedelta:
    """How far the wall clock of `zone` is ahead of UTC."""
    # No zone changes its offset on the first or the last day.
    askable = min(max(instant, _FIRST_ASKABLE), _LAST_ASKABLE)
    return askable.astimezone(zone).utcoffset() or timedelta()


def _in_gap(by_offset_before: datetime, by_offset_after: datetime) -> bool:
    # How PEP 495 tells a skipped time from one shown twice: clocks went forward, so the offset grew.
    before, after = by_offset_before.utcoffset(), by_offset_after.utcoffset()
    return before is not None and after is not None and before < after


def _daily(first: datetime, last: datetime) -> Iterator[datetime]:
    for days in range((last - first) // DAY + 1):
        yield first + days * DAY
    yield last


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    # tzdata changes offsets at whole seconds only.
    start, old = before.replace(microsecond=0), offset_at(before, zone)

    def has_changed(seconds: int) -> bool:
        return offset_at(start + timedelta(seconds=seconds), zone) != old

    return start + timedelta(seconds=bisect_left(range((after - start) // SECOND), True, key=has_changed))


@dataclass(frozen=True)
class DayOfMonth:
    """The `day`th of a month, or its last day if it is shorter: 31 is always the last."""

    day: int

    def __post_init__(self) -> None:
        if self.day not in range(1, 32):
            raise ValueError(f"{self.day} is no day of a month")

    def in_month(self, year: int, month: int) -> date:
        return date(year, month, min(self.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class NthWeekday:
    """The `nth` (1 to 4, or -1 for the last) `weekday` (Monday is 0) of a month."""

    nth: int
    weekday: int

    def __post_init__(self) -> None:
        refuse_unless_weekdays([self.weekday])
        if self.nth not in (1, 2, 3, 4, -1):
            raise ValueError(f"not every month has weekday number {self.nth}: say 1 to 4, or -1 for the last")

    def in_month(self, year: int, month: int) -> date:
        days = monthrange(year, month)[1]
        latest = date(year, month, days if self.nth == -1 else 7 * self.nth)
        return latest - (latest.weekday() - self.weekday) % 7 * DAY


def refuse_unless_weekdays(days: Collection[int]) -> None:
    if not days or not set(days) <= EVERY_DAY:
        raise ValueError(f"weekdays go from 0, Monday, to 6: {sorted(days)}")
