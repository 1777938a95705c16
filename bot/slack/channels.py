"""How many people are in which channel: remembered, so that a count of replies can be held against it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.access import ANYONE
from bot.contents import FACTS
from bot.slack.doors import Answer, Call, Done, Door, Route
from bot.storage import Model, insert_once


class ChannelSize(Model):
    __tablename__ = "channel_sizes"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)
    members: Mapped[int]
    seen_at: Mapped[datetime]


def remember(session: Session, channels: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """As `conversations.list` describes them."""
    for channel in sorted(channels, key=lambda channel: str(channel["id"])):
        if (members := channel.get("num_members")) is None:
            continue
        told = {"id": str(channel["id"]), "members": int(members), "seen_at": now}
        if not insert_once(session, ChannelSize, told):
            session.execute(sa.update(ChannelSize).where(ChannelSize.id == told["id"]).values(told))


def members(session: Session, channel: str) -> int | None:
    """People and the bot; None where nobody told us yet."""
    return session.scalar(sa.select(ChannelSize.members).where(ChannelSize.id == channel))


def _moved(session: Session, call: Call) -> Answer:
    by = 1 if call.event["type"] == "member_joined_channel" else -1
    known = sa.update(ChannelSize).where(ChannelSize.id == str(call.event["channel"]))
    session.execute(known.values(members=ChannelSize.members + by))
    return Done()


ROUTES = (
    Route(Door.EVENT, "member_joined_channel", _moved, ANYONE),
    Route(Door.EVENT, "member_left_channel", _moved, ANYONE),
)
