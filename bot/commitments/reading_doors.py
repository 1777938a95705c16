"""Doors of a digest that was posted: its presentation, and a question about one of its promises."""

from datetime import date

from sqlalchemy.orm import Session

from bot.commitments import digest_views, ledger, meetings, owners, promises, reading_views, refusals, views
from bot.commitments.digest import Digest
from bot.commitments.ledger import NotThere
from bot.elsewhere import Moment
from bot.errors import BotError
from bot.slack.doors import Answer, Call, Open, Redraw


class NoDigest(BotError):
    def __init__(self, day: date) -> None:
        super().__init__(refusals.no_digest(day))


def _posted(session: Session, day: date) -> Digest:
    """Raises NoDigest."""
    meeting = meetings.newest(session, day)
    if meeting is None:
        raise NoDigest(day)
    return meetings.frozen_digest(meeting)


def present(session: Session, call: Call, moment: Moment) -> Answer:
    day = date.fromisoformat(digest_views.read_value(call.value)[0])
    return Open(reading_views.presentation(_posted(session, day), moment.words))


def turn(session: Session, call: Call, moment: Moment) -> Answer:
    digest = _posted(session, reading_views.read_day(call.view))
    return Redraw(reading_views.presentation(digest, moment.words, int(call.value)))


def ask(session: Session, call: Call, moment: Moment) -> Answer:
    """Which promise first, where there are several."""
    digest = _posted(session, date.fromisoformat(digest_views.read_value(call.value)[0]))
    if len(digest.lines) == 1:
        return _question(session, call, digest.lines[0].id, _source(call), moment)
    return Open(reading_views.pick_form(digest, moment.words, _source(call)))


def _source(call: Call) -> str:
    """Where the digest stands; nowhere, where only this person sees it."""
    ts = (call.body.get("message") or {}).get("ts")
    return f"{call.channel}:{ts}" if ts else ""


def picked(session: Session, call: Call, moment: Moment) -> Answer:
    promise, source = reading_views.read_pick(call.view)
    answer = _question(session, call, promise, source, moment)
    return Redraw(answer.view) if isinstance(answer, Open) else answer


def ask_about(session: Session, call: Call, moment: Moment) -> Answer:
    """From the page of a promise."""
    return _question(session, call, views.read_reference(call.value)[0], "", moment)


def _question(session: Session, call: Call, commitment_id: int, source: str, moment: Moment) -> Answer:
    """Only about what everybody may read: the question may be for everybody. Raises NotThere."""
    commitment = ledger.find(session, commitment_id)
    owners.require_sight(commitment, call.person, call.settings)
    if not promises.is_public(commitment) or moment.elsewhere.ask is None:
        raise NotThere
    return moment.elsewhere.ask(session, call, reading_views.about(commitment.what, moment.words), source, "")
