"""When a job is due: rules of recurrence over local dates (design.md, "Schedule").

Time is cut into periods (days, weeks, months), and a rule gives each period one slot or none. Slots come in
the order of their periods, each with an instant and a name of its own, and are found near their periods.

Instants are taken in any zone and returned in UTC; a naive one is a ValueError.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.local_time import DAY, EVERY_DAY, DayOfMonth, NthWeekday, as_utc, refuse_unless_weekdays, resolve

MONDAY_TO_FRIDAY = frozenset(range(5))

# Nearly three years of days: a rule that was silent for as long stays silent.
BARREN_PERIODS = 1000


_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)


class NoSlot(ValueError):
    """The rhythm has no slot in a thousand periods: its holidays leave nothing over."""


class OnHoliday(StrEnum):
    """What becomes of a rule's date on which nobody works."""

    KEEP = "keep"
    NEXT_WORKING_DAY = "next working day"
    PREVIOUS_WORKING_DAY = "previous working day"
    SKIP = "skip"


@dataclass(frozen=True)
class Slot:
    """One occurrence of a rhythm: `local`, naive, names it for good; `at` is its instant, in UTC."""

    local: datetime
    at: datetime


class Rhythm(ABC):
    """Slots in order, the same for everyone who asks. Knows nothing of which have run."""

    @abstractmethod
    def next_after(self, instant: datetime) -> Slot:
        """The first slot later than `instant`; NoSlot if none is near."""

    @abstractmethod
    def last_until(self, instant: datetime) -> Slot:
        """The last slot not later than `instant`; NoSlot if none is near."""

    @abstractmethod
    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        """The slots later than `start` and not later than `end`, in order."""

    @property
    def label(self) -> str:
        """The rule in one line, the same in every process. Holidays come and go without making it another rule."""
        told = [getattr(self, field.name) for field in fields(self) if field.name != "holidays"]  # type: ignore[arg-type]
        return f"{type(self).__name__} {' '.join(map(str, told))}"


class Periodic(Rhythm):
    """A slot or none in each period."""

    def next_after(self, instant: datetime) -> Slot:
        start = as_utc(instant)
        near = self._period_at(start) - 1
        return _first(slot for slot in self._slots(range(near, near + BARREN_PERIODS)) if slot.at > start)

    def last_until(self, instant: datetime) -> Slot:
        end = as_utc(instant)
        near = self._period_at(end) + 1
        return _first(slot for slot in self._slots(range(near, near - BARREN_PERIODS, -1)) if slot.at <= end)

    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        first, last = as_utc(start), as_utc(end)
        periods = range(self._period_at(first) - 1, self._period_at(last) + 2)
        return (slot for slot in self._slots(periods) if first < slot.at <= last)

    def _slots(self, periods: Iterable[int]) -> Iterator[Slot]:
        return (slot for slot in map(self._slot_in, periods) if slot is not None)

    @abstractmethod
    def _period_at(self, instant: datetime) -> int:
        """The slots before and after `instant` are in this period or a neighbour, where those have slots."""

    @abstractmethod
    def _slot_in(self, period: int) -> Slot | None: ...


@dataclass(frozen=True)
class Ahead(Periodic):
    """So long before each slot of another rhythm, and by the name of that slot."""

    of: Periodic
    by: timedelta

    @property
    def label(self) -> str:
        return f"{self.by} ahead of {self.of.label}"

    def _period_at(self, instant: datetime) -> int:
        return self.of._period_at(instant + self.by)

    def _slot_in(self, period: int) -> Slot | None:
        slot = self.of._slot_in(period)
        return Slot(slot.local, slot.at - self.by) if slot else None


class _OnDates(Periodic):
    """At one time of day, on at most one local date a period."""

    at: time
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.at.tzinfo is not None:
            raise ValueError(f"{self.at!r} has a zone: the time is read off the wall clock of `zone`")

    def _period_at(self, instant: datetime) -> int:
        return self._period_of(instant.astimezone(self.zone).date())

    def _slot_in(self, period: int) -> Slot | None:
        day = self._date_in(period)
        return self._slot_on(day) if day else None

    def _slot_on(self, day: date) -> Slot:
        local = datetime.combine(day, self.at)
        at, at_on_the_eve = resolve(local, self.zone), resolve(local - DAY, self.zone)
        # A date skipped as a whole has its slot at the end of the gap. So has midnight of the date after it,
        # which gives way by a microsecond: were the two at one instant, `next_after` would pass one over.
        return Slot(local, max(at, at_on_the_eve + timedelta.resolution))

    @abstractmethod
    def _period_of(self, day: date) -> int: ...

    @abstractmethod
    def _date_in(self, period: int) -> date | None: ...


