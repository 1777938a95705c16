"""What is said of a commitment once it is a promise: how it goes, how it ended, and for which day it is now."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.commitments import checks, desk, ledger, owners, refusals
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
    commitment = _spoken_for(session, commitment_id, word.base, by, settings)
    found, value = _faults(session, commitment, word, settings, now)
    if found:
        raise FieldErrors(found)
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
        corrects=_corrected(session, commitment) if word.corrects else None,
    )
    _heard(session, commitment, by, now)
    return commitment


def _faults(
    session: Session, commitment: Commitment, word: Word, settings: Operating, now: datetime
) -> tuple[dict[str, str], str | None]:
    today = _today(session, commitment, settings, now)
    found = dict(checks.word_faults(word.state, word.note, word.until, word.forecast, today))
    reopens = commitment.phase == Phase.CLOSED and word.state not in CLOSING and not word.corrects
    if reopens and (sentence := _new_day_fault(word.day, today)):
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
    commitment = _spoken_for(session, commitment_id, wish.base, by, settings)
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
    told = {"day": wish.day, "note": wish.note.strip(), "corrects": _mistaken(session, commitment, by.id, today)}
    ledger.append(session, commitment, Kind.MOVED, by=by.id, now=now, **told)
    _heard(session, commitment, by, now)
    return commitment


def _mistaken(session: Session, commitment: Commitment, by: str, today: date) -> int | None:
    """Whoever names another day on the same day puts their own move right, unless it was read out meanwhile."""
    course = ledger.course(session, commitment)
    last = course.updates[-1]
    if last.kind is not Kind.MOVED or last.by != by or course.standing.local_day(last.at) != today:
        return None
    read_out = session.scalars(sa.select(AllHands.day).where(AllHands.posted_at >= last.at).limit(1)).first()
    return None if read_out else last.number


def _spoken_for(session: Session, commitment_id: int, base: int, by: Person, settings: Operating) -> Commitment:
    commitment = ledger.lock(session, commitment_id)
    owners.require_voice(commitment, by, settings)
    require_promised(commitment)
    if commitment.updates != base:
        raise ChangedMeanwhile(commitment, desk.last_speaker(session, commitment))
    return commitment


def _today(session: Session, commitment: Commitment, settings: Operating, now: datetime) -> date:
    if commitment.owner is None:
        return now.astimezone(settings.calendar.zone).date()
    return hours.today_of(session, commitment.owner, settings, now)


def _corrected(session: Session, commitment: Commitment) -> int | None:
    said = [update.number for update in ledger.updates(session, commitment.id) if update.kind is Kind.SAID]
    return said[-1] if said else None


def _heard(session: Session, commitment: Commitment, by: Person, now: datetime) -> None:
    commitment.asked = 0
    if commitment.owner and commitment.owner != by.id:
        desk.tell_owner_of_word(session, commitment, by.id, now)
