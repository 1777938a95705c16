"""Public channels: what they are called and how many people are in them; remembered, not asked for."""

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
    """A public channel, as Slack last told of it. `inside`: whether the bot is."""

    __tablename__ = "channel_sizes"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)
    members: Mapped[int]
    seen_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(sa.String(80), server_default=sa.text("''"), info=FACTS)
    inside: Mapped[bool] = mapped_column(server_default=sa.false())
    archived: Mapped[bool] = mapped_column(server_default=sa.false())


def remember(session: Session, channels: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """As `conversations.list` describes them."""
    for channel in sorted(channels, key=lambda channel: str(channel["id"])):
        if (members := channel.get("num_members")) is None:
            continue
        told = {
            "id": str(channel["id"]),
            "members": int(members),
            "seen_at": now,
            "name": str(channel.get("name", ""))[:80],
        }
        told |= {"inside": bool(channel.get("is_member")), "archived": bool(channel.get("is_archived"))}
        if not insert_once(session, ChannelSize, told):
            session.execute(sa.update(ChannelSize).where(ChannelSize.id == told["id"]).values(told))


def members(session: Session, channel: str) -> int | None:
    """People and the bot; None where nobody told us yet."""
    return session.scalar(sa.select(ChannelSize.members).where(ChannelSize.id == channel))


def name(session: Session, channel: str) -> str | None:
    """As people know it; None of what is private, or where nobody told us yet."""
    return session.scalar(sa.select(ChannelSize.name).where(ChannelSize.id == channel)) or None


def _moved(session: Session, call: Call) -> Answer:
    by = 1 if call.event["type"] == "member_joined_channel" else -1
    known = sa.update(ChannelSize).where(ChannelSize.id == str(call.event["channel"]))
    session.execute(known.values(members=ChannelSize.members + by))
    if call.event["user"] == _bot(call):
        session.execute(known.values(inside=by == 1))
    return Done()


def _bot(call: Call) -> str | None:
    """Whose eyes Slack tells it for."""
    authorized = call.body.get("authorizations") or [{}]
    user = authorized[0].get("user_id")
    return str(user) if user else None


def _created(session: Session, call: Call) -> Answer:
    channel = call.event["channel"]
    remember(session, [{**channel, "num_members": 1}], call.now)
    return Done()


def _renamed(session: Session, call: Call) -> Answer:
    channel = call.event["channel"]
    known = sa.update(ChannelSize).where(ChannelSize.id == str(channel["id"]))
    session.execute(known.values(name=str(channel["name"])[:80]))
    return Done()


def _archived(session: Session, call: Call) -> Answer:
    away = call.event["type"] != "channel_unarchive"
    known = sa.update(ChannelSize).where(ChannelSize.id == str(call.event["channel"]))
    session.execute(known.values(archived=away))
    return Done()


ROUTES = (
    Route(Door.EVENT, "member_joined_channel", _moved, ANYONE),
    Route(Door.EVENT, "member_left_channel", _moved, ANYONE),
    Route(Door.EVENT, "channel_created", _created, ANYONE),
    Route(Door.EVENT, "channel_rename", _renamed, ANYONE),
    Route(Door.EVENT, "channel_archive", _archived, ANYONE),
    Route(Door.EVENT, "channel_unarchive", _archived, ANYONE),
    Route(Door.EVENT, "channel_deleted", _archived, ANYONE),
)
