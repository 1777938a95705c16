"""Rules over local dates: one time of day, on one date at most of each day, week or month; and what a holiday does."""

from abc import abstractmethod
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.local_time import DAY, EVERY_DAY, DayOfMonth, NthWeekday, refuse_unless_weekdays, resolve
from bot.rhythm import MONDAY_TO_FRIDAY, Periodic, Slot


class OnHoliday(StrEnum):
    """What becomes of a rule's date on which nobody works."""

    KEEP = "keep"
    NEXT_WORKING_DAY = "next working day"
    PREVIOUS_WORKING_DAY = "previous working day"
    SKIP = "skip"


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


def _days(first: date, stop: date, step: int) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), stop.toordinal(), step))
