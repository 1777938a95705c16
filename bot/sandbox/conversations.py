from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.refusals import Refused

Json = dict[str, Any]


@dataclass
class Message:
    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    metadata: Json | None = None
    edited: Json | None = None
    client_msg_id: str | None = None
    viewer: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    extra: Json = field(default_factory=dict)
    """What only some messages carry: files, a name of their own, the new topic."""
    filled: dict[str, dict[str, Json]] = field(default_factory=dict)
    """By person: what they have chosen in this message's own selects and pickers."""

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def in_history(self) -> bool:
        return not self.is_reply or self.subtype == "thread_broadcast"


@dataclass
class Pin:
    ts: str
    by: str
    created: int


@dataclass
class Scheduled:
    id: str
    channel: str
    post_at: int
    created: int
    message: Message


@dataclass
class Bookmark:
    id: str
    title: str
    link: str
    emoji: str
    by: str
    created: int
    updated: int = 0


@dataclass
class Conversation:
    id: str
    name: str
    kind: str
    """One of channel, group, im and mpim, as events call it."""
    created: datetime
    creator: str
    members: list[str]
    topic: str = ""
    purpose: str = ""
    noted: dict[str, Json] = field(default_factory=dict)
    """Who set topic and purpose, and when."""
    general: bool = False
    archived: bool = False
    shared: bool = False
    """With another organisation."""
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    pins: dict[str, Pin] = field(default_factory=dict)
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    canvas: str | None = None
    _threads: dict[str, list[Message]] = field(default_factory=dict)
    _timeline: list[Message] = field(default_factory=list)

    @property
    def label(self) -> str:
        """How slash commands and interactions name it, which hides private names."""
        return {"im": "directmessage", "group": "privategroup"}.get(self.kind, self.name)

    @property
    def title(self) -> str:
        return "direct messages with the app" if self.kind == "im" else f"#{self.name}"

    @property
    def is_direct(self) -> bool:
        return self.kind in ("im", "mpim")

    def message(self, ts: str | None) -> Message:
        if ts not in self.messages:
            raise Refused("message_not_found")
        return self.messages[ts]

    def add(self, message: Message) -> None:
        self.messages[message.ts] = message
        if message.is_reply:
            self._threads.setdefault(str(message.thread_ts), []).append(message)
        if message.in_history:
            self._timeline.append(message)  # a new timestamp is always the latest

    def remove(self, message: Message) -> None:
        del self.messages[message.ts]
        if message.is_reply:
            self._threads[str(message.thread_ts)].remove(message)
        if message.in_history:
            self._timeline.remove(message)

    def between(self, oldest: float, latest: float, *, inclusive: bool) -> list[Message]:
        """What stands in the channel itself, newest first."""
        left, right = (bisect_left, bisect_right) if inclusive else (bisect_right, bisect_left)
        start = left(self._timeline, oldest, key=_instant)
        return self._timeline[start : right(self._timeline, latest, key=_instant)][::-1]

    def replies(self, parent: str) -> list[Message]:
        return self._threads.get(parent, [])

    def seen_by(self, viewer: str | None) -> list[Message]:
        hidden = [each for each in self.ephemerals.values() if each.viewer == viewer]
        return sorted([*self.messages.values(), *hidden], key=lambda each: each.ts)


def _instant(message: Message) -> float:
    return float(message.ts)
