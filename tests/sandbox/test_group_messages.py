"""Direct messages with several people at once."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import Player, SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claim


@claim("conversations.open", "the same people are the same conversation, in any order")
async def test_the_same_people_are_one_conversation(slack: AsyncWebClient) -> None:
    first = await slack.conversations_open(users=["U0MAYA", "U0TOM"])
    again = await slack.conversations_open(users="U0TOM,U0MAYA")
    other = await slack.conversations_open(users="U0TOM,U0ANA")
    assert first["channel"]["id"] == again["channel"]["id"] != other["channel"]["id"]
    assert again["already_open"]
    told = (await slack.conversations_info(channel=first["channel"]["id"]))["channel"]
    assert (told["is_mpim"], told["is_im"], told["name"]) == (True, False, "mpdm-maya--tom--cadence-1")


async def test_only_its_people_see_it(connected: AsyncApp, slack: AsyncWebClient, people: SandboxClient) -> None:
    seen: list[dict[str, Any]] = []

    async def listener(event: dict[str, Any]) -> None:
        seen.append(event)

    connected.event("message")(listener)
    channel = (await slack.conversations_open(users="U0MAYA,U0TOM"))["channel"]["id"]
    await slack.chat_postMessage(channel=channel, text="For you two")
    assert [each["text"] for each in await people.person("tom").reads(channel)] == ["For you two"]
    await people.person("maya").says(channel, "Thanks")
    assert [(each["text"], each["channel_type"]) for each in seen] == [("Thanks", "mpim")]
    listed = (await slack.conversations_list(types="mpim"))["channels"]
    assert [each["id"] for each in listed] == [channel]
    assert len((await slack.conversations_history(channel=channel))["messages"]) == 2


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("U0MAYA,U0NOBODY", "user_not_found"),
        ("U0MAYA,U0CADENCE", "cannot_dm_bot"),
        (",".join(f"U0P{number}" for number in range(9)), "too_many_users"),
    ],
)
async def test_some_groups_cannot_be_opened(slack: AsyncWebClient, refusal: Any, users: str, error: str) -> None:
    async with refusal(error):
        await slack.conversations_open(users=users)


@claim("conversations.open", "several people need mpim:write")
async def test_a_group_needs_a_scope_of_its_own(slack: AsyncWebClient, refusal: Any, maya: Player) -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["im:write"]}}}
    async with Sandbox(invented().with_manifest(manifest)) as strict:
        slack.base_url = strict.api_url
        assert (await slack.conversations_open(users="U0MAYA"))["ok"]
        async with refusal("missing_scope"):
            await slack.conversations_open(users="U0MAYA,U0TOM")
