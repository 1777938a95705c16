"""What goes wrong with a call of the Web API, as an unmodified client meets it."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import ControlRefused, SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim

CUT = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)


async def said(people: SandboxClient) -> list[str]:
    return [each["text"] for each in await people.messages("#cto")]


async def say(slack: AsyncWebClient, text: str = "Hello", channel: str = "C0CTO") -> Any:
    return await slack.chat_postMessage(channel=channel, text=text)


@pytest.mark.parametrize(("kind", "committed"), [("commit_then_drop", ["Hello"]), ("drop", [])])
async def test_a_dropped_connection_leaves_the_client_without_an_answer(
    slack: AsyncWebClient, people: SandboxClient, kind: str, committed: list[str]
) -> None:
    await people.fault(kind, times=1)
    with pytest.raises(CUT):
        await say(slack)
    assert await said(people) == committed
    assert (await say(slack, "Again"))["ok"]


@claim(
    "retries of the SDK",
    "the SDK's client sends again when a connection breaks, and so may post twice",
    "slack-sdk 3.47",
    Evidence.OBSERVED,
)
async def test_slacks_own_client_with_its_retry_posts_twice(sandbox: Sandbox, people: SandboxClient) -> None:
    await people.fault("commit_then_drop", method="chat.postMessage", times=1)
    await say(AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url))
    assert await said(people) == ["Hello", "Hello"]


@pytest.mark.parametrize(("kind", "committed"), [("commit_then_hang", ["Hello"]), ("hang", [])])
async def test_a_hanging_call_ends_when_the_client_has_enough(
    sandbox: Sandbox, people: SandboxClient, kind: str, committed: list[str]
) -> None:
    await people.fault(kind, times=1)
    hasty = AsyncWebClient(token="xoxb-sandbox", base_url=sandbox.api_url, timeout=1, retry_handlers=[])
    with pytest.raises(TimeoutError):
        await say(hasty)
    assert await said(people) == committed


@pytest.mark.parametrize("let_go", ["its cap", "clearing"])
async def test_a_hanging_call_is_cut_in_the_end(slack: AsyncWebClient, people: SandboxClient, let_go: str) -> None:
    await people.fault("hang", seconds=0.1 if let_go == "its cap" else 60.0)
    hanging = asyncio.create_task(say(slack))
    while not (await people.faults())["counts"]:
        await asyncio.sleep(0.01)
    if let_go == "clearing":
        assert not hanging.done()
        await people.clear_faults()
    with pytest.raises(CUT):
        await asyncio.wait_for(hanging, 30)


@pytest.mark.parametrize(("kind", "committed"), [("commit_then_error", ["Hello"]), ("error", [])])
@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "channel_not_found"])
async def test_an_error_may_hide_that_it_was_done(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any, kind: str, committed: list[str], error: str
) -> None:
    await people.fault(kind, error=error)
    async with refusal(error):
        await say(slack)
    assert await said(people) == committed


@pytest.mark.parametrize(("kind", "committed"), [("commit_then_error", ["Hello"]), ("error", [])])
@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_broken_gateway_answers_something_that_is_no_json(
    slack: AsyncWebClient, people: SandboxClient, kind: str, committed: list[str], status: int
) -> None:
    await people.fault(kind, status=status)
    with pytest.raises(SlackApiError) as failed:
        await say(slack)
    assert failed.value.response.status_code == status
    assert await said(people) == committed


@pytest.mark.parametrize("content_type", ["text/html", "application/json"])
@pytest.mark.parametrize(("commit", "committed"), [(True, ["Hello"]), (False, [])])
async def test_a_page_instead_of_json_comes_with_200(
    slack: AsyncWebClient, people: SandboxClient, commit: bool, committed: list[str], content_type: str
) -> None:
    await people.fault("not_json", commit=commit, content_type=content_type)
    with pytest.raises(SlackApiError) as failed:
        await say(slack)
    assert failed.value.response.headers["content-type"].startswith(content_type)
    assert await said(people) == committed


@claim("rate limits", "too many calls: HTTP 429 with Retry-After, nothing done", "apis/web-api/rate-limits")
async def test_too_many_calls_are_told_when_to_come_back(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.fault("rate_limited", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        await say(slack)
    answer = refused.value.response
    assert (answer.status_code, answer.headers["Retry-After"], answer["error"]) == (429, "7", "ratelimited")
    assert await said(people) == []


async def test_a_slow_call_is_done_all_the_same(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.fault("slow", seconds=0.2, times=1)
    began = time.monotonic()
    assert (await say(slack))["ok"]
    assert time.monotonic() - began >= 0.2


async def test_a_call_may_be_slow_and_then_fail(slack: AsyncWebClient, people: SandboxClient, refusal: Any) -> None:
    await people.fault("slow", seconds=0.01)
    await people.fault("error", error="fatal_error")
    async with refusal("fatal_error"):
        await say(slack)
    assert (await people.faults())["counts"] == {"slow": 1, "error": 1}


async def test_a_missing_scope_on_demand_says_what_is_needed(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.fault("error", error="missing_scope", body={"needed": "chat:write", "provided": "users:read"})
    with pytest.raises(SlackApiError) as refused:
        await say(slack)
    assert (refused.value.response["needed"], refused.value.response["provided"]) == ("chat:write", "users:read")


@pytest.mark.parametrize(
    ("filters", "struck"),
    [
        ({"method": "chat.*"}, True),
        ({"method": "views.*"}, False),
        ({"channel": "C0CTO"}, True),
        ({"channel": "#cto"}, True),
        ({"channel": "gener*"}, False),
        ({"user": "maya"}, False),
        ({"method": "chat.postMessage", "channel": "ct?"}, True),
    ],
)
async def test_a_fault_strikes_only_what_it_is_set_for(
    slack: AsyncWebClient, people: SandboxClient, filters: dict[str, str], struck: bool
) -> None:
    await people.fault("error", **filters)
    try:
        told = (await say(slack))["ok"]
    except SlackApiError:
        told = False
    assert told is not struck


@pytest.mark.parametrize("address", ["U0MAYA", "D0MAYA"])
@pytest.mark.parametrize("user", ["maya", "U0MAYA", "@maya"])
async def test_a_direct_message_concerns_the_person(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any, address: str, user: str
) -> None:
    await slack.conversations_open(users="U0MAYA")
    await people.fault("error", error="fatal_error", user=user)
    async with refusal("fatal_error"):
        await say(slack, channel=address)
    await say(slack, channel="U0TOM")


async def struck_out_of(slack: AsyncWebClient, calls: int) -> list[int]:
    struck = []
    for number in range(calls):
        try:
            await say(slack, str(number))
        except SlackApiError:
            struck.append(number)
    return struck


async def test_a_seed_repeats_a_run(slack: AsyncWebClient, people: SandboxClient) -> None:
    runs = []
    for seed in (7, 7, 8):
        await people.reset()
        await people.fault("error", probability=0.3, seed=seed)
        runs.append(await struck_out_of(slack, 40))
    assert runs[0] == runs[1] != runs[2]
    assert 3 < len(runs[0]) < 25


async def test_a_fault_fires_no_more_often_than_told(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.fault("error", times=2)
    assert await struck_out_of(slack, 4) == [0, 1]


async def test_what_has_fired_is_counted_listed_and_logged(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any
) -> None:
    fault = await people.fault("error", method="chat.postMessage", error="fatal_error", times=1)
    await people.fault("drop", method="views.*")
    async with refusal("fatal_error"):
        await say(slack)
    told = await people.faults()
    assert [(each["kind"], each["fired"], each.get("error")) for each in told["faults"]] == [
        ("error", 1, "fatal_error"),
        ("drop", 0, None),
    ]
    assert told["counts"] == {"error": 1}
    (happened,) = told["happened"]
    assert (happened["kind"], happened["method"], happened["fault"]) == ("error", "chat.postMessage", fault["id"])
    assert happened["at"].startswith("20")
    (logged,) = await people.log("fault")
    assert (logged["name"], logged["method"], logged["channel"]) == ("error", "chat.postMessage", ["C0CTO", "cto"])


async def test_cleared_faults_fire_no_more_but_stay_counted(slack: AsyncWebClient, people: SandboxClient) -> None:
    first = await people.fault("error")
    await people.fault("error", error="fatal_error")
    assert await struck_out_of(slack, 1) == [0]
    assert await people.clear_faults(first["id"]) == 1
    assert [each["error"] for each in (await people.faults())["faults"]] == ["fatal_error"]
    assert await people.clear_faults() == 1
    assert await struck_out_of(slack, 1) == []
    assert (await people.faults())["counts"] == {"error": 1}


@pytest.mark.parametrize(
    ("kind", "told", "sentence"),
    [
        ("earthquake", {}, "there is no fault 'earthquake'"),
        ("drop", {"seconds": 3}, "drop has no seconds, only filters"),
        ("slow", {"seconds": "long"}, "'long' is no seconds of slow"),
        ("drop", {"probability": 3}, "a probability lies between 0 and 1"),
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(
    people: SandboxClient, kind: str, told: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ControlRefused, match=sentence):
        await people.fault(kind, **told)


async def test_faults_can_be_set_from_python_too(sandbox: Sandbox, slack: AsyncWebClient, refusal: Any) -> None:
    fault = sandbox.workspace.faults.add("error", error="fatal_error", times=1)
    async with refusal("fatal_error"):
        await say(slack)
    assert (fault.fired, fault.spent, sandbox.workspace.faults.counts["error"]) == (1, True, 1)


async def test_a_sandbox_with_a_hanging_call_still_closes_at_once(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.server._PATIENCE", 60)
    async with Sandbox() as running:
        running.workspace.faults.add("hang")
        url = running.api_url + "auth.test"
        hanging = asyncio.create_task(http.post(url))
        await asyncio.sleep(0.1)
        began = time.monotonic()
    assert time.monotonic() - began < 30, "sooner than it would have given up waiting"
    with pytest.raises(CUT):
        await hanging
