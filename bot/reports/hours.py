"""Working days and hours by the organisation's calendar, in each person's own zone."""

from collections.abc import Callable
from datetime import date

from bot.local_time import DAY
from bot.settings import Operating
from bot.slack.hours import today_of, works_now, zone_of

__all__ = ["IsWorkingDay", "after", "today_of", "working_days", "works_now", "zone_of"]

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
