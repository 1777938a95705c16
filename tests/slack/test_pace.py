"""As fast as Slack allows, and no faster."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.sandbox.limits import Limits
from bot.sandbox.organisation import Channel, Organisation, Person
from bot.sandbox.server import Sandbox
from bot.slack import claims, outbox
from bot.slack.delivery import DeliveryLoop
from bot.slack.messages import Message
from bot.slack.outcome import Sent
from bot.slack.pace import EVERYTHING, POSTS_AT_ONCE, Bucket, Pace
from bot.storage import Database

SECOND = timedelta(seconds=1)


def test_a_bucket_gives_what_it_holds_and_then_what_flows_in(now: datetime) -> None:
    bucket = Bucket(a_minute=300, at_once=25)
    assert bucket.left(now) == 25
    bucket.take(25)

    assert bucket.left(now) == 0
    assert bucket.next(now) == now + SECOND / 5
    assert bucket.left(now + SECOND) == 5
    assert bucket.left(now + timedelta(hours=1)) == 25


def test_a_clock_that_was_put_back_neither_fills_a_bucket_nor_stops_it(now: datetime) -> None:
    bucket = Bucket(a_minute=60, at_once=1)
    bucket.left(now)
    bucket.take(1)

    assert bucket.left(now - timedelta(hours=1)) == 0
    assert bucket.left(now - timedelta(hours=1) + SECOND) == 1


def test_a_method_that_rests_lets_others_go_on_and_one_that_stops_everything_does_not(now: datetime) -> None:
    pace = Pace()
    pace.close("chat.postMessage", now + SECOND)
    assert pace.closed_until("chat.postMessage", now) == now + SECOND
    assert pace.closed_until("chat.update", now) is None
    assert pace.closed_until("chat.postMessage", now + SECOND) is None

    pace.close(EVERYTHING, now + 2 * SECOND)
    assert pace.closed_until("chat.update", now) == now + 2 * SECOND


def test_a_rest_ends_when_the_next_may_leave(now: datetime) -> None:
    pace = Pace()
    assert pace.rest(now, 1.0) == 1.0
    pace.look_again(now + SECOND / 4)
    pace.look_again(now + SECOND / 2)

    assert pace.rest(now, 1.0) == 0.25
    assert pace.rest(now + SECOND / 4, 1.0) == 0.25
    assert pace.rest(now + SECOND, 1.0) == 1.0


def fill(database: Database, now: datetime, channels: int, each: int) -> None:
    """Queue behind queue, as fan-outs are written."""

    def write(session: claims.Session) -> None:
        for channel in range(channels):
            for number in range(each):
                key = f"{channel}:{number}"
                outbox.enqueue(session, key=key, channel=f"C{channel}", message=Message(key), now=now)

    database.run_here(write)


def test_many_long_queues_leave_room_for_each_other(database: Database, now: datetime) -> None:
    fill(database, now, channels=12, each=10)
    served: list[str] = []
    for second in range(6):
        at = now + second * SECOND
        for claimed in database.run_here(claims.claim, now=at, posts=5):
            served.append(claimed.channel)
            database.run_here(claims.settle, claimed, Sent(claimed.channel, "1.1"), now=at)

    assert len(served) == 30
    assert len(set(served)) == 12, "nobody waits for a third one's queue to end"


def test_no_more_posts_are_claimed_than_the_workspace_may_have(database: Database, now: datetime) -> None:
    fill(database, now, channels=12, each=1)

    assert len(database.run_here(claims.claim, now=now, posts=5)) == 5
    assert database.run_here(claims.claim, now=now, posts=0) == []


def test_a_clock_that_was_put_back_stops_no_channel(database: Database, now: datetime) -> None:
    fill(database, now, channels=1, each=2)
    (first,) = database.run_here(claims.claim, now=now + timedelta(hours=1))
    database.run_here(claims.settle, first, Sent("C0", "1.1"), now=now + timedelta(hours=1))

    assert [one.key for one in database.run_here(claims.claim, now=now)] == ["0:1"]


def test_two_who_claim_at_once_give_a_channel_one_post(database: Database, now: datetime) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer")

    def write(session: claims.Session) -> None:
        for lane in "ab":
            row = outbox._row(key=lane, kind=outbox.Kind.POST, channel="C1", now=now, message=Message(lane))
            session.execute(outbox.sa.insert(outbox.Delivery), [{**row, "lane": lane}])

    database.run_here(write)

    def first(session: claims.Session) -> None:
        assert len(claims.claim(session, now=now, limit=1)) == 1
        assert database.run_here(claims.claim, now=now) == [], "the other lane's channel is locked"

    database.run_here(first)
    assert database.run_here(claims.claim, now=now) == [], "and then it had its post of this second"


@asynccontextmanager
async def a_fan_out(database: Database, channels: int, limits: Limits) -> AsyncIterator[tuple[Sandbox, DeliveryLoop]]:
    ana = Person("ana", "Ana")
    rooms = tuple(Channel(f"room-{number}", ("ana",), with_bot=True, id=f"C{number}") for number in range(channels))
    async with (
        Sandbox(Organisation("Team", "team", (ana,), rooms), limits=limits) as sandbox,
        ClientSession() as session,
    ):
        url = sandbox.api_url
        client = AsyncWebClient(token="xoxb-sandbox", base_url=url, session=session, retry_handlers=[])
        yield sandbox, DeliveryLoop(database, client, clock.now)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_fan_out_reaches_every_channel_and_is_never_refused(database: Database) -> None:
    """How long it takes beside what the limits allow is measured in bench/outbox.py."""
    channels = POSTS_AT_ONCE + 5
    fill(database, clock.now(), channels, each=1)
    limits = Limits(rates=True, posts_at_once=POSTS_AT_ONCE + 1)
    async with a_fan_out(database, channels, limits) as (sandbox, loop):
        task = asyncio.create_task(loop.run())
        async with asyncio.timeout(60):
            while sum(len(sandbox.workspace.conversations[f"C{n}"].messages) for n in range(channels)) < channels:
                await asyncio.sleep(0.01)
        loop.stop()
        await task

    assert sandbox.workspace.rates.refused == {}
