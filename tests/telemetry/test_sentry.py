"""Defects reach a Sentry on this machine, and nothing of anybody does."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import structlog
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy.orm import Session

from bot import logs, telemetry
from bot import settings as settings_
from bot.access import ANYONE
from bot.deployment import Deployment
from bot.errors import CannotStart
from bot.slack.doors import Answer, Call, Door, Route
from bot.storage import Database
from tests.factories import ANA, settings
from tests.slack_driver import said, slack_driver

WORDS = "hunter2 my secret words"


@dataclass
class Sentry:
    url: str = ""
    heard: list[str] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        zipped = body.startswith(b"\x1f\x8b")
        self.heard.append((gzip.decompress(body) if zipped else body).decode())
        return web.json_response({})

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(envelope.splitlines()[2]) for envelope in self.heard]


@pytest.fixture
async def sentry() -> AsyncIterator[Sentry]:
    one = Sentry()
    application = web.Application()
    application.router.add_post("/api/1/envelope/", one.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://key@127.0.0.1:{runner.addresses[0][1]}/1"
    yield one
    await runner.cleanup()


@contextmanager
def told(**deployed: Any) -> Iterator[None]:
    """As `cadence run` does."""
    handlers, level = logging.root.handlers[:], logging.root.level
    try:
        with telemetry.started(Deployment(**deployed)) as also:
            logs.configure("info", "json", also)
            yield
    finally:
        structlog.reset_defaults()
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)


def breaks(session: Session, call: Call) -> Answer:
    typed = call.text
    raise ZeroDivisionError(f"no way to save {typed} of {call.person.id}")


async def test_a_defect_at_a_door_is_told_with_where_and_without_words_or_persons(
    sentry: Sentry, database: Database, now: datetime
) -> None:
    database.run_here(settings_.save, settings(), by="test", now=now)
    async with slack_driver(database, now, (Route(Door.COMMAND, "/test", breaks, ANYONE),)) as slack:
        with told(sentry_dsn=SecretStr(sentry.url)):
            read = said(await slack.types("/test", WORDS, by=ANA))["text"]

            await _heard(sentry)
    (event,) = sentry.events()
    assert event["message"] == "door.failed"
    assert event["tags"]["door"] == "command"
    assert event["tags"]["reference"] in read
    assert len(event["tags"]["request"]) == 12
    (error,) = event["exception"]["values"]
    assert error["type"] == "ZeroDivisionError"
    assert error["stacktrace"]["frames"][-1]["function"] == "breaks"
    everything = "".join(sentry.heard)
    assert not [trace for trace in (WORDS, "hunter2", ANA, "no way to save", "C0GENERAL") if trace in everything]


async def _heard(sentry: Sentry) -> None:
    """The SDK sends from a thread of its own."""
    async with asyncio.timeout(20):
        while not sentry.heard:
            await asyncio.sleep(0.02)


async def test_what_is_no_defect_is_not_told(sentry: Sentry) -> None:
    with told(sentry_dsn=SecretStr(sentry.url)):
        structlog.get_logger().info("delivery", key="question:1:card")
        structlog.get_logger().error("delivery.held", error="token_revoked")
        try:
            raise OSError(WORDS)
        except OSError:
            structlog.get_logger().warning("people.not_read", exc_info=True)

    assert sentry.heard == []


async def test_of_a_message_not_even_the_key_is_told(sentry: Sentry) -> None:
    with told(sentry_dsn=SecretStr(sentry.url)):
        try:
            raise LookupError(WORDS)
        except LookupError as error:
            structlog.get_logger().error("delivery.defect", key=f"whisper:C1:{ANA}", exc_info=error)
        await _heard(sentry)

    assert ANA not in "".join(sentry.heard)
    assert "delivery.defect" in "".join(sentry.heard)


async def test_an_address_that_is_none_is_named_without_it() -> None:
    with pytest.raises(CannotStart, match=r"^CADENCE_SENTRY_DSN is no DSN") as raised, told(sentry_dsn=SecretStr("x")):
        pass

    assert '"x"' not in str(raised.value)


async def test_without_a_sentry_nothing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with told():
        structlog.get_logger().info("ready")

    assert '"event": "ready"' in capsys.readouterr().err
