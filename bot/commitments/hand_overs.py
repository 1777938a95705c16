"""A commitment goes to another owner only when that person accepts it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.access import Person
from bot.commitments import desk, ledger, owners, refusals
from bot.commitments.models import Commitment
from bot.commitments.promises import AlreadyDecided, NotForYou, require_part
from bot.commitments.states import Kind, Phase
from bot.commitments.words import NotPromisedYet
from bot.errors import FieldErrors
from bot.settings import Operating
from bot.slack import hours


def offer(
    session: Session, commitment_id: int, *, to: str, note: str, by: Person, settings: Operating, now: datetime
) -> None:
    """Ask somebody to take it over. Raises NotThere, NotYours, NotPromisedYet, FieldErrors."""
    commitment = ledger.lock(session, commitment_id)
    owners.require_voice(commitment, by, settings)
    if commitment.phase != Phase.OPEN:
        raise NotPromisedYet
    if to == commitment.owner:
        raise FieldErrors({"to": refusals.OWNER_ALREADY})
    if sentence := owners.owner_fault(session, to, maker=by.id):
        raise FieldErrors({"to": sentence})
    commitment.offer_asked, commitment.offer_asked_on = 0, None
    ledger.append(session, commitment, Kind.OFFERED, by=by.id, now=now, owner=to, note=note.strip())
    desk.ask_successor(session, commitment, now)


def take(session: Session, commitment_id: int, *, by: str, settings: Operating, now: datetime) -> None:
    """Raises NotThere, NotForYou, AlreadyDecided; also of what was closed since: nobody takes that over."""
    commitment = _offered(session, commitment_id, by)
    if commitment.phase != Phase.OPEN:
        raise AlreadyDecided
    before = commitment.owner
    zone = hours.zone_of(session, by, settings)
    ledger.append(session, commitment, Kind.TAKEN, by=by, now=now, owner=by, zone=zone)
    commitment.asked, commitment.asked_on = 0, None
    desk.tell_handed_over(session, commitment, before, now)


def refuse(session: Session, commitment_id: int, *, by: str, now: datetime) -> None:
    """It stays where it was. Raises NotThere, NotForYou, AlreadyDecided."""
    commitment = _offered(session, commitment_id, by)
    ledger.append(session, commitment, Kind.REFUSED, by=by, now=now)
    desk.tell_handed_over(session, commitment, commitment.owner, now)


def _offered(session: Session, commitment_id: int, by: str) -> Commitment:
    commitment = ledger.lock(session, commitment_id)
    require_part(session, commitment, by)
    if commitment.offered_to is None or commitment.phase != Phase.OPEN:
        raise AlreadyDecided
    if commitment.offered_to != by:
        raise NotForYou
    return commitment
