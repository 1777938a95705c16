"""What can happen to a message or a membership, whoever does it, and the event it causes."""

import uuid
from typing import Any

from bot.sandbox import metadata
from bot.sandbox.conversations import Conversation, Message, Pin
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import message_json
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_NO_REPLIES = ("channel_join", "channel_leave", "group_join", "group_leave")

_OF_A_PERSON, _OF_A_MESSAGE = 23, 50
"""Different emoji on one message."""
_PINS = 100
TOMBSTONE = "tombstone"


def post(workspace: Workspace, conversation: Conversation, message: Message) -> Message:
    conversation.add(message)
    if message.bot_id:
        workspace.statuses.pop((conversation.id, message.thread_ts or ""), None)
    event = {
        **message_json(workspace, message),
        "channel": conversation.id,
        "event_ts": message.ts,
        "channel_type": conversation.kind,
    }
    workspace.happened(event, conversation)
    metadata.posted(workspace, conversation, message)
    if _mentions_bot(workspace, conversation, message):
        dropped = ("channel_type", "subtype", "parent_user_id")
        mention = {name: value for name, value in event.items() if name not in dropped}
        workspace.happened({**mention, "type": "app_mention"}, conversation)
    return message


def _mentions_bot(workspace: Workspace, conversation: Conversation, message: Message) -> bool:
    # Slack: in a direct message with the app there is no app_mention.
    mention = f"<@{workspace.app.bot_user_id}"
    return mention in message.text and conversation.kind != "im" and not message.bot_id and not message.subtype


def said_by(workspace: Workspace, user: str, conversation: Conversation, text: str, **more: Any) -> Message:
    number = workspace.ids.number("client_msg_id")
    return Message(
        ts=workspace.next_ts(),
        channel=conversation.id,
        user=user,
        text=text,
        client_msg_id=str(uuid.UUID(int=number)),
        **more,
    )


def said_by_bot(workspace: Workspace, conversation: Conversation, text: str, **more: Any) -> Message:
    return Message(
        ts=workspace.next_ts(),
        channel=conversation.id,
        user=workspace.app.bot_user_id,
        bot_id=workspace.app.bot_id,
        text=text,
        **more,
    )


def check_thread(conversation: Conversation, thread_ts: str | None) -> None:
    if thread_ts is None:
        return
    parent = conversation.messages.get(thread_ts)
    if parent is None:
        raise Refused("thread_not_found")
    # Slack: some kinds of message take no replies. The ts of a reply is taken, though "use its parent instead":
    # what is said there stands in a thread that no one sees, neither in the channel nor among the parent's replies.
    if parent.subtype in _NO_REPLIES:
        raise Refused("cannot_reply_to_message")


def changed(
    workspace: Workspace, conversation: Conversation, message: Message, before: Json, kept: Json | None = None
) -> None:
    """`kept` is the metadata that it had before, which `before` does not show."""
    _hidden_event(
        workspace,
        conversation,
        {
            "subtype": "message_changed",
            "message": message_json(workspace, message),
            "previous_message": before,
        },
    )
    metadata.changed(workspace, conversation, message, kept)


