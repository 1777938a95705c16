import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.client import ControlRefused, Player, SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.payloads import field, modal
from tests.sandbox.serving import served
from tests.sandbox.waiting import until


async def tell(app: AsyncApp) -> None:
    async def ask(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        view = modal(field("why", {"type": "plain_text_input"}), callback_id="ask")
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def asked(ack: Any, view: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        why = view["state"]["values"]["why"]["entry"]["value"]
        await client.chat_postMessage(channel="C0CTO", text=why)

    async def reply(event: dict[str, Any], say: Any) -> None:
        await say(f"Heard: {event['text']}", thread_ts=event.get("thread_ts", event["ts"]))

    app.command("/ask")(ask)
    app.view("ask")(asked)
    app.message("")(reply)


async def story(app: AsyncApp, people: SandboxClient) -> None:
    await tell(app)
    maya = people.person("maya")
    assert (await maya.runs("/ask"))["ok"]
    assert (await maya.submits({"why": "Why two pipelines?"}))["ok"]
    (posted,) = await maya.reads("#cto")
    assert posted["text"] == "Why two pipelines?"
    said = await maya.says("#cto", "Because of history", thread=posted["ts"])
    assert said["acked"]
    texts = [each["text"] for each in await maya.reads("#cto", thread=posted["ts"])]
    assert texts == ["Why two pipelines?", "Because of history", "Heard: Because of history"]


async def test_a_story_over_socket_mode(connected: AsyncApp, people: SandboxClient) -> None:
    await story(connected, people)


@claim(
    "request URL",
    "events as JSON, commands and interactions as forms, all signed",
    "apis/events-api/using-http-request-urls",
)
async def test_a_story_over_signed_http(over_http: AsyncApp, people: SandboxClient) -> None:
    await story(over_http, people)


@claim(
    "url_verification", "a request URL is taken once it gives the challenge back", "reference/events/url_verification"
)
async def test_an_address_that_gives_no_challenge_back_is_not_taken(people: SandboxClient) -> None:
    async def answer(request: Request) -> Response:
        return Response("hello")

    async with served(answer) as url:
        with pytest.raises(ControlRefused, match="did not give the challenge back"):
            await people.app(request_url=url)
    assert (await people.state())["request_url"] is None


@pytest.mark.parametrize(
    ("status", "error"), [(500, "dispatch_failed"), (404, "dispatch_failed"), (0, "operation_timeout")]
)
async def test_a_failing_app_is_seen_by_the_person(sandbox: Sandbox, maya: Player, status: int, error: str) -> None:
    async def answer(request: Request) -> Response:
        if not status:
            await asyncio.sleep(1.5)
        return Response(status_code=status or 200)

    async with served(answer) as url:
        sandbox.workspace.request_url = url
        told = await maya.runs("/ask")
    assert (told["ok"], told["error"]) == (False, error)


@claim("Events API", "is tried four times with one event_id", "apis/events-api")
async def test_an_event_is_tried_four_times_with_one_id(sandbox: Sandbox, maya: Player, people: SandboxClient) -> None:
    seen: list[tuple[str, str | None, str | None]] = []

    async def answer(request: Request) -> Response:
        event_id = json.loads(await request.body())["event_id"]
        headers = request.headers
        seen.append((event_id, headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        return Response(status_code=500)

    async with served(answer) as url:
        sandbox.workspace.request_url = url
        await maya.says("#cto", "Hello")
        await until(lambda: len(seen) == 2)
        await people.clock(advance=61)
        await until(lambda: len(seen) == 3)
        await people.clock(advance=301)
        await until(lambda: len(seen) == 4)
    assert len({event_id for event_id, _, _ in seen}) == 1
    assert [number for _, number, _ in seen] == [None, "1", "2", "3"]
    assert {reason for _, _, reason in seen[1:]} == {"http_error"}


@claim("Events API", "x-slack-no-retry: 1 ends the retries", "apis/events-api")
async def test_an_app_can_ask_for_no_retry(sandbox: Sandbox, maya: Player, people: SandboxClient) -> None:
    async def answer(request: Request) -> Response:
        return Response(status_code=500, headers={"x-slack-no-retry": "1"})

    async with served(answer) as url:
        sandbox.workspace.request_url = url
        await maya.says("#cto", "Hello")
        await asyncio.sleep(0.05)
    assert len(await people.log("delivery")) == 1


async def open_socket(http: aiohttp.ClientSession, slack: AsyncWebClient) -> aiohttp.ClientWebSocketResponse:
    told = await slack.apps_connections_open(app_token="xapp-sandbox")
    socket = await http.ws_connect(told["url"])
    assert (await socket.receive_json())["type"] == "hello"
    return socket


@claim("apps.connections.open", "its url opens one connection")
async def test_a_socket_url_opens_one_connection(http: aiohttp.ClientSession, slack: AsyncWebClient) -> None:
    url = (await slack.apps_connections_open(app_token="xapp-sandbox"))["url"]
    async with http.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url)


@claim(
    "Socket Mode",
    "hello, then envelopes with envelope_id, type and accepts_response_payload",
    "apis/events-api/using-socket-mode",
)
async def test_an_envelope_goes_to_one_connection_and_is_acknowledged_on_any(
    http: aiohttp.ClientSession, slack: AsyncWebClient, maya: Player
) -> None:
    first, second = await open_socket(http, slack), await open_socket(http, slack)
    running = asyncio.create_task(maya.runs("/ask"))
    envelope = await first.receive_json()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["is_enterprise_install"] == "false"
    await second.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Done"}})
    assert (await running)["ack"] == {"text": "Done"}
    with pytest.raises(TimeoutError):
        await second.receive(timeout=0.05)
    await first.close()
    await second.close()


@claim("Socket Mode", "answers a ping with its payload", "slack-sdk 3.47", Evidence.OBSERVED)
async def test_a_ping_is_answered_with_its_own_payload(http: aiohttp.ClientSession, slack: AsyncWebClient) -> None:
    url = (await slack.apps_connections_open(app_token="xapp-sandbox"))["url"]
    async with http.ws_connect(url, autoping=False) as socket:
        await socket.receive_json()
        await socket.ping(b"sdk-ping-pong:1")
        answer = await socket.receive()
        assert (answer.type, answer.data) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1")


@claim("Socket Mode", "ten connections at once, no more", "apis/events-api/using-socket-mode")
async def test_an_eleventh_connection_is_one_too_many(http: aiohttp.ClientSession, slack: AsyncWebClient) -> None:
    sockets = [await open_socket(http, slack) for _ in range(10)]
    url = (await slack.apps_connections_open(app_token="xapp-sandbox"))["url"]
    async with http.ws_connect(url) as extra:
        assert (await extra.receive_json())["reason"] == "too_many_websockets"
    for socket in sockets:
        await socket.close()


@claim("Socket Mode", "an app comes back after refresh_requested", "apis/events-api/using-socket-mode")
async def test_after_a_refresh_the_app_is_back_on_a_new_connection(
    connected: AsyncApp, maya: Player, people: SandboxClient, sandbox: Sandbox
) -> None:
    async def listener(ack: Any) -> None:
        await ack("Still here")

    connected.command("/ask")(listener)
    await people.disconnect("refresh_requested")
    await until(lambda: any(not each.leaving for each in sandbox.delivery.socket_mode.connections))
    assert (await maya.runs("/ask"))["ack"] == {"text": "Still here"}


@claim("signatures", "v0 HMAC-SHA256 over timestamp and raw body", "authentication/verifying-requests-from-slack")
async def test_a_wrong_signing_secret_is_noticed(slack: AsyncWebClient, people: SandboxClient) -> None:
    stranger = AsyncSlackRequestHandler(AsyncApp(client=slack, signing_secret="another-secret"))

    async def answer(request: Request) -> Response:
        return await stranger.handle(request)

    async with served(answer) as url:
        with pytest.raises(ControlRefused, match="the app answered 401"):
            await people.app(request_url=url)
