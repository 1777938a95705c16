"""When commitments are looked at, by the settings."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.rhythm import Periodic, Rhythm, Slot
from bot.settings import Operating
from bot.working_time import WorkingCalendar

HOUR_SECONDS = 3600


@dataclass(frozen=True)
class Hourly(Periodic):
    """At every full hour: often enough to meet each owner's morning, wherever they live."""

    def _period_at(self, instant: datetime) -> int:
        return int(instant.timestamp()) // HOUR_SECONDS

    def _slot_in(self, period: int) -> Slot:
        at = datetime.fromtimestamp(period * HOUR_SECONDS, UTC)
        return Slot(at.replace(tzinfo=None), at)


def asking(settings: Operating) -> Rhythm:
    return Hourly()


def is_working(settings: Operating, zone: ZoneInfo, now: datetime) -> bool:
    """The organisation's working hours, on the wall clock of somebody's own zone."""
    calendar = settings.calendar
    return WorkingCalendar(zone, calendar.hours.week(), calendar.holidays()).is_working(now)


def is_working_day(settings: Operating, day: date) -> bool:
    calendar = settings.calendar
    return bool(calendar.hours.week()[day.weekday()]) and day not in calendar.holidays()