def delete(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    before, kept = message_json(workspace, message), message.metadata
    conversation.pins.pop(message.ts, None)
    if conversation.replies(message.ts):
        _leave_tombstone(message)
        more = {"subtype": "message_changed", "message": message_json(workspace, message), "previous_message": before}
        _hidden_event(workspace, conversation, more)
    else:
        _remove(workspace, conversation, message)
        parent = conversation.messages.get(message.thread_ts or "")
        if parent and parent.subtype == TOMBSTONE and not conversation.replies(parent.ts):
            _remove(workspace, conversation, parent)
    metadata.deleted(workspace, conversation, message, kept)


def _leave_tombstone(message: Message) -> None:
    """Slack: a thread keeps its place when its first message goes, until its last reply goes too."""
    message.subtype, message.text, message.user = TOMBSTONE, "This message was deleted.", "USLACKBOT"
    message.blocks, message.attachments, message.bot_id, message.metadata = [], [], None, None
    message.reactions, message.edited, message.extra = {}, None, {"hidden": True}


def _remove(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    more = {"deleted_ts": message.ts, "previous_message": message_json(workspace, message)}
    conversation.remove(message)
    _hidden_event(workspace, conversation, {"subtype": "message_deleted", **more})


def _hidden_event(workspace: Workspace, conversation: Conversation, more: Json) -> None:
    ts = workspace.next_ts()
    common = {
        "type": "message",
        "hidden": True,
        "channel": conversation.id,
        "channel_type": conversation.kind,
        "ts": ts,
        "event_ts": ts,
    }
    workspace.happened({**common, **more}, conversation)


def react(workspace: Workspace, conversation: Conversation, message: Message, user: str, name: str) -> None:
    if user in message.reactions.get(name, []):
        raise Refused("already_reacted")
    if sum(user in users for users in message.reactions.values()) >= _OF_A_PERSON:
        raise Refused("too_many_reactions")
    if name not in message.reactions and len(message.reactions) >= _OF_A_MESSAGE:
        raise Refused("too_many_emoji")
    message.reactions.setdefault(name, []).append(user)
    _reaction_event(workspace, "reaction_added", conversation, message, (user, name))


def unreact(workspace: Workspace, conversation: Conversation, message: Message, user: str, name: str) -> None:
    users = message.reactions.get(name, [])
    if user not in users:
        raise Refused("no_reaction")
    users.remove(user)
    if not users:
        del message.reactions[name]
    _reaction_event(workspace, "reaction_removed", conversation, message, (user, name))


def _reaction_event(
    workspace: Workspace, type: str, conversation: Conversation, message: Message, by: tuple[str, str]
) -> None:
    user, name = by
    item = {"type": "message", "channel": conversation.id, "ts": message.ts}
    event = {"type": type, "user": user, "reaction": name, "item": item, "item_user": message.user}
    workspace.happened(event, conversation)


def pin(workspace: Workspace, conversation: Conversation, message: Message, user: str) -> None:
    if message.ts in conversation.pins:
        raise Refused("already_pinned")
    if len(conversation.pins) >= _PINS:
        raise Refused("too_many_pins")
    created = int(workspace.clock.now().timestamp())
    conversation.pins[message.ts] = Pin(message.ts, user, created)
    event = {
        "type": "pin_added",
        "user": user,
        "channel_id": conversation.id,
        "item": pin_json(workspace, conversation, message.ts),
    }
    workspace.happened(event, conversation)


def pin_json(workspace: Workspace, conversation: Conversation, ts: str) -> Json:
    pinned = conversation.pins[ts]
    return {
        "type": "message",
        "channel": conversation.id,
        "created": pinned.created,
        "created_by": pinned.by,
        "message": message_json(workspace, conversation.messages[ts]),
    }


def join(workspace: Workspace, conversation: Conversation, user: str, inviter: str | None = None) -> None:
    conversation.members.append(user)
    text = f"<@{user}> has joined the channel"
    kind = "group_join" if conversation.kind == "group" else "channel_join"
    joined = Message(workspace.next_ts(), conversation.id, user, text, subtype=kind)
    post(workspace, conversation, joined)
    event = {
        "type": "member_joined_channel",
        "user": user,
        "channel": conversation.id,
        "channel_type": "G" if conversation.kind == "group" else "C",
        "team": workspace.organisation.team_id,
        **({"inviter": inviter} if inviter else {}),
    }
    workspace.happened(event, conversation)


def leave(workspace: Workspace, conversation: Conversation, user: str) -> None:
    text = f"<@{user}> has left the channel"
    kind = "group_leave" if conversation.kind == "group" else "channel_leave"
    post(workspace, conversation, Message(workspace.next_ts(), conversation.id, user, text, subtype=kind))
    event = {
        "type": "member_left_channel",
        "user": user,
        "channel": conversation.id,
        "channel_type": "G" if conversation.kind == "group" else "C",
        "team": workspace.organisation.team_id,
    }
    workspace.happened(event, conversation)
    conversation.members.remove(user)
