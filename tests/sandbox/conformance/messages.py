"""chat.*"""

from tests.sandbox.conformance.world import (
    NOWHERE,
    Json,
    World,
    archived,
    posted,
    refuses,
    reported,
    said_by_maya,
    takes,
)

_HERE: Json = {"channel": "C0CTO", "text": "Hello"}
_TO_TOM: Json = {"channel": "C0CTO", "user": "U0TOM", "text": "Hello"}
_DAY = 86_400


def _in(seconds: int, **more: object) -> Json:
    return {"post_at": seconds, **_HERE, **more}


async def _tomorrow(world: World) -> Json:
    return {"post_at": int(world.sandbox.workspace.clock.now().timestamp()) + _DAY}


async def _after(world: World, days: int) -> Json:
    return {"post_at": int(world.sandbox.workspace.clock.now().timestamp()) + days * _DAY}


async def _in_121_days(world: World) -> Json:
    return await _after(world, 121)


async def _in_119_days(world: World) -> Json:
    return await _after(world, 119)


async def _thirty_waiting(world: World) -> Json:
    at = (int(world.sandbox.workspace.clock.now().timestamp()) // 300 + 20) * 300
    for number in range(30):
        await world.done("chat.scheduleMessage", channel="C0CTO", text=f"{number}", post_at=at + number)
    return {"post_at": at + 31}


async def _about_to_go(world: World) -> Json:
    await world.people.clock(running=False)
    at = int(world.sandbox.workspace.clock.now().timestamp()) + 59
    told = await world.done("chat.scheduleMessage", channel="C0CTO", text="Soon", post_at=at)
    return {"channel": "C0CTO", "scheduled_message_id": told["scheduled_message_id"]}


async def _cancelled(world: World) -> Json:
    told = await world.done("chat.scheduleMessage", **_HERE, **await _tomorrow(world))
    place = {"channel": "C0CTO", "scheduled_message_id": told["scheduled_message_id"]}
    await world.done("chat.deleteScheduledMessage", **place)
    return place


async def _posted_in_archive(world: World) -> Json:
    place = await posted(world)
    await archived(world)
    return place


async def _deleted(world: World) -> Json:
    place = await posted(world)
    await world.done("chat.delete", **place)
    return place


async def _news_of_a_member(world: World) -> Json:
    await world.people.invite_bot("engineering")
    (joined,) = (await world.done("conversations.history", channel="C0ENGINEERING"))["messages"]
    return {"channel": "C0ENGINEERING", "thread_ts": joined["ts"]}


async def _no_messages_tab(world: World) -> Json:
    await world.people.app(messages_tab=False)
    return {}


_POST = [
    refuses("chat.postMessage", "channel_not_found", "a channel that there is not", {"channel": "C0X", "text": "x"}),
    refuses("chat.postMessage", "channel_not_found", "no channel", {"text": "x"}),
    refuses(
        "chat.postMessage",
        "channel_not_found",
        "a private channel from outside",
        {"channel": "C0LEADERSHIP", "text": "x"},
    ),
    refuses("chat.postMessage", "not_in_channel", "a channel from outside", {"channel": "C0ENGINEERING", "text": "x"}),
    refuses("chat.postMessage", "is_archived", "an archived channel", _HERE, given=archived),
    refuses("chat.postMessage", "no_text", "neither text nor blocks nor attachments", {"channel": "C0CTO"}),
    refuses("chat.postMessage", "no_text", "an empty text", {"channel": "C0CTO", "text": ""}),
    refuses(
        "chat.postMessage", "too_many_attachments", "101 attachments", {**_HERE, "attachments": [{"text": "x"}] * 101}
    ),
    takes("chat.postMessage", "100 attachments are taken", {**_HERE, "attachments": [{"text": "x"}] * 100}),
    refuses(
        "chat.postMessage",
        "invalid_attachments",
        "blocks in an attachment that are not valid",
        {**_HERE, "attachments": [{"blocks": [{"type": "section"}]}]},
        source="reference/methods/chat.postEphemeral",
    ),
    refuses("chat.postMessage", "invalid_blocks_format", "blocks that are no JSON", {**_HERE, "blocks": "{"}),
    refuses(
        "chat.postMessage",
        "invalid_blocks_format",
        "one block instead of a list",
        {**_HERE, "blocks": {"type": "divider"}},
    ),
    refuses("chat.postMessage", "invalid_blocks", "51 blocks", {**_HERE, "blocks": [{"type": "divider"}] * 51}),
    takes("chat.postMessage", "50 blocks are taken", {**_HERE, "blocks": [{"type": "divider"}] * 50}),
    takes("chat.postMessage", "blocks without text are taken", {"channel": "C0CTO", "blocks": [{"type": "divider"}]}),
    refuses("chat.postMessage", "markdown_text_conflict", "markdown_text and text", {**_HERE, "markdown_text": "x"}),
    refuses(
        "chat.postMessage",
        "markdown_text_conflict",
        "markdown_text and blocks",
        {"channel": "C0CTO", "markdown_text": "x", "blocks": [{"type": "divider"}]},
    ),
    takes(
        "chat.postMessage", "12,000 characters of markdown_text", {"channel": "C0CTO", "markdown_text": "x" * 12_000}
    ),
    reported(
        "chat.postMessage",
        "msg_too_long",
        "12,001 characters of markdown_text",
        {"channel": "C0CTO", "markdown_text": "x" * 12_001},
    ),
    takes("chat.postMessage", "a text over 40,000 characters is cut", {"channel": "C0CTO", "text": "x" * 40_001}),
    refuses(
        "chat.postMessage",
        "invalid_metadata_format",
        "metadata without payload",
        {**_HERE, "metadata": {"event_type": "x"}},
    ),
    refuses("chat.postMessage", "invalid_metadata_format", "metadata that is no JSON", {**_HERE, "metadata": "{"}),
    refuses(
        "chat.postMessage",
        "cannot_reply_to_message",
        "a reply to the news of a member",
        {"text": "x"},
        given=_news_of_a_member,
    ),
    refuses(
        "chat.postMessage",
        "messages_tab_disabled",
        "a person, while the messages tab is off",
        {"channel": "U0MAYA", "text": "x"},
        given=_no_messages_tab,
    ),
    takes("chat.postMessage", "a person as channel", {"channel": "U0MAYA", "text": "Hello"}),
    takes("chat.postMessage", "a channel by its name", {"channel": "#cto", "text": "Hello"}),
]
_EPHEMERAL = [
    refuses("chat.postEphemeral", "user_not_in_channel", "somebody who is not there", {**_TO_TOM, "user": "U0REMY"}),
    refuses("chat.postEphemeral", "channel_not_found", "a channel that there is not", {**_TO_TOM, "channel": "C0X"}),
    refuses("chat.postEphemeral", "not_in_channel", "a channel from outside", {**_TO_TOM, "channel": "C0ENGINEERING"}),
    refuses("chat.postEphemeral", "is_archived", "an archived channel", _TO_TOM, given=archived),
    refuses("chat.postEphemeral", "no_text", "nothing to say", {"channel": "C0CTO", "user": "U0TOM"}),
    refuses("chat.postEphemeral", "msg_too_long", "40,001 characters", {**_TO_TOM, "text": "x" * 40_001}),
    refuses(
        "chat.postEphemeral", "invalid_blocks", "a block that there is not", {**_TO_TOM, "blocks": [{"type": "banner"}]}
    ),
    refuses(
        "chat.postEphemeral",
        "invalid_attachments",
        "blocks in an attachment that are not valid",
        {**_TO_TOM, "attachments": [{"blocks": [{"type": "banner"}]}]},
    ),
    refuses(
        "chat.postEphemeral",
        "too_many_attachments",
        "101 attachments",
        {**_TO_TOM, "attachments": [{"text": "x"}] * 101},
    ),
]
_UPDATE = [
    refuses("chat.update", "message_not_found", "a message that there is not", {**_HERE, "ts": NOWHERE}),
    refuses("chat.update", "message_not_found", "a message that was deleted", {"text": "x"}, given=_deleted),
    refuses("chat.update", "cant_update_message", "a message of somebody else", {"text": "x"}, given=said_by_maya),
    refuses(
        "chat.update",
        "channel_not_found",
        "a channel that there is not",
        {"channel": "C0X", "ts": NOWHERE, "text": "x"},
    ),
    refuses("chat.update", "msg_too_long", "4,001 characters", {"text": "x" * 4_001}, given=posted),
    takes("chat.update", "4,000 characters are taken", {"text": "x" * 4_000}, given=posted),
    refuses("chat.update", "no_text", "nothing to say", given=posted),
    refuses("chat.update", "is_inactive", "a message in an archived channel", {"text": "x"}, given=_posted_in_archive),
    refuses(
        "chat.update", "invalid_blocks", "a block that there is not", {"blocks": [{"type": "banner"}]}, given=posted
    ),
    refuses(
        "chat.update", "too_many_attachments", "101 attachments", {"attachments": [{"text": "x"}] * 101}, given=posted
    ),
]
_DELETE = [
    refuses("chat.delete", "message_not_found", "a message that there is not", {"channel": "C0CTO", "ts": NOWHERE}),
    refuses("chat.delete", "message_not_found", "a message that is gone already", given=_deleted),
    refuses("chat.delete", "cant_delete_message", "a message of somebody else", given=said_by_maya),
    refuses("chat.delete", "channel_not_found", "a channel that there is not", {"channel": "C0X", "ts": NOWHERE}),
    refuses(
        "chat.getPermalink",
        "message_not_found",
        "a message that there is not",
        {"channel": "C0CTO", "message_ts": NOWHERE},
    ),
    refuses(
        "chat.getPermalink",
        "channel_not_found",
        "a channel that there is not",
        {"channel": "C0X", "message_ts": NOWHERE},
    ),
]
_SCHEDULE = [
    refuses("chat.scheduleMessage", "time_in_past", "a time that is over", _in(1_500_000_000)),
    refuses("chat.scheduleMessage", "time_too_far", "more than 120 days ahead", _HERE, given=_in_121_days),
    takes("chat.scheduleMessage", "119 days ahead", _HERE, given=_in_119_days),
    refuses("chat.scheduleMessage", "invalid_time", "no number", {**_HERE, "post_at": "tomorrow"}),
    refuses("chat.scheduleMessage", "invalid_time", "no time", _HERE),
    refuses(
        "chat.scheduleMessage",
        "restricted_too_many",
        "31 within five minutes in a channel",
        _HERE,
        given=_thirty_waiting,
    ),
    refuses(
        "chat.scheduleMessage",
        "channel_not_found",
        "a channel that there is not",
        {"channel": "C0X", "text": "x"},
        given=_tomorrow,
    ),
    refuses(
        "chat.scheduleMessage",
        "not_in_channel",
        "a channel from outside",
        {"channel": "C0ENGINEERING", "text": "x"},
        given=_tomorrow,
    ),
    refuses("chat.scheduleMessage", "no_text", "nothing to say", {"channel": "C0CTO"}, given=_tomorrow),
    refuses(
        "chat.deleteScheduledMessage",
        "invalid_scheduled_message_id",
        "an id that was not given",
        {"channel": "C0CTO", "scheduled_message_id": "Q0"},
    ),
    refuses("chat.deleteScheduledMessage", "invalid_scheduled_message_id", "one that was deleted", given=_cancelled),
    refuses(
        "chat.deleteScheduledMessage",
        "invalid_scheduled_message_id",
        "less than a minute before its time",
        given=_about_to_go,
    ),
    refuses(
        "chat.deleteScheduledMessage",
        "channel_not_found",
        "a channel that there is not",
        {"channel": "C0X", "scheduled_message_id": "Q0"},
    ),
    refuses("chat.scheduledMessages.list", "invalid_channel", "a channel that there is not", {"channel": "C0X"}),
    refuses("chat.scheduledMessages.list", "invalid_cursor", "a cursor that was not given", {"cursor": "later"}),
]
CHECKS = [*_POST, *_EPHEMERAL, *_UPDATE, *_DELETE, *_SCHEDULE]
