"""The window over HTTP: what it shows, what it lets in, what it sends when something changes."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import posting
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.faults import KINDS
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.sandbox.window.faults import panel
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


async def page(http: aiohttp.ClientSession, sandbox: Sandbox, **asked: str) -> str:
    async with http.get(f"{sandbox.url}/", params=asked) as answer:
        assert answer.status == 200
        return await answer.text()


class Stream:
    """The patches of one page."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def next(self) -> Json:
        """The next that holds anything."""
        while True:
            line = (await asyncio.wait_for(self._answer.content.readline(), 20)).decode()
            patch = json.loads(line[6:]) if line.startswith("data: ") else {}
            if any(patch.get(name) for name in ("parts", "messages", "replies", "gone", "reload")):
                return patch

    async def until(self, name: str) -> Json:
        while not (patch := await self.next()).get(name):
            pass
        return patch


@pytest.fixture
async def stream(http: aiohttp.ClientSession, sandbox: Sandbox) -> AsyncIterator[Stream]:
    """What Ana's page of #general hears."""
    mark = re.findall(r'data-mark="(\d+)"', await page(http, sandbox, **{"as": "ana", "in": "general"}))[0]
    address = f"{sandbox.url}/window/live?as=ana&in=general&seen={mark}"
    async with http.get(address, timeout=aiohttp.ClientTimeout(total=None)) as answer:
        await answer.content.readline()
        yield Stream(answer)


async def test_a_message_arrives_where_it_is_looked_at(stream: Stream, people: SandboxClient) -> None:
    said = await people.person("tom").says("#general", "Lunch?")

    patch = await stream.until("messages")

    ((ts, html),) = patch["messages"]
    assert ts == said["ts"]
    assert "Lunch?" in html


async def test_only_what_changed_is_sent(stream: Stream, people: SandboxClient) -> None:
    first = await people.person("tom").says("#general", "Lunch?")
    await stream.until("messages")
    await people.person("tom").says("#general", "At noon?")
    await stream.until("messages")

    await people.person("tom").edits({"channel": "#general", "ts": first["ts"]}, "Dinner?")

    ((ts, html),) = (await stream.until("messages"))["messages"]
    assert (ts, "Dinner?" in html) == (first["ts"], True)


async def test_a_deleted_message_goes(stream: Stream, people: SandboxClient) -> None:
    said = await people.person("tom").says("#general", "Oops")
    await stream.until("messages")

    await people.person("tom").deletes({"channel": "#general", "ts": said["ts"]})

    assert (await stream.until("gone"))["gone"] == [said["ts"]]


async def test_elsewhere_something_new_is_marked(stream: Stream, people: SandboxClient) -> None:
    await people.person("tom").says("#cto", "For @ana")

    assert re.search(r"cto.*new: </span>1<", (await stream.until("parts"))["parts"]["sidebar"])


async def test_a_workspace_that_begins_anew_is_looked_at_anew(stream: Stream, people: SandboxClient) -> None:
    await people.reset()

    assert (await stream.until("reload"))["reload"]


async def test_the_stream_ends_with_the_sandbox(http: aiohttp.ClientSession) -> None:
    async with Sandbox() as sandbox:
        answer = await http.get(f"{sandbox.url}/window/live", timeout=aiohttp.ClientTimeout(total=None))
        await answer.content.readline()

    assert await answer.content.read() is not None


