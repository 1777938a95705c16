"""Working time: what elapses inside working hours, exact also on days when clocks change.

Working hours are drawn on the local calendar; an instant is working when the wall clock then shows a time
inside the drawing. So an hour that the clocks skip is worked by nobody, an hour that they show twice is
worked twice, and where two shifts overlap nothing is.

Inside, all is counted in ticks: whole microseconds since 0001-01-01 00:00, of UTC or of the wall clock. A
year of UTC is computed when first asked for and kept: a question costs a few bisections, however long it is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from threading import Lock
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from holidays import country_holidays

from bot.local_time import DAY, as_utc, constant_offsets

Hours: TypeAlias = tuple[time, time]
Span: TypeAlias = tuple[int, int]  # ticks, the end not included

_ORIGIN = datetime.min.replace(tzinfo=UTC)
_TICK = timedelta.resolution

BARREN_YEARS = 10  # no closure lasts as long: after so many without working time, none is coming


class NoWorkingTime(ValueError):
    """Too little working time lies ahead: none for ten years, or not enough before the year 10000."""


@dataclass(frozen=True)
class WorkingCalendar:
    """Working hours of a week, less holidays, on the wall clock of one zone.

    `week` gives each weekday (Monday is 0) its hours, in any order. Those that do not end after their start
    end on the next day: 22:00–06:00, 09:00–00:00, and 00:00–00:00 for the whole day. A holiday takes away the
    hours that start on that local date; a night shift begun the evening before still ends in its morning.

    Instants are taken in any zone and returned in UTC; naive ones, and those outside the years 1 to 9999, are
    a ValueError. `holidays` is only ever asked `in`, by one thread at a time, and what it said is kept.
    """

    zone: ZoneInfo
    week: Mapping[int, Sequence[Hours]] = field(hash=False)
    holidays: Container[date] = field(default=(), hash=False)
    _years: dict[int, "_Year"] = field(default_factory=dict, init=False, repr=False, compare=False)
    _whole_years: dict[Span, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _computing: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _refuse_impossible(self.week)
        week = {weekday: tuple(hours) for weekday, hours in self.week.items()}
        object.__setattr__(self, "week", MappingProxyType(week))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The working time in `start` <= t < `end`.

        ValueError if `end` is before `start`: a mix-up of the two, which a zero would hide in an average.
        """
        first, last = as_utc(start), as_utc(end)
        if last < first:
            raise ValueError(f"{end.isoformat()} is before {start.isoformat()}: no working time lies between")
        whole_years = self._worked_in_years(first.year, last.year)
        return (whole_years + self._worked_this_year(last) - self._worked_this_year(first)) * _TICK

    def add_working_time(self, start: datetime, duration: timedelta) -> datetime:
        """The earliest instant, not before `start`, with exactly `duration` of working time in between.

        So adding nothing gives `start`, working or not, and just filling a shift gives its end, not the next
        opening. ValueError if `duration` is negative, NoWorkingTime if too little follows.
        """
        if duration < timedelta():
            raise ValueError(f"{duration} is negative: working time can only be added")
        first = as_utc(start)
        if not duration:
            return first
        wanted = self._worked_this_year(first) + duration // _TICK
        for year in self._years_from(first.year):
            if wanted <= year.worked:
                return _ORIGIN + year.when_worked(wanted) * _TICK
            wanted -= year.worked
        raise NoWorkingTime(f"less than {duration} of working time follows {start.isoformat()}")

    def is_working(self, at: datetime) -> bool:
        """Whether `at` is inside working hours; their first instant is, their end is not."""
        instant = as_utc(at)
        return self._year(instant.year).opening_from(_ticks(instant)) == _ticks(instant)

    def next_opening(self, at: datetime) -> datetime:
        """The first working instant not before `at`, so `at` itself if working. NoWorkingTime if none is."""
        instant = as_utc(at)
        for year in self._years_from(instant.year):
            opening = year.opening_from(_ticks(instant))
            if opening is not None:
                return _ORIGIN + opening * _TICK
        raise NoWorkingTime(f"no working time follows {at.isoformat()}")

    def _worked_this_year(self, until: datetime) -> int:
        return self._year(until.year).worked_until(_ticks(until))

    def _worked_in_years(self, first: int, last: int) -> int:
        """Ticks worked in the years `first` <= year < `last`, added up once for each such pair."""
        if (first, last) not in self._whole_years:
            self._whole_years[first, last] = sum(self._year(year).worked for year in range(first, last))
        return self._whole_years[first, last]

    def _years_from(self, number: int) -> Iterator["_Year"]:
        """Year after year, until too many without working time have come in a row."""
        barren = 0
        while barren < BARREN_YEARS and number <= MAXYEAR:
            year = self._year(number)
            yield year
            barren = 0 if year.worked else barren + 1
            number += 1

    def _year(self, number: int) -> "_Year":
        # A lazily filled `HolidayBase` says no to one thread while it is still filling the year for another.
        with self._computing:
            if number not in self._years:
                self._years[number] = self._computed(number)
            return self._years[number]

    def _computed(self, number: int) -> "_Year":
        drawn = list(self._drawn_around(number))
        return _Year.of(
            (max(begin, opening - offset), min(end, closing - offset))
            for begin, end, offset in _pieces_of(number, self.zone)
            for opening, closing in drawn
            if opening - offset < end and begin < closing - offset
        )

    def _drawn_around(self, year: int) -> Iterator[Span]:
        """The hours of the local calendar, in ticks of the wall clock, that can touch this year of UTC.

        No offset reaches a day and no shift is longer than one, so two days before and one after are enough.
        """
        first, last = date(year, 1, 1).toordinal() - 2, date(year, 12, 31).toordinal() + 1
        for ordinal in range(max(first, 1), min(last, date.max.toordinal()) + 1):
            day = date.fromordinal(ordinal)
            if day.weekday() in self.week and day not in self.holidays:
                yield from (_drawn(day, opens, closes) for opens, closes in self.week[day.weekday()])


