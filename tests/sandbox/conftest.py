from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.client import Player, SandboxClient
from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox
from tests.sandbox.serving import served

QUICK = Limits(ack_seconds=1.0, trigger_seconds=3.0)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=QUICK) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def slack(sandbox: Sandbox, http: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, session=http, retry_handlers=[])


@pytest.fixture
async def people(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


class Refusal:
    """`async with refusal("no_text") as said:` – Slack answers this error, and `said.messages` why."""

    def __init__(self, error: str) -> None:
        self.error = error
        self.messages: list[str] = []

    async def __aenter__(self) -> "Refusal":
        return self

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        assert isinstance(error, SlackApiError), f"expected {self.error}, but Slack accepted it ({error!r})"
        assert error.response["error"] == self.error
        self.messages = error.response.get("response_metadata", {}).get("messages", [])
        return True


@pytest.fixture
def refusal() -> type[Refusal]:
    return Refusal


@pytest.fixture
def maya(people: SandboxClient) -> Player:
    return people.person("maya")


@pytest.fixture
def bolt(slack: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=slack, signing_secret="sandbox-secret", process_before_response=True)


@pytest.fixture
async def connected(bolt: AsyncApp) -> AsyncIterator[AsyncApp]:
    """The app of the test, listening over Socket Mode."""
    handler = AsyncSocketModeHandler(bolt, "xapp-sandbox")
    await handler.connect_async()
    yield bolt
    await handler.close_async()


@pytest.fixture
async def over_http(bolt: AsyncApp, people: SandboxClient) -> AsyncIterator[AsyncApp]:
    handler = AsyncSlackRequestHandler(bolt)

    async def answer(request: Request) -> Response:
        return await handler.handle(request)

    async with served(answer) as url:
        await people.app(request_url=url)
        yield bolt
