"""What the workspace may take from an app while it runs."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import ControlRefused, Player, SandboxClient
from tests.sandbox.claims import Evidence, claim


@pytest.mark.parametrize("error", ["token_revoked", "token_expired", "account_inactive", "invalid_auth"])
async def test_a_token_can_end_and_come_back(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any, error: str
) -> None:
    await people.app(token_error=error)
    async with refusal(error):
        await slack.auth_test()
    assert (await slack.apps_connections_open(app_token="xapp-sandbox"))["ok"]
    await people.app(token_error=None)
    assert (await slack.auth_test())["ok"]


async def test_no_token_ends_for_a_reason_that_slack_does_not_know(people: SandboxClient) -> None:
    with pytest.raises(ControlRefused, match="a token is not refused with 'boredom'"):
        await people.app(token_error="boredom")


@claim("missing_scope", "tells needed and provided", "reference/scopes")
async def test_a_scope_can_be_taken_away(slack: AsyncWebClient, people: SandboxClient) -> None:
    await people.app(withheld_scopes=["chat:write"])
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel="C0CTO", text="Hello")
    assert (refused.value.response["error"], refused.value.response["needed"]) == ("missing_scope", "chat:write")
    await people.app(withheld_scopes=[])
    assert (await slack.chat_postMessage(channel="C0CTO", text="Hello"))["ok"]


async def test_direct_messages_can_be_switched_off(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any, maya: Player
) -> None:
    await people.app(messages_tab=False)
    async with refusal("messages_tab_disabled"):
        await slack.chat_postMessage(channel="U0MAYA", text="Hello")
    with pytest.raises(ControlRefused, match="its messages tab is off"):
        await maya.says("@cadence", "Hello")
    await people.app(messages_tab=True)
    assert (await slack.chat_postMessage(channel="U0MAYA", text="Hello"))["ok"]


async def test_an_archived_channel_takes_nothing_until_it_is_brought_back(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any, maya: Player
) -> None:
    await people.archive("#cto")
    async with refusal("is_archived"):
        await slack.chat_postMessage(channel="C0CTO", text="Hello")
    with pytest.raises(ControlRefused, match="#cto is archived"):
        await maya.says("#cto", "Hello")
    await people.archive("#cto", undo=True)
    assert (await slack.chat_postMessage(channel="C0CTO", text="Hello"))["ok"]


async def test_a_bot_that_was_taken_out_reaches_nobody(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any
) -> None:
    await people.remove_bot("#cto")
    async with refusal("not_in_channel"):
        await slack.chat_postMessage(channel="C0CTO", text="Hello")


@claim("chat.postMessage", "channel_not_found for a person who left", "reports of developers", Evidence.OBSERVED)
async def test_a_deactivated_person_gets_no_message(slack: AsyncWebClient, people: SandboxClient, refusal: Any) -> None:
    await people.changes("tom", deleted=True)
    async with refusal("channel_not_found"):
        await slack.chat_postMessage(channel="U0TOM", text="Hello")
    async with refusal("user_disabled"):
        await slack.conversations_open(users="U0TOM")


async def test_an_administrator_deletes_a_message_before_its_update(
    slack: AsyncWebClient, maya: Player, people: SandboxClient, refusal: Any
) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Card")
    with pytest.raises(ControlRefused, match="ana did not write"):
        await people.person("ana").deletes(posted.data)
    await maya.deletes(posted.data)
    async with refusal("message_not_found"):
        await slack.chat_update(channel="C0CTO", ts=posted["ts"], text="Changed")
