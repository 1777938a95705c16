"""What other practices are told of commitments, and how they hand one over; `wiring.py` passes these functions on."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import digest_text, gathering, promises, sentences
from bot.commitments.checks import Audience, Draft
from bot.commitments.counting import Change, Period
from bot.commitments.digest_post import CHANGE_MARKS
from bot.commitments.models import Commitment
from bot.commitments.states import Phase, State
from bot.settings import Operating
from bot.slack.text import escape, shorten

MOST_CHANGES = 5
#: What Friday's message tells the CTO; what is merely new or goes well again can wait for the digest.
TELLING = (
    Change.KEPT,
    Change.MISSED,
    Change.DROPPED,
    Change.PAST_DATE,
    Change.MOVED,
    Change.OFF_TRACK,
    Change.AT_RISK,
    Change.SILENT,
    Change.WITHOUT_OWNER,
)


def figures(session: Session, settings: Operating, since: datetime, now: datetime) -> Sequence[str]:
    """Nothing before the first one. Only what is for everybody."""
    public = (Commitment.audience == Audience.ORGANISATION, Commitment.phase == Phase.OPEN)
    is_open = _count(session, *public)
    if not is_open:
        return []
    said = Commitment.word.in_((State.AT_RISK, State.OFF_TRACK))
    in_time = sa.or_(Commitment.due_at.is_(None), Commitment.due_at > now)
    return [
        sentences.open_promises(
            is_open,
            at_risk=_count(session, *public, said, Commitment.silent_at > now, in_time),
            past=_count(session, *public, Commitment.due_at <= now),
            silent=_count(session, *public, Commitment.silent_at <= now, in_time),
        )
    ]


def _count(session: Session, *where: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Commitment).where(*where)) or 0


def changes(session: Session, settings: Operating, since: datetime, now: datetime) -> Sequence[str]:
    """One line for each of the most telling changes since then."""
    return list(_changes(session, Period(since, now), now.astimezone(settings.calendar.zone).date()))[:MOST_CHANGES]


def _changes(session: Session, period: Period, today: date) -> Iterator[str]:
    lines = gathering.lines(session, period)
    for telling in TELLING:
        for line in (line for line in lines if line.change is telling):
            what, how = escape(shorten(line.what, 80)), escape(shorten(digest_text.changed(line, today), 120))
            yield f"{CHANGE_MARKS[telling]} “{what}”: {how}"


def propose(
    session: Session,
    *,
    origin: str,
    what: str,
    owner: str,
    by: str,
    settings: Operating,
    now: datetime,
    day: date | None = None,
    how: str = "",
    said_at: str = "",
    audience: str = Audience.ORGANISATION,
) -> int:
    """From an answer to a question, or an action of a report. `origin` names it, such as `question:17`: asked for
    again, it is the same commitment. Its number; raises FieldErrors as a form would."""
    if known := promises.tracked(session, origin):
        return known.id
    draft = Draft(what=what, owner=owner, day=day, how=how, said_at=said_at, audience=Audience(audience))
    return promises.make(session, draft, by=by, settings=settings, now=now, origin=origin).id
