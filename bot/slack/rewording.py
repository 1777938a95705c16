"""Words of messages that stand in Slack already, said otherwise wherever they were said."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.slack import outbox
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, Kind

#: A text → how it reads now.
Reworded = Callable[[str], str]


def reword(session: Session, keys: Iterable[str], reworded: Reworded, now: datetime) -> None:
    """What is no longer kept needs no changing."""
    for key in keys:
        message = outbox.reads(session, key)
        kept = message and _said_otherwise(message, reworded)
        if kept and kept != message:
            outbox.change(session, key=key, message=kept, now=now)


def _said_otherwise(message: Message, reworded: Reworded) -> Message:
    def kept(node: Any) -> Any:
        if isinstance(node, str):
            return reworded(node)
        if isinstance(node, dict):
            return {name: kept(value) for name, value in node.items()}
        return [kept(one) for one in node] if isinstance(node, list | tuple) else node

    blocks: Sequence[Any] = kept(message.blocks)
    return Message(kept(message.text), blocks)


def forget_former(session: Session, keys: Iterable[str]) -> None:
    """Nothing is kept of what these messages said before they were changed, nor of those in whose place they stand."""
    lost = outbox.keys(session, outbox.LOST)
    for key in keys:
        if (message := outbox.reads(session, key)) is None:
            continue
        former = [key, *(one for one in lost if one.endswith(f":{key}"))]
        rows = sa.select(Delivery).where(Delivery.key.in_(former), Delivery.kind == Kind.POST).with_for_update()
        for row in session.scalars(rows):
            row.payload = row.payload and message.payload()
