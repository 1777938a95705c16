"""Somebody lives in another time zone: what they promised is due at the end of the day there."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import ledger
from bot.commitments.departures import NOBODY
from bot.commitments.models import Commitment
from bot.commitments.states import Kind, Phase
from bot.settings import Operating
from bot.slack import hours
from bot.slack.people import Profile


def notice(session: Session, *, settings: Operating, now: datetime) -> None:
    """Of all that is open. What was proposed keeps the number its buttons know, and follows once it is promised."""
    elsewhere = sa.and_(Profile.id == Commitment.owner, Profile.zone != Commitment.zone)
    is_open = Commitment.phase == Phase.OPEN
    found = sa.select(Commitment.id).join(Profile, elsewhere).where(is_open).order_by(Commitment.id)
    for commitment_id in session.scalars(found).all():
        follow(session, ledger.lock(session, commitment_id), settings, now)


def follow(session: Session, commitment: Commitment, settings: Operating, now: datetime) -> None:
    """One that is locked."""
    owner = commitment.owner
    zone = hours.zone_of(session, owner, settings)
    if owner and commitment.zone != zone.key:
        ledger.append(session, commitment, Kind.RELOCATED, by=NOBODY, now=now, owner=owner, zone=zone)
