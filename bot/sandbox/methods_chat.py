from typing import Any

from bot.sandbox import posting
from bot.sandbox.call import Call
from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.drafts import TEXT_KEPT, Draft, read_draft
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import message_json

Json = dict[str, Any]
_UPDATED_TEXT = 4_000


def post_message(call: Call) -> Json:
    conversation, message = composed(call)
    known = _known(call, conversation)
    if known is None:
        posting.post(call.workspace, conversation, message)
    message = known or message
    shown = message_json(call.workspace, message, metadata=True)
    return {"channel": conversation.id, "ts": message.ts, "message": shown}


def _known(call: Call, conversation: Conversation) -> Message | None:
    """The message that was posted before with the same client_msg_id, where the workspace minds."""
    wanted, rule = call.text("client_msg_id"), call.workspace.client_msg_ids
    if wanted is None or rule == "ignored":
        return None
    found = next((each for each in conversation.messages.values() if each.client_msg_id == wanted), None)
    if found and rule == "refused":
        raise Refused("duplicate_message_not_found")
    return found


def composed(call: Call) -> tuple[Conversation, Message]:
    """What the app wants to say and where, checked, and not said yet."""
    conversation = _addressed(call)
    draft = read_draft(call)
    if draft.empty:
        raise Refused("no_text")
    thread_ts = call.text("thread_ts")
    posting.check_thread(conversation, thread_ts)
    message = posting.said_by_bot(
        call.workspace,
        conversation,
        draft.text[:TEXT_KEPT],  # Slack: cuts a longer text instead of refusing it
        blocks=draft.blocks or [],
        attachments=draft.attachments or [],
        metadata=draft.metadata or None,
        thread_ts=thread_ts,
        subtype="thread_broadcast" if thread_ts and call.flag("reply_broadcast") else None,
        extra=_customised(call),
        client_msg_id=call.text("client_msg_id"),
    )
    return conversation, message


def _customised(call: Call) -> Json:
    """Slack: a name and a picture of its own only with the scope; otherwise they are not looked at."""
    if not call.workspace.manifest.grants("chat:write.customize"):
        return {}
    icons = {"emoji": call.text("icon_emoji"), "image_48": call.text("icon_url")}
    given = {name: value for name, value in icons.items() if value}
    name = {"username": call.text("username")} if call.text("username") else {}
    return {**name, **({"icons": given} if given else {})}


def _addressed(call: Call) -> Conversation:
    person = call.workspace.people.get(call.text("channel") or "")
    if person and (person.deleted or person.id in (call.bot, "USLACKBOT")):
        raise Refused("channel_not_found")
    # Slack: a user id as channel opens the direct message.
    conversation = call.workspace.direct(person.id) if person else call.channel(by_name=True)
    if conversation.archived:
        raise Refused("is_archived")
    if conversation.kind == "im" and not call.workspace.manifest.messages_tab:
        raise Refused("messages_tab_disabled")
    if not _may_write_from_outside(call):
        call.workspace.member(conversation, call.bot)
    return conversation


def _may_write_from_outside(call: Call) -> bool:
    manifest = call.workspace.manifest
    return manifest.given and manifest.grants("chat:write.public")


def update(call: Call) -> Json:
    conversation = call.inside()
    message = conversation.message(call.text("ts"))
    if message.bot_id != call.workspace.app.bot_id:
        raise Refused("cant_update_message")
    draft = read_draft(call)
    if len(draft.text) > _UPDATED_TEXT:
        raise Refused("msg_too_long")
    if draft.empty:
        raise Refused("no_text")
    if conversation.archived:
        raise Refused("is_inactive")
    rewrite(call, conversation, message, draft)
    shown = message_json(call.workspace, message, metadata=True)
    return {"channel": conversation.id, "ts": message.ts, "text": message.text, "message": shown}


def rewrite(call: Call, conversation: Conversation, message: Message, draft: Draft) -> None:
    before, kept = message_json(call.workspace, message), message.metadata
    if draft.text or draft.blocks is not None:  # Slack: text alone drops the blocks
        message.blocks = draft.blocks or []
    message.text = draft.text
    message.attachments = draft.attachments or []
    if draft.metadata is not None:
        message.metadata = draft.metadata or None
    message.edited = {"user": message.user, "ts": call.workspace.next_ts()}
    if message.viewer is None:
        posting.changed(call.workspace, conversation, message, before, kept)


def delete(call: Call) -> Json:
    conversation = call.inside()
    message = conversation.message(call.text("ts"))
    if message.bot_id != call.workspace.app.bot_id:
        raise Refused("cant_delete_message")
    posting.delete(call.workspace, conversation, message)
    return {"channel": conversation.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    conversation = call.inside()
    if conversation.archived:
        raise Refused("is_archived")
    if call.text("user") not in conversation.members:
        raise Refused("user_not_in_channel")
    draft = read_draft(call)
    if draft.empty:
        raise Refused("no_text")
    if len(draft.text) > TEXT_KEPT:
        raise Refused("msg_too_long")
    posting.check_thread(conversation, call.text("thread_ts"))
    message = whisper(call, conversation, str(call.text("user")), draft, call.text("thread_ts"))
    return {"message_ts": message.ts}


def whisper(call: Call, conversation: Conversation, viewer: str, draft: Draft, thread_ts: str | None) -> Message:
    message = posting.said_by_bot(
        call.workspace,
        conversation,
        draft.text,
        blocks=draft.blocks or [],
        attachments=draft.attachments or [],
        thread_ts=thread_ts,
        viewer=viewer,
    )
    conversation.ephemerals[message.ts] = message
    return message


def get_permalink(call: Call) -> Json:
    conversation = call.channel()
    message = conversation.message(call.text("message_ts"))
    link = f"https://{call.workspace.organisation.domain}.slack.com/archives/{conversation.id}"
    link += "/p" + message.ts.replace(".", "")
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={conversation.id}"
    return {"channel": conversation.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.getPermalink": Method(get_permalink),
}
