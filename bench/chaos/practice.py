"""A practice of the harness's own, on the ground that all practices share: rows, messages of every kind, a job.

It stands in no build of cadence: `bot.py`, which the harness runs, adds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.rhythm import Periodic, Rhythm, Slot
from bot.schedule import Job, Occasion
from bot.settings import Operating
from bot.slack import blocks, files, outbox
from bot.slack.doors import Answer, Call, Done, Door, Route, Say
from bot.slack.files import File
from bot.slack.messages import Message

COMMAND, PRESS, TICK, DRAWER = "/chaos", "chaos.press", "chaos.tick", "chaos.file"
SAVED = "Saved"
TICK_SECONDS = 3
#: A bot that comes back later than this after a tick leaves it out.
TICK_GRACE = timedelta(seconds=20)
TICK_CHANNEL = "C0CHAOS0"

tables = sa.MetaData()
#: No constraint stands in the way of acting twice: that is what is looked for.
ACTS = sa.Table(
    "chaos_acts",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("operation", sa.String(64), nullable=False),
)
TICKS = sa.Table(
    "chaos_ticks",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("slot", sa.String(32), nullable=False),
)
PRESSES = sa.Table(
    "chaos_presses",
    tables,
    sa.Column("message", sa.String(200), primary_key=True),
    sa.Column("person", sa.String(32), primary_key=True),
)


def act_key(operation: str) -> str:
    return f"chaos:{operation}"


def press_key(message: str, person: str) -> str:
    return f"{message}:press:{person}"


def act(session: Session, call: Call) -> Answer:
    """/chaos OPERATION CHANNEL [reply] [whisper] [file]: one row and its messages, in one transaction."""
    operation, channel, *more = call.text.split()
    session.execute(sa.insert(ACTS).values(operation=operation))
    key = act_key(operation)
    outbox.enqueue(session, key=key, channel=channel, message=_card(key, 0), now=call.now)
    if "reply" in more:
        words = Message(f"{key} has a reply.")
        outbox.enqueue(session, key=f"{key}:reply", channel=channel, about=key, message=words, now=call.now)
    if "whisper" in more:
        _whisper(session, f"{key}:whisper", channel, call)
    if "file" in more:
        _file(session, f"{key}:file", channel, about=key, now=call.now)
    return Say(Message(f"{SAVED} {operation}."))


def press(session: Session, call: Call) -> Answer:
    """Once a person: the card changes, a reply follows, the person hears of it."""
    message, person = call.value, call.person.id
    if not _is_first(session, message, person):
        return Done()
    pressed = session.scalar(sa.select(sa.func.count()).where(PRESSES.c.message == message)) or 0
    channel, key = call.channel, press_key(message, person)
    outbox.change(session, key=message, message=_card(message, pressed), now=call.now)
    words = Message(f"{key} has a reply.")
    outbox.enqueue(session, key=key, channel=channel, about=message, message=words, now=call.now)
    _whisper(session, f"{key}:whisper", channel, call)
    return Done()


def _is_first(session: Session, message: str, person: str) -> bool:
    """The card's row is held, so that of two who press at once the second counts the first."""
    card = sa.select(outbox.Delivery.id).where(outbox.Delivery.key == message)
    session.execute(card.with_for_update())
    known = sa.exists().where(PRESSES.c.message == message, PRESSES.c.person == person)
    if session.scalar(sa.select(known)):
        return False
    session.execute(sa.insert(PRESSES).values(message=message, person=person))
    return True


def _whisper(session: Session, key: str, channel: str, call: Call) -> None:
    words = Message(f"{key}, for you alone.")
    outbox.whisper(session, key=key, channel=channel, reader=call.person.id, message=words, now=call.now)


def _file(session: Session, key: str, channel: str, *, about: str, now: datetime) -> None:
    words = Message(f"{key}, in words.")
    wanted = {"drawer": DRAWER, "of": {"key": key}, "instead": words}
    files.enqueue(session, key=key, channel=channel, about=about, now=now, **wanted)


def _drawn(session: Session, of: Mapping[str, Any], now: datetime) -> File:
    """By its title it is found again."""
    key = str(of["key"])
    return File(name="chaos.txt", title=key, content=key.encode(), comment=f"{key}.")


FILES = {DRAWER: _drawn}


def _card(key: str, pressed: int) -> Message:
    text = f"{key}, pressed {pressed} times."
    return Message(text, (blocks.section(text), blocks.actions(blocks.button("Press", PRESS, value=key))))


_FIRST = datetime.min  # noqa: DTZ901  # names are naive
_NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Every(Periodic):
    """Every few seconds until an instant. Names have no seconds, so slots are named by minutes that no clock shows."""

    seconds: int
    until: datetime

    @property
    def label(self) -> str:
        """The same before and after anybody knows when it ends."""
        return f"{type(self).__name__} {self.seconds}"

    def _period_at(self, instant: datetime) -> int:
        return int(instant.timestamp()) // self.seconds

    def _slot_in(self, period: int) -> Slot | None:
        at = datetime.fromtimestamp(period * self.seconds, UTC)
        return Slot(_FIRST + timedelta(minutes=period), at) if at < self.until else None


def slot_name(slot: Slot) -> str:
    return slot.local.isoformat(timespec="minutes")


def tick_key(slot: str) -> str:
    return f"{TICK}:{slot}"


def tick(session: Session, occasion: Occasion) -> None:
    name = slot_name(occasion.slot)
    session.execute(sa.insert(TICKS).values(slot=name))
    words = Message(f"{tick_key(name)} ran.")
    outbox.enqueue(session, key=tick_key(name), channel=TICK_CHANNEL, message=words, now=occasion.now)


def ticking(until: datetime) -> Every:
    return Every(TICK_SECONDS, until)


def jobs(horizon: Path) -> tuple[Job, ...]:
    """They tick until the instant in this file, and not before it is there."""

    def rhythm(_: Operating) -> Rhythm:
        return ticking(datetime.fromisoformat(horizon.read_text("utf-8")) if horizon.exists() else _NEVER)

    return (Job(TICK, rhythm, tick, TICK_GRACE),)


ROUTES = (
    Route(Door.COMMAND, COMMAND, act, ANYONE),
    Route(Door.ACTION, PRESS, press, ANYONE),
)
