import json
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import Player, SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.payloads import button, section

NOWHERE = "1700000000.000001"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "Hello"}, "channel_not_found"),
        ({"channel": "C0ENGINEERING", "text": "Hello"}, "not_in_channel"),
        ({"channel": "#engineering", "text": "Hello"}, "not_in_channel"),
        ({"channel": "C0LEADERSHIP", "text": "Hello"}, "channel_not_found"),
        ({"channel": "USLACKBOT", "text": "Hello"}, "channel_not_found"),
        ({"channel": "C0CTO"}, "no_text"),
        ({"channel": "C0CTO", "text": "  "}, "no_text"),
        ({"channel": "C0CTO", "text": "Hello", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": "C0CTO", "text": "Hello", "blocks": '{"type": "divider"}'}, "invalid_blocks_format"),
        ({"channel": "C0CTO", "text": "Hello", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"channel": "C0CTO", "text": "Hello", "markdown_text": "Hello"}, "markdown_text_conflict"),
        ({"channel": "C0CTO", "text": "Hello", "metadata": "{"}, "invalid_metadata_format"),
        ({"channel": "C0CTO", "text": "Hello", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (
            {"channel": "C0CTO", "text": "Hello", "metadata": {"event_type": "x", "event_payload": "y"}},
            "invalid_metadata_format",
        ),
        ({"channel": "C0CTO", "text": "Hello", "thread_ts": NOWHERE}, "thread_not_found"),
    ],
)
async def test_a_message_that_slack_would_not_take_is_refused(
    slack: AsyncWebClient, refusal: Any, said: dict[str, Any], error: str
) -> None:
    async with refusal(error):
        await slack.api_call("chat.postMessage", json=said)


async def test_a_long_text_is_cut_when_posted_and_refused_when_updated(slack: AsyncWebClient, refusal: Any) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    async with refusal("msg_too_long"):
        await slack.chat_update(channel="C0CTO", ts=posted["ts"], text="x" * 4_001)
    await slack.chat_update(channel="C0CTO", ts=posted["ts"], text="x" * 4_000)


@claim("chat.postMessage", "fills in block_id and action_id where they are missing", "reference/block-kit/blocks")
async def test_text_is_kept_as_given_and_blocks_get_their_ids(slack: AsyncWebClient) -> None:
    blocks = [section(accessory={**button(), "action_id": "a"}), {"type": "divider"}]
    posted = await slack.chat_postMessage(channel="C0CTO", text="a < b & <@U0MAYA>", blocks=blocks)
    assert posted["message"]["text"] == "a < b & <@U0MAYA>"
    ids = [block["block_id"] for block in posted["message"]["blocks"]]
    assert len(set(ids)) == 2
    assert posted["message"]["bot_id"] == "B0CADENCE"


@claim("chat.postMessage", "a user as channel opens the direct message and answers with its id")
async def test_a_user_as_channel_opens_the_direct_message(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel="U0MAYA", text="Hello")
    assert posted["channel"] == "D0MAYA"
    opened = await slack.conversations_open(users="U0MAYA")
    assert opened["channel"]["id"] == "D0MAYA"
    assert opened["already_open"]


@claim("chat.update", "text alone drops the blocks")
async def test_an_update_with_text_alone_drops_the_blocks(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Hello", blocks=[section()])
    updated = await slack.chat_update(channel="C0CTO", ts=posted["ts"], text="Bye")
    assert updated["text"] == "Bye"
    assert "blocks" not in updated["message"]


async def test_only_the_bots_own_messages_can_be_changed(slack: AsyncWebClient, maya: Player, refusal: Any) -> None:
    said = await maya.says("#cto", "Good morning")
    async with refusal("cant_update_message"):
        await slack.chat_update(channel="C0CTO", ts=said["ts"], text="Good evening")
    async with refusal("cant_delete_message"):
        await slack.chat_delete(channel="C0CTO", ts=said["ts"])
    async with refusal("message_not_found"):
        await slack.chat_update(channel="C0CTO", ts=NOWHERE, text="Good evening")


async def test_a_deleted_message_is_gone(slack: AsyncWebClient, refusal: Any) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Hello")
    await slack.chat_delete(channel="C0CTO", ts=posted["ts"])
    async with refusal("message_not_found"):
        await slack.chat_update(channel="C0CTO", ts=posted["ts"], text="Bye")


@claim("chat.delete", "a thread whose parent is deleted keeps a tombstone", "behaviour of clients", Evidence.OBSERVED)
async def test_a_thread_keeps_its_place_when_its_first_message_goes(slack: AsyncWebClient) -> None:
    parent = await slack.chat_postMessage(channel="C0CTO", text="Question")
    await slack.chat_postMessage(channel="C0CTO", text="Answer", thread_ts=parent["ts"])
    await slack.chat_delete(channel="C0CTO", ts=parent["ts"])
    told = await slack.conversations_replies(channel="C0CTO", ts=parent["ts"])
    assert [each.get("subtype") for each in told["messages"]] == ["tombstone", None]


async def test_an_archived_channel_takes_nothing(slack: AsyncWebClient, people: SandboxClient, refusal: Any) -> None:
    await people.archive("cto")
    async with refusal("is_archived"):
        await slack.chat_postMessage(channel="C0CTO", text="Hello")


@claim("chat.postEphemeral", "is seen by one person, and cannot be updated by chat.update")
async def test_an_ephemeral_message_is_seen_by_one_person_only(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any
) -> None:
    said = await slack.chat_postEphemeral(channel="C0CTO", user="U0TOM", text="Just you")
    assert [each["text"] for each in await people.messages("#cto", viewer="tom")] == ["Just you"]
    assert await people.messages("#cto", viewer="maya") == []
    async with refusal("message_not_found"):
        await slack.chat_update(channel="C0CTO", ts=said["message_ts"], text="All of you")


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"user": "U0REMY", "text": "Hello"}, "user_not_in_channel"),
        ({"user": "U0TOM"}, "no_text"),
        ({"user": "U0TOM", "text": "x" * 40_001}, "msg_too_long"),
    ],
)
async def test_an_ephemeral_message_has_its_own_limits(
    slack: AsyncWebClient, refusal: Any, said: dict[str, Any], error: str
) -> None:
    async with refusal(error):
        await slack.api_call("chat.postEphemeral", json={"channel": "C0CTO", **said})


