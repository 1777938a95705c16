"""Who is in which channel: remembered of the few channels where an audience depends on it."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.contents import FACTS, PERSON
from bot.storage import Model, insert_once


class ChannelMember(Model):
    __tablename__ = "channel_members"

    channel: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    seen_at: Mapped[datetime]


def remember(session: Session, channel: str, people: Iterable[str], now: datetime) -> None:
    """All who are in `channel`, as `conversations.members` told; whoever is not among them has left."""
    there = sorted(set(people))
    session.execute(
        sa.delete(ChannelMember).where(ChannelMember.channel == channel, ChannelMember.person.not_in(there))
    )
    for person in there:
        insert_once(session, ChannelMember, {"channel": channel, "person": person, "seen_at": now})


def is_member(session: Session, channel: str, person: str) -> bool:
    return session.get(ChannelMember, (channel, person)) is not None


def people_in(session: Session, channel: str) -> frozenset[str]:
    """Nobody where nobody told us yet."""
    return frozenset(session.scalars(sa.select(ChannelMember.person).where(ChannelMember.channel == channel)))
