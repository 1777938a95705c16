"""What is said of a commitment once it is a promise: how it goes, how it ended, and for which day it is now."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.commitments import checks, corrections, desk, ledger, owners, refusals, relocations
from bot.commitments.checks import Measure
from bot.commitments.meeting_models import AllHands
from bot.commitments.models import Commitment
from bot.commitments.states import CLOSING, Kind, Phase, State
from bot.errors import BotError, FieldErrors
from bot.settings import Operating
from bot.slack import hours


@dataclass(frozen=True)
class Word:
    """An update as somebody wrote it. `base` is the newest update that they had seen."""

    base: int
    state: State = State.ON_TRACK
    note: str = ""
    #: The day they expect or, of what is kept, the day it was.
    forecast: date | None = None
    until: date | None = None
    confidence: str | None = None
    evidence: str = ""
    value: str = ""
    #: The new promised day, of what was closed.
    day: date | None = None
    #: Puts their last word right, instead of adding to it.
    corrects: bool = False


@dataclass(frozen=True)
class Renegotiation:
    base: int
    day: date | None
    note: str


class ChangedMeanwhile(BotError):
    """Somebody else said something after this form was opened; what was typed may be saved again."""

    def __init__(self, commitment: Commitment, by: str) -> None:
        super().__init__(refusals.said_meanwhile(by))
        self.base = commitment.updates


class NotPromisedYet(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NOT_PROMISED_YET)


def is_promised(commitment: Commitment) -> bool:
    return commitment.phase in (Phase.OPEN, Phase.CLOSED)


def require_promised(commitment: Commitment) -> None:
    """Raises NotPromisedYet."""
    if not is_promised(commitment):
        raise NotPromisedYet


def say(
    session: Session, commitment_id: int, word: Word, *, by: Person, settings: Operating, now: datetime
) -> Commitment:
    """Raises NotThere, NotYours, NotPromisedYet, ChangedMeanwhile, FieldErrors."""
    commitment = _spoken_for(session, commitment_id, word.base, by, settings, now)
    wrong = _corrected(session, commitment, word.state, now) if word.corrects else None
    found, value = _faults(session, commitment, word, wrong, settings, now)
    if found:
        raise FieldErrors(found)
    offered_to = commitment.offered_to
    ledger.append(
        session,
        commitment,
        Kind.SAID,
        by=by.id,
        now=now,
        state=word.state,
        note=word.note.strip(),
        forecast=word.forecast,
        until=word.until if word.state is State.PAUSED else None,
        confidence=word.confidence,
        evidence=word.evidence.strip(),
        value=value,
        day=word.day if commitment.phase == Phase.CLOSED and word.state not in CLOSING else None,
        corrects=wrong,
    )
    if offered_to and commitment.phase == Phase.CLOSED:
        desk.tell_closed(session, commitment, offered_to, now)
    _heard(session, commitment, by, now)
    return commitment


def _faults(
    session: Session, commitment: Commitment, word: Word, wrong: int | None, settings: Operating, now: datetime
) -> tuple[dict[str, str], str | None]:
    today = _today(session, commitment, settings, now)
    written = commitment.created_at.date()
    found = dict(checks.word_faults(word.state, word.note, word.until, word.forecast, today, written))
    opens = commitment.phase == Phase.CLOSED and word.state not in CLOSING
    needs_day = wrong is None or word.day
    if opens and needs_day and (sentence := _new_day_fault(word.day, today)):
        found["day"] = sentence
    value = None
    if word.value.strip() and commitment.measure:
        try:
            value = checks.read_value(word.value, Measure(**commitment.measure))
        except ValueError as error:
            found["value"] = str(error)
    return found, value


def _new_day_fault(day: date | None, today: date) -> str:
    return checks.date_fault(day, today) if day else refusals.DAY_AFTER_CLOSING


def move(
    session: Session, commitment_id: int, wish: Renegotiation, *, by: Person, settings: Operating, now: datetime
) -> Commitment:
    """Another promised day, with a reason. Raises as `say` does."""
    commitment = _spoken_for(session, commitment_id, wish.base, by, settings, now)
    today = _today(session, commitment, settings, now)
    found = {}
    if sentence := checks.date_fault(wish.day, today) if wish.day else refusals.NEW_DAY:
        found["day"] = sentence
    elif wish.day == commitment.promised and commitment.phase == Phase.OPEN:
        found["day"] = refusals.SAME_DAY
    if not wish.note.strip() and commitment.promised:
        found["note"] = refusals.WHY_IT_MOVES
    if found:
        raise FieldErrors(found)
    told = {
        "day": wish.day,
        "note": wish.note.strip(),
        "corrects": _corrected_move(session, commitment, by.id, wish.day, now),
    }
    ledger.append(session, commitment, Kind.MOVED, by=by.id, now=now, **told)
    _heard(session, commitment, by, now)
    return commitment


def _corrected_move(session: Session, commitment: Commitment, by: str, day: date | None, now: datetime) -> int | None:
    """Whoever names an earlier day on the same day puts their own move right."""
    assert day, "a move without a day was refused"
    course = ledger.course(session, commitment)
    wrong = corrections.move_to_put_right(course, by, day, now, partial(_was_read_out, session))
    return wrong.number if wrong else None


def _was_read_out(session: Session, since: datetime) -> bool:
    return session.scalars(sa.select(AllHands.day).where(AllHands.posted_at >= since).limit(1)).first() is not None


def _spoken_for(
    session: Session, commitment_id: int, base: int, by: Person, settings: Operating, now: datetime
) -> Commitment:
    commitment = ledger.lock(session, commitment_id)
    owners.require_voice(commitment, by, settings)
    require_promised(commitment)
    if ledger.last_said(session, commitment).number > base:
        raise ChangedMeanwhile(commitment, desk.last_speaker(session, commitment))
    relocations.follow(session, commitment, settings, now)
    return commitment


def _today(session: Session, commitment: Commitment, settings: Operating, now: datetime) -> date:
    if commitment.owner is None:
        return now.astimezone(settings.calendar.zone).date()
    return hours.today_of(session, commitment.owner, settings, now)


def _corrected(session: Session, commitment: Commitment, state: State, now: datetime) -> int | None:
    course = ledger.course(session, commitment)
    wrong = corrections.word_to_put_right(course, state, now, partial(_was_read_out, session))
    return wrong.number if wrong else None


def _heard(session: Session, commitment: Commitment, by: Person, now: datetime) -> None:
    commitment.asked = 0
    if commitment.owner and commitment.owner != by.id:
        desk.tell_owner_of_word(session, commitment, by.id, now)
