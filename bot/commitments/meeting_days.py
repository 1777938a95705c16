"""An all-hands moves to another day, or is cancelled; the series goes on."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.commitments import meetings, refusals, rhythms, sentences
from bot.commitments.meeting_models import Held
from bot.commitments.rhythms import Meetings
from bot.elsewhere import Moment
from bot.errors import FieldErrors
from bot.meeting_series import Moved
from bot.settings import Operating
from bot.slack import people, visits


def cancel(session: Session, day: date, *, by: str, moment: Moment) -> None:
    """Raises AlreadyPosted, Cancelled."""
    meeting = meetings.still_open(session, day, moment.now)
    held = rhythms.meetings(moment.settings).held_instead_of(day)
    meeting.standing = Held.CANCELLED
    section = moment.settings.all_hands
    changes = {"cancelled": (*section.cancelled, day), "moved": _moved_others(moment.settings, day)}
    _save_series(session, changes, by, moment)
    meetings.change_desk(session, meeting, sentences.cancelled(people.name(session, by), held), moment.now)
    visits.changed(session, [moment.settings.people.cto], moment.now)


def move(session: Session, day: date, to: date | None, *, by: str, moment: Moment) -> None:
    """The draft and the CTO's words go with it. Raises FieldErrors, AlreadyPosted, Cancelled."""
    meeting = meetings.still_open(session, day, moment.now)
    if sentence := _fault(rhythms.meetings(moment.settings), day, to, moment):
        raise FieldErrors({"day": sentence})
    moved = () if to is None or to == day else (Moved(day, to),)
    changed = _save_series(session, {"moved": (*_moved_others(moment.settings, day), *moved)}, by, moment)
    meetings.show_draft(session, meeting, replace(moment, settings=changed), by=by)


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