async def test_the_page_runs_no_script_but_its_own(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    async with http.get(sandbox.url) as answer:
        policy, html = answer.headers["Content-Security-Policy"], await answer.text()

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert not re.search(r"<script(?! (type=\"module\" )?src=\"/window/static/)|\son\w+=|\sstyle=", html)
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", html) == []


@pytest.mark.parametrize("headers", [{"Host": "example.com"}, {"Origin": "https://example.com"}])
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/window/live"), ("POST", "/control/message")])
async def test_a_page_of_another_site_is_not_let_in(
    http: aiohttp.ClientSession, sandbox: Sandbox, headers: dict[str, str], method: str, path: str
) -> None:
    async with http.request(method, f"{sandbox.url}{path}", headers=headers) as answer:
        assert answer.status == 403


async def test_who_is_new_looks_first(http: aiohttp.ClientSession, sandbox: Sandbox, people: SandboxClient) -> None:
    await people.hires("noor", real_name="Noor Haddad")

    assert "You look as Noor Haddad" in await page(http, sandbox)


async def test_what_cannot_be_seen_is_not_shown(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    assert "<title>leadership ·" in await page(http, sandbox, **{"as": "maya", "in": "leadership"})
    assert "<title>leadership ·" not in await page(http, sandbox, **{"as": "ana", "in": "leadership"})
    assert "Join the channel" in await page(http, sandbox, **{"as": "dana", "in": "engineering"})


async def test_older_messages_come_on_demand(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    channel = sandbox.workspace.conversations["C0GENERAL"]
    for number in range(250):
        channel.add(posting.said_by(sandbox.workspace, "U0TOM", channel, f"number {number}."))

    html, numbers = await page(http, sandbox, **{"as": "ana", "in": "general"}), []
    while before := re.findall(r'data-before="([\d.]+)"', html):
        numbers = re.findall(r"number (\d+)\.", html) + numbers
        async with http.get(f"{sandbox.url}/window/older?as=ana&in=general&before={before[0]}") as answer:
            html = await answer.text()

    assert list(map(int, re.findall(r"number (\d+)\.", html) + numbers)) == list(range(250))


async def test_a_click_takes_along_what_stands_in_the_other_fields(
    people: SandboxClient, slack: AsyncWebClient
) -> None:
    field = {"type": "plain_text_input", "action_id": "what"}
    blocks = [
        {"type": "input", "block_id": "asked", "label": {"type": "plain_text", "text": "What"}, "element": field},
        {
            "type": "actions",
            "elements": [{"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}],
        },
    ]
    said = await slack.chat_postMessage(channel="C0GENERAL", text="?", blocks=blocks)

    await people.person("ana").clicks("more", on={"channel": "C0GENERAL", "ts": said["ts"]}, values={"asked": "Why?"})

    (click,) = [each for each in await people.log("delivery") if each["name"] == "block_actions"]
    assert click["payload"]["state"]["values"]["asked"]["what"]["value"] == "Why?"


async def test_a_file_is_shown_by_its_name(
    http: aiohttp.ClientSession, sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    await slack.files_upload_v2(channel="C0GENERAL", content="a,b", filename="waits.csv", title="Waits in March")

    assert re.search(r'class="file".*Waits in March', await page(http, sandbox, **{"as": "ana", "in": "general"}))


async def test_the_clock_moves_by_name(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    before = sandbox.workspace.clock.now()

    async with http.post(f"{sandbox.url}/window/clock", json={"move": "day"}) as answer:
        assert (await answer.json())["ok"]
    async with http.post(f"{sandbox.url}/window/clock", json={"move": "back"}) as answer:
        assert answer.status == 400

    assert 86_000 < (sandbox.workspace.clock.now() - before).total_seconds() < 90_100


@pytest.mark.parametrize("panel", ["traffic", "faults"])
async def test_the_tools_show_what_went_on(
    http: aiohttp.ClientSession, sandbox: Sandbox, people: SandboxClient, panel: str
) -> None:
    await people.fault("rate_limited", method="chat.postMessage")
    await people.person("tom").says("#general", "Lunch?")

    html = await page(http, sandbox, **{"as": "ana", "panel": panel})

    assert ("tom message" if panel == "traffic" else "rate_limited</b> chat.postMessage") in html


def test_every_fault_is_told_in_words() -> None:
    kinds = panel(Workspace(invented(), Clock()))["faults"]["kinds"]

    assert {kind for kind, _, _ in kinds} == set(KINDS)
    assert [meaning for _, meaning, _ in kinds if not re.match(r"[A-Z].+ .+ ", meaning)] == []
