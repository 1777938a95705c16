"""Deliveries that break what they promise, for the harness's own test: each by what its client tells it of Slack."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.delivery import DeliveryLoop

Calls = Callable[..., Awaitable[Any]]
LOOK_UPS = ("conversations.history", "conversations.replies")
POST = "chat.postMessage"


def never_looks(call: Calls) -> Calls:
    """Sends again without a look: whatever the channel holds, it seems empty."""

    async def blind(method: str, **wanted: Any) -> Any:
        return {"ok": True, "messages": []} if method in LOOK_UPS else await call(method, **wanted)

    return blind


def never_doubts(call: Calls) -> Calls:
    """Takes whatever broke for sent."""

    async def trusting(method: str, **wanted: Any) -> Any:
        try:
            return await call(method, **wanted)
        except (SlackApiError, aiohttp.ClientError, OSError):
            if method != POST:
                raise
            return {"ok": True, "channel": "C0NOWHERE", "ts": "1.000000"}

    return trusting


BREAKS: Mapping[str, Callable[[Calls], Calls]] = {"never-looks": never_looks, "never-doubts": never_doubts}


def broken(name: str) -> Callable[..., DeliveryLoop]:
    """Makes a delivery whose every call passes through the break."""

    def make(database: Any, client: AsyncWebClient, *rest: Any, **named: Any) -> DeliveryLoop:
        calls: Any = client  # all of its methods go through this one
        calls.api_call = BREAKS[name](client.api_call)
        return DeliveryLoop(database, client, *rest, **named)

    return make
