"""How fast the outbox drains, and how near it comes to what Slack's limits allow: python -m bench.outbox"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiohttp
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.databases import BOTH, SQLITE, Databases, databases
from bench.page import Result, Table, Target, command
from bench.processes import running
from bench.workspace import POSTS_A_MINUTE, POSTS_AT_ONCE, channel_ids
from bot import clock, logs
from bot.engines import make_engine
from bot.slack import outbox
from bot.slack.delivery import DeliveryLoop
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, State
from bot.slack.pace import Bucket
from bot.storage import Database
from bot.web import slack_client

FREE, LIMITED = "free", "limited"
MOST_RATIO = 1.1
LOOK_SECONDS = 0.1
HEAD = ("outbox", "database", "limits", "seconds", "limits allow", "× allowed", "deliveries a second")


@dataclass(frozen=True)
class Load:
    """So many messages, dealt to the channels in turn."""

    rows: int
    channels: int
    limits: str = FREE

    @property
    def name(self) -> str:
        return f"{self.rows:,} to {self.channels} channels"

    def allowed_seconds(self) -> float:
        """One a second a channel; with the limits on, also so many at once and a minute in the workspace."""
        in_a_channel = -(-self.rows // self.channels) - 1
        in_all = (self.rows - POSTS_AT_ONCE) / (POSTS_A_MINUTE / 60) if self.limits == LIMITED else 0.0
        return max(float(in_a_channel), in_all)


FAN_OUT = Load(200, 200, LIMITED)
LOADS = (Load(200, 200), Load(1000, 200), Load(40, 5))
TINY_FAN_OUT = Load(32, 32, LIMITED)
TINY_LOADS = (Load(4, 2),)


def measure(tiny: bool) -> Result:
    logs.configure("warning", "json")
    kinds, loads, fan_out = ((SQLITE,), TINY_LOADS, TINY_FAN_OUT) if tiny else (BOTH, LOADS, FAN_OUT)
    with databases(kinds) as made:
        return asyncio.run(_measured(made, kinds, loads, fan_out))


async def _measured(made: Databases, kinds: Sequence[str], loads: Sequence[Load], fan_out: Load) -> Result:
    rows = [_row(load, kind, await _drained(load, made.make(kind))) for load in loads for kind in kinds]
    # Waiting for Slack's limits costs nothing, so both databases wait at the same time.
    waited = await asyncio.gather(*(_drained(fan_out, made.make(kind)) for kind in kinds))
    rows += [_row(fan_out, kind, seconds) for kind, seconds in zip(kinds, waited, strict=True)]
    targets = [_target(fan_out, kind, seconds) for kind, seconds in zip(kinds, waited, strict=True)]
    return Result([Table("Outbox", HEAD, rows)], targets)


def _row(load: Load, kind: str, seconds: float) -> list[str]:
    allowed = load.allowed_seconds()
    times = f"{seconds / allowed:.2f}" if allowed else "–"
    limits = "on" if load.limits == LIMITED else "a channel's"
    return [load.name, kind, limits, f"{seconds:.1f}", f"{allowed:.1f}", times, f"{load.rows / seconds:.1f}"]


def _target(load: Load, kind: str, seconds: float) -> Target:
    times = seconds / load.allowed_seconds()
    sentence = f"{kind}: {load.name} within {MOST_RATIO} × what Slack's limits allow: {times:.2f} ×"
    return Target(sentence, times <= MOST_RATIO)


async def _drained(load: Load, url: str) -> float:
    """Seconds from the start of deliveries until the last is sent."""
    database = Database(make_engine(url))
    try:
        await asyncio.to_thread(database.run_here, _fill, load)
        async with running("bench.workspace", load.limits, str(load.channels)) as slack:
            return await _timed(database, load, slack.said)
    finally:
        database.close()


def _fill(session: Session, load: Load) -> None:
    ids = channel_ids(load.channels)
    for number in range(load.rows):
        message, channel = Message(f"Number {number}: what the CTO is focused on this week"), ids[number % len(ids)]
        outbox.enqueue(session, key=f"bench:{number}", channel=channel, now=clock.now(), message=message)


async def _timed(database: Database, load: Load, api_url: str) -> float:
    async with aiohttp.ClientSession() as session:
        client = slack_client.make_client("xoxb-sandbox", api_url, session, 10)
        await client.auth_test()
        loop = DeliveryLoop(database, client, clock.now)
        if load.limits == FREE:
            loop._pace.posts = Bucket(a_minute=1e6, at_once=1e6)  # a workspace without limits needs no pace
        began, running_loop = clock.now(), asyncio.create_task(loop.run())
        while unsent := await database.run(_unsent):  # the loop tells nobody what it sent
            await asyncio.sleep(min(LOOK_SECONDS, unsent))
        loop.stop()
        await running_loop
        return ((await database.run(_last_sent)) - began).total_seconds()


def _unsent(session: Session) -> int:
    """Raises where Slack refused something."""
    states = session.scalars(sa.select(Delivery.state).where(Delivery.state != State.SENT)).all()
    if State.REFUSED in states:
        raise RuntimeError("a message of the bench was refused")
    return len(states)


def _last_sent(session: Session) -> datetime:
    return max(filter(None, session.scalars(sa.select(Delivery.sent_at))))


if __name__ == "__main__":
    command("outbox", measure)
