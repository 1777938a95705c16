"""What can happen to a channel, whoever does it, and the events it causes."""

from typing import Any, Literal

from bot.sandbox import posting
from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.refusals import Refused
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
LONGEST_NAME = 80
#: The other organisation of a shared channel.
ELSEWHERE = "T0ELSEWHERE"


def checked_name(workspace: Workspace, name: str | None) -> str:
    """Slack: lower case letters, digits, hyphens and underscores, and taken only once."""
    if not name:
        raise Refused("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise Refused("invalid_name_maxlength")
    if any(not _allowed(letter) for letter in name):
        raise Refused("invalid_name_specials")
    if not any(letter.isalnum() for letter in name):
        raise Refused("invalid_name_punctuation")
    if any(each.name == name for each in workspace.conversations.values() if not each.is_direct):
        raise Refused("name_taken")
    return name


def _allowed(letter: str) -> bool:
    return letter in "-_" or (letter.isalnum() and letter == letter.lower())


def create(workspace: Workspace, creator: str, name: str, *, private: bool) -> Conversation:
    channel_id = workspace.ids.next("C")
    kind = "group" if private else "channel"
    created = Conversation(channel_id, name, kind, workspace.clock.now(), creator, [creator])
    workspace.conversations[channel_id] = created
    _announce(workspace, created, "created", {"channel": _brief(created, creator=creator)})
    return created


def rename(workspace: Workspace, channel: Conversation, user: str, name: str) -> None:
    before, channel.name = channel.name, name
    _say(workspace, channel, user, "name", f'has renamed the channel from "{before}" to "{name}"', old_name=before)
    _announce(workspace, channel, "rename", {"channel": _brief(channel)})


def archive(workspace: Workspace, channel: Conversation, user: str) -> None:
    _say(workspace, channel, user, "archive", "archived the channel")
    channel.archived = True
    _announce(workspace, channel, "archive", {"channel": channel.id, "user": user})


def unarchive(workspace: Workspace, channel: Conversation, user: str) -> None:
    channel.archived = False
    _say(workspace, channel, user, "unarchive", "un-archived the channel")
    _announce(workspace, channel, "unarchive", {"channel": channel.id, "user": user})


def share(workspace: Workspace, channel: Conversation) -> None:
    channel.shared = True
    _announce(workspace, channel, "shared", {"channel": channel.id, "connected_team_id": ELSEWHERE})


def unshare(workspace: Workspace, channel: Conversation) -> None:
    channel.shared = False
    about = {"channel": channel.id, "previously_connected_team_id": ELSEWHERE, "is_ext_shared": False}
    _announce(workspace, channel, "unshared", about)


def describe(
    workspace: Workspace, channel: Conversation, user: str, what: Literal["topic", "purpose"], value: str
) -> None:
    setattr(channel, what, value)
    channel.noted[what] = {"creator": user, "last_set": int(workspace.clock.now().timestamp())}
    _say(workspace, channel, user, what, f"set the channel {what}: {value}", **{what: value})


def _say(workspace: Workspace, channel: Conversation, user: str, what: str, text: str, **extra: str) -> None:
    prefix = "group" if channel.kind == "group" else "channel"
    said = Message(workspace.next_ts(), channel.id, user, f"<@{user}> {text}", subtype=f"{prefix}_{what}", extra=extra)
    posting.post(workspace, channel, said)


def _announce(workspace: Workspace, channel: Conversation, what: str, about: Json) -> None:
    """Slack: of a public channel every app hears, of a private one only those inside."""
    public = channel.kind == "channel"
    if public or what != "created":
        event = {"type": f"{'channel' if public else 'group'}_{what}", **about}
        workspace.happened(event, None if public else channel)


def _brief(channel: Conversation, **more: str) -> Json:
    return {"id": channel.id, "name": channel.name, "created": int(channel.created.timestamp()), **more}
