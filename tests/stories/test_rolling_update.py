"""Two processes over HTTP behind a proxy, on one PostgreSQL; one of them is replaced while people ask."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientError, ClientSession, web

from bot import settings as settings_
from bot import startup
from bot.engines import make_engine
from bot.questions.models import Question
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.slack.outbox import UNSENT_STATES, Delivery
from bot.storage import Database
from tests.cli.command import Running, starting
from tests.factories import settings

PEOPLE = ("ana", "tom", "priya", "maya")
QUESTIONS = 16


@dataclass
class Balancer:
    """As one stands before replicas: each in turn, whoever is taken out gets nothing more, nothing is sent twice."""

    session: ClientSession
    ports: list[int] = field(default_factory=list)
    taken: Counter[int] = field(default_factory=Counter)

    async def carry(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {
            name: value for name, value in request.headers.items() if name.lower().startswith(("x-", "content-t"))
        }
        port = self.ports[self.taken.total() % len(self.ports)]
        self.taken[port] += 1
        try:
            url = f"http://127.0.0.1:{port}{request.path}"
            async with self.session.post(url, data=body, headers=headers) as answer:
                return web.Response(body=await answer.read(), status=answer.status, content_type=answer.content_type)
        except ClientError:
            return web.Response(status=502)


@dataclass
class Replicas:
    """What there is of the bot, and who reaches it."""

    stack: AsyncExitStack
    balancer: Balancer
    client: SandboxClient
    database: Database
    folder: Path
    told: dict[str, str]

    async def starts(self) -> tuple[Running, int]:
        one = await self.stack.enter_async_context(starting(self.folder, **self.told))
        port = int((await one.says("ready"))["port"])
        self.balancer.ports.append(port)
        return one, port

    async def asks(self, number: int) -> bool:
        """Whether whoever asked was told that it was taken."""
        person = self.client.person(PEOPLE[number % len(PEOPLE)])
        answer: dict[str, Any] = await person.runs("/ask-cto", f"Question number {number:02}?", channel="general")
        return "Question number" in str(answer.get("ack") or "") or "asked" in str(answer.get("ack") or "").lower()

    async def until_all_is_sent(self) -> None:
        waiting = sa.select(sa.func.count()).where(Delivery.state.in_(UNSENT_STATES))
        async with asyncio.timeout(120):
            while await self.database.run(lambda session: session.scalar(waiting)):
                await asyncio.sleep(0.2)

    async def standing(self) -> Counter[str]:
        """Question → how often its card stands in the channel."""
        texts = [message["text"] for message in await self.client.messages("#cto")]
        numbers = [text.partition("Question number ")[2][:2] for text in texts if "asks:" in text]
        return Counter(number for number in numbers if number)

    async def kept(self) -> Counter[str]:
        rows = await self.database.run(lambda session: list(session.scalars(sa.select(Question.text))))
        return Counter(text.partition("Question number ")[2][:2] for text in rows)


@pytest.fixture
async def replicas(postgres_url: str, database_url: str, tmp_path: Path, now: datetime) -> AsyncIterator[Replicas]:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(invented().with_manifest(startup.manifest())))
        client = await stack.enter_async_context(SandboxClient(sandbox.url))
        balancer = Balancer(await stack.enter_async_context(ClientSession()))
        database = Database(make_engine(database_url))
        stack.callback(database.close)
        database.run_here(settings_.save, settings(), by="test", now=now)
        told = {
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_SIGNING_SECRET": "sandbox-secret",
            "CADENCE_SLACK_API_URL": sandbox.api_url,
            "CADENCE_DATABASE_URL": database_url,
            "CADENCE_HOST": "127.0.0.1",
            "CADENCE_PORT": "0",
            "CADENCE_ACTS_A_MINUTE": "0",  # few people are played, and they never rest
        }
        made = Replicas(stack, balancer, client, database, tmp_path, told)
        await made.starts()
        await client.app(request_url=f"{await _served(stack, balancer)}/slack/events")
        balancer.taken.clear()
        yield made


async def _served(stack: AsyncExitStack, balancer: Balancer) -> str:
    application = web.Application()
    application.router.add_post("/slack/events", balancer.carry)
    runner = web.AppRunner(application)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


only_shared = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@only_shared
async def test_while_one_replica_is_replaced_nobody_waits_and_nothing_is_lost_or_doubled(replicas: Replicas) -> None:
    old, port = await replicas.starts()
    asking = asyncio.create_task(_asked_by_and_by(replicas, QUESTIONS))
    await asyncio.sleep(0.5)
    await replicas.starts()
    replicas.balancer.ports.remove(port)  # as a balancer does before the process is told to end
    old.tell(signal.SIGTERM)
    assert await old.ends() == 0
    told = await asking
    await replicas.until_all_is_sent()

    every = Counter(f"{number:02}" for number in range(QUESTIONS))
    assert told == dict.fromkeys(range(QUESTIONS), True)
    assert await replicas.kept() == every
    assert await replicas.standing() == every
    assert len(replicas.balancer.taken) == 3, "all of them were at work"


@only_shared
async def test_where_one_replica_is_killed_what_was_taken_is_there_once_and_nothing_twice(replicas: Replicas) -> None:
    victim, port = await replicas.starts()
    asking = asyncio.create_task(_asked_by_and_by(replicas, QUESTIONS))
    await asyncio.sleep(0.5)
    victim.process.kill()
    await asyncio.sleep(0.3)
    replicas.balancer.ports.remove(port)
    told = await asking
    await replicas.until_all_is_sent()

    kept, standing = await replicas.kept(), await replicas.standing()
    assert {f"{number:02}" for number, taken in told.items() if taken} <= set(kept)
    assert kept == standing
    assert set(kept.values()) == {1}


async def _asked_by_and_by(replicas: Replicas, count: int) -> dict[int, bool]:
    told: dict[int, bool] = {}

    async def ask(number: int) -> None:
        await asyncio.sleep(number * 0.1)
        told[number] = await replicas.asks(number)

    await asyncio.gather(*(ask(number) for number in range(count)))
    return told
