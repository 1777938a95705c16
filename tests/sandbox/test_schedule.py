"""Messages that wait for the workspace's clock."""

from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.waiting import until


def at(sandbox: Sandbox, **later: float) -> int:
    return int((sandbox.workspace.clock.now() + timedelta(**later)).timestamp())


async def said(people: SandboxClient) -> list[str]:
    return [each["text"] for each in await people.messages("#cto")]


@claim("chat.scheduleMessage", "is posted at its time, as a message of the app, with its event")
async def test_a_message_comes_when_its_time_has_come(
    sandbox: Sandbox, connected: AsyncApp, slack: AsyncWebClient, people: SandboxClient
) -> None:
    told = await slack.chat_scheduleMessage(channel="C0CTO", text="Good morning", post_at=at(sandbox, hours=2))
    assert told["message"]["type"] == "delayed_message"
    await people.clock(advance=7000)
    assert await said(people) == []
    await people.clock(advance=300)
    messages = sandbox.workspace.conversations["C0CTO"].messages
    await until(lambda: messages)
    assert await said(people) == ["Good morning"]
    assert (await slack.chat_scheduledMessages_list())["scheduled_messages"] == []


@claim("chat.scheduledMessages.list", "those that wait, soonest first, in pages, by channel and time")
async def test_what_waits_is_listed(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    for hours in (3, 1, 2):
        await slack.chat_scheduleMessage(channel="C0CTO", text=f"in {hours}", post_at=at(sandbox, hours=hours))
    await slack.chat_scheduleMessage(channel="C0GENERAL", text="elsewhere", post_at=at(sandbox, hours=1))

    async def waiting(**asked: Any) -> list[str]:
        return [each["text"] for each in (await slack.chat_scheduledMessages_list(**asked))["scheduled_messages"]]

    assert await waiting(channel="C0CTO") == ["in 1", "in 2", "in 3"]
    assert await waiting(channel="C0CTO", latest=str(at(sandbox, minutes=90))) == ["in 1"]
    first = await slack.chat_scheduledMessages_list(channel="C0CTO", limit=2)
    rest = await waiting(channel="C0CTO", cursor=first["response_metadata"]["next_cursor"])
    assert rest == ["in 3"]


@claim("chat.deleteScheduledMessage", "what was deleted is not posted")
async def test_a_deleted_one_does_not_come(sandbox: Sandbox, slack: AsyncWebClient, people: SandboxClient) -> None:
    kept = {"channel": "C0CTO", "text": "Kept", "post_at": at(sandbox, minutes=5)}
    told = await slack.chat_scheduleMessage(**{**kept, "text": "Not now"})
    await slack.chat_deleteScheduledMessage(channel="C0CTO", scheduled_message_id=told["scheduled_message_id"])
    await slack.chat_scheduleMessage(**kept)
    await people.clock(advance=600)
    messages = sandbox.workspace.conversations["C0CTO"].messages
    await until(lambda: messages)
    assert await said(people) == ["Kept"]


@claim(
    "chat.scheduleMessage",
    "is lost where the channel does not take it any more",
    "reports of developers",
    Evidence.OBSERVED,
)
async def test_an_archived_channel_loses_it(sandbox: Sandbox, slack: AsyncWebClient, people: SandboxClient) -> None:
    await slack.chat_scheduleMessage(channel="C0CTO", text="Hello", post_at=at(sandbox, minutes=5))
    await people.archive("#cto")
    await people.clock(advance=600)
    await until(lambda: not sandbox.workspace.scheduled)
    assert "Hello" not in await said(people)