@claim("conversations.history", "metadata only with include_all_metadata")
async def test_metadata_is_read_only_by_who_asks_for_it(slack: AsyncWebClient) -> None:
    metadata = {"event_type": "cadence_post", "event_payload": {"key": "question:17:card"}}
    await slack.chat_postMessage(channel="C0CTO", text="Hello", metadata=metadata)
    plain = await slack.conversations_history(channel="C0CTO")
    asked = await slack.conversations_history(channel="C0CTO", include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert asked["messages"][0]["metadata"] == metadata


@claim("conversations.history", "newest first; oldest and latest are left out unless inclusive")
async def test_history_is_newest_first_between_two_instants(slack: AsyncWebClient) -> None:
    ts = [(await slack.chat_postMessage(channel="C0CTO", text=f"{n}"))["ts"] for n in range(5)]

    async def texts(**between: Any) -> list[str]:
        told = await slack.conversations_history(channel="C0CTO", **between)
        return [each["text"] for each in told["messages"]]

    assert await texts() == ["4", "3", "2", "1", "0"]
    assert await texts(oldest=ts[1], latest=ts[3]) == ["2"]
    assert await texts(oldest=ts[1], latest=ts[3], inclusive=True) == ["3", "2", "1"]


@claim("pagination", "a page begins where the last one ended, whatever was said meanwhile", "apis/web-api/pagination")
async def test_history_comes_in_pages_even_when_more_is_said_meanwhile(slack: AsyncWebClient) -> None:
    for n in range(5):
        await slack.chat_postMessage(channel="C0CTO", text=f"{n}")
    first = await slack.conversations_history(channel="C0CTO", limit=2)
    assert first["has_more"]
    await slack.chat_postMessage(channel="C0CTO", text="new")
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack.conversations_history(channel="C0CTO", limit=2, cursor=cursor)
    assert [each["text"] for each in second["messages"]] == ["2", "1"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0ENGINEERING", "not_in_channel"),
        ("C0LEADERSHIP", "channel_not_found"),
        ("D0TOM", "channel_not_found"),
    ],
)
async def test_a_channel_from_outside_cannot_be_read(
    slack: AsyncWebClient, refusal: Any, channel: str, error: str
) -> None:
    async with refusal(error):
        await slack.conversations_history(channel=channel)


