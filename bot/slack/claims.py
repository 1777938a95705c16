"""Taking rows out of the outbox to try them, and writing down how that went: one process a row, in order, at a pace."""

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from bot.slack import operators
from bot.slack.files import File
from bot.slack.messages import Message
from bot.slack.outbox import MESSAGES, NOT_SENT, UNSENT_STATES, Address, Delivery, InDoubt, Kind, State
from bot.slack.outcome import LOOK_AFTER, Later, Outcome, Refused, Sent, Unsure
from bot.storage import UtcDateTime

LEASE = timedelta(seconds=60)
#: Slack: about one message a second a channel.
PACE = timedelta(seconds=1)
#: After so long of not being able to look, the policy of the message decides and operators are told.
OVERDUE = timedelta(hours=4)
#: What Slack shows some seconds after it said so, it has shown by then.
SETTLES = timedelta(minutes=1)


@dataclass(frozen=True)
class About:
    """How the message stands that a row answers, changes or pins; all None where it is about none."""

    state: str | None
    channel: str | None
    ts: str | None

    @property
    def address(self) -> Address | None:
        return Address(self.channel, self.ts) if self.channel and self.ts else None


Pair = tuple[Delivery, About]


@dataclass(frozen=True)
class Claimed:
    """A row this process alone may try until its lease ends. `doubtful`: an earlier try may have arrived."""

    id: int
    key: str
    kind: Kind
    channel: str
    reader: str | None
    about: Address | None
    orphan: bool
    payload: Mapping[str, Any]
    revision: int
    tries: int
    lease: str
    doubtful: bool
    in_doubt: InDoubt
    #: No message of this row is older.
    since: datetime
    #: When what it says happened, and what caused it.
    caused_at: datetime
    request: str | None
    #: In doubt for so long that looking seems hopeless.
    overdue: bool
    #: Whatever the doubtful try could do has happened.
    settled: bool
    #: A file that Slack has, and may have shown.
    uploaded: str | None = None
    drawn: File | Message | None = None

    @property
    def name(self) -> str:
        """The key as a log may keep it: not who looked at their Home."""
        return "home" if self.kind is Kind.HOME else self.key


def claim(
    session: Session, *, now: datetime, limit: int = 20, posts: int | None = None, closed: Collection[Kind] = ()
) -> list[Claimed]:
    """Lease what may leave now: the heads of their lanes, one post a channel, at most `posts` of them, methods in
    `closed` left out. The channel that waited longest goes first, so that many long queues stay fair to each other."""
    found = session.execute(_CLAIMABLE, {**_instants(now), "limit": limit, "closed": tuple(closed)})
    rows = _one_post_a_channel([(row, About(*about)) for row, *about in found])
    taken = _at_most(posts, _in_free_channels(session, rows, now))
    return [_lease(row, about, now) for row, about in taken]


def _instants(now: datetime) -> Mapping[str, datetime]:
    # A clock that was put back must not stop a channel until it is that late again.
    return {"now": now, "paced_from": now - PACE + timedelta.resolution, "paced_until": now + PACE}


def _instant(name: str) -> sa.BindParameter[datetime]:
    return sa.bindparam(name, type_=UtcDateTime())


def _paced(channel: Any) -> sa.Exists:
    """Whether this channel got a post within the last second."""
    recent = aliased(Delivery)
    within = recent.claimed_at.between(_instant("paced_from"), _instant("paced_until"))
    return sa.exists().where(recent.channel == channel, recent.kind.in_(MESSAGES), within)


def _claimable() -> sa.Select[Delivery, str, str | None, str | None]:
    target, earlier, recent = (aliased(Delivery) for _ in range(3))
    served = sa.select(sa.func.max(recent.claimed_at)).where(recent.channel == Delivery.channel).scalar_subquery()
    ahead = sa.exists().where(earlier.lane == Delivery.lane, earlier.id < Delivery.id, earlier.state.in_(UNSENT_STATES))
    return (
        sa.select(Delivery, target.state, target.sent_channel, target.ts)
        .outerjoin(target, target.key == Delivery.about)
        .where(
            Delivery.state.in_(UNSENT_STATES),
            Delivery.due_at <= _instant("now"),
            sa.or_(Delivery.leased_until.is_(None), Delivery.leased_until <= _instant("now")),
            sa.or_(Delivery.about.is_(None), target.state.in_((State.SENT, *NOT_SENT))),
            ~ahead,
            sa.or_(Delivery.kind.not_in(MESSAGES), ~_paced(Delivery.channel)),
            Delivery.kind.not_in(sa.bindparam("closed", expanding=True)),
        )
        .order_by(Delivery.urgent.desc(), served.asc().nulls_first(), Delivery.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
        .with_for_update(skip_locked=True, of=Delivery)
    )


#: Made once: to make it takes longer than to run it, and it runs after every message.
_CLAIMABLE = _claimable()


def _one_post_a_channel(rows: Sequence[Pair]) -> list[Pair]:
    taken: set[str] = set()
    kept = []
    for row, about in rows:
        if row.kind in MESSAGES and row.channel in taken:
            continue
        taken |= {row.channel} if row.kind in MESSAGES else set()
        kept.append((row, about))
    return kept


def _at_most(posts: int | None, rows: list[Pair]) -> Iterator[Pair]:
    left = len(rows) if posts is None else posts
    for row, about in rows:
        left -= row.kind in MESSAGES
        if row.kind not in MESSAGES or left >= 0:
            yield row, about


def _of_channels() -> sa.Subquery:
    return sa.select(sa.func.unnest(sa.bindparam("channels", type_=sa.ARRAY(sa.Text))).label("channel")).subquery()


_ASKED, _LOCKED = _of_channels(), _of_channels()
_LOCK = sa.select(_ASKED.c.channel).where(
    sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(_ASKED.c.channel, 0))
)
_FREE = sa.select(_LOCKED.c.channel).where(~_paced(_LOCKED.c.channel))


