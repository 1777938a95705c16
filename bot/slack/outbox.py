"""The only way a message leaves: a row written in the transaction that causes it.

`key` is unique and names the thing (`focus:2026-W10:post`), so that enqueuing twice is sending once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot import someone, trace
from bot.contents import FACTS, PERSON, TRACES, words
from bot.slack.messages import Message, fit
from bot.storage import Model, announce, insert_once

TOPIC = "outbox"
#: Before the key of a message that was deleted in Slack.
LOST = "lost:"


class Kind(StrEnum):
    """What is asked of Slack; each is one Web API method."""

    POST = "chat.postMessage"
    UPDATE = "chat.update"
    WHISPER = "chat.postEphemeral"
    PIN = "pins.add"
    UNPIN = "pins.remove"
    #: A person's App Home. Its row holds no view: what stands there is drawn as it leaves.
    HOME = "views.publish"
    #: A file in a message of its own. Its row holds no bytes (files.py).
    FILE = "files.completeUploadExternal"


#: What stands in a channel as a message of its own, at the pace that Slack sets for them.
MESSAGES = (Kind.POST, Kind.FILE)


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    UNSURE = "unsure"
    SENT = "sent"
    REFUSED = "refused"
    #: By an operator.
    DROPPED = "dropped"


class InDoubt(StrEnum):
    """What becomes of a post that may have arrived where nobody can look whether it did."""

    #: Rather late than lost, at the risk of two.
    SEND = "send"
    #: Rather none than two.
    DROP = "drop"


NOT_SENT = (State.REFUSED, State.DROPPED)
UNSENT = (State.WAITING, State.SENDING, State.UNSURE)
#: For `in_`: written out in the statement, since SQLite uses a partial index only where it can read the values.
UNSENT_STATES: sa.BindParameter[State] = sa.bindparam("unsent", UNSENT, expanding=True, literal_execute=True)
_UNSENT_SQL = sa.text("state IN ('waiting', 'sending', 'unsure')")


#: Compared byte by byte, so that all keys of one beginning are one stretch of the index.
_KEY = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")


def _only_unsent(*columns: str) -> sa.Index:
    """Sent rows stay for ever and must cost nothing: the indexes that claiming uses leave them out."""
    name = f"ix_deliveries_unsent_{'_'.join(columns)}"
    return sa.Index(name, *columns, postgresql_where=_UNSENT_SQL, sqlite_where=_UNSENT_SQL)


class Delivery(Model):
    """One message to Slack, from outbox to timestamp."""

    __tablename__ = "deliveries"
    __table_args__ = (
        _only_unsent("id"),
        _only_unsent("lane", "id"),
        sa.Index(None, "channel", "claimed_at"),
        sa.Index(None, "sent_channel", "ts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(_KEY, unique=True, info=TRACES)
    kind: Mapped[str] = mapped_column(sa.String(32), info=FACTS)
    #: A channel, or the person whose direct messages it goes to.
    channel: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    #: The only reader of a whisper, or whose Home it is.
    reader: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: Key of the message that this one answers, changes or pins.
    about: Mapped[str | None] = mapped_column(sa.String(200), index=True, info=TRACES)
    #: Rows of one lane leave in order.
    lane: Mapped[str] = mapped_column(sa.String(240), info=TRACES)
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON, info=words("created_at", becomes={}))
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(16), default=State.WAITING, info=FACTS)
    #: Counts replacements, so that one made while the row is on its way is not lost.
    revision: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[str] = mapped_column(sa.String(8), default=InDoubt.SEND, info=FACTS)
    #: When the first of those tries began that may have arrived, as long as nobody knows.
    doubtful_since: Mapped[datetime | None]
    #: When it came back out of a backup, unsent; nobody could look for it before.
    restored_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    lease: Mapped[str | None] = mapped_column(sa.String(32), info=FACTS)
    leased_until: Mapped[datetime | None]
    sent_channel: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    ts: Mapped[str | None] = mapped_column(sa.String(32), info=FACTS)
    #: Slack's id of a file that it was asked, or is about to be asked, to show.
    uploaded: Mapped[str | None] = mapped_column(sa.String(32), info=FACTS)
    error: Mapped[str | None] = mapped_column(sa.Text, info=TRACES)
    #: Of what caused it last, as log lines name it (trace.py).
    request: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    #: With new words for what was sent, it begins anew.
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Address:
    """Where a message stands in Slack."""

    channel: str
    ts: str


def enqueue(
    session: Session,
    *,
    key: str,
    channel: str,
    now: datetime,
    message: Message | None = None,
    kind: Kind = Kind.POST,
    about: str | None = None,
    urgent: bool = False,
    in_doubt: InDoubt = InDoubt.SEND,
    more: Mapping[str, Any] | None = None,
) -> bool:
    """True where the key is new. `about` makes a post a reply in the thread of that key's message."""
    row = _row(key=key, kind=kind, channel=channel, message=message, about=about, urgent=urgent, now=now)
    row["in_doubt"], row["payload"] = in_doubt, {**row["payload"], **(more or {})}
    announce(session, TOPIC)
    return insert_once(session, Delivery, row)


def change(session: Session, *, key: str, message: Message, now: datetime) -> None:
    """Make the message of `key` read so: in place while unsent, by an update afterwards. The latest wins."""
    original = session.scalars(sa.select(Delivery).where(Delivery.key == key).with_for_update()).one()
    if original.state == State.WAITING:
        _replace(original, _payload(message), now)
    else:
        to = {"channel": original.channel, "about": key}
        _put(session, key=f"{key}~", kind=Kind.UPDATE, message=message, now=now, **to)
    announce(session, TOPIC)


