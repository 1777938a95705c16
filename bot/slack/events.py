"""Slack's events arrive at least once; here each acts once, because its id is kept with what it did."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.contents import FACTS
from bot.storage import Model, insert_once

#: Slack tries again for 24 hours.
KEPT = timedelta(hours=25)
#: More than an event brings, so that the table shrinks again after a rush.
SWEPT_AT_ONCE = 20


class SeenEvent(Model):
    """An event that was acted on, in the transaction that holds this row."""

    __tablename__ = "seen_events"

    id: Mapped[str] = mapped_column(sa.String(64), primary_key=True, info=FACTS)
    seen_at: Mapped[datetime] = mapped_column(index=True)


def is_new(session: Session, event_id: str, now: datetime) -> bool:
    """True once an event; whoever holds the same event at this moment is waited for."""
    if not insert_once(session, SeenEvent, {"id": event_id, "seen_at": now}):
        return False
    _sweep(session, now)
    return True


def _sweep(session: Session, now: datetime) -> None:
    """What another process is sweeping is left to it, so that no event waits for another."""
    old = sa.select(SeenEvent.id).where(SeenEvent.seen_at <= now - KEPT).order_by(SeenEvent.seen_at)
    some = session.scalars(old.limit(SWEPT_AT_ONCE).with_for_update(skip_locked=True)).all()
    if some:
        session.execute(sa.delete(SeenEvent).where(SeenEvent.id.in_(some)))
