"""Whose hours: the organisation's week and holidays, on each person's own wall clock."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from bot.settings import Calendar, Operating
from bot.slack.people import Profile
from bot.working_time import WorkingCalendar


def zone_of(session: Session, person: str | None, settings: Operating) -> ZoneInfo:
    """As Slack tells it; the organisation's, where it does not."""
    profile = session.get(Profile, person) if person else None
    try:
        return ZoneInfo(profile.zone) if profile else settings.calendar.zone
    except (ZoneInfoNotFoundError, ValueError):
        return settings.calendar.zone


def today_of(session: Session, person: str | None, settings: Operating, now: datetime) -> date:
    return now.astimezone(zone_of(session, person, settings)).date()


def works_now(session: Session, person: str, settings: Operating, now: datetime) -> bool:
    zone = zone_of(session, person, settings)
    return _calendar(settings.calendar, zone, person == settings.people.cto).is_working(now)


def works_on(person: str, day: date, settings: Operating) -> bool:
    calendar = settings.calendar
    return bool(calendar.hours.week()[day.weekday()]) and day not in _holidays(calendar, person == settings.people.cto)


@lru_cache(maxsize=256)
def _calendar(calendar: Calendar, zone: ZoneInfo, is_cto: bool) -> WorkingCalendar:
    """Kept, since it remembers the years that it has computed."""
    return WorkingCalendar(zone, calendar.hours.week(), _holidays(calendar, is_cto))


@lru_cache(maxsize=64)
def _holidays(calendar: Calendar, is_cto: bool) -> Any:
    """Own days off and absences are the CTO's alone."""
    return calendar.holidays() if is_cto else calendar.public_holidays()
