"""An app behind a request URL that is slow, gone or broken."""

import asyncio
import json
import socket
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.client import Player, SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claim
from tests.sandbox.serving import served
from tests.sandbox.waiting import until

Seen = list[tuple[str, str | None, str | None]]


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hearing(seen: Seen, *answers: Response | float) -> Any:
    """An app that answers one request after the other like this, a number being how slowly; then 200."""
    left = list(answers)

    async def answer(request: Request) -> Response:
        told, headers = json.loads(await request.body()), request.headers
        seen.append((told["event_id"], headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        now = left.pop(0) if left else Response()
        if isinstance(now, Response):
            return now
        await asyncio.sleep(now)
        return Response()

    return answer


@claim(
    "Events API",
    "comes again at once, after a minute and after five, with x-slack-retry-num and -reason",
    "apis/events-api",
)
@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (Response(status_code=500), "http_error"),
        (Response(status_code=404), "http_error"),
        (1.5, "http_timeout"),
    ],
    ids=["500", "404", "too slow"],
)
async def test_an_event_that_the_app_did_not_take_comes_again(
    sandbox: Sandbox, maya: Player, first: Response | float, reason: str
) -> None:
    seen: Seen = []
    async with served(hearing(seen, first)) as url:
        sandbox.workspace.request_url = url
        assert not (await maya.says("#cto", "Hello"))["acked"]
        await until(lambda: len(seen) == 2)
        await asyncio.sleep(0.3)
    (event_id, *before), again = seen
    assert before == [None, None]
    assert again == (event_id, "1", reason)


@claim("Events API", "any 2xx takes an event", "apis/events-api")
async def test_any_answer_of_the_two_hundreds_takes_an_event(sandbox: Sandbox, maya: Player) -> None:
    async with served(hearing([], Response(status_code=204))) as url:
        sandbox.workspace.request_url = url
        assert (await maya.says("#cto", "Hello"))["acked"]


async def test_an_event_finds_an_app_that_refused_connections_a_minute_later(
    sandbox: Sandbox, maya: Player, people: SandboxClient
) -> None:
    sandbox.workspace.request_url = f"http://127.0.0.1:{unused_port()}/slack/events"
    seen: Seen = []
    told = await maya.says("#cto", "Hello")
    assert (told["acked"], "Cannot connect" in told["detail"]) == (False, True)
    await until(lambda: len(sandbox.workspace.journal.entries) >= 3)  # the first retry, at once, fails as well
    async with served(hearing(seen)) as url:
        sandbox.workspace.request_url = url
        await people.clock(advance=61)
        await until(lambda: seen)
    assert seen[0][1:] == ("2", "connection_failed")


async def test_a_command_to_an_app_that_refuses_connections_fails_visibly(sandbox: Sandbox, maya: Player) -> None:
    sandbox.workspace.request_url = f"http://127.0.0.1:{unused_port()}/slack/events"
    told = await maya.runs("/ask")
    assert (told["ok"], told["error"]) == (False, "dispatch_failed")


@claim("slash commands", "are sent once", "interactivity/implementing-slash-commands")
async def test_a_command_is_never_repeated(sandbox: Sandbox, maya: Player) -> None:
    seen: list[str] = []

    async def answer(request: Request) -> Response:
        seen.append("asked")
        return Response(status_code=500)

    async with served(answer) as url:
        sandbox.workspace.request_url = url
        assert (await maya.runs("/ask"))["error"] == "dispatch_failed"
        await asyncio.sleep(0.05)
    assert seen == ["asked"]


@claim("Events API", "follows two redirects and no more", "apis/events-api")
@pytest.mark.parametrize(("hops", "taken"), [(2, True), (3, False)])
async def test_an_app_may_send_slack_on_twice(sandbox: Sandbox, maya: Player, hops: int, taken: bool) -> None:
    left = hops

    async def answer(request: Request) -> Response:
        nonlocal left
        left -= 1
        return Response(status_code=307, headers={"location": str(request.url)}) if left >= 0 else Response()

    async with served(answer) as url:
        sandbox.workspace.request_url = url
        told = await maya.says("#cto", "Hello")
    assert (told["acked"], told["detail"]) == (taken, None if taken else "too many redirects")
