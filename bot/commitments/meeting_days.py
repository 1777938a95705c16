"""An all-hands moves to another day, or is cancelled; the series goes on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.commitments import meetings, refusals, rhythms, sentences, series_changes
from bot.commitments.meeting_models import AllHands, Held
from bot.commitments.rhythms import Meetings
from bot.elsewhere import Moment
from bot.errors import FieldErrors
from bot.meeting_series import Moved
from bot.settings import Operating
from bot.slack import people, visits

#: How far back one is looked for that was planned then and moved.
STILL_FOLLOWED = timedelta(days=92)


def cancel(session: Session, day: date, *, by: str, moment: Moment) -> None:
    """Raises AlreadyPosted, Cancelled, NotPlanned."""
    meeting = meetings.still_open(session, day, moment)
    held = rhythms.meetings(moment.settings).held_instead_of(day)
    meeting.standing = Held.CANCELLED
    section = moment.settings.all_hands
    changes = {"cancelled": (*section.cancelled, day), "moved": _moved_others(moment.settings, day)}
    _save_series(session, changes, by, moment)
    meetings.change_desk(session, meeting, sentences.cancelled(people.name(session, by), held), moment.now)
    visits.changed(session, [moment.settings.people.cto], moment.now)


def move(session: Session, day: date, to: date | None, *, by: str, moment: Moment) -> None:
    """The draft and the CTO's words go with it. Raises FieldErrors, AlreadyPosted, Cancelled, NotPlanned."""
    meeting = meetings.still_open(session, day, moment)
    if sentence := _fault(rhythms.meetings(moment.settings), day, to, moment):
        raise FieldErrors({"day": sentence})
    moved = () if to is None or to == day else (Moved(day, to),)
    changed = _save_series(session, {"moved": (*_moved_others(moment.settings, day), *moved)}, by, moment)
    meetings.draft_elsewhere(session, meeting, replace(moment, settings=changed), by)


def follow(session: Session, moment: Moment) -> None:
    """The settings may plan what is drafted for another day, for none, or again for its own."""
    wanted = (AllHands.standing.in_((Held.DRAFT, Held.GONE)), AllHands.day > moment.now.date() - STILL_FOLLOWED)
    for meeting in session.scalars(sa.select(AllHands).where(*wanted).order_by(AllHands.day).with_for_update()).all():
        if meeting.standing == Held.GONE and series_changes.holds(moment.settings, meeting.day):
            meeting.standing = Held.DRAFT
        elif meeting.standing == Held.DRAFT and (meeting.desk_messages or meeting.revision):
            _follow(session, meeting, moment)


def _follow(session: Session, meeting: AllHands, moment: Moment) -> None:
    gone = series_changes.gone(session, meeting.day, moment.settings, meeting.created_at)
    if gone is None:
        return
    if day := series_changes.instead(session, gone, moment.settings, moment.now):
        meetings.rename(session, meeting, day, moment)
    else:
        meetings.give_up(session, meeting, moment)


def _fault(series: Meetings, day: date, to: date | None, moment: Moment) -> str:
    if to is None:
        return refusals.DAY_IT_MOVES_TO
    if series.at_hour(to).at <= moment.now:
        return refusals.HOUR_HAS_PASSED
    if to not in (day, series.held_instead_of(day)) and series.is_held(to):
        return refusals.DAY_IS_TAKEN
    return ""


def _moved_others(settings: Operating, day: date) -> tuple[Moved, ...]:
    return tuple(each for each in settings.all_hands.moved if each.planned != day)


def _save_series(session: Session, changes: dict[str, Any], by: str, moment: Moment) -> Operating:
    section = moment.settings.all_hands.model_copy(update=changes)
    changed = moment.settings.model_copy(update={"all_hands": section})
    settings_.save(session, changed, by=by, now=moment.now)
    return changed