@dataclass(frozen=True)
class Daily(_OnDates):
    """At `at` on each of the weekdays `on` (Monday is 0), save on `holidays`."""

    at: time
    zone: ZoneInfo
    on: Collection[int] = EVERY_DAY
    holidays: Container[date] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_unless_weekdays(self.on)

    def _period_of(self, day: date) -> int:
        return day.toordinal()

    def _date_in(self, period: int) -> date | None:
        day = date.fromordinal(period)
        return day if day.weekday() in self.on and day not in self.holidays else None


@dataclass(frozen=True)
class Hourly(Periodic):
    """At every full hour of UTC on the weekdays `on` (Monday is 0), there: for what is due at anybody's time."""

    on: Collection[int] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        refuse_unless_weekdays(self.on)

    @property
    def label(self) -> str:
        return f"Hourly {sorted(self.on)}"

    def _period_at(self, instant: datetime) -> int:
        return (as_utc(instant) - _EPOCH) // _HOUR

    def _slot_in(self, period: int) -> Slot | None:
        at = _EPOCH + period * _HOUR
        return Slot(at.replace(tzinfo=None), at) if at.weekday() in self.on else None


@dataclass(frozen=True, kw_only=True)
class Movable(_OnDates):
    """A rule whose date moves off a holiday, but never as far as the rule's date in the period next to it.

    So no two periods share a date, and where nobody works in between, the period has no slot. A working day
    is one of `workdays` and no holiday.
    """

    holidays: Container[date] = ()
    on_holiday: OnHoliday = OnHoliday.KEEP
    workdays: Collection[int] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_unless_weekdays(self.workdays)

    @abstractmethod
    def _rule_date(self, period: int) -> date: ...

    def _date_in(self, period: int) -> date | None:
        day = self._rule_date(period)
        if self.on_holiday is OnHoliday.KEEP or not self._is_off(day):
            return day
        return next(filter(self._is_working_day, self._instead_of(day, period)), None)

    def _instead_of(self, day: date, period: int) -> Iterable[date]:
        match self.on_holiday:
            case OnHoliday.NEXT_WORKING_DAY:
                return _days(day, self._rule_date(period + 1), 1)
            case OnHoliday.PREVIOUS_WORKING_DAY:
                return _days(day, self._rule_date(period - 1), -1)
        return ()

    def _is_off(self, day: date) -> bool:
        return day in self.holidays

    def _is_working_day(self, day: date) -> bool:
        return day.weekday() in self.workdays and day not in self.holidays


@dataclass(frozen=True)
class Weekly(Movable):
    """At `at` on `weekday` (Monday is 0) of every week.

    Only a holiday moves it, not a weekend: whoever names a Saturday means it. A moved date stays before the
    next week's own weekday, or after that of the week before; where nobody works in between, the week is skipped.
    """

    weekday: int
    at: time
    zone: ZoneInfo

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_unless_weekdays([self.weekday])

    def _period_of(self, day: date) -> int:
        return (day.toordinal() - 1) // 7  # 0001-01-01, ordinal 1, was a Monday

    def _rule_date(self, period: int) -> date:
        return date.fromordinal(period * 7 + 1 + self.weekday)


@dataclass(frozen=True)
class Monthly(Movable):
    """At `at` on one day of every month.

    A day of the month moves off a weekend too, since it names no weekday; an nth weekday only off a holiday.
    A moved date may leave its month, but never reaches the day of the month next to it.
    """

    on: DayOfMonth | NthWeekday
    at: time
    zone: ZoneInfo

    def _period_of(self, day: date) -> int:
        return day.year * 12 + day.month - 1

    def _rule_date(self, period: int) -> date:
        return self.on.in_month(period // 12, period % 12 + 1)

    def _is_off(self, day: date) -> bool:
        return super()._is_off(day) or (isinstance(self.on, DayOfMonth) and not self._is_working_day(day))


def _first(slots: Iterator[Slot]) -> Slot:
    slot = next(slots, None)
    if slot is None:
        raise NoSlot(f"no slot in {BARREN_PERIODS} periods: are all its days holidays?")
    return slot


def _days(first: date, stop: date, step: int) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), stop.toordinal(), step))
