import re
from typing import Any

from bot.sandbox import posting
from bot.sandbox.call import Call
from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import conversation_json, message_json

Json = dict[str, Any]
_KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = {
    "channel": "channels:history",
    "group": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}
_TOGETHER = 8


def info(call: Call) -> Json:
    return {"channel": conversation_json(call.workspace, call.channel())}


def list_(call: Call) -> Json:
    wanted = (call.text("types") or "public_channel").replace(" ", "").split(",")
    if not set(wanted) <= set(_KINDS):
        raise Refused("invalid_types")
    found = [
        each
        for each in call.workspace.conversations.values()
        if each.kind in {_KINDS[name] for name in wanted}
        and (each.kind == "channel" or call.bot in each.members)
        and not (each.archived and call.flag("exclude_archived"))
    ]
    shown, cursor = call.page(found, lambda each: each.id)
    channels = [conversation_json(call.workspace, each) for each in shown]
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> Json:
    conversation = _readable(call)
    said = [message for message in conversation.messages.values() if message.in_history]
    newest_first = sorted(said, key=lambda message: message.ts, reverse=True)
    return {**_page(call, conversation, _between(call, newest_first)), "pin_count": len(conversation.pins)}


def replies(call: Call) -> Json:
    conversation = _readable(call)
    asked = conversation.messages.get(call.text("ts") or "")
    if asked is None:
        raise Refused("thread_not_found")
    parent = conversation.messages.get(asked.thread_ts or asked.ts, asked)
    later = _between(call, conversation.replies(parent.ts))
    return _page(call, conversation, [parent, *later])


def _readable(call: Call) -> Conversation:
    conversation = call.inside()
    _need(call, _HISTORY[conversation.kind])
    return conversation


def _need(call: Call, scope: str) -> None:
    if not call.workspace.manifest.grants(scope):
        raise Refused("missing_scope", needed=scope, provided=",".join(call.workspace.manifest.scopes))


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _bound(call, "oldest", 0.0), _bound(call, "latest", float("inf"))
    if call.flag("inclusive"):
        return [each for each in messages if oldest <= float(each.ts) <= latest]
    return [each for each in messages if oldest < float(each.ts) < latest]


def _bound(call: Call, name: str, default: float) -> float:
    told = call.text(name)
    if told is None or told == "now":
        return default
    if not re.fullmatch(r"\d+(\.\d+)?", told):
        raise Refused(f"invalid_ts_{name}")
    return float(told) if name == "oldest" or float(told) else default


def _page(call: Call, conversation: Conversation, messages: list[Message]) -> Json:
    shown, cursor = call.page(messages, lambda message: message.ts)
    metadata = call.flag("include_all_metadata")
    return {
        "messages": [message_json(call.workspace, message, metadata=metadata) for message in shown],
        "has_more": bool(cursor),
        **({"response_metadata": {"next_cursor": cursor}} if cursor else {}),
    }


def members(call: Call) -> Json:
    conversation = call.channel()
    shown, cursor = call.page(conversation.members, str)
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def open_(call: Call) -> Json:
    if call.text("channel"):
        conversation = call.channel()
        if not conversation.is_direct:
            raise Refused("method_not_supported_for_channel_type")
        return _opened(call, conversation, already=True)
    users = [user for user in (call.text("users") or "").split(",") if user]
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > _TOGETHER:
        raise Refused("too_many_users")
    _need(call, "mpim:write" if len(users) > 1 else "im:write")
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


def join(call: Call) -> Json:
    conversation = call.channel()
    if conversation.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if conversation.archived:
        raise Refused("is_archived")
    already = call.bot in conversation.members
    if not already:
        posting.join(call.workspace, conversation, call.bot)
    warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return {"channel": conversation_json(call.workspace, conversation), **(warned if already else {})}


METHODS = {
    "conversations.info": Method(info, _READ),
    "conversations.list": Method(list_, _READ),
    "conversations.history": Method(history, tuple(_HISTORY.values())),
    "conversations.replies": Method(replies, tuple(_HISTORY.values())),
    "conversations.members": Method(members, _READ),
    "conversations.open": Method(open_, ("im:write", "mpim:write")),
    "conversations.join": Method(join, "channels:join"),
}
