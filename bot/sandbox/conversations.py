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
    general: bool = False
    archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    pins: dict[str, Pin] = field(default_factory=dict)
    _threads: dict[str, list[Message]] = field(default_factory=dict)

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

    def remove(self, message: Message) -> None:
        del self.messages[message.ts]
        if message.is_reply:
            self._threads[str(message.thread_ts)].remove(message)

    def replies(self, parent: str) -> list[Message]:
        return self._threads.get(parent, [])

    def seen_by(self, viewer: str | None) -> list[Message]:
        hidden = [each for each in self.ephemerals.values() if each.viewer == viewer]
        return sorted([*self.messages.values(), *hidden], key=lambda each: each.ts)
