"""What a change of the settings does to an all-hands whose draft is out: whether its day went, and where to."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.commitments import rhythms
from bot.commitments.meeting_models import AllHands, Held
from bot.commitments.rhythms import Meetings
from bot.rhythm import NoSlot, Slot
from bot.settings import Operating


@dataclass(frozen=True)
class Gone:
    """When its day went, and the series that it was planned in until then."""

    at: datetime
    before: Meetings


def holds(settings: Operating, day: date) -> bool:
    """Whether the all-hands planned for this day is held, on it or on another that it was moved to."""
    series = rhythms.meetings(settings)
    return series.is_held(series.held_instead_of(day))


def gone(session: Session, day: date, settings: Operating, since: datetime | None = None) -> Gone | None:
    """None where it is held, was never planned, not `since` then, or had come before the settings changed."""
    if holds(settings, day):
        return None
    went = None
    for saved_at, version in settings_.versions(session):
        if holds(version, day):
            return _gone(rhythms.meetings(version), day, went)
        if since and saved_at < since:
            return None
        went = saved_at
    return None


def _gone(before: Meetings, day: date, went: datetime | None) -> Gone | None:
    had_come = went is None or before.at_hour(before.held_instead_of(day)).at <= went
    return None if went is None or had_come else Gone(went, before)


def was_planned(session: Session, slot: Slot) -> bool:
    """Whether this was the hour of an all-hands when it came."""
    for saved_at, version in settings_.versions(session):
        if saved_at <= slot.at:
            return rhythms.meetings(version).slot_on(slot.local.date()) == slot
    return False


def instead(session: Session, found: Gone, settings: Operating, now: datetime) -> date | None:
    """The day that it is planned for now; none where what comes next was an all-hands of its own before."""
    series, after = rhythms.meetings(settings), now
    while slot := _next(series, after):
        held = slot.local.date()
        if found.before.is_held(held):
            return None
        if not _is_begun(session, planned := series.planned_for(held)):
            return planned
        after = slot.at
    return None


def _next(series: Meetings, after: datetime) -> Slot | None:
    try:
        return series.next_after(after)
    except NoSlot:
        return None


def _is_begun(session: Session, day: date) -> bool:
    begun = sa.or_(AllHands.standing != Held.DRAFT, AllHands.desk_messages > 0, AllHands.revision > 0)
    return session.scalars(sa.select(AllHands.id).where(AllHands.day == day, begun)).first() is not None
