"""What a database that was put back must not do by itself: it does not know what went out since the copy was made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import audit
from bot.audit import AuditEntry
from bot.keeping.unhurried import take_time
from bot.occurrences import JobRecord, Occurrence
from bot.slack.outbox import MESSAGES, UNSENT_STATES, Delivery, State

ACT = "backup restored"


@dataclass(frozen=True)
class Resumed:
    """`until`: the newest that it knows of. `in_doubt`: messages that may have gone out since."""

    until: datetime | None
    in_doubt: int


def resume(session: Session, *, by: str, now: datetime) -> Resumed:
    """As after a crash, what waited is looked for before it is sent; as after an absence, what was due is missed."""
    take_time(session)
    until = _newest(session)
    in_doubt = _doubt(session, now)
    session.execute(sa.update(JobRecord).values(restored_at=now))
    audit.record(session, ACT, by=by, now=now, became={"until": until.isoformat() if until else None})
    return Resumed(until, in_doubt)


def _newest(session: Session) -> datetime | None:
    """Jobs that run every few minutes are on record, so this is soon before the copy was made."""
    newest = (session.scalar(sa.select(sa.func.max(at))) for at in _INSTANTS)
    return max(filter(None, newest), default=None)


_INSTANTS: tuple[Any, ...] = (Occurrence.decided_at, Delivery.created_at, Delivery.sent_at, AuditEntry.at)


def _doubt(session: Session, now: datetime) -> int:
    """Looked for from when they were written on; and for hours from now on, before anything is sent unseen."""
    waiting = Delivery.state == State.WAITING
    messages = sa.select(sa.func.count()).select_from(Delivery).where(waiting, Delivery.kind.in_(MESSAGES))
    count = session.scalar(messages) or 0
    in_doubt = {"state": State.UNSURE, "doubtful_since": Delivery.created_at}
    session.execute(sa.update(Delivery).where(waiting).values(in_doubt))
    session.execute(sa.update(Delivery).where(Delivery.state.in_(UNSENT_STATES)).values(restored_at=now))
    return count
