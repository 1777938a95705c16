from typing import Any

from bot.sandbox import posting
from bot.sandbox.call import Call
from bot.sandbox.conversations import Conversation
from bot.sandbox.method import Method
from bot.sandbox.methods_channels import MANAGE, managed
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import conversation_json

Json = dict[str, Any]
_INVITE = {
    "channel": ("channels:manage", "channels:write.invites"),
    "group": ("groups:write", "groups:write.invites"),
}


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


def leave(call: Call) -> Json:
    channel = managed(call)
    if channel.archived:
        raise Refused("is_archived")
    if call.bot not in channel.members:
        return {"not_in_channel": True}
    if channel.general:
        raise Refused("cant_leave_general")
    if channel.members == [call.bot]:
        raise Refused("last_member")
    posting.leave(call.workspace, channel, call.bot)
    return {}


def invite(call: Call) -> Json:
    channel = call.channel()
    if channel.is_direct:
        raise Refused("method_not_supported_for_channel_type")
    call.need(*_INVITE[channel.kind])
    call.workspace.member(channel, call.bot)
    if channel.archived:
        raise Refused("is_archived")
    users = call.several("users")
    if not users:
        raise Refused("no_user")
    _check_all(call, channel, users)
    for user in users:
        if _refusal(call, channel, user) is None:
            posting.join(call.workspace, channel, user, call.bot)
    return {"channel": conversation_json(call.workspace, channel)}


def _check_all(call: Call, channel: Conversation, users: list[str]) -> None:
    """Slack: one person who cannot come stops the rest, unless the app insists with `force`."""
    wrong = {user: said for user in users if (said := _refusal(call, channel, user))}
    if not wrong or (call.flag("force") and len(wrong) < len(users)):
        return
    errors = [{"ok": False, "error": said, "user": user} for user, said in wrong.items()]
    raise Refused(next(iter(wrong.values())), errors=errors)


def _refusal(call: Call, channel: Conversation, user: str) -> str | None:
    person = call.workspace.people.get(user)
    if person is None or person.deleted:
        return "user_not_found"
    if user == call.bot:
        return "cant_invite_self"
    return "already_in_channel" if user in channel.members else None


def kick(call: Call) -> Json:
    channel = managed(call)
    if not call.text("user"):
        raise Refused("no_user")
    person = call.person()
    if person.id == call.bot:
        raise Refused("cant_kick_self")
    call.workspace.member(channel, call.bot)
    if channel.general:
        raise Refused("cant_kick_from_general")
    call.workspace.member(channel, person.id)
    posting.leave(call.workspace, channel, person.id)
    return {}


METHODS = {
    "conversations.join": Method(join, "channels:join"),
    "conversations.leave": Method(leave, MANAGE),
    "conversations.invite": Method(invite, tuple(scope for each in _INVITE.values() for scope in each)),
    "conversations.kick": Method(kick, MANAGE),
}
