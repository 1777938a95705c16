"""What an operator sees of the outbox and can do about it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.errors import BotError
from bot.slack import outbox, refusals
from bot.slack.messages import Message, fit
from bot.slack.outbox import NOT_SENT, TOPIC, UNSENT, UNSENT_STATES, Delivery, Kind, State
from bot.storage import announce

#: What has not arrived and has not been given up.
OPEN = (*UNSENT, State.REFUSED)


class NoSuchMessage(BotError):
    pass


class NotNow(BotError):
    pass


def find(session: Session, states: Sequence[State], most: int) -> tuple[Sequence[Delivery], int]:
    """The oldest of these states, and how many there are."""
    chosen = Delivery.state.in_(states)
    total = session.scalar(sa.select(sa.func.count()).select_from(Delivery).where(chosen)) or 0
    return session.scalars(sa.select(Delivery).where(chosen).order_by(Delivery.id).limit(most)).all(), total


def waiting_since(session: Session) -> datetime | None:
    """Of the message that waits longest to be sent."""
    # What no try has failed for waits since it was due: an operator may have told to send it after weeks.
    on_its_way = sa.and_(Delivery.tries == 1, Delivery.state == State.SENDING)
    since = sa.case((sa.or_(Delivery.tries == 0, on_its_way), Delivery.due_at), else_=Delivery.created_at)
    found: datetime | None = session.scalar(sa.select(sa.func.min(since)).where(Delivery.state.in_(UNSENT_STATES)))
    return found


def one(session: Session, key: str) -> Delivery:
    """Raises NoSuchMessage."""
    found = session.scalars(sa.select(Delivery).where(Delivery.key == key).with_for_update()).one_or_none()
    if found is None:
        raise NoSuchMessage(refusals.no_such_message(key))
    return found


#: What is nothing without its words.
SAYING = (Kind.POST, Kind.UPDATE, Kind.WHISPER, Kind.FILE)


def retry(session: Session, key: str, now: datetime) -> Delivery:
    """Raises NoSuchMessage, NotNow."""
    row = one(session, key)
    if row.state == State.SENT:
        raise NotNow(refusals.nothing_to_retry(key))
    if row.state == State.SENDING:
        raise NotNow(refusals.on_its_way(key))
    if row.kind in SAYING and not row.payload:
        raise NotNow(refusals.without_its_text(key))
    _again(row, now)
    announce(session, TOPIC)
    return row


def retry_all(session: Session, now: datetime) -> int:
    """Whatever was refused; what is dropped stays so, what waits goes anyway."""
    refused = session.scalars(sa.select(Delivery).where(Delivery.state == State.REFUSED).with_for_update()).all()
    rows = [row for row in refused if row.payload or row.kind not in SAYING]
    for row in rows:
        _again(row, now)
    announce(session, TOPIC)
    return len(rows)


def _again(row: Delivery, now: datetime) -> None:
    # What may have arrived is looked for before it is sent again; the hours of looking begin anew.
    row.state = State.UNSURE if row.doubtful_since else State.WAITING
    row.tries, row.due_at = 0, now


def hold(session: Session, key: str, until: datetime) -> None:
    """What of it has not left yet, and changes of it, waits until then."""
    its = (Delivery.key.in_([key, f"{key}~"]), Delivery.state.in_((State.WAITING, State.UNSURE)))
    session.execute(sa.update(Delivery).where(*its).values(due_at=until))
    announce(session, TOPIC)


def give_up(session: Session, key: str) -> None:
    """A message that did not arrive, and its changes: nobody sends them again, and their words are kept no longer."""
    its = sa.select(Delivery).where(Delivery.key.in_([key, f"{key}~"]), Delivery.state != State.SENT)
    for row in session.scalars(its.with_for_update()).all():
        row.payload = {}
        if row.state != State.SENDING:  # on its way with the words it had; how that ends is written down
            row.state = State.DROPPED
    announce(session, TOPIC)


def take_back(session: Session, key: str, message: Message, now: datetime) -> None:
    """It reads so where it stands. What has not arrived keeps none of its words, however its try ends and whoever
    tries again."""
    row = one(session, key)
    if row.state in NOT_SENT:
        give_up(session, key)
        return
    outbox.change(session, key=key, message=message, now=now)
    its = sa.select(Delivery).where(Delivery.key.in_([key, f"{key}~"]), Delivery.state.in_(UNSENT))
    for unsent in session.scalars(its.with_for_update()).all():
        unsent.payload = unsent.payload and fit(message).payload()
        if unsent.state != State.SENDING:
            unsent.due_at = now  # also where it was held


def drop(session: Session, key: str) -> Delivery:
    """Raises NoSuchMessage, NotNow."""
    row = one(session, key)
    if row.state == State.SENT:
        raise NotNow(refusals.nothing_to_drop(key))
    if row.state == State.SENDING:
        raise NotNow(refusals.on_its_way(key))
    row.state = State.DROPPED
    announce(session, TOPIC)  # what waited for it waits no longer
    return row
