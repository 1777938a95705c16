"""Whoever was asked to promise something, or to take it over, and has not answered is asked once more, in their hours;
of a hand-over, whoever offered it then hears that there is no answer."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.commitments import asking, desk, ledger, owners, promises, rhythms
from bot.commitments.models import Commitment
from bot.commitments.states import Phase, Update
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


#: What became of an offer: not asked again yet, asked again, and told to whoever made it.
NOT_YET, ASKED, TOLD = range(3)


def ask_successors_again(session: Session, *, settings: Operating, now: datetime) -> None:
    """Then whoever offered it hears, after as long, that nobody answered: it stays where it is."""
    is_offered = (Commitment.phase == Phase.OPEN, Commitment.offered_to.is_not(None), Commitment.offer_asked < TOLD)
    for commitment in session.scalars(sa.select(Commitment).where(*is_offered).order_by(Commitment.id)).all():
        offer = ledger.last_offer(session, commitment)
        person = commitment.offered_to if commitment.offer_asked == NOT_YET else _giver(session, commitment, offer)
        if person and hours.works_now(session, person, settings, now):
            _follow_offer(session, commitment, offer, person, settings, now)


def _giver(session: Session, commitment: Commitment, offer: Update) -> str | None:
    """Or its owner, where whoever offered it is gone."""
    return commitment.owner if owners.owner_fault(session, offer.by) else offer.by


def _follow_offer(
    session: Session, commitment: Commitment, offer: Update, person: str, settings: Operating, now: datetime
) -> None:
    zone, today = hours.zone_of(session, person, settings), hours.today_of(session, person, settings, now)
    since = commitment.offer_asked_on or offer.at.astimezone(zone).date()
    if asking.working_days_between(since, today, rhythms.working_days(settings)) < PATIENCE:
        return
    if commitment.offer_asked == NOT_YET:
        desk.ask_successor_again(session, commitment, offer, now)
    else:
        desk.tell_no_answer(session, commitment, person, now)
    commitment.offer_asked, commitment.offer_asked_on = commitment.offer_asked + 1, today
