"""The Socket Mode connection under attack: it comes back, or the bot ends and says why."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import startup
from bot.errors import CannotStart
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.web.socket_mode import SocketMode
from tests.cli.command import environment

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

#: Instead of thirty seconds, and instead of five.
PATIENCE, PING = 0.8, 0.2


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox:
        yield sandbox


@pytest.fixture
async def workspace(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0SANDBOX", bot_id="B0", bot_user_id="U0CADENCE", bot_token="xoxb-sandbox"
    )


@pytest.fixture
async def bolt(sandbox: Sandbox) -> AsyncIterator[AsyncApp]:
    async with ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-sandbox", base_url=sandbox.api_url, session=session, retry_handlers=[], timeout=2
        )
        bolt = AsyncApp(client=client, authorize=authorize, process_before_response=True)

        @bolt.command("/focus")
        async def answer(ack: Callable[..., Any]) -> None:
            await ack("here")

        yield bolt


class Watched:
    def __init__(self, socket: SocketMode, reasons: list[CannotStart]) -> None:
        self.socket, self.reasons = socket, reasons


@pytest.fixture
async def watched(bolt: AsyncApp) -> AsyncIterator[Watched]:
    reasons: list[CannotStart] = []
    socket = SocketMode(bolt, "xapp-sandbox", reasons.append, patience=PATIENCE, ping=PING)
    await socket.connect()
    watching = asyncio.create_task(socket.watch())
    yield Watched(socket, reasons)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await socket.drain()


async def answered(workspace: SandboxClient) -> bool:
    answer = await workspace.person("ana").runs("/focus", channel="general")
    return not answer["error"] and answer["ack"]["text"] == "here"


async def back(workspace: SandboxClient, within: float = 60) -> None:
    """Until a person is answered again."""
    async with asyncio.timeout(within):
        while not await answered(workspace):  # no event tells
            await asyncio.sleep(0.1)


async def test_an_open_connection_that_is_silent_is_left_for_a_new_one(
    watched: Watched, workspace: SandboxClient
) -> None:
    assert await answered(workspace)
    await workspace.disconnect(silent=True)

    await back(workspace)
    assert watched.reasons == []


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
async def test_asked_to_leave_it_reconnects(watched: Watched, workspace: SandboxClient, reason: str) -> None:
    await workspace.disconnect(reason)

    await asyncio.sleep(2 * PING)
    await back(workspace)
    async with asyncio.timeout(60):
        while not await watched.socket.is_connected():
            await asyncio.sleep(0.05)


async def test_a_connection_that_is_cut_again_and_again_comes_back(watched: Watched, workspace: SandboxClient) -> None:
    for _ in range(3):
        await workspace.disconnect(kill=True)
        await back(workspace)


async def test_refused_as_one_too_many_it_tries_until_there_is_room(watched: Watched, workspace: SandboxClient) -> None:
    await workspace.fault("too_many_websockets", times=3)
    await workspace.disconnect(kill=True)

    await back(workspace)
    assert watched.reasons == []


@pytest.mark.parametrize(("error", "status"), [("internal_error", 200), ("internal_error", 503), ("ratelimited", 429)])
async def test_while_slack_opens_no_connection_it_keeps_trying(
    watched: Watched, workspace: SandboxClient, error: str, status: int
) -> None:
    await workspace.fault("connections_open_fails", error=error, status=status)
    await workspace.disconnect(kill=True)
    await asyncio.sleep(4 * PATIENCE)
    assert not await watched.socket.is_connected()
    assert watched.reasons == []
    await workspace.clear_faults()

    await back(workspace)


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_token_that_is_taken_no_more_ends_it_with_a_reason(
    watched: Watched, workspace: SandboxClient, error: str
) -> None:
    await workspace.fault("connections_open_fails", error=error)
    await workspace.disconnect(kill=True)
    async with asyncio.timeout(60):
        while not watched.reasons:
            await asyncio.sleep(0.05)

    (reason,) = watched.reasons
    assert str(reason).startswith("SLACK_APP_TOKEN ")
    assert f"({error})" in str(reason)


async def test_a_defect_while_it_reconnects_does_not_end_the_watch(
    watched: Watched, workspace: SandboxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, broken = watched.socket._replace, [True]

    async def breaks_once() -> None:
        if broken:
            broken.clear()
            raise RuntimeError("Session is closed")
        await real()

    monkeypatch.setattr(watched.socket, "_replace", breaks_once)
    fault = await workspace.fault("connections_open_fails")
    await workspace.disconnect(kill=True)
    async with asyncio.timeout(60):
        while broken:
            await asyncio.sleep(0.05)
    await workspace.clear_faults(fault["id"])

    await back(workspace)


QUICKLY = """
import sys, bot.web.socket_mode
bot.web.socket_mode.PATIENCE_SECONDS = 1
from bot.cli import main
sys.argv = ["cadence", "run"]
main()
"""


async def test_a_process_whose_app_token_was_revoked_ends_with_2_and_says_why(
    sandbox: Sandbox, workspace: SandboxClient, tmp_path: Path
) -> None:
    told = environment(
        SLACK_BOT_TOKEN="xoxb-sandbox",
        SLACK_APP_TOKEN="xapp-sandbox",
        CADENCE_SLACK_API_URL=sandbox.api_url,
        CADENCE_DATABASE_URL=f"sqlite:///{tmp_path / 'cadence.sqlite3'}",
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", QUICKLY, env=told, stdout=PIPE, stderr=PIPE)
    try:
        await connected(workspace)
        await workspace.fault("connections_open_fails", error="token_revoked")
        await workspace.disconnect(kill=True)
        began = time.monotonic()
        out, err = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()

    assert process.returncode == 2
    assert time.monotonic() - began < 20
    assert err.decode().splitlines()[-1].startswith("SLACK_APP_TOKEN was revoked (token_revoked).")
    assert b"xapp-sandbox" not in out + err


async def connected(workspace: SandboxClient) -> None:
    async with asyncio.timeout(120):
        while not (await workspace.state())["connections"]:
            await asyncio.sleep(0.1)
    await asyncio.sleep(0.3)
