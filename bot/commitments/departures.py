"""Somebody left Slack: what they owned, what waited for their answer, and who is told."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import desk, ledger, promises
from bot.commitments.checks import Audience
from bot.commitments.models import Commitment
from bot.commitments.states import Kind, Phase
from bot.slack import operators
from bot.slack.people import Profile

NOBODY = "cadence"


def notice(session: Session, now: datetime) -> None:
    """Nothing stays with somebody who is gone: neither a promise, nor a question whether to promise."""
    gone = sa.select(Profile.id).where(Profile.left)
    for commitment_id in _ids(session, Commitment.owner.in_(gone), Commitment.phase == Phase.OPEN):
        _lose_owner(session, ledger.lock(session, commitment_id), now)
    waiting = sa.or_(Commitment.owner.in_(gone), Commitment.made_by.in_(gone))
    for commitment_id in _ids(session, waiting, Commitment.phase == Phase.PROPOSED):
        _give_back(session, ledger.lock(session, commitment_id), now)
    for commitment_id in _ids(session, Commitment.offered_to.in_(gone), Commitment.phase == Phase.OPEN):
        _stay_put(session, ledger.lock(session, commitment_id), now)


def _ids(session: Session, *where: sa.ColumnElement[bool]) -> list[int]:
    return list(session.scalars(sa.select(Commitment.id).where(*where).order_by(Commitment.id)))


def _lose_owner(session: Session, commitment: Commitment, now: datetime) -> None:
    owner = commitment.owner
    ledger.append(session, commitment, Kind.ORPHANED, by=NOBODY, now=now)
    _tell_operators(session, commitment, desk.without_owner(session, commitment, owner), now)
    if commitment.audience == Audience.PRIVATE and commitment.made_by != owner:
        sentence = desk.without_owner(session, commitment, owner)
        operators.tell_people(session, [commitment.made_by], _cause(commitment), sentence, now)


def _give_back(session: Session, commitment: Commitment, now: datetime) -> None:
    """Whoever was asked cannot answer any more, so that it was never promised; and may be asked of somebody else."""
    asked = promises.asked_person(session, commitment)
    profile = session.get(Profile, asked) if asked else None
    if profile is None or not profile.left:
        return
    ledger.append(session, commitment, Kind.LAPSED, by=NOBODY, now=now)
    commitment.origin = None
    desk.tell_lapsed(session, commitment, profile.id, now)
    _tell_operators(session, commitment, desk.lapsed(session, commitment, profile.id), now)


def _stay_put(session: Session, commitment: Commitment, now: datetime) -> None:
    assert commitment.offered_to, "it was read by whom it was offered to"
    ledger.append(session, commitment, Kind.REFUSED, by=commitment.offered_to, now=now)
    desk.tell_handed_over(session, commitment, commitment.owner, now)


def _tell_operators(session: Session, commitment: Commitment, sentence: str, now: datetime) -> None:
    if commitment.audience != Audience.PRIVATE:
        operators.tell(session, _cause(commitment), sentence, now)


def _cause(commitment: Commitment) -> str:
    return f"commitments:{commitment.id}:left:{commitment.updates}"