def _in_free_channels(session: Session, rows: list[Pair], now: datetime) -> list[Pair]:
    """Two who claim at the same moment see nothing of each other: on PostgreSQL each first locks its channels."""
    channels = sorted({row.channel for row, _ in rows if row.kind in MESSAGES})
    if not channels or session.get_bind().dialect.name == "sqlite":
        return rows
    locked = list(session.scalars(_LOCK, {"channels": channels}))
    # Whoever held them before has committed by now, so a second look sees what the first could not.
    free = set(session.scalars(_FREE, {"channels": locked, **_instants(now)}))
    return [(row, about) for row, about in rows if row.kind not in MESSAGES or row.channel in free]


def _lease(row: Delivery, about: About, now: datetime) -> Claimed:
    doubtful = row.state in (State.SENDING, State.UNSURE)
    if not doubtful or row.doubtful_since is None:
        row.doubtful_since = now
    row.state, row.lease, row.leased_until = State.SENDING, secrets.token_hex(8), now + LEASE
    row.claimed_at = now
    row.tries += 1
    return Claimed(
        id=row.id,
        key=row.key,
        kind=Kind(row.kind),
        channel=row.channel,
        reader=row.reader,
        about=about.address,
        orphan=about.state in NOT_SENT,
        payload=row.payload,
        revision=row.revision,
        tries=row.tries,
        lease=row.lease,
        doubtful=doubtful,
        in_doubt=InDoubt(row.in_doubt),
        since=row.doubtful_since,
        caused_at=row.created_at,
        request=row.request,
        overdue=doubtful and now - max(row.doubtful_since, row.restored_at or row.doubtful_since) >= OVERDUE,
        settled=now - row.doubtful_since >= SETTLES,
        uploaded=row.uploaded,
    )


def remember(session: Session, claimed: Claimed, uploaded: str, now: datetime) -> bool:
    """Before Slack is asked to show this file, so that it is found whatever happens next; false where the lease was
    lost: then it is not to be asked."""
    mine = sa.update(Delivery).where(Delivery.id == claimed.id, Delivery.lease == claimed.lease)
    mine = mine.where(Delivery.leased_until > now).values(uploaded=uploaded, doubtful_since=now)
    found: Any = session.execute(mine)
    return bool(found.rowcount)


#: Hears the key of a message that was sent or refused, in the transaction that writes it down.
Ended = Callable[[Session, str, State, datetime], None]


def settle(
    session: Session, claimed: Claimed, outcome: Outcome, *, now: datetime, ended: Ended = lambda *_: None
) -> bool:
    """Write down how the try ended, and tell whom it concerns; false where the lease was lost and the outcome is
    somebody else's to tell."""
    query = sa.select(Delivery).where(Delivery.id == claimed.id, Delivery.lease == claimed.lease).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        return False
    row.lease = row.leased_until = None
    _write(row, claimed, outcome, now)
    operators.report(session, row, outcome, now)
    if row.state in (State.SENT, State.REFUSED):
        ended(session, row.key, State(row.state), now)
    if row.revision != claimed.revision and row.state in (State.SENT, State.REFUSED):
        row.state, row.tries, row.due_at = State.WAITING, 0, max(now, row.due_at)
    return True


def _write(row: Delivery, claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    doubt = False
    match outcome:
        case Sent(channel, ts, flaw):
            row.state, row.sent_channel, row.ts = State.SENT, channel, ts
            row.sent_at, row.error = now, flaw
        case Refused(error, doubt):
            row.state, row.error = State.REFUSED, error
        case Later(error, pause):
            # This try surely did not arrive, which says nothing of those before it.
            doubt = claimed.doubtful
            row.state = State.UNSURE if doubt else State.WAITING
            row.error, row.due_at = error, now + pause
        case Unsure(error, pause):
            doubt, row.state, row.error, row.due_at = True, State.UNSURE, error, now + pause
    row.doubtful_since = row.doubtful_since if doubt else None


def release(session: Session, leases: Collection[str], *, now: datetime) -> None:
    """Tries that were cut off: whoever comes next need not wait for their leases to end, but looks first."""
    freed = {"state": State.UNSURE, "lease": None, "leased_until": None, "due_at": now + LOOK_AFTER}
    session.execute(sa.update(Delivery).where(Delivery.lease.in_(leases)).values(freed))
