"""The updates of a commitment, appended one by one, and the columns that say where they lead."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import newer
from bot.commitments import refusals, rules
from bot.commitments.counting import Course
from bot.commitments.models import Commitment, CommitmentUpdate
from bot.commitments.standing import Standing, due_at
from bot.commitments.states import Kind, Phase, State, Update
from bot.elsewhere import Follower, Told
from bot.errors import BotError
from bot.slack import visits


class NotThere(BotError):
    """Also where it is not for this person to see: the two cannot be told apart."""

    def __init__(self) -> None:
        super().__init__(refusals.NO_SUCH_PROMISE)


def find(session: Session, commitment_id: int) -> Commitment:
    """Raises NotThere."""
    found = session.get(Commitment, commitment_id)
    if found is None:
        raise NotThere
    return found


def lock(session: Session, commitment_id: int) -> Commitment:
    """Held against whoever else would say something of it in this moment. Raises NotThere."""
    query = sa.select(Commitment).where(Commitment.id == commitment_id).with_for_update()
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotThere
    return found


_UPDATES = CommitmentUpdate.__table__.c
_COLUMNS = [_UPDATES[name] for name in Update._fields]
#: Found in a dictionary: to ask an enumeration takes five times as long, and an all-hands reads tens of thousands.
_KINDS = {str(kind): kind for kind in Kind}
_STATES: Mapping[str | None, State | None] = {None: None, **{str(state): state for state in State}}


def updates(session: Session, commitment_id: int) -> Sequence[Update]:
    return courses(session, {commitment_id: 0})[commitment_id].updates


def last_said(session: Session, commitment: Commitment) -> Update:
    """Where its owner lives is nothing that somebody said."""
    return next(each for each in reversed(updates(session, commitment.id)) if each.kind is not Kind.RELOCATED)


def last_offer(session: Session, commitment: Commitment) -> Update:
    return next(each for each in reversed(updates(session, commitment.id)) if each.kind is Kind.OFFERED)


def course(session: Session, commitment: Commitment) -> Course:
    return courses(session, {commitment.id: commitment.rhythm_days})[commitment.id]


#: Both databases take more, but plans get worse.
MOST_IDS = 1000
ROWS_AT_ONCE = 500


def courses(session: Session, rhythms: Mapping[int, int]) -> dict[int, Course]:
    """Ids with their rhythms → courses, in few statements."""
    return dict(one_by_one(session, rhythms))


def one_by_one(session: Session, rhythms: Mapping[int, int]) -> Iterator[tuple[int, Course]]:
    """The same for whoever reads thousands, and needs none of them for longer than it is counted."""
    ids = sorted(rhythms)
    for start in range(0, len(ids), MOST_IDS):
        some = _UPDATES.commitment_id.in_(ids[start : start + MOST_IDS])
        told = sa.select(_UPDATES.commitment_id, *_COLUMNS).where(some)
        rows = session.execute(told.order_by(_UPDATES.commitment_id, _UPDATES.number)).yield_per(ROWS_AT_ONCE)
        for commitment_id, said in groupby(rows, itemgetter(0)):
            yield commitment_id, Course([_read(row) for row in said if is_known(row)], rhythms[commitment_id])


def is_known(row: Any) -> bool:
    """Whether this version can read it; else it is passed over, as if nobody had said it."""
    if row.kind in _KINDS and row.state in _STATES:
        return True
    unknown = (Kind, row.kind) if row.kind not in _KINDS else (State, row.state)
    newer.tell(unknown[0].__qualname__, unknown[1])
    return False


def _read(row: Sequence[Any]) -> Update:
    _, number, kind, at, by, state, day, forecast, until, owner, zone, note, corrects = row
    return Update(
        number, _KINDS[kind], at, by, _STATES[state], day, forecast, until, owner, _zone(zone), note, corrects
    )


@lru_cache(maxsize=1024)
def _zone(name: str | None) -> ZoneInfo | None:
    return ZoneInfo(name) if name else None


def append(session: Session, commitment: Commitment, kind: Kind, *, by: str, now: datetime, **said: Any) -> Standing:
    """One more update of a commitment that is locked or new; where it leads now."""
    concerned = {commitment.owner, commitment.offered_to, commitment.made_by, by}
    commitment.updates += 1
    zone = said.pop("zone", None)
    row = CommitmentUpdate(
        commitment_id=commitment.id,
        number=commitment.updates,
        kind=kind,
        at=now,
        by=by,
        zone=zone.key if zone else None,
        **said,
    )
    session.add(row)
    session.flush()
    standing = rules.standing(updates(session, commitment.id))
    _refresh(commitment, standing, now)
    _tell_followers(session, commitment, str(said.get("note") or ""), now)
    visits.changed(session, {*concerned, commitment.owner, commitment.offered_to}, now)
    return standing


#: By what origins begin with, such as `report:`; `wiring.py` says who follows what came from where.
_followers: dict[str, Follower] = {}


def follow(beginning: str, follower: Follower) -> None:
    _followers[beginning] = follower


def is_followed(commitment: Commitment) -> bool:
    """Whether what it came from, such as a report, shows what becomes of it."""
    return any((commitment.origin or "").startswith(beginning) for beginning in _followers)


def _tell_followers(session: Session, commitment: Commitment, note: str, now: datetime) -> None:
    origin = commitment.origin or ""
    for follower in (follower for beginning, follower in _followers.items() if origin.startswith(beginning)):
        names = ("id", "phase", "word", "owner", "first", "promised", "due_at", "silent_at", "closed_on")
        told = {name: getattr(commitment, name) for name in names}
        follower(session, Told(origin=origin, note=note, **told), now)


def _refresh(commitment: Commitment, standing: Standing, now: datetime) -> None:
    before = commitment.phase, commitment.word_at
    commitment.phase, commitment.word, commitment.word_at = standing.phase, standing.word, standing.word_at
    commitment.owner, commitment.offered_to = standing.owner, standing.offered_to
    commitment.zone = standing.zone.key
    commitment.first, commitment.promised, commitment.forecast = standing.first, standing.promised, standing.forecast
    commitment.moves = len(standing.moves)
    commitment.due_at = due_at(standing)
    commitment.silent_at = rules.silent_at(standing, commitment.rhythm_days) if standing.is_open else None
    commitment.closed_on = standing.closed_on
    if standing.phase is not Phase.CLOSED:
        commitment.closed_at = None
    elif before != (Phase.CLOSED, standing.word_at):
        commitment.closed_at = now  # also where a closing is put right: the next all-hands tells it


def rhythms_of(commitments: Iterable[Commitment]) -> dict[int, int]:
    return {commitment.id: commitment.rhythm_days for commitment in commitments}
