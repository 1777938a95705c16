"""Who is behind a user id: name, zone, and whether they belong to the organisation; remembered, not asked for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.access import ANYONE, Person
from bot.contents import FACTS, PERSON, TRACES
from bot.slack import visits
from bot.slack.doors import Answer, Call, Done, Door, Route
from bot.slack.text import escape
from bot.storage import Model, insert_once


class Profile(Model):
    """What Slack last said of somebody."""

    __tablename__ = "profiles"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    name: Mapped[str] = mapped_column(sa.String(120), info=TRACES)
    zone: Mapped[str] = mapped_column(sa.String(64), info=FACTS)
    guest: Mapped[bool] = mapped_column(default=False)
    bot: Mapped[bool] = mapped_column(default=False)
    left: Mapped[bool] = mapped_column(default=False)
    #: As of when, by Slack's clock.
    seen_at: Mapped[datetime]


@dataclass(frozen=True)
class Member:
    """A Slack user as `users.list` and `user_change` describe them, reduced to what we keep."""

    id: str
    name: str
    zone: str
    guest: bool
    bot: bool
    left: bool
    #: As of when, where Slack said so.
    told_at: datetime | None = field(default=None, compare=False)


def read_member(user: Mapping[str, Any], event_ts: object = None) -> Member:
    """`event_ts`: of the event that tells it; a list says only when somebody last changed."""
    profile = user.get("profile", {})
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name")
    restricted = ("is_restricted", "is_ultra_restricted", "is_stranger")
    return Member(
        id=user["id"],
        name=str(profile.get("real_name") or name or user["id"])[:120],
        zone=user.get("tz") or "UTC",
        guest=any(user.get(flag) for flag in restricted),
        bot=bool(user.get("is_bot")),
        left=bool(user.get("deleted")),
        told_at=_instant(event_ts or user.get("updated")),
    )


def _instant(told: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(told)), UTC) if told else None
    except (ValueError, OverflowError, OSError):
        return None


def remember(session: Session, members: Iterable[Member], now: datetime) -> None:
    """In one order, and whoever is new by one insert: other processes may meet the same people at the same moment.

    Slack keeps no order, so what is older than what is known changes nothing.
    """
    for member in sorted(members, key=lambda member: member.id):
        told = {**vars(member), "seen_at": member.told_at or now}
        del told["told_at"]
        if not insert_once(session, Profile, told):
            older = sa.update(Profile).where(Profile.id == member.id, Profile.seen_at <= told["seen_at"])
            session.execute(older.values(told))


def meet(session: Session, members: Iterable[Member], now: datetime) -> None:
    """As `remember`, for whom Slack tells of by itself. It lists for ever whoever left, also those who were forgotten
    here: of them, only those are remembered who are known."""
    known = set(session.scalars(sa.select(Profile.id)))
    remember(session, [member for member in members if not member.left or member.id in known], now)


def is_known(session: Session, user_id: str) -> bool:
    return session.get(Profile, user_id) is not None


def person(session: Session, user_id: str) -> Person:
    """Somebody never seen counts as a member: whoever acts before all are known is looked up first, and Slack tells of
    whoever comes later."""
    profile = session.get(Profile, user_id)
    return Person(user_id, guest=bool(profile and (profile.guest or profile.left)))


def name(session: Session, user_id: str) -> str:
    """As markup: the full name, or a mention where nobody told us the name yet."""
    profile = session.get(Profile, user_id)
    return escape(profile.name) if profile else f"<@{user_id}>"


def names(session: Session, ids: Collection[str]) -> Mapping[str, str]:
    """As `name`, of many at once."""
    known = session.execute(sa.select(Profile.id, Profile.name).where(Profile.id.in_(ids))).all() if ids else []
    return {**{id: f"<@{id}>" for id in ids}, **{id: escape(name) for id, name in known}}


def plain_name(session: Session, user_id: str) -> str:
    """As it is written, for what is no markup."""
    profile = session.get(Profile, user_id)
    return profile.name if profile else user_id


def _told_by_event(session: Session, call: Call) -> Answer:
    member = read_member(call.event["user"], call.event.get("event_ts"))
    before = _shown(session, member.id)
    meet(session, [member], call.now)
    if before and _shown(session, member.id) != before:
        visits.changed_for_all(session, call.now)
    return Done()


def _shown(session: Session, user_id: str) -> tuple[object, ...] | None:
    """What Homes tell of somebody, to others or to them. Slack tells of much else, such as each new status."""
    about = sa.select(Profile.name, Profile.zone, Profile.guest, Profile.left).where(Profile.id == user_id)
    return (found := session.execute(about).one_or_none()) and tuple(found)


ROUTES = (
    Route(Door.EVENT, "user_change", _told_by_event, ANYONE),
    Route(Door.EVENT, "team_join", _told_by_event, ANYONE),
)
