"""The HTTP side: whose requests are taken, and health."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from bot import startup
from bot.app import Cadence
from bot.deployment import Deployment
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.web.health import Check
from bot.web.server import LARGEST_REQUEST, make_server, make_site

SECRET = "sandbox-secret"
FORM = "application/x-www-form-urlencoded"
WORDS = "my payload of words"
COMMAND = {
    "command": "/focus",
    "text": WORDS,
    "user_id": "U0ANA",
    "team_id": "T0SANDBOX",
    "channel_id": "C0CTO",
    "trigger_id": "1.2.3",
    "response_url": "http://127.0.0.1:1/respond",
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox:
        yield sandbox


@pytest.fixture
async def cadence(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Cadence]:
    """The bot over HTTP, not set up."""
    cadence = Cadence(
        Deployment(
            slack_bot_token=SecretStr("xoxb-sandbox"),
            slack_app_token=None,
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=sandbox.api_url,
            database_url=SecretStr(f"sqlite:///{tmp_path / 'cadence.sqlite3'}"),
            host="127.0.0.1",
            port=0,
            installer=None,
            prompts=None,
        )
    )
    await cadence.start()
    yield cadence
    await cadence.stop()


@dataclass(frozen=True)
class Answered:
    status: int
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


class Http:
    """Whoever reaches the port."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def __call__(self, method: str, path: str, content: bytes = b"", headers: Any = None) -> Answered:
        async with self._session.request(method, path, data=content, headers=headers) as answer:
            return Answered(answer.status, await answer.text())

    async def get(self, path: str) -> Answered:
        return await self("GET", path)

    async def post(self, path: str, **request: Any) -> Answered:
        return await self("POST", path, **request)


@pytest.fixture
async def http(cadence: Cadence) -> AsyncIterator[Http]:
    async with ClientSession(f"http://127.0.0.1:{cadence.port}") as session:
        yield Http(session)


def signed(body: str | bytes, *, content_type: str = FORM, secret: str = SECRET, age: int = 0) -> dict[str, Any]:
    content = body.encode() if isinstance(body, str) else body
    at = str(int(time.time()) - age)  # noqa: TID251  # as Slack reads its clock
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + content, hashlib.sha256).hexdigest()
    headers = {"content-type": content_type, "x-slack-request-timestamp": at, "x-slack-signature": f"v0={digest}"}
    return {"content": content, "headers": headers}


def with_headers(request: dict[str, Any], **headers: str | None) -> dict[str, Any]:
    changed = {**request["headers"], **{name.replace("_", "-"): value for name, value in headers.items()}}
    return {**request, "headers": {name: value for name, value in changed.items() if value is not None}}


async def test_a_signed_command_is_answered_even_with_the_word_payload_in_it(http: Http) -> None:
    answer = await http.post("/slack/events", **signed(urlencode(COMMAND)))

    assert answer.status == 200
    assert "not set up yet" in answer.json()["text"]


async def test_a_click_comes_as_a_payload(http: Http) -> None:
    click = {
        "type": "block_actions",
        "user": {"id": "U0ANA", "team_id": "T0SANDBOX"},
        "team": {"id": "T0SANDBOX"},
        "actions": [{"type": "button", "action_id": "unheard_of", "block_id": "b", "value": "x"}],
        "trigger_id": "1.2.3",
    }

    answer = await http.post("/slack/events", **signed(urlencode({"payload": json.dumps(click)})))

    assert (answer.status, answer.text) == (200, "")


async def test_slack_gets_its_challenge_back(http: Http) -> None:
    body = json.dumps({"token": "v", "challenge": "3eZbrw1a", "type": "url_verification"})

    answer = await http.post("/slack/events", **signed(body, content_type="application/json"))

    assert answer.status == 200
    assert answer.json() == {"challenge": "3eZbrw1a"}


async def test_the_sandbox_takes_it_as_slack_would(cadence: Cadence, sandbox: Sandbox) -> None:
    async with SandboxClient(sandbox.url) as client:
        await client.app(request_url=f"http://127.0.0.1:{cadence.port}/slack/events")
        answer = await client.person("ana").runs("/focus", WORDS, channel="general")

    assert "not set up yet" in answer["ack"]["text"]


GOOD = signed(urlencode(COMMAND))


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(signed(urlencode(COMMAND), secret="another"), id="another secret"),
        pytest.param(signed(urlencode(COMMAND), age=100_000), id="old"),
        pytest.param(signed(urlencode(COMMAND), age=-100_000), id="from the future"),
        pytest.param(
            {**GOOD, "content": urlencode({**COMMAND, "user_id": "U0MAYA"}).encode()}, id="changed on the way"
        ),
        pytest.param(with_headers(GOOD, x_slack_signature=None), id="no signature"),
        pytest.param(with_headers(GOOD, x_slack_request_timestamp=None), id="no time"),
        pytest.param(with_headers(GOOD, x_slack_request_timestamp="soon"), id="no number as its time"),
        pytest.param(with_headers(GOOD, x_slack_signature="v0="), id="empty signature"),
        pytest.param({"content": b"payload={", "headers": {"content-type": FORM}}, id="unsigned nonsense"),
        pytest.param({"content": b"{", "headers": {"content-type": "application/json"}}, id="unsigned broken JSON"),
        pytest.param({"content": b"\xff\xfe", "headers": GOOD["headers"]}, id="no text"),
        pytest.param({"content": b"", "headers": {}}, id="nothing"),
    ],
)
async def test_whatever_slack_did_not_sign_is_refused_and_not_logged(
    cadence: Cadence, http: Http, request_: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    answer = await http.post("/slack/events", **request_)

    assert (answer.status, answer.text) == (401, "not signed by Slack")
    out, err = capfd.readouterr()
    assert "payload" not in out + err
    assert "Traceback" not in out + err


async def test_a_signature_that_is_no_ascii_is_refused(http: Http) -> None:
    request = {**GOOD, "headers": {**GOOD["headers"], "x-slack-signature": "v0=ä"}}

    assert (await http.post("/slack/events", **request)).status == 401


async def test_more_than_slack_would_send_is_refused_before_it_fills_the_memory(http: Http) -> None:
    answer = await http.post("/slack/events", **signed("text=" + "x" * LARGEST_REQUEST))

    assert answer.status == 413


async def well() -> list[Check]:
    return [Check("one", True, "fine"), Check("other", True, "fine too")]


async def unwell() -> list[Check]:
    return [Check("one", True, "fine"), Check("other", False, "gone")]


async def test_each_check_is_named_with_a_word_why_and_one_that_fails_is_503() -> None:
    server = make_server(make_site(well, unwell), "127.0.0.1", 0)
    serving = asyncio.create_task(server.run_here())
    await server.listening()
    async with ClientSession(f"http://127.0.0.1:{server.port}") as session:
        http = Http(session)
        alive, ready = await http.get("/healthz"), await http.get("/readyz")
        assert (await http.post("/slack/events")).status == 404, "over Socket Mode, nobody may post here"
    server.should_exit = True
    await serving

    assert (alive.status, alive.json()["other"]) == (200, True)
    assert (ready.status, ready.json()) == (503, {"one": True, "other": False, "why": {"one": "fine", "other": "gone"}})


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_slack_only_posts(http: Http, method: str) -> None:
    assert (await http(method, "/slack/events")).status == 405
