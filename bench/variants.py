"""The same slash command behind Bolt three times: doing nothing, writing by hand, and through cadence's doors."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session, sessionmaker

from bench.notes import Base, note
from bot import clock, prompts
from bot.access import ANYONE
from bot.engines import make_engine
from bot.slack.context import Doorkeeper
from bot.slack.doors import Answer, Call, Door, Route, Say
from bot.slack.messages import Message
from bot.startup import Identity
from bot.storage import Database
from bot.web import slack_client
from bot.wiring import ROUTES

COMMAND = "/bench"
TEAM = "T0BENCH"
SECRET = "bench-secret"
EMPTY, BARE, CADENCE = "Bolt, empty", "Bolt, writing", "cadence"


def make_bolt(api_url: str) -> AsyncApp:
    """The bot's own, for all variants alike."""
    client = AsyncWebClient(token="xoxb-bench", base_url=api_url, retry_handlers=[])
    return slack_client.make_bolt(client, Identity("B0BENCH", "U0BENCH", TEAM, "bench"), SECRET)


def empty(bolt: AsyncApp, _database_url: str) -> None:
    @bolt.command(COMMAND)
    async def listener(ack: Any) -> None:
        await ack(text="Noted as 0.", response_type="ephemeral")


def bare(bolt: AsyncApp, database_url: str) -> None:
    """What somebody would write without cadence; as many threads as connections, which is the best for it."""
    engine = make_engine(database_url)
    Base.metadata.create_all(engine)
    sessions = sessionmaker(engine)
    threads = ThreadPoolExecutor(engine.pool.size())  # type: ignore[attr-defined]  # a QueuePool

    def write(body: dict[str, Any]) -> str:
        with sessions.begin() as session:
            return note(session, body["user_id"], body["text"], clock.now())

    @bolt.command(COMMAND)
    async def listener(ack: Any, body: dict[str, Any]) -> None:
        answer = await asyncio.get_running_loop().run_in_executor(threads, write, body)
        await ack(text=answer, response_type="ephemeral")


def cadence(bolt: AsyncApp, database_url: str) -> None:
    """Behind the bot's own doorkeeper, beside all of its routes."""
    engine = make_engine(database_url)
    Base.metadata.create_all(engine)
    keeper = Doorkeeper(Database(engine), clock.now, prompts.load(), TEAM, None)
    keeper.register(bolt, (Route(Door.COMMAND, COMMAND, _note, ANYONE), *ROUTES))


def _note(session: Session, call: Call) -> Answer:
    return Say(Message(note(session, call.person.id, call.text, call.now)))


MAKERS: dict[str, Callable[[AsyncApp, str], None]] = {EMPTY: empty, BARE: bare, CADENCE: cadence}
