"""What an app can do to channels, and what it hears of them."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import claim
from tests.sandbox.hearing import told


@claim("conversations.create", "whoever creates a channel is in it")
async def test_a_new_channel_holds_the_app_alone(slack: AsyncWebClient) -> None:
    made = (await slack.conversations_create(name="project"))["channel"]
    assert (made["name"], made["creator"], made["is_member"], made["num_members"]) == ("project", "U0CADENCE", True, 1)
    assert (await slack.conversations_members(channel=made["id"]))["members"] == ["U0CADENCE"]


@claim(
    "channel_created, channel_rename, channel_archive, channel_unarchive", "are told to every app", "reference/events"
)
async def test_the_life_of_a_public_channel_is_told(slack: AsyncWebClient, people: SandboxClient) -> None:
    channel = (await slack.conversations_create(name="project"))["channel"]["id"]
    await slack.conversations_rename(channel=channel, name="programme")
    await slack.conversations_archive(channel=channel)
    await slack.conversations_unarchive(channel=channel)
    types = ("channel_created", "channel_rename", "channel_archive", "channel_unarchive")
    heard = {event["type"]: event["channel"] for event in await told(people, *types, count=4)}
    assert heard["channel_created"]["name"] == "project"
    assert heard["channel_rename"]["name"] == "programme"
    assert (heard["channel_archive"], heard["channel_unarchive"]) == (channel, channel)


@claim("channel_archive", "is told of a channel that the app is not in, too", "reference/events/channel_archive")
async def test_an_app_hears_of_channels_from_outside(people: SandboxClient) -> None:
    await people.archive("#engineering")
    (heard,) = await told(people, "channel_archive")
    assert heard["channel"] == "C0ENGINEERING"


@claim("group_rename", "of a private channel only those inside hear", "reference/events/group_rename")
async def test_a_private_channel_tells_its_own(slack: AsyncWebClient, people: SandboxClient) -> None:
    channel = (await slack.conversations_create(name="project", is_private=True))["channel"]
    assert channel["is_private"]
    await slack.conversations_rename(channel=channel["id"], name="programme")
    heard = await told(people, "channel_created", "group_created", "channel_rename", "group_rename")
    assert [event["type"] for event in heard] == ["group_rename"]


@claim("channel_shared, channel_unshared", "are told to every app", "reference/events/channel_shared")
@claim("conversations.info", "says of a channel whether it is shared with another organisation")
async def test_a_channel_is_shared_with_another_organisation(slack: AsyncWebClient, people: SandboxClient) -> None:
    async def is_shared() -> bool:
        return bool((await slack.conversations_info(channel="C0CTO"))["channel"]["is_ext_shared"])

    await people.shares("#cto")
    assert await is_shared()
    await people.shares("#cto", undo=True)
    assert not await is_shared()
    heard = await told(people, "channel_shared", "channel_unshared")
    assert [event["channel"] for event in heard] == ["C0CTO", "C0CTO"]


@claim("conversations.setTopic", "the channel shows it, with who set it and when, and a message says so")
async def test_topic_and_purpose_are_shown(slack: AsyncWebClient) -> None:
    await slack.conversations_setTopic(channel="C0CTO", topic="Focus")
    await slack.conversations_setPurpose(channel="C0CTO", purpose="What matters")
    shown = (await slack.conversations_info(channel="C0CTO"))["channel"]
    assert (shown["topic"]["value"], shown["topic"]["creator"]) == ("Focus", "U0CADENCE")
    assert (shown["purpose"]["value"], shown["purpose"]["last_set"] > 0) == ("What matters", True)
    news = (await slack.conversations_history(channel="C0CTO"))["messages"]
    assert [each["subtype"] for each in news] == ["channel_purpose", "channel_topic"]
    assert news[1]["topic"] == "Focus"


@claim("conversations.invite", "each who comes is told by member_joined_channel, with the inviter")
async def test_people_are_invited_and_put_out(slack: AsyncWebClient, people: SandboxClient) -> None:
    channel = (await slack.conversations_create(name="project"))["channel"]["id"]
    await slack.conversations_invite(channel=channel, users=["U0MAYA", "U0TOM"])
    await slack.conversations_kick(channel=channel, user="U0TOM")
    heard = await told(people, "member_joined_channel", "member_left_channel", count=3)
    assert [(event["type"], event["user"], event.get("inviter")) for event in heard] == [
        ("member_joined_channel", "U0MAYA", "U0CADENCE"),
        ("member_joined_channel", "U0TOM", "U0CADENCE"),
        ("member_left_channel", "U0TOM", None),
    ]
    assert (await slack.conversations_members(channel=channel))["members"] == ["U0CADENCE", "U0MAYA"]


@claim("conversations.invite", "of several people each who cannot come is named in `errors`, and nobody comes")
async def test_one_wrong_guest_stops_the_others(slack: AsyncWebClient) -> None:
    channel = (await slack.conversations_create(name="project"))["channel"]["id"]
    with pytest.raises(SlackApiError, match="user_not_found") as refused:
        await slack.conversations_invite(channel=channel, users="U0NOBODY,U0CADENCE,U0MAYA")
    assert [(each["user"], each["error"]) for each in refused.value.response["errors"]] == [
        ("U0NOBODY", "user_not_found"),
        ("U0CADENCE", "cant_invite_self"),
    ]
    assert (await slack.conversations_members(channel=channel))["members"] == ["U0CADENCE"]


@claim("conversations.leave", "answers not_in_channel: true where the app is not")
async def test_leaving_twice_changes_nothing(slack: AsyncWebClient) -> None:
    assert "not_in_channel" not in (await slack.conversations_leave(channel="C0CTO")).data
    assert (await slack.conversations_leave(channel="C0CTO"))["not_in_channel"] is True


@claim("conversations.list", "a kind needs the scope of that kind")
async def test_what_an_app_may_see_depends_on_the_kind(slack: AsyncWebClient, refusal: Any) -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["channels:read", "channels:manage"]}}}
    async with Sandbox(invented().with_manifest(manifest)) as strict:
        slack.base_url = strict.api_url
        assert (await slack.conversations_list(types="public_channel"))["ok"]
        async with refusal("missing_scope"):
            await slack.conversations_list(types="public_channel,im")
        async with refusal("missing_scope"):
            await slack.conversations_create(name="secret", is_private=True)


@claim("users.conversations", "the conversations of the app, or of a person as far as the app sees them, in pages")
async def test_whose_conversations_they_are(slack: AsyncWebClient, people: SandboxClient) -> None:
    async def names(**asked: Any) -> list[str]:
        found = await slack.users_conversations(types="public_channel,private_channel", **asked)
        return [each["name"] for each in found["channels"]]

    assert await names() == ["general", "cto"]
    assert await names(user="U0MAYA") == ["general", "cto", "engineering"]
    await people.invite_bot("leadership")
    assert "leadership" in await names(user="U0MAYA")
    page = await slack.users_conversations(limit=1)
    assert page["response_metadata"]["next_cursor"]


@claim("users.lookupByEmail", "finds the person by address")
async def test_a_person_is_found_by_address(slack: AsyncWebClient) -> None:
    address = (await slack.users_info(user="U0MAYA"))["user"]["profile"]["email"]
    assert (await slack.users_lookupByEmail(email=address))["user"]["id"] == "U0MAYA"
    assert (await slack.users_profile_get(user="U0MAYA"))["profile"]["email"] == address
