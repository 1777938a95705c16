"""The JSON that Slack gives for each thing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.files import File
from bot.sandbox.inputs import state_of
from bot.sandbox.organisation import Person
from bot.sandbox.views import View, told_fields
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def message_json(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    shown: Json = {
        "type": "message",
        "subtype": message.subtype,
        "user": message.user,
        "ts": message.ts,
        "client_msg_id": message.client_msg_id,
        "text": message.text,
        "team": workspace.organisation.team_id,
        "thread_ts": message.thread_ts,
        "blocks": message.blocks or None,
        "attachments": message.attachments or None,
        "edited": message.edited,
        "metadata": message.metadata if metadata else None,
        **message.extra,
        **(_bot_fields(workspace) if message.bot_id else {}),
        **_thread_fields(workspace, message),
        **_marks(workspace, message),
    }
    return {name: value for name, value in shown.items() if value is not None}


def _bot_fields(workspace: Workspace) -> Json:
    return {
        "bot_id": workspace.app.bot_id,
        "app_id": workspace.app.app_id,
        "bot_profile": bot_json(workspace),
    }


def bot_json(workspace: Workspace) -> Json:
    return {
        "id": workspace.app.bot_id,
        "app_id": workspace.app.app_id,
        "user_id": workspace.app.bot_user_id,
        "name": workspace.app.name,
        "deleted": False,
        "updated": 1_700_000_000,
        "icons": {},
        "team_id": workspace.organisation.team_id,
    }


def _thread_fields(workspace: Workspace, message: Message) -> Json:
    conversation = workspace.conversations[message.channel]
    if message.is_reply:
        parent = conversation.messages.get(message.thread_ts or "")
        return {"parent_user_id": parent.user if parent else None}
    replies = [] if message.viewer else conversation.replies(message.ts)
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "reply_users": people,
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def _marks(workspace: Workspace, message: Message) -> Json:
    reactions = [{"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()]
    pinned = message.ts in workspace.conversations[message.channel].pins
    return {
        "reactions": reactions or None,
        "pinned_to": [message.channel] if pinned else None,
        "is_ephemeral": True if message.viewer else None,
    }


def conversation_json(workspace: Workspace, conversation: Conversation) -> Json:
    common: Json = {
        "id": conversation.id,
        "created": int(conversation.created.timestamp()),
        "is_channel": conversation.kind == "channel",
        "is_group": conversation.kind in ("group", "mpim"),
        "is_im": conversation.kind == "im",
        "is_mpim": conversation.kind == "mpim",
        "is_private": conversation.kind != "channel",
        "is_archived": conversation.archived,
        "is_general": conversation.general,
        "is_shared": conversation.shared,
        "is_ext_shared": conversation.shared,
        "is_org_shared": False,
        "context_team_id": workspace.organisation.team_id,
    }
    if conversation.kind == "im":
        return {**common, "user": conversation.name, "is_user_deleted": False, "priority": 0}
    return {
        **common,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "creator": conversation.creator,
        "is_member": workspace.app.bot_user_id in conversation.members,
        "num_members": len(conversation.members),
        "topic": _note(conversation, "topic"),
        "purpose": _note(conversation, "purpose"),
    }


def _note(conversation: Conversation, what: str) -> Json:
    value = getattr(conversation, what)
    return {
        "value": value,
        "creator": conversation.creator if value else "",
        "last_set": 0,
        **conversation.noted.get(what, {}),
    }


def person_json(workspace: Workspace, person: Person) -> Json:
    local = workspace.clock.now().astimezone(ZoneInfo(person.zone))
    is_bot = workspace.is_bot(person.id)
    return {
        "id": person.id,
        "team_id": workspace.organisation.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "tz": person.zone,
        "tz_label": local.tzname(),
        "tz_offset": _offset(local),
        "profile": profile_json(workspace, person),
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }


def _offset(local: datetime) -> int:
    offset = local.utcoffset()
    return int(offset.total_seconds()) if offset else 0


def email_of(workspace: Workspace, person: Person) -> str:
    return f"{person.name}@{workspace.organisation.domain}.example"


def profile_json(workspace: Workspace, person: Person) -> Json:
    return {
        "title": person.title,
        "real_name": person.real_name,
        "display_name": person.name,
        # Slack: shows addresses only to apps that may read them.
        **({"email": email_of(workspace, person)} if workspace.manifest.grants("users:read.email") else {}),
        "status_text": "",
        "status_emoji": "",
        "team": workspace.organisation.team_id,
        **({"bot_id": workspace.app.bot_id} if workspace.is_bot(person.id) else {}),
    }


def file_json(workspace: Workspace, file: File) -> Json:
    kinds = {each.id: each.kind for each in workspace.conversations.values()}
    return file.shown(workspace.host, kinds)


def view_json(workspace: Workspace, view: View) -> Json:
    return {
        "id": view.id,
        "team_id": workspace.organisation.team_id,
        "type": view.type,
        "blocks": view.blocks,
        **told_fields(view),
        "state": {"values": state_of(view.blocks, view.filled)},
        "hash": view.hash,
        "clear_on_close": bool(view.told.get("clear_on_close")),
        "notify_on_close": bool(view.told.get("notify_on_close")),
        "submit_disabled": bool(view.told.get("submit_disabled")),
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": workspace.app.app_id,
        "app_installed_team_id": workspace.organisation.team_id,
        "bot_id": workspace.app.bot_id,
    }
