"""Whether Slack took an all-hands digest: where it did not, the CTO's office is told, and told again once it has."""

import re
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.commitments import digest_views, meetings, rhythms, sentences
from bot.commitments.meeting_models import AllHands
from bot.settings import Operating
from bot.slack import outbox, remedies
from bot.slack.outbox import State

_POST = re.compile(r"all-hands:(\d{4}-\d\d-\d\d):post")


def ended(session: Session, key: str, state: State, now: datetime) -> None:
    """Hears of every message that Slack took or refused."""
    found = _POST.fullmatch(key)
    meeting = meetings.newest(session, date.fromisoformat(found[1])) if found else None
    if meeting is None:
        return
    if error := outbox.why_refused(session, key):
        _not_taken(session, meeting, error, now)
    elif state is State.SENT and outbox.keys(session, _told(meeting)):
        _taken(session, meeting, now)


def refusal(session: Session) -> str:
    """Why the newest digest stands nowhere, and what to do; nothing where Slack took it, or may yet."""
    meeting = meetings.newest(session)
    error = outbox.why_refused(session, meetings.post_key(meeting.day)) if meeting else None
    return _refusal(meeting, error, settings_.load(session)) if meeting and error is not None else ""


def _refusal(meeting: AllHands, error: str, settings: Operating) -> str:
    return sentences.not_taken(meeting.day, rhythms.channel(settings), error, remedies.remedy(error))


def _told(meeting: AllHands) -> str:
    return f"all-hands:{meeting.day}:not-taken:"


def _not_taken(session: Session, meeting: AllHands, error: str, now: datetime) -> None:
    settings = settings_.load(session)
    said = _refusal(meeting, error, settings)
    meetings.change_desk(session, meeting, said, now)
    times = len(outbox.keys(session, _told(meeting)))
    for person in sorted(filter(None, {settings.people.cto, meeting.posted_by})):
        key = f"{_told(meeting)}{times}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=digest_views.settled(said), now=now)


def _taken(session: Session, meeting: AllHands, now: datetime) -> None:
    said = sentences.taken(meeting.day, rhythms.channel(settings_.load(session)))
    meetings.change_desk(session, meeting, said, now)
    for key in outbox.keys(session, _told(meeting)):
        outbox.change(session, key=key, message=digest_views.settled(said), now=now)
