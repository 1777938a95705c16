"""What goes wrong on the way to the app, as an unmodified Bolt app meets it."""

import asyncio
import time
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import Player, SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.payloads import button, modal
from tests.sandbox.waiting import until

Seen = list[dict[str, Any]]


def hears(app: AsyncApp, event: str = "message") -> Seen:
    seen: Seen = []

    async def listener(body: dict[str, Any], request: Any) -> None:
        number, reason = (request.headers.get(f"x-slack-retry-{name}", [None])[0] for name in ("num", "reason"))
        seen.append({**body, "retry": (number, reason)})

    app.event(event)(listener)
    return seen


def feels(app: AsyncApp, action_id: str = "press") -> Seen:
    seen: Seen = []

    async def listener(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        seen.append(body)

    app.action(action_id)(listener)
    return seen


async def card(slack: AsyncWebClient) -> Any:
    blocks = [{"type": "actions", "elements": [button()]}]
    return (await slack.chat_postMessage(channel="C0CTO", text="Card", blocks=blocks)).data


@pytest.fixture(params=["socket", "http"])
def listening(request: pytest.FixtureRequest) -> AsyncApp:
    app: AsyncApp = request.getfixturevalue("connected" if request.param == "socket" else "over_http")
    return app


@claim("events", "an event that comes twice has one event_id", "apis/events-api")
async def test_an_event_arrives_twice_with_one_id(listening: AsyncApp, people: SandboxClient, maya: Player) -> None:
    seen = hears(listening)
    await people.fault("duplicate_event", method="message", times=1)
    told = await maya.says("#cto", "Hello")
    assert (told["acked"], told["deliveries"]) == (True, 2)
    assert len(seen) == 2
    assert len({each["event_id"] for each in seen}) == 1
    await maya.says("#cto", "Again")
    assert len(seen) == 3


@claim("events", "events may come in another order", "apis/events-api")
async def test_an_event_is_overtaken_by_the_next(listening: AsyncApp, people: SandboxClient, maya: Player) -> None:
    seen = hears(listening)
    await people.fault("reordered_events", times=1)
    assert (await maya.says("#cto", "First"))["deliveries"] == 0
    await maya.says("#cto", "Second")
    await until(lambda: len(seen) == 2)
    assert [each["event"]["text"] for each in seen] == ["Second", "First"]


async def test_an_event_held_back_arrives_even_if_no_other_follows(
    connected: AsyncApp, people: SandboxClient, maya: Player
) -> None:
    seen = hears(connected)
    await people.fault("reordered_events", times=1, seconds=0.1)
    await maya.says("#cto", "Only")
    assert seen == []
    await until(lambda: len(seen) == 1)


async def test_a_slow_delivery_makes_a_trigger_expire(
    people: SandboxClient, slack: AsyncWebClient, sandbox: Sandbox, connected: AsyncApp, maya: Player
) -> None:
    refused: list[str] = []

    async def listener(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        try:
            await client.views_open(trigger_id=body["trigger_id"], view=modal())
        except Exception as error:  # noqa: BLE001 - whatever Slack says
            refused.append(str(error))

    connected.command("/ask")(listener)
    sandbox.workspace.triggers._lives = 0.1
    await people.fault("slow_delivery", method="/ask", seconds=0.2)
    began = time.monotonic()
    assert (await maya.runs("/ask"))["ok"]
    assert time.monotonic() - began >= 0.2
    assert "expired_trigger_id" in refused[0]


@claim(
    "block_actions",
    "each click has a trigger_id and an action_ts of its own",
    "reference/interaction-payloads/block_actions-payload",
)
async def test_a_double_click_has_two_triggers(
    listening: AsyncApp, people: SandboxClient, slack: AsyncWebClient, maya: Player
) -> None:
    seen = feels(listening)
    posted = await card(slack)
    await people.fault("double_click", times=1)
    pressed = await maya.clicks("press", on=posted)
    assert (pressed["ok"], pressed["twin"]["ok"]) == (True, True)
    assert len({each["trigger_id"] for each in seen}) == len(seen) == 2
    assert len({each["actions"][0]["action_ts"] for each in seen}) == 2
    await maya.clicks("press", on=posted)
    assert len(seen) == 3


@claim(
    "Socket Mode",
    "an event without acknowledgement comes again, with retry_attempt and retry_reason",
    "slack-sdk 3.47",
    Evidence.OBSERVED,
)
async def test_a_lost_ack_brings_the_event_again(
    listening: AsyncApp, sandbox: Sandbox, people: SandboxClient, maya: Player
) -> None:
    seen = hears(listening)
    await people.fault("lost_ack", method="message", times=1)
    assert not (await maya.says("#cto", "Hello"))["acked"]
    await until(lambda: len(seen) == 2)
    assert len({each["event_id"] for each in seen}) == 1
    reason = "http_timeout" if sandbox.workspace.request_url else "timeout"
    assert [each["retry"] for each in seen][1] == ("1", reason)


async def test_a_lost_ack_of_a_click_is_seen_by_the_person_though_the_app_did_it(
    listening: AsyncApp, people: SandboxClient, slack: AsyncWebClient, maya: Player
) -> None:
    seen = feels(listening)
    posted = await card(slack)
    await people.fault("lost_ack", user="maya", times=1)
    told = await maya.clicks("press", on=posted)
    assert (told["ok"], told["error"]) == (False, "operation_timeout")
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("filters", "struck"),
    [
        ({"method": "message"}, True),
        ({"method": "app_mention"}, False),
        ({"channel": "#cto", "user": "maya"}, True),
        ({"channel": "#general"}, False),
        ({"user": "tom"}, False),
    ],
)
async def test_a_delivery_is_struck_by_kind_place_and_person(
    connected: AsyncApp, people: SandboxClient, maya: Player, filters: dict[str, str], struck: bool
) -> None:
    hears(connected)
    await people.fault("duplicate_event", **filters)
    assert (await maya.says("#cto", "Hello"))["deliveries"] == (2 if struck else 1)


async def test_faults_of_deliveries_are_counted_by_kind(
    connected: AsyncApp, people: SandboxClient, maya: Player
) -> None:
    hears(connected)
    await people.fault("duplicate_event", times=2)
    await people.fault("slow_delivery", seconds=0.0, times=1)
    await maya.says("#cto", "One")
    await maya.says("#cto", "Two")
    await asyncio.sleep(0)
    assert (await people.faults())["counts"] == {"duplicate_event": 2, "slow_delivery": 1}
    assert {each["name"] for each in await people.log("fault")} == {"duplicate_event", "slow_delivery"}
