"""Slack's envelopes over a WebSocket, watched: the SDK's client reconnects by itself, but not out of every hole."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot import startup
from bot.errors import CannotStart

log = structlog.get_logger()

PING_SECONDS = 5
LOOK_SECONDS = 2
OPENING_SECONDS = 10
#: The SDK's client had this long to mend its connection. Then it is replaced, with a new address to connect to:
#: left alone it would try a used-up one for ever.
PATIENCE_SECONDS = 30
#: For an envelope that is being handed over while the bot leaves.
LEAVING_SECONDS = 0.05
TROUBLE = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)

GiveUp = Callable[[CannotStart], None]


class _Handler(AsyncSocketModeHandler):
    """Bolt's, which would close over the heads of those who wait for an answer."""

    serving = 0

    async def handle(self, client: Any, req: Any) -> None:
        self.serving += 1
        try:
            await super().handle(client, req)
        finally:
            self.serving -= 1

    async def drain(self) -> None:
        """Take nothing more, answer what was taken, close."""
        if self.client.message_receiver:
            self.client.message_receiver.cancel()
        try:
            await asyncio.sleep(LEAVING_SECONDS)
            while self.serving:  # noqa: ASYNC110  # once, at the end of its life
                await asyncio.sleep(LEAVING_SECONDS)
        finally:
            await self.close_async()  # type: ignore[no-untyped-call]  # Bolt's own


class SocketMode:
    """One connection. `give_up` is called once if Slack takes the app token no more."""

    def __init__(
        self,
        bolt: AsyncApp,
        app_token: str,
        give_up: GiveUp,
        patience: float | None = None,
        ping: float = PING_SECONDS,
    ) -> None:
        self._bolt, self._token, self._give_up = bolt, app_token, give_up
        self._patience, self._ping = PATIENCE_SECONDS if patience is None else patience, ping
        self._handler: _Handler | None = None

    async def connect(self) -> None:
        """Raises CannotStart."""
        try:
            await self._replace()
        except TROUBLE as error:
            raise self._trouble(error) from error

    async def is_connected(self) -> bool:
        return self._handler is not None and bool(await self._handler.client.is_connected())

    async def watch(self) -> None:
        """Until it is cancelled, or the token is of no use any more."""
        loop = asyncio.get_running_loop()
        last_seen = loop.time()
        while True:
            await asyncio.sleep(min(LOOK_SECONDS, self._patience / 2))
            if await self.is_connected():
                last_seen = loop.time()
            elif loop.time() - last_seen > self._patience:
                last_seen = loop.time()
                if not await self._tried_anew():
                    return

    async def _tried_anew(self) -> bool:
        """False where trying again is of no use."""
        try:
            await self._replace()
        except TROUBLE as error:
            log.warning("socket_mode.not_connected", error=type(error).__name__)
            if startup.is_token_trouble(error):
                self._give_up(self._trouble(error))
                return False
        except Exception:  # a defect, ours or the SDK's, must not leave the bot deaf for good
            log.exception("socket_mode.not_connected")
        else:
            log.warning("socket_mode.reconnected")
        return True

    async def _replace(self) -> None:
        # Asked once by hand: with a wrong token the SDK's client would try for ever and say nothing.
        await self._bolt.client.apps_connections_open(app_token=self._token)
        await self.drain()
        self._handler = _Handler(self._bolt, self._token, ping_interval=self._ping)
        async with asyncio.timeout(OPENING_SECONDS):
            await self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's own

    async def drain(self) -> None:
        if self._handler is not None:
            handler, self._handler = self._handler, None
            await handler.drain()

    def _trouble(self, error: Exception) -> CannotStart:
        if isinstance(error, TimeoutError):
            return CannotStart(
                "Slack opened no Socket Mode connection. Let WebSocket connections (wss://) out, then try again."
            )
        return startup.slack_trouble(error, "SLACK_APP_TOKEN", self._bolt.client.base_url)
