"""Several sockets of one app, and what happens when one of them fails."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import Player, SandboxClient
from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.waiting import until

Process = tuple[AsyncApp, list[dict[str, Any]]]


@contextlib.asynccontextmanager
async def process(slack: AsyncWebClient) -> AsyncIterator[list[dict[str, Any]]]:
    """One running app; what reached it."""
    app = AsyncApp(client=slack, signing_secret="sandbox-secret", process_before_response=True)
    seen: list[dict[str, Any]] = []

    async def command(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack(f"Heard {body['text']}")

    async def message(body: dict[str, Any]) -> None:
        seen.append(body)

    app.command("/ask")(command)
    app.event("message")(message)
    handler = AsyncSocketModeHandler(app, "xapp-sandbox", ping_interval=0.2)
    await handler.connect_async()
    yield seen
    await handler.close_async()


async def open_socket(http: aiohttp.ClientSession, slack: AsyncWebClient) -> aiohttp.ClientWebSocketResponse:
    told = await slack.apps_connections_open(app_token="xapp-sandbox")
    socket = await http.ws_connect(told["url"])
    assert (await socket.receive_json(timeout=60))["type"] == "hello"
    return socket


@claim("Socket Mode", "each envelope goes to one of the open connections", "apis/events-api/using-socket-mode")
async def test_two_processes_share_what_comes(slack: AsyncWebClient, maya: Player) -> None:
    async with process(slack) as first, process(slack) as second:
        for number in range(6):
            assert (await maya.runs("/ask", str(number)))["ack"] == {"text": f"Heard {number}"}
    assert (len(first), len(second)) == (3, 3)


async def test_ten_sockets_get_each_envelope_once(
    sandbox: Sandbox, http: aiohttp.ClientSession, slack: AsyncWebClient, maya: Player
) -> None:
    sandbox.workspace.limits = Limits()
    sockets = [await open_socket(http, slack) for _ in range(10)]
    running = [asyncio.create_task(maya.runs("/ask", str(number))) for number in range(20)]
    envelopes = [await socket.receive_json(timeout=60) for socket in sockets for _ in range(2)]
    for number, envelope in enumerate(envelopes):
        await sockets[-1 - number // 2].send_json({"envelope_id": envelope["envelope_id"]})
    assert all(told["ok"] for told in await asyncio.gather(*running))
    assert len({envelope["payload"]["text"] for envelope in envelopes}) == 20
    for socket in sockets:
        await socket.close()


async def test_an_interaction_whose_socket_dies_before_the_ack_fails_visibly(
    http: aiohttp.ClientSession, slack: AsyncWebClient, maya: Player
) -> None:
    dying, other = await open_socket(http, slack), await open_socket(http, slack)
    running = asyncio.create_task(maya.runs("/ask"))
    await dying.receive_json(timeout=60)
    await dying.close()
    told = await running
    assert (told["ok"], told["error"]) == (False, "operation_timeout")
    with pytest.raises(TimeoutError):
        await other.receive(timeout=0.05)
    await other.close()


@claim("Socket Mode", "an acknowledgement is good on any connection", "slack-sdk 3.47", Evidence.OBSERVED)
async def test_an_ack_is_good_on_another_socket_after_the_first_died(
    http: aiohttp.ClientSession, slack: AsyncWebClient, maya: Player
) -> None:
    dying, other = await open_socket(http, slack), await open_socket(http, slack)
    running = asyncio.create_task(maya.runs("/ask"))
    envelope = await dying.receive_json(timeout=60)
    await dying.close()
    await other.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Late"}})
    assert (await running)["ack"] == {"text": "Late"}
    await other.close()


async def test_an_event_whose_socket_dies_before_the_ack_is_retried_on_another(
    http: aiohttp.ClientSession, slack: AsyncWebClient, maya: Player
) -> None:
    dying, other = await open_socket(http, slack), await open_socket(http, slack)
    saying = asyncio.create_task(maya.says("#cto", "Hello"))
    envelope = await dying.receive_json(timeout=60)
    await dying.close()
    again = await other.receive_json(timeout=60)
    assert again["payload"]["event_id"] == envelope["payload"]["event_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    await other.send_json({"envelope_id": again["envelope_id"]})
    assert not (await saying)["acked"]
    await other.close()


async def test_a_killed_socket_loses_nothing_that_slack_repeats(
    slack: AsyncWebClient, people: SandboxClient, maya: Player
) -> None:
    async with process(slack) as first, process(slack) as second:
        await people.fault("socket_kill", method="message", times=1, sent=False)
        await maya.says("#cto", "Hello")
        await until(lambda: len(first) + len(second) == 1)
        assert (await people.state())["connections"] < 2
        await maya.runs("/ask", "who is left")
        assert {len(first), len(second)} == {0, 2}


async def test_a_socket_killed_after_the_envelope_brings_the_event_twice(
    slack: AsyncWebClient, people: SandboxClient, maya: Player
) -> None:
    async with process(slack) as first, process(slack) as second:
        await people.fault("socket_kill", method="message", times=1)
        await maya.says("#cto", "Hello")
        await until(lambda: len(first) + len(second) == 2)
        assert len({each["event_id"] for each in (*first, *second)}) == 1


async def test_killing_every_socket_is_a_broken_connection_and_the_app_comes_back(
    slack: AsyncWebClient, people: SandboxClient, http: aiohttp.ClientSession, maya: Player
) -> None:
    async with process(slack) as seen:
        bare = await open_socket(http, slack)
        await people.disconnect(kill=True)
        assert (await bare.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
        assert bare.close_code == 1006  # no closing handshake
        await until(lambda: bare.closed)
        await _answered(maya)
        assert len(seen) == 1


async def _answered(maya: Player) -> None:
    """Reconnecting takes the app a moment, and more than one attempt."""
    async with asyncio.timeout(60):
        while not (await maya.runs("/ask"))["ok"]:
            await asyncio.sleep(0.05)


async def _connected(people: SandboxClient, wanted: int) -> None:
    async with asyncio.timeout(60):
        while (await people.state())["connections"] != wanted:
            await asyncio.sleep(0.02)


@claim("Socket Mode", "disconnect with reason warning or refresh_requested", "apis/events-api/using-socket-mode")
@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_slack_asks_to_reconnect_after_an_envelope(
    http: aiohttp.ClientSession, slack: AsyncWebClient, people: SandboxClient, maya: Player, reason: str
) -> None:
    socket = await open_socket(http, slack)
    await people.fault("disconnect", reason=reason, times=1)
    running = asyncio.create_task(maya.runs("/ask"))
    envelope, asked = await socket.receive_json(timeout=60), await socket.receive_json(timeout=60)
    assert (asked["type"], asked["reason"]) == ("disconnect", reason)
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert (await running)["ok"]
    after = asyncio.create_task(maya.runs("/ask"))
    if reason == "warning":  # it goes on for a while
        await socket.send_json({"envelope_id": (await socket.receive_json(timeout=60))["envelope_id"]})
    assert (await after)["error"] == (None if reason == "warning" else "dispatch_failed")
    await socket.close()


async def test_one_socket_too_many_on_demand(
    http: aiohttp.ClientSession, slack: AsyncWebClient, people: SandboxClient
) -> None:
    await people.fault("too_many_websockets", times=1)
    url = (await slack.apps_connections_open(app_token="xapp-sandbox"))["url"]
    async with http.ws_connect(url) as extra:
        assert (await extra.receive_json(timeout=60))["reason"] == "too_many_websockets"
        assert (await extra.receive(timeout=60)).type is aiohttp.WSMsgType.CLOSE


async def test_too_many_websockets_on_demand_and_then_the_app_is_back(
    slack: AsyncWebClient, people: SandboxClient, maya: Player
) -> None:
    await people.fault("too_many_websockets", times=1)
    async with process(slack):
        await _answered(maya)
    assert (await people.faults())["counts"] == {"too_many_websockets": 1}


async def test_a_silent_socket_is_open_but_deaf(slack: AsyncWebClient, people: SandboxClient, maya: Player) -> None:
    url = (await slack.apps_connections_open(app_token="xapp-sandbox"))["url"]
    async with aiohttp.ClientSession() as mine:
        socket = await mine.ws_connect(url, autoping=False)
        await socket.receive_json(timeout=60)
        await people.fault("silent_socket", times=1)
        assert (await maya.runs("/ask"))["error"] == "operation_timeout"
        await socket.ping(b"still there?")
        with pytest.raises(TimeoutError):
            await socket.receive(timeout=0.1)
        assert not socket.closed
        assert (await people.state())["connections"] == 1
    await _connected(people, 0)


async def test_bolt_notices_a_silent_socket_by_its_pings_and_comes_back(
    slack: AsyncWebClient, people: SandboxClient, maya: Player
) -> None:
    async with process(slack) as seen:
        assert (await people.disconnect(silent=True))["connections"] == 1
        await _answered(maya)
    assert len(seen) == 1


async def test_a_new_connection_may_be_silent_from_the_start(
    http: aiohttp.ClientSession, slack: AsyncWebClient, people: SandboxClient
) -> None:
    await people.fault("silent_socket", method="connect", times=1)
    url = (await slack.apps_connections_open(app_token="xapp-sandbox"))["url"]
    async with aiohttp.ClientSession() as mine:
        socket = await mine.ws_connect(url)
        with pytest.raises(TimeoutError):
            await socket.receive(timeout=0.1)
    healthy = await open_socket(http, slack)
    await healthy.close()


@pytest.mark.parametrize("told", [{}, {"status": 503}])
async def test_no_socket_can_be_opened_for_a_while(
    slack: AsyncWebClient, people: SandboxClient, maya: Player, told: dict[str, Any]
) -> None:
    await people.fault("connections_open_fails", times=2, **told)
    assert (await slack.auth_test())["ok"]  # nothing else fails
    async with process(slack) as seen:
        await _answered(maya)
    assert len(seen) == 1
    assert (await people.faults())["counts"] == {"connections_open_fails": 2}


async def test_an_unknown_reason_to_disconnect_is_refused(people: SandboxClient, sandbox: Sandbox) -> None:
    with pytest.raises(Exception, match="Slack knows no reason 'boredom'"):
        await people.disconnect("boredom")
