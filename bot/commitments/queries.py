"""Commitments found for whoever looks, in the order that matters to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.commitments import owners
from bot.commitments.models import Commitment, CommitmentUpdate
from bot.commitments.states import Phase, State
from bot.settings import Operating
from bot.slack.people import Profile

PAGE_SIZE = 10
SOON = timedelta(days=14)


class Which(StrEnum):
    MINE = "mine"
    #: Of those with whom somebody has to do by promises: Slack does not say who is in which team.
    TEAM = "team"
    EVERYBODY = "everybody"
    AT_RISK = "at risk"
    DUE_SOON = "due soon"
    FOUND = "found"


@dataclass(frozen=True)
class Place:
    """Which list, of what words, and from which of its commitments on."""

    which: Which
    search: str = ""
    skip: int = 0

    @classmethod
    def read(cls, memory: Mapping[str, Any]) -> "Place":
        return cls(Which(memory["which"]), memory["search"], memory["skip"])


@dataclass(frozen=True)
class Listing:
    """One page of a list: the commitments on it, and how many there are in all."""

    found: Sequence[Commitment]
    total: int


def listing(session: Session, place: Place, *, viewer: Person, settings: Operating, now: datetime) -> Listing:
    wanted = sa.and_(owners.visible_to(viewer, settings), _wanted(session, place, viewer, settings, now))
    total = session.scalar(sa.select(sa.func.count()).select_from(Commitment).where(wanted)) or 0
    # What waits for a yes comes first, what is closed or has no date last; both databases read this alike.
    waits, ended, dateless = (
        Commitment.phase != Phase.PROPOSED,
        Commitment.phase == Phase.CLOSED,
        Commitment.due_at.is_(None),
    )
    order = (waits, ended, dateless, Commitment.due_at, Commitment.id)
    page = sa.select(Commitment).where(wanted).order_by(*order).offset(place.skip).limit(PAGE_SIZE)
    return Listing(session.scalars(page).all(), total)


def _wanted(
    session: Session, place: Place, viewer: Person, settings: Operating, now: datetime
) -> sa.ColumnElement[bool]:
    is_open = Commitment.phase == Phase.OPEN
    match place.which:
        case Which.MINE:
            asked_of_me = sa.or_(Commitment.owner == viewer.id, Commitment.offered_to == viewer.id)
            return sa.and_(Commitment.phase.in_((Phase.OPEN, Phase.PROPOSED)), asked_of_me)
        case Which.TEAM:
            return sa.and_(
                is_open, Commitment.owner != viewer.id, Commitment.owner.in_(_team(session, viewer, settings))
            )
        case Which.EVERYBODY:
            return is_open
        case Which.AT_RISK:
            return sa.and_(is_open, worrying(now))
        case Which.DUE_SOON:
            return sa.and_(is_open, Commitment.due_at > now, Commitment.due_at <= now + SOON)
        case Which.FOUND:
            return _matches(session, place.search)


def _team(session: Session, viewer: Person, settings: Operating) -> Sequence[str | None]:
    """Whoever promised something at this person's asking, whoever asked them, and whoever promised at the same
    people's asking, as far as this person may see that."""
    promised = Commitment.phase.in_((Phase.OPEN, Phase.CLOSED))
    asked_me = (promised, Commitment.owner == viewer.id, Commitment.made_by != viewer.id)
    askers = session.scalars(sa.select(Commitment.made_by).where(*asked_me).distinct()).all()
    seen = sa.and_(Commitment.made_by.in_(askers), Commitment.audience.in_(owners.audiences(viewer, settings)))
    asked = (promised, sa.or_(Commitment.made_by == viewer.id, seen))
    return [*askers, *session.scalars(sa.select(Commitment.owner).where(*asked).distinct())]


def worrying(now: datetime) -> sa.ColumnElement[bool]:
    """What is at risk, off track, silent, past its date or without an owner, of what is open; a pause is none."""
    not_paused = Commitment.word != State.PAUSED
    return sa.or_(
        sa.and_(not_paused, Commitment.word.in_((State.AT_RISK, State.OFF_TRACK))),
        Commitment.due_at <= now,
        Commitment.silent_at <= now,
        Commitment.owner.is_(None),
    )


def _matches(session: Session, search: str) -> sa.ColumnElement[bool]:
    wanted = search.casefold()
    people = session.execute(sa.select(Profile.id, Profile.name)).all()
    owners_of_that_name = [person for person, name in people if wanted in name.casefold()]
    return sa.or_(
        Commitment.searchable.contains(wanted, autoescape=True),
        Commitment.owner.in_(owners_of_that_name[:100]),
    )


def statuses(session: Session, since: datetime) -> Iterator[tuple[datetime, str, str]]:
    """When, by whom and what, without words."""
    table = CommitmentUpdate
    for row in session.execute(
        sa.select(table.at, table.by, table.commitment_id, table.kind, table.state).where(table.at >= since)
    ):
        state = f", {row.state}" if row.state else ""
        yield row.at, row.by, f"promise {row.commitment_id}: {row.kind}{state}"
