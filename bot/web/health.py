"""Whether the bot is well: alive, and ready for what people do. What a load balancer or supervisor asks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bot import schema
from bot.clock import Clock
from bot.errors import Unavailable
from bot.heartbeat import Heartbeat
from bot.schema import Standing
from bot.slack.outcome import error_name
from bot.slack.upkeep import waiting_since
from bot.storage import Database
from bot.web.socket_mode import SocketMode

ALIVE_SECONDS = 60
#: Slack is asked no more often than this, and waited for no longer than that.
ASK_SECONDS, ASKED_SECONDS = 30, 2
#: Slack's limits or a short outage do not hold a message up for so long.
OVERDUE = timedelta(minutes=10)
SERVED = (Standing.CURRENT, Standing.USABLE)


@dataclass(frozen=True)
class Check:
    """What is looked at, how it is, and a word why."""

    name: str
    well: bool
    why: str


Look = Callable[[], Awaitable[list[Check]]]


@dataclass(frozen=True)
class Stored:
    """What the database says of itself."""

    standing: Standing
    waiting_since: datetime | None


def look(session: Session) -> Stored:
    standing = schema.standing(session.connection())
    if standing not in SERVED:
        return Stored(standing, None)  # its tables may be others
    return Stored(standing, waiting_since(session))


class Health:
    """`socket` is None where Slack comes over HTTP."""

    def __init__(
        self, database: Database, client: AsyncWebClient, heartbeat: Heartbeat, now: Clock, overdue: timedelta = OVERDUE
    ) -> None:
        self._database, self._client, self._heartbeat = database, client, heartbeat
        self._now, self._overdue = now, overdue
        self._asking = asyncio.Lock()
        self._asked_at, self._answered = -float(ASK_SECONDS), Check("slack", False, "was not asked yet")
        self.socket: SocketMode | None = None

    async def alive(self) -> list[Check]:
        """That it answers at all shows that the event loop moves."""
        if self._heartbeat.is_moving(ALIVE_SECONDS):
            return [Check("alive", True, "the heartbeat moves")]
        return [Check("alive", False, f"the heartbeat has not moved for {ALIVE_SECONDS} s")]

    async def ready(self) -> list[Check]:
        stored, slack = await asyncio.gather(self._stored(), self._slack())
        return [*stored, slack]

    async def _stored(self) -> list[Check]:
        try:
            stored = await self._database.run(look)
        except Unavailable as away:
            unknown = "not known without the database"
            return [
                Check("database", False, str(away)),
                Check("migrations", False, unknown),
                Check("deliveries", False, unknown),
            ]
        return [Check("database", True, "answers"), _migrations(stored), self._deliveries(stored)]

    def _deliveries(self, stored: Stored) -> Check:
        if stored.waiting_since is None:
            return Check("deliveries", True, "none waits")
        waits = self._now() - stored.waiting_since
        return Check("deliveries", waits < self._overdue, f"the oldest waits for {int(waits.total_seconds())} s")

    async def _slack(self) -> Check:
        if self.socket and not await self.socket.is_connected():
            return Check("slack", False, "no Socket Mode connection")
        async with self._asking:
            loop = asyncio.get_running_loop()
            if loop.time() - self._asked_at >= ASK_SECONDS or not self._answered.well:
                self._answered, self._asked_at = await self._ask(), loop.time()
        return self._answered

    async def _ask(self) -> Check:
        """An open connection, or none over HTTP, does not show that our token is still taken."""
        try:
            async with asyncio.timeout(ASKED_SECONDS):
                await self._client.auth_test()
        except (SlackApiError, aiohttp.ClientError, OSError) as error:
            name = error_name(error.response) if isinstance(error, SlackApiError) else None
            return Check("slack", False, f"asked for auth.test: {name or type(error).__name__}")
        return Check("slack", True, "connected" if self.socket else "takes our token")


def _migrations(stored: Stored) -> Check:
    if stored.standing in SERVED:
        return Check("migrations", True, stored.standing)
    return Check("migrations", False, f"{stored.standing}: run `cadence migrate`, or that version")
