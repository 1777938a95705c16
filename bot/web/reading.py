"""Reads from Slack what somebody asked for and no listener may wait for, such as a thread for a report's timeline."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.errors import Unavailable
from bot.slack.outcome import error_name
from bot.slack.wanted import Reader, Wanted
from bot.storage import Database

log = structlog.get_logger()

POLL_SECONDS = 5.0
PAGE, PAGES = 200, 5


class ReadingLoop:
    """Wakes when a commit asked for something, and now and then for what other processes asked or what failed."""

    def __init__(self, database: Database, client: AsyncWebClient, now: Clock, reader: Reader) -> None:
        self._database, self._client, self._now, self._reader = database, client, now, reader
        self._wake = asyncio.Event()
        self._stopping = False
        database.subscribe(reader.topic, self._wake.set)

    async def run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                read = await self.read_next()
            except Exception:  # a database that is away, or one thread of many, must not end the reading for good
                log.warning("reading.failed", exc_info=True)
                read = False
            if not read:
                await self._rest()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        except TimeoutError:
            return

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    async def read_next(self) -> bool:
        """False where nothing is to be read."""
        try:
            wanted = await self._database.run_unhurried(self._reader.claim, self._now())
        except Unavailable:
            return False
        if wanted is None:
            return False
        try:
            said = await self._read(wanted)
        except SlackApiError as error:
            await self._fail(wanted, error_name(error.response) or "no answer")
        except (aiohttp.ClientError, OSError, TimeoutError):
            await self._fail(wanted, "no connection")
        else:
            await self._database.run_unhurried(self._reader.took, wanted, said, self._now())
        return True

    async def _fail(self, wanted: Wanted, error: str) -> None:
        log.info("reading.refused", error=error)
        await self._database.run_unhurried(self._reader.failed, wanted, error, self._now())

    async def _read(self, wanted: Wanted) -> list[Mapping[str, Any]]:
        only: dict[str, Any] = {} if wanted.thread else {"oldest": wanted.ts, "latest": wanted.ts, "inclusive": True}
        found: list[Mapping[str, Any]] = []
        cursor: str | None = None
        for _ in range(PAGES):
            page = await self._client.conversations_replies(
                channel=wanted.channel, ts=wanted.ts, limit=PAGE, cursor=cursor, **only
            )
            found += page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return found
