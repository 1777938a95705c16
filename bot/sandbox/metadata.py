"""What apps tell each other with their messages, and who hears of it."""

from typing import Any

from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def posted(workspace: Workspace, conversation: Conversation, message: Message) -> None:
    if message.metadata:
        _happened(workspace, conversation, message, ("posted", message.metadata), metadata=message.metadata)


def changed(workspace: Workspace, conversation: Conversation, message: Message, before: Json | None) -> None:
    now = message.metadata
    if now and now != before:
        more = {"metadata": now, "previous_metadata": before or {}}
        _happened(workspace, conversation, message, ("updated", now), **more)


def deleted(workspace: Workspace, conversation: Conversation, message: Message, before: Json | None) -> None:
    if before:
        more = {"previous_metadata": before, "deleted_ts": workspace.next_ts()}
        _happened(workspace, conversation, message, ("deleted", before), **more)


def _happened(
    workspace: Workspace, conversation: Conversation, message: Message, what: tuple[str, Json], **more: object
) -> None:
    event, about = what
    # Slack: an app hears of the kinds of metadata that its manifest subscribes to.
    if workspace.manifest.subscribes_metadata(workspace.app.app_id, str(about["event_type"])):
        told = {
            "type": f"message_metadata_{event}",
            "app_id": workspace.app.app_id,
            "bot_id": workspace.app.bot_id,
            "user_id": message.user,
            "team_id": workspace.organisation.team_id,
            "channel_id": conversation.id,
            "message_ts": message.ts,
        }
        workspace.happened({**told, **more}, conversation)
