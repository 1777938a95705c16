"""When the week's post is asked for, reminded of and due, by the settings."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.focus import rules
from bot.focus.rules import Week
from bot.rhythm import Ahead, OnHoliday, Rhythm, Slot, Weekly
from bot.settings import Operating, Weekday


def zone(settings: Operating) -> ZoneInfo:
    return settings.focus.zone or settings.calendar.zone


def posting(settings: Operating) -> Weekly:
    return _weekly(settings, settings.focus.post_on, settings.focus.post_at, OnHoliday.NEXT_WORKING_DAY)


def asking(settings: Operating) -> Rhythm:
    return _weekly(settings, settings.focus.ask_on, settings.focus.ask_at, OnHoliday.PREVIOUS_WORKING_DAY)


def _weekly(settings: Operating, day: Weekday, at: time, on_holiday: OnHoliday) -> Weekly:
    return Weekly(day.number, at, zone(settings), holidays=settings.calendar.holidays(), on_holiday=on_holiday)


def reminding(settings: Operating) -> Rhythm:
    return Ahead(posting(settings), timedelta(minutes=settings.focus.remind_minutes_before))


def due(settings: Operating, week: Week) -> Slot | None:
    return rules.due_in(week, posting(settings))


def week_of(settings: Operating, slot: Slot) -> Week:
    return rules.week_of(slot, posting(settings))


def author(settings: Operating, week: Week) -> str:
    """Whose post it is."""
    assert settings.people.cto, "every door and job waits for the settings"
    return settings.people.cto


def hour_has_passed(settings: Operating, week: Week, now: datetime) -> bool:
    """Also where there is no hour: whoever approves then means now."""
    slot = due(settings, week)
    return slot is None or slot.at <= now


def is_over(settings: Operating, week: Week, now: datetime) -> bool:
    return rules.is_over(week, now, posting(settings))
