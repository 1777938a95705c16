"""Whoever was asked to promise something and has not answered is asked once more, in their hours."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import asking, desk, ledger, promises, rhythms
from bot.commitments.models import Commitment
from bot.commitments.states import Phase
from bot.settings import Operating
from bot.slack import hours

#: Working days.
PATIENCE = 3


def ask_again(session: Session, *, settings: Operating, now: datetime) -> None:
    old_enough = Commitment.created_at <= now - timedelta(days=PATIENCE - 1)
    waiting = sa.select(Commitment).where(Commitment.phase == Phase.PROPOSED, Commitment.asked == 0, old_enough)
    for commitment in session.scalars(waiting.order_by(Commitment.id)).all():
        person = promises.asked_person(session, commitment)
        if person and hours.works_now(session, person, settings, now):
            _ask_again(session, commitment, person, settings, now)


def _ask_again(session: Session, commitment: Commitment, person: str, settings: Operating, now: datetime) -> None:
    zone, today = hours.zone_of(session, person, settings), hours.today_of(session, person, settings, now)
    asked_on = ledger.updates(session, commitment.id)[-1].at.astimezone(zone).date()
    if asking.working_days_between(asked_on, today, rhythms.working_days(settings)) >= PATIENCE:
        commitment.asked, commitment.asked_on = 1, today
        desk.ask_again(session, commitment, now)
