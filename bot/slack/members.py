"""Who is in which channel: remembered of the few channels where an audience depends on it.

A channel is wanted; `bot.web.membership` asks Slack and hands over what it found; events keep it so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.access import ANYONE
from bot.contents import FACTS, PERSON
from bot.slack import visits
from bot.slack.channels import ChannelSize
from bot.slack.doors import Answer, Call, Done, Door, Route
from bot.slack.people import Profile
from bot.storage import Model, announce, insert_once

TOPIC = "members"
#: What is older is asked for again before an audience is held against it: events come only from channels we are in.
FRESH = timedelta(minutes=10)
#: Where nothing hangs on the minute: channels that we are in, and others.
TOLD_BY_EVENTS, NOT_TOLD = timedelta(days=1), timedelta(minutes=50)


class ChannelMember(Model):
    __tablename__ = "channel_members"

    channel: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    seen_at: Mapped[datetime]


class WatchedChannel(Model):
    """A channel whose members matter."""

    __tablename__ = "watched_channels"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)
    wanted_at: Mapped[datetime]
    #: None before Slack answered the first time.
    known_at: Mapped[datetime | None]
    archived: Mapped[bool] = mapped_column(default=False)
    #: With another organisation.
    shared: Mapped[bool] = mapped_column(default=False)
    #: What Slack said instead of an answer, such as `channel_not_found`.
    error: Mapped[str | None] = mapped_column(sa.String(80), info=FACTS)


@dataclass(frozen=True)
class Channel:
    """What is known of one channel. `people` are without bots; `guests` are those of them from outside."""

    id: str
    people: frozenset[str]
    guests: frozenset[str]
    archived: bool = False
    shared: bool = False
    error: str | None = None


def want(session: Session, channel: str, now: datetime) -> None:
    """Ask Slack soon who is there."""
    if not insert_once(session, WatchedChannel, {"id": channel, "wanted_at": now, "archived": False, "shared": False}):
        session.execute(sa.update(WatchedChannel).where(WatchedChannel.id == channel).values(wanted_at=now))
    announce(session, TOPIC)


def keep_known(session: Session, channel: str, now: datetime) -> None:
    """Ask again only where it is not known, or long ago: of channels that the bot is in, events tell."""
    known_at = session.scalar(sa.select(WatchedChannel.known_at).where(WatchedChannel.id == channel))
    told = session.scalar(sa.select(ChannelSize.inside).where(ChannelSize.id == channel))
    if known_at is None or now - known_at > (TOLD_BY_EVENTS if told else NOT_TOLD):
        want(session, channel, now)


def wanted(session: Session) -> Sequence[str]:
    """Channels that somebody waits to know of."""
    waiting = sa.or_(WatchedChannel.known_at.is_(None), WatchedChannel.known_at < WatchedChannel.wanted_at)
    return session.scalars(sa.select(WatchedChannel.id).where(waiting).order_by(WatchedChannel.wanted_at)).all()


def unknown(session: Session, people: Sequence[str]) -> Sequence[str]:
    """Whom nobody told us of; nobody before the first of all were met."""
    known = frozenset(session.scalars(sa.select(Profile.id)))
    return [person for person in people if known and person not in known]


def learn(
    session: Session, channel: str, told: Mapping[str, Any], people: Iterable[str], now: datetime, error: str = ""
) -> None:
    """`told`: as `conversations.info` describes it."""
    known = {
        "known_at": now,
        "archived": bool(told.get("is_archived")),
        "shared": any(told.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared")),
        "error": error or None,
    }
    if not insert_once(session, WatchedChannel, {"id": channel, "wanted_at": now, **known}):
        session.execute(sa.update(WatchedChannel).where(WatchedChannel.id == channel).values(known))
    remember(session, channel, people, now)


def remember(session: Session, channel: str, people: Iterable[str], now: datetime) -> None:
    """All who are in `channel`, as `conversations.members` told; whoever is not among them has left."""
    there = set(people)
    before = people_in(session, channel)
    gone = sorted(before - there)
    for some in (gone[at : at + 500] for at in range(0, len(gone), 500)):
        mine = (ChannelMember.channel == channel, ChannelMember.person.in_(some))
        session.execute(sa.delete(ChannelMember).where(*mine))
    came = sorted(there - before)
    for some in (came[at : at + 500] for at in range(0, len(came), 500)):
        _insert_new(session, [{"channel": channel, "person": person, "seen_at": now} for person in some])


def _insert_new(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many in one statement; who joined meanwhile is there already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(ChannelMember).values(rows).on_conflict_do_nothing())


def find(session: Session, channel: str, now: datetime) -> Channel | None:
    """None where it is not known freshly enough; then it is asked for."""
    row = session.get(WatchedChannel, channel, populate_existing=True)
    if row is None or row.known_at is None or now - row.known_at > FRESH:
        want(session, channel, now)
        return None
    if row.known_at < row.wanted_at:
        return None
    there = people_in(session, channel)
    bots, guests = _bots_and_guests(session, channel)
    return Channel(channel, there - bots, guests - bots, row.archived, row.shared, row.error)


def _bots_and_guests(session: Session, channel: str) -> tuple[frozenset[str], frozenset[str]]:
    there = sa.select(ChannelMember.person).where(ChannelMember.channel == channel)
    odd = sa.select(Profile.id, Profile.bot, Profile.guest)
    found = session.execute(odd.where(Profile.id.in_(there), sa.or_(Profile.bot, Profile.guest))).all()
    return frozenset(id for id, bot, _ in found if bot), frozenset(id for id, _, guest in found if guest)


def is_known(session: Session, channel: str) -> bool:
    """Whether Slack ever said who is there, and did not refuse when it was asked last."""
    row = session.get(WatchedChannel, channel)
    return row is not None and row.known_at is not None and row.error is None


def is_member(session: Session, channel: str, person: str) -> bool:
    return session.get(ChannelMember, (channel, person)) is not None


def people_in(session: Session, channel: str) -> frozenset[str]:
    """Nobody where nobody told us yet."""
    return frozenset(session.scalars(sa.select(ChannelMember.person).where(ChannelMember.channel == channel)))


def _moved(session: Session, call: Call) -> Answer:
    channel, person = str(call.event["channel"]), str(call.event["user"])
    if session.get(WatchedChannel, channel) is None:
        return Done()
    if call.event["type"] == "member_joined_channel":
        insert_once(session, ChannelMember, {"channel": channel, "person": person, "seen_at": call.now})
    else:
        mine = (ChannelMember.channel == channel, ChannelMember.person == person)
        session.execute(sa.delete(ChannelMember).where(*mine))
    visits.changed(session, [person], call.now)  # who reads which report goes by channels
    return Done()


def _changed(session: Session, call: Call) -> Answer:
    """Archived, or shared with another organisation, or no longer: whatever depends on it asks Slack again."""
    channel = str(call.event["channel"])
    if session.get(WatchedChannel, channel) is not None:
        want(session, channel, call.now)
    return Done()


CHANGES = ("channel_archive", "channel_unarchive", "channel_deleted", "channel_shared", "channel_unshared")
ROUTES = (
    Route(Door.EVENT, "member_joined_channel", _moved, ANYONE),
    Route(Door.EVENT, "member_left_channel", _moved, ANYONE),
    *(Route(Door.EVENT, one, _changed, ANYONE) for one in CHANGES),
)