@claim(
    "conversations.replies", "starts with the parent, which counts its replies; any message of the thread leads to it"
)
async def test_a_thread_starts_with_its_parent_which_counts_the_replies(slack: AsyncWebClient, maya: Player) -> None:
    parent = await slack.chat_postMessage(channel="C0CTO", text="Question")
    await maya.says("#cto", "A thought", thread=parent["ts"])
    last = await slack.chat_postMessage(channel="C0CTO", text="Another", thread_ts=parent["ts"])
    told = (await slack.conversations_replies(channel="C0CTO", ts=last["ts"]))["messages"]
    assert [each["text"] for each in told] == ["Question", "A thought", "Another"]
    assert (told[0]["reply_count"], told[0]["latest_reply"]) == (2, last["ts"])
    assert told[0]["reply_users"] == ["U0MAYA", "U0CADENCE"]
    assert told[1]["parent_user_id"] == "U0CADENCE"
    history = (await slack.conversations_history(channel="C0CTO"))["messages"]
    assert [each["text"] for each in history] == ["Question"]


@claim(
    "chat.postMessage",
    "the ts of a reply as thread_ts is taken, and what is said gets lost",
    "reports of developers",
    Evidence.OBSERVED,
)
async def test_what_is_said_to_a_reply_is_taken_but_gets_lost(slack: AsyncWebClient, refusal: Any) -> None:
    parent = await slack.chat_postMessage(channel="C0CTO", text="Question")
    reply = await slack.chat_postMessage(channel="C0CTO", text="Answer", thread_ts=parent["ts"])
    assert (await slack.chat_postMessage(channel="C0CTO", text="More", thread_ts=reply["ts"]))["ok"]
    thread = (await slack.conversations_replies(channel="C0CTO", ts=parent["ts"]))["messages"]
    history = (await slack.conversations_history(channel="C0CTO"))["messages"]
    assert "More" not in [each["text"] for each in [*thread, *history]]
    async with refusal("thread_not_found"):
        await slack.conversations_replies(channel="C0CTO", ts=NOWHERE)


async def test_nobody_replies_to_the_news_that_someone_joined(
    slack: AsyncWebClient, people: SandboxClient, refusal: Any
) -> None:
    await people.invite_bot("engineering")
    (joined,) = (await slack.conversations_history(channel="C0ENGINEERING"))["messages"]
    async with refusal("cannot_reply_to_message"):
        await slack.chat_postMessage(channel="C0ENGINEERING", text="Welcome", thread_ts=joined["ts"])


@claim(
    "thread_broadcast",
    "a reply with reply_broadcast stands in the channel too",
    "reference/events/message/thread_broadcast",
)
async def test_a_broadcast_reply_stands_in_the_channel_too(slack: AsyncWebClient) -> None:
    parent = await slack.chat_postMessage(channel="C0CTO", text="Question")
    await slack.chat_postMessage(channel="C0CTO", text="Answer", thread_ts=parent["ts"], reply_broadcast=True)
    history = (await slack.conversations_history(channel="C0CTO"))["messages"]
    assert [each.get("subtype") for each in history] == ["thread_broadcast", None]


@claim("chat.getPermalink", "names the channel and the message")
async def test_a_permalink_names_channel_and_message(slack: AsyncWebClient, refusal: Any) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Hello")
    told = await slack.chat_getPermalink(channel="C0CTO", message_ts=posted["ts"])
    assert told["permalink"].endswith("/archives/C0CTO/p" + posted["ts"].replace(".", ""))
    async with refusal("message_not_found"):
        await slack.chat_getPermalink(channel="C0CTO", message_ts=NOWHERE)


@claim("timestamps", "are unique in a channel and rise", "messaging/retrieving-messages")
async def test_timestamps_rise_even_when_the_clock_stands_or_goes_back(
    slack: AsyncWebClient, people: SandboxClient
) -> None:
    await people.clock(at="2026-03-02T09:00:00+01:00", running=False)
    first = await slack.chat_postMessage(channel="C0CTO", text="1")
    second = await slack.chat_postMessage(channel="C0CTO", text="2")
    await people.clock(at="2026-03-01T09:00:00+01:00")
    third = await slack.chat_postMessage(channel="C0CTO", text="3")
    assert first["ts"].startswith("1772438400.")
    assert float(first["ts"]) < float(second["ts"]) < float(third["ts"])


async def test_a_reset_brings_the_first_day_back(
    sandbox: Sandbox, slack: AsyncWebClient, people: SandboxClient
) -> None:
    await slack.chat_postMessage(channel="C0CTO", text="Hello")
    await people.reset()
    assert await people.messages("cto") == []
    assert sandbox.workspace.conversations["C0CTO"].messages == {}


async def test_a_form_carries_nested_values_as_json(slack: AsyncWebClient) -> None:
    posted = await slack.api_call(
        "chat.postMessage",
        data={"channel": "C0CTO", "text": "Hello", "blocks": json.dumps([section()])},
    )
    assert posted["message"]["blocks"][0]["type"] == "section"