@dataclass(frozen=True)
class _Year:
    """The working spans of one year of UTC, in order and apart, and the ticks worked before each."""

    starts: Sequence[int]
    ends: Sequence[int]
    worked_before: Sequence[int]  # one more than there are spans: the last is the whole year

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "_Year":
        apart = _merged(spans)
        worked_before = accumulate((end - start for start, end in apart), initial=0)
        return cls([start for start, _ in apart], [end for _, end in apart], list(worked_before))

    @property
    def worked(self) -> int:
        return self.worked_before[-1]

    def worked_until(self, tick: int) -> int:
        begun = bisect_right(self.starts, tick)
        to_come = max(0, self.ends[begun - 1] - tick) if begun else 0
        return self.worked_before[begun] - to_come

    def when_worked(self, ticks: int) -> int:
        """The earliest tick until which `ticks` were worked: more than none, at most the whole year."""
        span = bisect_left(self.worked_before, ticks) - 1
        return self.starts[span] + ticks - self.worked_before[span]

    def opening_from(self, tick: int) -> int | None:
        span = bisect_right(self.ends, tick)
        return max(tick, self.starts[span]) if span < len(self.starts) else None


def holidays_of(country: str, subdivision: str | None = None, own: Iterable[date] = ()) -> Container[date]:
    """Public holidays of any year, by ISO 3166 codes ("DE", "BE"), and the `own` days of an organisation.

    Compared by value, safe for many threads. ValueError if the `holidays` package knows no such place.
    """
    _require_known(country, subdivision)
    return _Holidays(country, subdivision, frozenset(own))


@lru_cache(maxsize=1024)
def _require_known(country: str, subdivision: str | None) -> None:
    """Once a place: the settings' calendar is asked for at every door and for every job."""
    try:
        country_holidays(country, subdivision)
    except NotImplementedError:
        place = f"{country}, subdivision {subdivision}" if subdivision else country
        raise ValueError(f"no public holidays are known for {place}") from None


@dataclass(frozen=True)
class _Holidays:
    country: str
    subdivision: str | None
    own: frozenset[date]

    def __contains__(self, day: object) -> bool:
        return day in self.own or (
            isinstance(day, date) and day in _public_holidays(self.country, self.subdivision, day.year)
        )


@lru_cache(maxsize=1024)
def _public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(country_holidays(country, subdivision, years=year, expand=False))


def _refuse_impossible(week: Mapping[int, Sequence[Hours]]) -> None:
    if not week.keys() <= set(range(7)):
        raise ValueError(f"weekdays go from 0, Monday, to 6: {sorted(week)}")
    if any(edge.tzinfo for hours in week.values() for opens_closes in hours for edge in opens_closes):
        raise ValueError("working hours are read off the calendar's own wall clock: leave their tzinfo out")


def _drawn(day: date, opens: time, closes: time) -> Span:
    begin, end = (_ticks(datetime.combine(day, edge, UTC)) for edge in (opens, closes))
    return begin, end if begin < end else end + DAY // _TICK


def _pieces_of(year: int, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """This year of UTC cut where `zone` changes its offset: begin, end and offset of each piece, in ticks."""
    for begin, end, offset in constant_offsets(zone, _new_year(year), _new_year(year + 1)):
        yield _ticks(begin), _ticks(end), offset // _TICK


def _new_year(year: int) -> datetime:
    # No year 10000 ends the year 9999, which goes without its last microsecond.
    return datetime(year, 1, 1, tzinfo=UTC) if year <= MAXYEAR else datetime.max.replace(tzinfo=UTC)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _ticks(instant: datetime) -> int:
    return (instant - _ORIGIN) // _TICK
