"""How a commitment becomes a promise: somebody proposes it, and its owner accepts, names another day, or declines."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.commitments import checks, desk, ledger, owners, refusals
from bot.commitments.checks import Audience, Draft
from bot.commitments.models import Commitment
from bot.commitments.states import Kind, Phase
from bot.errors import BotError, FieldErrors
from bot.settings import Operating
from bot.slack import hours
from bot.slack.text import one_line


class AlreadyTracked(BotError):
    def __init__(self, commitment: Commitment) -> None:
        super().__init__(refusals.is_tracked(commitment.id))


class AlreadyDecided(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.DECIDED_ALREADY)


class DayHasPassed(BotError):
    """Between the asking and the answer. It waits for another day, as it is."""

    def __init__(self, day: date, *, is_owners: bool) -> None:
        sentence = refusals.day_to_agree_has_passed if is_owners else refusals.day_to_accept_has_passed
        super().__init__(sentence(day))


class NotForYou(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.ONLY_WHOEVER_WAS_ASKED)


def make(
    session: Session,
    draft: Draft,
    *,
    by: str,
    settings: Operating,
    now: datetime,
    origin: str | None = None,
    in_person: bool = True,
) -> Commitment:
    """Who promises for themselves in person has promised; anybody else is asked first.

    Raises FieldErrors, AlreadyTracked.
    """
    if found := faults(session, draft, settings, now, maker=by):
        raise FieldErrors(found)
    if origin and (known := tracked(session, origin)):
        raise AlreadyTracked(known)
    commitment = _written(draft, by, settings, now, origin)
    session.add(commitment)
    session.flush()
    zone = hours.zone_of(session, draft.owner, settings)
    ledger.append(session, commitment, Kind.PROPOSED, by=by, now=now, owner=draft.owner, zone=zone, day=draft.day)
    if draft.owner == by and in_person:
        ledger.append(session, commitment, Kind.ACCEPTED, by=by, now=now)
    else:
        desk.ask_owner(session, commitment, now)
    return commitment


def faults(
    session: Session, draft: Draft, settings: Operating, now: datetime, maker: str | None = None
) -> dict[str, str]:
    """Field → sentence."""
    today = hours.today_of(session, draft.owner, settings, now)
    found = dict(checks.faults(draft, today))
    for field, person in (("owner", draft.owner), ("sponsor", draft.sponsor)):
        if person and (sentence := owners.owner_fault(session, person, maker)):
            found[field] = sentence
    return found


def tracked(session: Session, origin: str) -> Commitment | None:
    return session.scalars(sa.select(Commitment).where(Commitment.origin == origin)).one_or_none()


def searchable(what: str, how: str, why: str) -> str:
    return " ".join((what, how, why)).casefold()


def _written(draft: Draft, by: str, settings: Operating, now: datetime, origin: str | None) -> Commitment:
    measure = vars(draft.measure) if draft.measure else None
    return Commitment(
        what=one_line(draft.what),
        why=draft.why.strip(),
        how=draft.how.strip(),
        measure=dict(measure) if measure else None,
        links=list(draft.links),
        audience=draft.audience,
        said_at=one_line(draft.said_at),
        origin=origin,
        made_by=by,
        rhythm_days=draft.rhythm_days or settings.commitments.update_every_days,
        sponsor=draft.sponsor,
        created_at=now,
        searchable=searchable(draft.what, draft.how, draft.why),
        updates=0,
        moves=0,
        asked=0,
        phase=Phase.PROPOSED,
    )


# What the two sides answer


def accept(
    session: Session, commitment_id: int, number: int, *, by: str, settings: Operating, now: datetime
) -> Commitment:
    """The owner takes what was asked, or the maker the day that the owner named. `number`: the update they saw.

    Raises NotThere, NotForYou, AlreadyDecided, DayHasPassed.
    """
    commitment = _waiting_for(session, commitment_id, number, by)
    _require_day_ahead(session, commitment, settings, now)
    _accepted(session, commitment, by, settings, now)
    commitment.asked, commitment.asked_on = 0, None
    desk.tell_decided(session, commitment, by, now)
    return commitment


def _accepted(session: Session, commitment: Commitment, by: str, settings: Operating, now: datetime) -> None:
    """Its day ends where the owner lives by now."""
    zone = hours.zone_of(session, commitment.owner, settings)
    ledger.append(session, commitment, Kind.ACCEPTED, by=by, now=now, zone=zone)


def _require_day_ahead(session: Session, commitment: Commitment, settings: Operating, now: datetime) -> None:
    """Raises DayHasPassed."""
    standing = ledger.course(session, commitment).standing
    if standing.asked and standing.asked < hours.today_of(session, commitment.owner, settings, now):
        raise DayHasPassed(standing.asked, is_owners=standing.countered)


def counter(
    session: Session,
    commitment_id: int,
    number: int,
    *,
    day: date | None,
    note: str,
    by: Person,
    settings: Operating,
    now: datetime,
) -> None:
    """The owner would promise it for another day; of what was proposed in their own name, they do.

    Raises NotThere, NotForYou, AlreadyDecided, FieldErrors.
    """
    commitment = _waiting_for(session, commitment_id, number, by.id)
    today = hours.today_of(session, by.id, settings, now)
    sentence = checks.date_fault(day, today) if day else refusals.DAY_TO_COUNTER
    if sentence:
        raise FieldErrors({"day": sentence})
    ledger.append(session, commitment, Kind.COUNTERED, by=by.id, now=now, day=day, note=note.strip())
    commitment.asked, commitment.asked_on = 0, None
    if commitment.made_by == by.id:
        _accepted(session, commitment, by.id, settings, now)
        desk.tell_decided(session, commitment, by.id, now)
    else:
        desk.ask_maker(session, commitment, now)


def decline(session: Session, commitment_id: int, number: int, *, note: str, by: str, now: datetime) -> None:
    """With a word, so that nobody wonders. Raises NotThere, NotForYou, AlreadyDecided, FieldErrors."""
    commitment = _waiting_for(session, commitment_id, number, by)
    if not note.strip():
        raise FieldErrors({"note": refusals.WHY_NOT})
    ledger.append(session, commitment, Kind.DECLINED, by=by, now=now, note=note.strip())
    desk.tell_decided(session, commitment, by, now)


def withdraw(session: Session, commitment_id: int, *, by: str, now: datetime) -> None:
    """Whoever proposed it takes it back before it was promised. Raises NotThere, NotForYou, AlreadyDecided."""
    commitment = ledger.lock(session, commitment_id)
    require_part(session, commitment, by)
    if commitment.phase != Phase.PROPOSED:
        raise AlreadyDecided
    if by != commitment.made_by:
        raise NotForYou
    ledger.append(session, commitment, Kind.WITHDRAWN, by=by, now=now)
    desk.tell_decided(session, commitment, by, now)


def _waiting_for(session: Session, commitment_id: int, number: int, by: str) -> Commitment:
    commitment = ledger.lock(session, commitment_id)
    require_asked(session, commitment, number, by)
    return commitment


def require_asked(session: Session, commitment: Commitment, number: int, by: str) -> None:
    """Raises NotThere, NotForYou, AlreadyDecided."""
    require_part(session, commitment, by)
    if commitment.phase != Phase.PROPOSED or commitment.updates != number:
        raise AlreadyDecided
    if by != asked_person(session, commitment):
        raise NotForYou


def require_part(session: Session, commitment: Commitment, by: str) -> None:
    """Before anything is told of how it stands: who is in it, or ever was. Raises NotThere, NotForYou."""
    said = ledger.updates(session, commitment.id)
    if not owners.is_in(commitment, by) and by not in {one.owner for one in said}:
        raise NotForYou if is_public(commitment) else ledger.NotThere


def asked_person(session: Session, commitment: Commitment) -> str | None:
    """Whose answer a proposal waits for."""
    return commitment.made_by if ledger.course(session, commitment).standing.countered else commitment.owner


def is_public(commitment: Commitment) -> bool:
    """Only such commitments are counted, listed, exported or read out to everybody."""
    return commitment.audience == Audience.ORGANISATION
