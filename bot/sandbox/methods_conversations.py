from collections.abc import Sequence
from typing import Any

from bot.sandbox.call import FOREVER, Call
from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import conversation_json, message_json

Json = dict[str, Any]
_KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}
_HISTORY = {
    "channel": "channels:history",
    "group": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}
_TOGETHER = 8
_REPLIES = 1000


def info(call: Call) -> Json:
    return {"channel": conversation_json(call.workspace, _seen(call))}


def _seen(call: Call) -> Conversation:
    conversation = call.channel()
    call.need(READ[conversation.kind])
    return conversation


def list_(call: Call) -> Json:
    return listed(call, lambda each: each.kind == "channel" or call.bot in each.members)


def listed(call: Call, wanted: Any) -> Json:
    """A page of the conversations of the asked kinds that are wanted."""
    types = (call.text("types") or "public_channel").replace(" ", "").split(",")
    if not set(types) <= set(_KINDS):
        raise Refused("invalid_types")
    kinds = {_KINDS[name] for name in types}
    for kind in sorted(kinds):
        call.need(READ[kind])
    found = [
        each
        for each in call.workspace.conversations.values()
        if each.kind in kinds and wanted(each) and not (each.archived and call.flag("exclude_archived"))
    ]
    shown, cursor = call.page(found, lambda each: each.id)
    channels = [conversation_json(call.workspace, each) for each in shown]
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> Json:
    conversation = _readable(call)
    said = _between(call, conversation)
    return {**_page(call, said), "pin_count": len(conversation.pins)}


def replies(call: Call) -> Json:
    conversation = _readable(call)
    asked = conversation.messages.get(call.text("ts") or "")
    if asked is None:
        raise Refused("thread_not_found")
    parent = conversation.messages.get(asked.thread_ts or asked.ts, asked)
    oldest, latest, inclusive = _bounds(call)
    later = [
        each
        for each in conversation.replies(parent.ts)
        if oldest < float(each.ts) < latest or (inclusive and float(each.ts) in (oldest, latest))
    ]
    return _page(call, [parent, *later], default=_REPLIES)


def _readable(call: Call) -> Conversation:
    conversation = call.inside()
    call.need(_HISTORY[conversation.kind])
    return conversation


def _between(call: Call, conversation: Conversation) -> list[Message]:
    oldest, latest, inclusive = _bounds(call)
    return conversation.between(oldest, latest, inclusive=inclusive)


def _bounds(call: Call) -> tuple[float, float, bool]:
    return call.instant("oldest", 0.0), call.instant("latest", FOREVER), call.flag("inclusive")


def _page(call: Call, messages: Sequence[Message], default: int = 100) -> Json:
    shown, cursor = call.page(messages, lambda message: message.ts, default)
    metadata = call.flag("include_all_metadata")
    return {
        "messages": [message_json(call.workspace, message, metadata=metadata) for message in shown],
        "has_more": bool(cursor),
        **({"response_metadata": {"next_cursor": cursor}} if cursor else {}),
    }


def members(call: Call) -> Json:
    conversation = _seen(call)
    shown, cursor = call.page(conversation.members, str)
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def open_(call: Call) -> Json:
    if call.text("channel"):
        conversation = call.channel()
        if not conversation.is_direct:
            raise Refused("method_not_supported_for_channel_type")
        return _opened(call, conversation, already=True)
    users = call.several("users")
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > _TOGETHER:
        raise Refused("too_many_users")
    call.need("mpim:write" if len(users) > 1 else "im:write")
    for user in users:
        _check_reachable(call, user)
    known = set(call.workspace.conversations)
    conversation = call.workspace.group_direct(users) if len(users) > 1 else call.workspace.direct(users[0])
    return _opened(call, conversation, already=conversation.id in known)


def _check_reachable(call: Call, user: str) -> None:
    person = call.workspace.people.get(user)
    if person is None:
        raise Refused("user_not_found")
    if person.deleted:
        raise Refused("user_disabled")
    if user in (call.bot, "USLACKBOT"):
        raise Refused("cannot_dm_bot")


def _opened(call: Call, conversation: Conversation, *, already: bool) -> Json:
    full = call.flag("return_im")
    channel = conversation_json(call.workspace, conversation) if full else {"id": conversation.id}
    return {"channel": channel, **({"no_op": True, "already_open": True} if already else {})}


METHODS = {
    "conversations.info": Method(info, tuple(READ.values())),
    "conversations.list": Method(list_, tuple(READ.values())),
    "conversations.history": Method(history, tuple(_HISTORY.values())),
    "conversations.replies": Method(replies, tuple(_HISTORY.values())),
    "conversations.members": Method(members, tuple(READ.values())),
    "conversations.open": Method(open_, ("im:write", "mpim:write")),
}
