from typing import Any, Literal

from bot.sandbox import channels
from bot.sandbox.call import Call
from bot.sandbox.conversations import Conversation
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import conversation_json

Json = dict[str, Any]
MANAGE = ("channels:manage", "groups:write")
_TOPIC = ("channels:manage", "channels:write.topic", "groups:write", "groups:write.topic", "mpim:write")
_NOTE = 250


def create(call: Call) -> Json:
    private = call.flag("is_private")
    call.need("groups:write" if private else "channels:manage")
    name = channels.checked_name(call.workspace, call.text("name"))
    return _shown(call, channels.create(call.workspace, call.bot, name, private=private))


def managed(call: Call) -> Conversation:
    """A channel, public or private, that the app may change."""
    conversation = call.channel()
    if conversation.is_direct:
        raise Refused("method_not_supported_for_channel_type")
    call.need("groups:write" if conversation.kind == "group" else "channels:manage")
    return conversation


def archive(call: Call) -> Json:
    channel = managed(call)
    if channel.archived:
        raise Refused("already_archived")
    if channel.general:
        raise Refused("cant_archive_general")
    call.workspace.member(channel, call.bot)
    channels.archive(call.workspace, channel, call.bot)
    return {}


def unarchive(call: Call) -> Json:
    channel = managed(call)
    if not channel.archived:
        raise Refused("not_archived")
    channels.unarchive(call.workspace, channel, call.bot)
    return {}


def rename(call: Call) -> Json:
    channel = managed(call)
    call.workspace.member(channel, call.bot)
    if channel.archived:
        raise Refused("is_archived")
    name = channels.checked_name(call.workspace, call.text("name"))
    # Slack: only whoever created a channel may rename it, and administrators.
    if channel.creator != call.bot:
        raise Refused("not_authorized")
    channels.rename(call.workspace, channel, call.bot, name)
    return _shown(call, channel)


def set_topic(call: Call) -> Json:
    return _described(call, "topic")


def set_purpose(call: Call) -> Json:
    return _described(call, "purpose")


def _described(call: Call, what: Literal["topic", "purpose"]) -> Json:
    conversation = call.channel()
    if conversation.kind == "im":
        raise Refused("method_not_supported_for_channel_type")
    call.workspace.member(conversation, call.bot)
    if conversation.archived:
        raise Refused("is_archived")
    value = call.text(what) or ""
    if len(value) > _NOTE:
        raise Refused("too_long")
    channels.describe(call.workspace, conversation, call.bot, what, value)
    return {**_shown(call, conversation), what: value}


def _shown(call: Call, conversation: Conversation) -> Json:
    return {"channel": conversation_json(call.workspace, conversation)}


METHODS = {
    "conversations.create": Method(create, MANAGE),
    "conversations.archive": Method(archive, MANAGE),
    "conversations.unarchive": Method(unarchive, MANAGE),
    "conversations.rename": Method(rename, MANAGE),
    "conversations.setTopic": Method(set_topic, _TOPIC),
    "conversations.setPurpose": Method(set_purpose, _TOPIC),
}
