"""By when an action is to have an owner, and to be complete: by the severity of its report, in working days."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.reports import actions_rules, hours
from bot.reports.models import Report
from bot.settings import Operating


def today(session: Session, report: Report, settings: Operating, now: datetime) -> date:
    """What day it is for whoever owns the report: nothing of it is late before that day is over."""
    return hours.today_of(session, report.owner, settings, now)


def proposed_day(report: Report, settings: Operating, now: datetime) -> date:
    """The day by which it is to be complete, by its severity."""
    return _day(report, settings.reports.complete_actions_within_days, settings, now)


def assign_day(report: Report, settings: Operating, now: datetime) -> date:
    """The day by which it is to have an owner."""
    return _day(report, settings.reports.assign_actions_within_days, settings, now)


def _day(report: Report, days: Sequence[int], settings: Operating, now: datetime) -> date:
    zone = settings.calendar.zone
    ended = report.ended_at.astimezone(zone).date() if report.ended_at else None
    count = actions_rules.within(days, report.severity)
    return actions_rules.due(ended, now.astimezone(zone).date(), count, hours.working_days(settings))
