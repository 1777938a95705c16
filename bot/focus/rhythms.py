"""When the week's post is asked for, reminded of and due, by the settings."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.focus import rules
from bot.focus.rules import Week
from bot.focus.together import Together
from bot.notation import Audience
from bot.recurrence import OnHoliday, Weekly
from bot.rhythm import Ahead, Rhythm, Slot
from bot.settings import DayOff, Operating, Weekday


def zone(settings: Operating) -> ZoneInfo:
    return settings.focus.zone or settings.calendar.zone


def posting(settings: Operating) -> Weekly:
    focus = settings.focus
    return _weekly(settings, focus.post_on, focus.post_at, _ON_DAY_OFF[focus.on_day_off])


_ON_DAY_OFF = {
    DayOff.NEXT_WORKING_DAY: OnHoliday.NEXT_WORKING_DAY,
    DayOff.SKIP: OnHoliday.SKIP,
    # The day on which everybody is back: who then posts says `author`.
    DayOff.STAND_IN: OnHoliday.NEXT_WORKING_DAY,
}


def asking(settings: Operating) -> Rhythm:
    return _weekly(settings, settings.focus.ask_on, settings.focus.ask_at, OnHoliday.PREVIOUS_WORKING_DAY)


def every_week(settings: Operating) -> Weekly:
    """The hour of the post, whoever is off."""
    return _weekly(settings, settings.focus.post_on, settings.focus.post_at, OnHoliday.KEEP)


def _weekly(settings: Operating, day: Weekday, at: time, on_holiday: OnHoliday) -> Weekly:
    calendar = settings.calendar
    days_off = calendar.public_holidays() if stands_in(settings) else calendar.holidays()
    return Weekly(day.number, at, zone(settings), holidays=days_off, on_holiday=on_holiday)


def stands_in(settings: Operating) -> str | None:
    """Who posts where the CTO does not work."""
    return settings.people.stand_in if settings.focus.on_day_off is DayOff.STAND_IN else None


def audiences(settings: Operating) -> Sequence[tuple[Audience, Weekly]]:
    """Each with its own hour, on the day of the week of the post, which nothing moves."""
    others = (Audience.read(text) for text in settings.focus.audiences)
    day = settings.focus.post_on.number
    return [(one, Weekly(day, one.at, one.zone)) for one in others if one.channel != settings.focus.channel]


def copying(settings: Operating) -> Rhythm:
    """Every audience's morning."""
    return Together(tuple(hours for _, hours in audiences(settings)))


def reminding(settings: Operating) -> Rhythm:
    return Ahead(posting(settings), timedelta(minutes=settings.focus.remind_minutes_before))


def due(settings: Operating, week: Week) -> Slot | None:
    return rules.due_in(week, posting(settings))


def week_of(settings: Operating, slot: Slot) -> Week:
    return rules.week_of(slot, posting(settings))


def author(settings: Operating, week: Week) -> str:
    """Whose post it is: the CTO's, or that of whoever stands in on a day the CTO does not work."""
    cto, other = settings.people.cto, stands_in(settings)
    assert cto, "every door and job waits for the settings"
    slot = due(settings, week) if other else None
    return other if other and slot and slot.local.date() in settings.calendar.holidays() else cto


def hour_has_passed(settings: Operating, week: Week, now: datetime) -> bool:
    """Also where there is no hour: whoever approves then means now."""
    slot = due(settings, week)
    return slot is None or slot.at <= now


def is_over(settings: Operating, week: Week, now: datetime) -> bool:
    return rules.is_over(week, now, posting(settings))
