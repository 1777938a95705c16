"""Messages as the page shows them: who, when, what, and what others made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from markupsafe import Markup

from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.window.dates import ago, day_title
from bot.sandbox.window.emoji import emoji
from bot.sandbox.window.reader import Reader
from bot.sandbox.window.surface import Surface

Json = dict[str, Any]
PAGE = 100
_TOGETHER = timedelta(minutes=5)
_NOTES = {
    "channel_join": "joined the channel",
    "group_join": "joined the channel",
    "channel_leave": "left the channel",
    "group_leave": "left the channel",
}


@dataclass(frozen=True)
class Reaction:
    name: str
    sign: str
    count: int
    mine: bool
    people: str


@dataclass(frozen=True)
class Shown:
    """One message for one reader."""

    ts: str
    channel: str
    root: str
    user: str
    author: str
    source: str
    time: str
    full_time: str
    day: str
    follows: bool
    is_bot: bool
    mine: bool
    whisper: bool
    pinned: bool
    edited: bool
    broadcast: bool
    note: str
    html: Markup
    blocks: Sequence[Json]
    attachments: Sequence[Json]
    files: Sequence[str]
    surface: Surface
    reactions: Sequence[Reaction]
    replies: int
    repliers: Sequence[str]
    last_reply: str
    shortcuts: Sequence[Mapping[str, Any]]


def latest(conversation: Conversation, viewer: str, most: int, before: str | None = None) -> list[Message]:
    """The newest of the channel that the viewer sees, oldest first; they were added in the order of their times."""
    said = (each for each in reversed(conversation.messages.values()) if each.in_history and _is_before(each, before))
    hidden = [
        each
        for each in conversation.ephemerals.values()
        if each.viewer == viewer and not each.is_reply and _is_before(each, before)
    ]
    return sorted([*islice(said, most), *hidden], key=lambda each: each.ts)[-most:]


def _is_before(message: Message, before: str | None) -> bool:
    return before is None or message.ts < before


def thread(conversation: Conversation, viewer: str, root: str) -> list[Message]:
    parent = conversation.messages.get(root)
    hidden = [each for each in conversation.ephemerals.values() if each.viewer == viewer and each.thread_ts == root]
    replies = sorted([*conversation.replies(root), *hidden], key=lambda each: each.ts)
    return [*([parent] if parent else []), *replies]


def shown(reader: Reader, messages: Sequence[Message], conversation: Conversation) -> Iterator[Shown]:
    before: Message | None = None
    for message in messages:
        yield _shown(reader, message, before, conversation)
        before = message


def _shown(reader: Reader, message: Message, before: Message | None, conversation: Conversation) -> Shown:
    workspace, moment = reader.workspace, reader.at(message.ts)
    previous = reader.at(before.ts) if before else None
    replies = [] if message.viewer or message.is_reply else conversation.replies(message.ts)
    typed = bool(message.client_msg_id)  # the composer's own rich text holds what was typed, not what it means
    return Shown(
        ts=message.ts,
        channel=conversation.id,
        root=message.thread_ts or message.ts,
        user=message.user,
        author=str(message.extra.get("username") or reader.name(message.user)),
        source=message.text,
        time=f"{moment:%H:%M}",
        full_time=f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M %Z}",
        day=_day(moment, previous, reader.now),
        follows=_follows(message, before, moment, previous),
        is_bot=workspace.is_bot(message.user),
        mine=message.user == reader.viewer.id,
        whisper=bool(message.viewer),
        pinned=message.ts in conversation.pins,
        edited=bool(message.edited),
        broadcast=message.subtype == "thread_broadcast",
        note=_note(reader, message),
        html=reader.mrkdwn(message.text),
        blocks=[] if typed else message.blocks,
        attachments=message.attachments,
        files=[str(each.get("title") or each.get("name")) for each in message.extra.get("files", [])],
        surface=Surface(reader, f"{conversation.id}:{message.ts}", message.filled.get(reader.viewer.id, {})),
        reactions=[_reaction(reader, name, users) for name, users in message.reactions.items()],
        replies=len(replies),
        repliers=list(dict.fromkeys(reply.user for reply in replies)),
        last_reply=ago(reader.at(replies[-1].ts), reader.now) if replies else "",
        shortcuts=shortcuts(reader, "message"),
    )


def _day(moment: datetime, previous: datetime | None, now: datetime) -> str:
    return day_title(moment, now) if previous is None or previous.date() != moment.date() else ""


def _follows(message: Message, before: Message | None, moment: datetime, previous: datetime | None) -> bool:
    if before is None or previous is None or before.user != message.user or bool(before.viewer) != bool(message.viewer):
        return False
    near = moment - previous < _TOGETHER and moment.date() == previous.date()
    return near and not (before.subtype or message.subtype or (message.blocks and message.bot_id))


def _note(reader: Reader, message: Message) -> str:
    if message.subtype in _NOTES:
        return f"{reader.name(message.user)} {_NOTES[message.subtype]}"
    return "This message was deleted." if message.subtype == "tombstone" else ""


def _reaction(reader: Reader, name: str, users: Sequence[str]) -> Reaction:
    people = ", ".join(reader.name(user) for user in users)
    return Reaction(name, emoji(name), len(users), reader.viewer.id in users, people)


def shortcuts(reader: Reader, kind: str) -> list[Mapping[str, Any]]:
    return [each for each in reader.workspace.manifest.shortcuts if each.get("type") == kind]