def whisper(
    session: Session,
    *,
    key: str,
    channel: str,
    reader: str,
    message: Message,
    now: datetime,
    thread: str | None = None,
) -> None:
    """An ephemeral message; a later one of the same key takes its place. `thread`: the ts of what it stands under."""
    to = {"channel": channel, "reader": reader, "thread": thread, "urgent": True}
    _put(session, key=key, kind=Kind.WHISPER, message=message, now=now, **to)
    announce(session, TOPIC)


def address(session: Session, key: str) -> Address | None:
    """Where the message of this key stands, once it was sent."""
    return addresses(session, [key]).get(key)


def addresses(session: Session, keys: Collection[str]) -> Mapping[str, Address]:
    """Of those that were sent."""
    columns = sa.select(Delivery.key, Delivery.sent_channel, Delivery.ts)
    sent = session.execute(columns.where(Delivery.key.in_(keys), Delivery.state == State.SENT))
    return {key: Address(channel, ts) for key, channel, ts in sent if channel and ts}


def reads(session: Session, key: str) -> Message | None:
    """What the message of this key says now, or will once it is sent; None where its words are no longer kept."""
    newest = sa.select(Delivery.payload).where(Delivery.key.in_([key, f"{key}~"])).order_by(Delivery.id.desc())
    payload = session.scalars(newest.limit(1)).one()
    return Message(payload["text"], payload["blocks"]) if payload else None


def key_at(session: Session, channel: str, ts: str) -> str | None:
    """The key of the message that stands there: so a reply is traced to what it replies to."""
    query = sa.select(Delivery.key).where(Delivery.sent_channel == channel, Delivery.ts == ts)
    return session.scalar(query.where(Delivery.kind == Kind.POST))


def lose(session: Session, key: str) -> str:
    """Give the message another key, since somebody deleted it in Slack: its own is free, its thread is still traced."""
    row = session.scalars(sa.select(Delivery).where(Delivery.key == key).with_for_update()).one()
    session.execute(sa.delete(Delivery).where(Delivery.about == key, Delivery.kind == Kind.UPDATE))
    row.key = f"{LOST}{row.id}:{key}"
    session.flush()
    return row.key


def was_refused(session: Session, key: str) -> bool:
    return why_refused(session, key) is not None


def why_refused(session: Session, key: str) -> str | None:
    """The error of a message that was refused or given up; None where it was sent or may yet be."""
    query = sa.select(sa.func.coalesce(Delivery.error, "")).where(Delivery.key == key, Delivery.state.in_(NOT_SENT))
    return session.scalar(query)


def keys(session: Session, prefix: str) -> Sequence[str]:
    """Every key that starts so, oldest first."""
    behind = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    query = sa.select(Delivery.key).where(Delivery.key >= prefix, Delivery.key < behind)
    return session.scalars(query.where(Delivery.kind == Kind.POST).order_by(Delivery.id)).all()


def replies(session: Session, about: Sequence[str]) -> Sequence[tuple[str, datetime]]:
    """Keys of what stands in the threads of these messages, oldest first, and since when."""
    query = sa.select(Delivery.key, Delivery.created_at).where(Delivery.about.in_(about), Delivery.kind == Kind.POST)
    return [(row.key, row.created_at) for row in session.execute(query.order_by(Delivery.id))]


def _put(session: Session, *, key: str, message: Message, now: datetime, **columns: Any) -> None:
    row = _row(key=key, message=message, now=now, **columns)
    if not insert_once(session, Delivery, row):
        _replace(
            session.scalars(sa.select(Delivery).where(Delivery.key == key).with_for_update()).one(),
            row["payload"],
            now,
        )


def _replace(row: Delivery, payload: dict[str, Any], now: datetime) -> None:
    if someone.is_forgotten(row.channel) or someone.is_forgotten(row.reader):
        return
    row.payload, row.request = payload, trace.request()
    row.revision += 1
    row.due_at = now
    if row.kind == Kind.WHISPER:
        # Other words than those on their way or in doubt, whose outcome no longer matters to anybody.
        row.state, row.tries, row.lease, row.leased_until = State.WAITING, 0, None, None
        row.doubtful_since, row.created_at = None, now
    elif row.state not in UNSENT:
        row.state, row.tries, row.created_at = State.WAITING, 0, now


def _row(
    *,
    key: str,
    kind: Kind,
    channel: str,
    now: datetime,
    message: Message | None,
    about: str | None = None,
    reader: str | None = None,
    urgent: bool = False,
    thread: str | None = None,
) -> dict[str, Any]:
    in_thread = kind in MESSAGES and about
    lane = f"{reader}@{channel}" if reader else f"{channel}/{about}" if in_thread else channel
    under = {"thread_ts": thread} if thread else {}
    nobody = someone.is_forgotten(channel) or someone.is_forgotten(reader)
    return {
        "key": key,
        "kind": kind,
        "state": State.DROPPED if nobody else State.WAITING,
        "channel": channel,
        "reader": reader,
        "about": about,
        "lane": lane,
        "payload": _payload(message) | under if message else {},
        "urgent": urgent,
        "request": trace.request(),
        "due_at": now,
        "created_at": now,
    }


def _payload(message: Message) -> dict[str, Any]:
    fitting = fit(message)
    return {"text": fitting.text, "blocks": list(fitting.blocks)}
