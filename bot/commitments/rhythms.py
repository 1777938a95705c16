"""When owners are asked, and when all-hands are drafted and held, by the settings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.local_time import DAY, EVERY_DAY, SECOND, resolve
from bot.meeting_series import Every, EveryWeeks, Moved, Series
from bot.recurrence import Monthly, Movable, OnHoliday
from bot.rhythm import Hourly, NoSlot, Periodic, Rhythm, Slot
from bot.settings import Operating

#: So that at least two slots lie in anybody's working day, wherever they live.
SECONDS_BETWEEN = 4 * 3600


@dataclass(frozen=True)
class EveryFourHours(Periodic):
    """By UTC. Whoever is at work then is asked."""

    def _period_at(self, instant: datetime) -> int:
        return int(instant.timestamp()) // SECONDS_BETWEEN

    def _slot_in(self, period: int) -> Slot:
        at = datetime.fromtimestamp(period * SECONDS_BETWEEN, UTC)
        return Slot(at.replace(tzinfo=None), at)


def asking(settings: Operating) -> Rhythm:
    return EveryFourHours()


def working_days(settings: Operating) -> Callable[[date], bool]:
    """Days on which the organisation works: the CTO's own days off are no owner's."""
    week, holidays = settings.calendar.hours.week(), settings.calendar.public_holidays()
    return lambda day: bool(week[day.weekday()]) and day not in holidays


def cto_is_away(settings: Operating, day: date) -> bool:
    """On a day off that nobody else has."""
    return day in settings.calendar.holidays() and day not in settings.calendar.public_holidays()


@dataclass(frozen=True)
class Meetings(Periodic):
    """A series and single dates, less what was cancelled, and with what was moved on its new day."""

    rule: Movable | None
    at: time
    zone: ZoneInfo
    dates: tuple[date, ...] = ()
    cancelled: tuple[date, ...] = ()
    moved: tuple[Moved, ...] = ()

    @property
    def label(self) -> str:
        told = (self.rule.label if self.rule else None, self.at, self.zone, self.dates, self.cancelled, self.moved)
        return f"Meetings {' '.join(map(str, told))}"

    def next_after(self, instant: datetime) -> Slot:
        if self.is_over(instant):
            raise NoSlot("no meeting is planned")
        return super().next_after(instant)

    def last_until(self, instant: datetime) -> Slot:
        if self.is_empty:
            raise NoSlot("no meeting was ever planned")
        return super().last_until(instant)

    @property
    def is_empty(self) -> bool:
        """Asked at every heartbeat: most organisations begin without a series."""
        return self.rule is None and not self.dates and not self.moved

    def is_over(self, instant: datetime) -> bool:
        """Only single dates, all of them behind."""
        today = instant.astimezone(self.zone).date()
        days = (*self.dates, *(each.held for each in self.moved))
        return self.rule is None and all(day < today for day in days)

    def _period_at(self, instant: datetime) -> int:
        return instant.astimezone(self.zone).date().toordinal()

    def _slot_in(self, period: int) -> Slot | None:
        return self.slot_on(date.fromordinal(period))

    def slot_on(self, day: date) -> Slot | None:
        return self.at_hour(day) if self.is_held(day) else None

    def at_hour(self, day: date) -> Slot:
        local = datetime.combine(day, self.at)
        return Slot(local, resolve(local, self.zone))

    def is_held(self, day: date) -> bool:
        if any(each.held == day for each in self.moved):
            return True
        gone = day in self.cancelled or any(each.planned == day for each in self.moved)
        return not gone and self._is_planned(day)

    def _is_planned(self, day: date) -> bool:
        if day in self.dates:
            return True
        if self.rule is None:
            return False
        begin = resolve(datetime.combine(day, time()), self.zone)
        return any(slot.local.date() == day for slot in self.rule.between(begin - SECOND, begin + 2 * DAY))

    def planned_for(self, held: date) -> date:
        """The day by which a meeting is known, though it was moved."""
        return next((each.planned for each in self.moved if each.held == held), held)

    def held_instead_of(self, planned: date) -> date:
        return next((each.held for each in self.moved if each.planned == planned), planned)


@dataclass(frozen=True)
class Drafts(Periodic):
    """So many working days before each meeting, at a time of day."""

    of: Meetings
    at: time
    working_days: int
    is_working_day: Callable[[date], bool]

    @property
    def label(self) -> str:
        return f"{self.working_days} working days ahead, {self.at}, of {self.of.label}"

    def next_after(self, instant: datetime) -> Slot:
        """By the meetings, which are few, and not by the days."""
        meeting = self.of.next_after(instant)
        while (draft := self.ahead_of(meeting)).at <= instant:
            meeting = self.of.next_after(meeting.at)
        return draft

    def last_until(self, instant: datetime) -> Slot:
        drafted = [self.ahead_of(meeting) for meeting in self.drafted_by(instant)]
        return drafted[-1] if drafted else self.ahead_of(self.of.last_until(instant))

    def drafted_by(self, instant: datetime) -> Iterator[Slot]:
        """Those to come whose draft is behind."""
        try:
            meeting = self.of.next_after(instant)
            while self.ahead_of(meeting).at <= instant:
                yield meeting
                meeting = self.of.next_after(meeting.at)
        except NoSlot:
            return

    def _period_at(self, instant: datetime) -> int:
        return self.of._period_at(instant)

    def _slot_in(self, period: int) -> Slot | None:
        day = date.fromordinal(period)
        return self._at_hour(day) if self.meeting_after(day) else None

    def meeting_after(self, day: date) -> Slot | None:
        """The meeting whose draft is due on this day."""
        try:
            meeting = self.of.next_after(self._at_hour(day).at)
            while self.ahead_of(meeting).local.date() < day:
                meeting = self.of.next_after(meeting.at)
        except NoSlot:
            return None
        return meeting if self.ahead_of(meeting).local.date() == day else None

    def ahead_of(self, meeting: Slot) -> Slot:
        day, passed = meeting.local.date(), 0
        while passed < self.working_days:
            day -= DAY
            passed += self.is_working_day(day)
        return self._at_hour(day)

    def _at_hour(self, day: date) -> Slot:
        local = datetime.combine(day, self.at)
        return Slot(local, resolve(local, self.of.zone))


def meetings(settings: Operating) -> Meetings:
    """A holiday moves one of the series for everybody; an absence of the CTO does not: somebody else may hold it."""
    section, calendar = settings.all_hands, settings.calendar
    zone = section.zone or calendar.zone
    kept: dict[str, Any] = {"at": section.at, "zone": zone, "holidays": calendar.public_holidays()}
    rule = _rule(section.rule(), {**kept, "on_holiday": OnHoliday.NEXT_WORKING_DAY})
    return Meetings(rule, section.at, zone, section.dates, section.cancelled, section.moved)


def _rule(series: Series | None, kept: dict[str, Any]) -> Movable | None:
    match series:
        case None:
            return None
        case Every(weeks, start):
            return EveryWeeks(start=start, weeks=weeks, **kept)
        case on:
            return Monthly(on=on, **kept)


def today(settings: Operating, instant: datetime) -> date:
    """Its date where the all-hands is held."""
    return instant.astimezone(settings.all_hands.zone or settings.calendar.zone).date()


def series_changes(settings: Operating) -> Rhythm:
    """Settings are saved at any time, and a draft may be due from then on."""
    return Hourly(EVERY_DAY, times=12)


def drafting(settings: Operating) -> Drafts:
    section = settings.all_hands
    return Drafts(meetings(settings), section.draft_at, section.draft_working_days_before, working_days(settings))


def channel(settings: Operating) -> str:
    """Where the digest stands: a channel of its own, or that of Monday's post."""
    found = settings.all_hands.channel or settings.focus.channel
    assert found, "every door and job waits for the settings"
    return found
