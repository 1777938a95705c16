from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import Player, SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claim
from tests.sandbox.waiting import until

NOWHERE = "1700000000.000001"


@claim("reactions.add", "shows in the message with who gave it")
async def test_a_reaction_is_given_and_taken_once(slack: AsyncWebClient, refusal: Any) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Hello")
    place = {"channel": "C0CTO", "timestamp": posted["ts"], "name": "eyes"}
    await slack.reactions_add(**place)
    async with refusal("already_reacted"):
        await slack.reactions_add(**place)
    told = await slack.reactions_get(channel="C0CTO", timestamp=posted["ts"])
    assert told["message"]["reactions"] == [{"name": "eyes", "users": ["U0CADENCE"], "count": 1}]
    await slack.reactions_remove(**place)
    async with refusal("no_reaction"):
        await slack.reactions_remove(**place)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"channel": "C0CTO", "timestamp": NOWHERE, "name": "eyes"}, "message_not_found"),
        ({"channel": "C0CTO", "timestamp": NOWHERE, "name": ":eyes:"}, "invalid_name"),
        ({"channel": "C0CTO", "name": "eyes"}, "no_item_specified"),
        ({"channel": "C0ENGINEERING", "timestamp": NOWHERE, "name": "eyes"}, "not_in_channel"),
        ({"channel": "C0NOWHERE", "timestamp": NOWHERE, "name": "eyes"}, "channel_not_found"),
    ],
)
async def test_a_reaction_to_nothing_is_refused(
    slack: AsyncWebClient, refusal: Any, asked: dict[str, Any], error: str
) -> None:
    async with refusal(error):
        await slack.api_call("reactions.add", params=asked)


async def test_a_pin_is_set_and_taken_once(slack: AsyncWebClient, refusal: Any) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Hello")
    place = {"channel": "C0CTO", "timestamp": posted["ts"]}
    await slack.pins_add(**place)
    async with refusal("already_pinned"):
        await slack.pins_add(**place)
    (item,) = (await slack.pins_list(channel="C0CTO"))["items"]
    assert (item["created_by"], item["message"]["text"]) == ("U0CADENCE", "Hello")
    await slack.pins_remove(**place)
    async with refusal("no_pin"):
        await slack.pins_remove(**place)


@claim("conversations.list", "public channels if not told, private ones only from inside")
async def test_a_list_shows_channels_by_kind(slack: AsyncWebClient, maya: Player, refusal: Any) -> None:
    names = [each["name"] for each in (await slack.conversations_list())["channels"]]
    assert names == ["general", "cto", "engineering"]
    await maya.says("@cadence", "Hello")
    direct = (await slack.conversations_list(types="private_channel,im"))["channels"]
    assert [each["id"] for each in direct] == ["D0MAYA"]
    async with refusal("invalid_types"):
        await slack.conversations_list(types="hall")


@claim("conversations.join", "a second time warns already_in_channel")
async def test_joining_makes_a_member_and_joining_again_warns(slack: AsyncWebClient) -> None:
    joined = await slack.conversations_join(channel="C0ENGINEERING")
    assert joined["channel"]["is_member"]
    assert (await slack.conversations_join(channel="C0ENGINEERING"))["warning"] == "already_in_channel"
    members = (await slack.conversations_members(channel="C0ENGINEERING"))["members"]
    assert members[-1] == "U0CADENCE"


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"users": "U0NOBODY"}, "user_not_found"),
        ({"users": "U0CADENCE"}, "cannot_dm_bot"),
        ({}, "users_list_not_supplied"),
        ({"channel": "C0CTO"}, "method_not_supported_for_channel_type"),
    ],
)
async def test_a_direct_message_with_nobody_is_refused(
    slack: AsyncWebClient, refusal: Any, asked: dict[str, Any], error: str
) -> None:
    async with refusal(error):
        await slack.api_call("conversations.open", params=asked)


async def test_a_private_channel_exists_for_its_members_only(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any
) -> None:
    async with refusal("channel_not_found"):
        await slack.conversations_info(channel="C0LEADERSHIP")
    await people.invite_bot("leadership")
    assert (await slack.conversations_info(channel="C0LEADERSHIP"))["channel"]["is_private"]


@claim("pin_added", "names the channel, the person and the message", "reference/events/pin_added")
async def test_the_app_hears_of_a_new_pin(
    connected: AsyncApp, slack: AsyncWebClient, people: SandboxClient, sandbox: Sandbox
) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Card")
    await slack.pins_add(channel="C0CTO", timestamp=posted["ts"])
    entries = sandbox.workspace.journal.entries  # Bolt itself keeps from a listener what the bot did
    await until(lambda: [each for each in entries if each["name"] == "pin_added"])
    (delivered,) = [each for each in await people.log("delivery") if each["name"] == "pin_added"]
    event = delivered["payload"]["event"]
    assert (event["channel_id"], event["user"], delivered["outcome"]) == ("C0CTO", "U0CADENCE", "acked")
    assert event["item"]["message"]["ts"] == posted["ts"]
