"""Working days and hours by the organisation's calendar, in each person's own zone."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from bot.local_time import DAY
from bot.settings import Operating
from bot.slack.people import Profile
from bot.working_time import WorkingCalendar

IsWorkingDay = Callable[[date], bool]


def working_days(settings: Operating) -> IsWorkingDay:
    """Days on which the organisation works: the CTO's own days off move nobody's date."""
    week, holidays = settings.calendar.hours.week(), settings.calendar.public_holidays()
    rests = any(week.values())
    return lambda day: not rests or (bool(week[day.weekday()]) and day not in holidays)


def after(day: date, count: int, is_working_day: IsWorkingDay) -> date:
    """The `count`th working day behind `day`."""
    while count:
        day += DAY
        count -= is_working_day(day)
    return day


def zone_of(session: Session, person: str | None, settings: Operating) -> ZoneInfo:
    profile = session.get(Profile, person) if person else None
    try:
        return ZoneInfo(profile.zone) if profile else settings.calendar.zone
    except (ZoneInfoNotFoundError, ValueError):
        return settings.calendar.zone


def today_of(session: Session, person: str | None, settings: Operating, now: datetime) -> date:
    return now.astimezone(zone_of(session, person, settings)).date()


def works_now(session: Session, person: str, settings: Operating, now: datetime) -> bool:
    calendar = settings.calendar
    zone = zone_of(session, person, settings)
    return WorkingCalendar(zone, calendar.hours.week(), calendar.public_holidays()).is_working(now)
