from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Claim, Evidence, page_of

Json = dict[str, Any]
NOWHERE = "1700000000.000001"


@dataclass(frozen=True)
class World:
    sandbox: Sandbox
    http: aiohttp.ClientSession
    people: SandboxClient

    async def call(self, method: str, arguments: Json | None = None, token: str | None = "xoxb-sandbox") -> Json:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = self.sandbox.api_url + method
        async with self.http.post(url, json=arguments or {}, headers=headers) as response:
            told: Json = await response.json()
            return told

    async def done(self, method: str, **arguments: Any) -> Json:
        """A call that belongs to what was before, and must go well."""
        told = await self.call(method, arguments)
        assert told["ok"], (method, told)
        return told

    def trigger(self, user: str = "U0MAYA") -> str:
        return self.sandbox.workspace.triggers.issue(user)


Given = Callable[[World], Awaitable[Json]]


@dataclass(frozen=True)
class Check:
    claim: Claim
    method: str
    arguments: Json
    error: str | None
    """None where Slack takes it."""
    given: Given | None = None
    """What happened before; gives more arguments."""
    pointer: str | None = None
    token: str | None = "xoxb-sandbox"

    def __str__(self) -> str:
        return f"{self.claim.subject}: {self.claim.says}"

    async def answer(self, world: World) -> Json:
        more = await self.given(world) if self.given else {}
        return await world.call(self.method, {**self.arguments, **more}, self.token)


def refuses(
    method: str,
    error: str,
    says: str,
    arguments: Json | None = None,
    *,
    given: Given | None = None,
    source: str = "",
    token: str | None = "xoxb-sandbox",
) -> Check:
    claimed = Claim(method, f"`{error}`: {says}", Evidence.DOCUMENTED, source or page_of(method))
    return Check(claimed, method, arguments or {}, error, given, token=token)


def reported(method: str, error: str, says: str, arguments: Json) -> Check:
    """Refused as well, but not in the method's table of errors."""
    claimed = Claim(method, f"`{error}`: {says}", Evidence.OBSERVED, "reports of developers")
    return Check(claimed, method, arguments, error)


def takes(method: str, says: str, arguments: Json, *, given: Given | None = None, source: str = "") -> Check:
    claimed = Claim(method, says, Evidence.DOCUMENTED, source or page_of(method))
    return Check(claimed, method, arguments, None, given)


async def posted(world: World) -> Json:
    told = await world.done("chat.postMessage", channel="C0CTO", text="Hello")
    return {"channel": "C0CTO", "ts": told["ts"]}


async def marked(world: World) -> Json:
    told = await posted(world)
    return {"channel": "C0CTO", "timestamp": told["ts"]}


async def said_by_maya(world: World) -> Json:
    told = await world.people.person("maya").says("#cto", "Good morning")
    return {"channel": "C0CTO", "ts": told["ts"]}


async def archived(world: World) -> Json:
    await world.people.archive("#cto")
    return {"channel": "C0CTO"}


async def own_channel(world: World) -> Json:
    told = await world.done("conversations.create", name="project")
    return {"channel": told["channel"]["id"]}
