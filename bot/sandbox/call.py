"""One request of the app, whichever way it was encoded."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.sandbox.conversations import Conversation
from bot.sandbox.organisation import Person
from bot.sandbox.refusals import Refused
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
T = TypeVar("T")
_MOST = 1000
FOREVER = float("inf")


@dataclass(frozen=True)
class Call:
    workspace: Workspace
    arguments: Json
    token: str | None = None

    def text(self, name: str) -> str | None:
        value = self.arguments.get(name)
        if value is None or value == "":
            return None
        return str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise Refused("invalid_arguments", [f"missing required field: {name}"])
        return value

    def several(self, name: str) -> list[str]:
        """Slack: a list is an array in JSON, and names with commas between them in a form."""
        value = self.arguments.get(name)
        found = value if isinstance(value, list) else (self.text(name) or "").strip("[]").split(",")
        return [str(each).strip(' "') for each in found if str(each).strip(' "')]

    def need(self, *scopes: str) -> None:
        """One of the scopes, which depend on what the call is about."""
        manifest = self.workspace.manifest
        if not any(manifest.grants(scope) for scope in scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(manifest.scopes))

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.arguments.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def instant(self, name: str, default: float) -> float:
        """A timestamp as a bound; 0 as the latest means no bound."""
        told = self.text(name)
        if told is None or told == "now":
            return default
        if not re.fullmatch(r"\d{1,15}(\.\d+)?", told):
            raise Refused(f"invalid_ts_{name}")
        return float(told) if name == "oldest" or float(told) else default

    def nested(self, name: str, otherwise: str) -> Any:
        """Slack: JSON inside a form is a string, inside JSON it is itself."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refused(otherwise) from None

    def channel(self, name: str = "channel", *, by_name: bool = False) -> Conversation:
        """A conversation that the bot can know of: a private one only from inside."""
        wanted = self.text(name) or ""
        known = self.workspace.conversations.get(wanted)
        if known is None and by_name:
            known = self.workspace.named(wanted)
        if known is None or (known.kind != "channel" and self.bot not in known.members):
            raise Refused("channel_not_found")
        return known

    def inside(self, name: str = "channel") -> Conversation:
        conversation = self.channel(name)
        self.workspace.member(conversation, self.bot)
        return conversation

    def person(self, name: str = "user", otherwise: str = "user_not_found") -> Person:
        person = self.workspace.people.get(self.text(name) or "")
        if person is None:
            raise Refused(otherwise)
        return person

    @property
    def bot(self) -> str:
        return self.workspace.app.bot_user_id

    def page(self, things: Sequence[T], key: Callable[[T], str], default: int = 100) -> tuple[list[T], str]:
        """One page, and the cursor of the next or an empty string."""
        start = self._start(things, key)
        end = start + self._limit(default)
        following = _cursor(end, key(things[end])) if end < len(things) else ""
        return list(things[start:end]), following

    def _limit(self, default: int) -> int:
        told = self.text("limit") or "0"
        if not re.fullmatch(r"-?\d+", told) or not 0 <= int(told) <= _MOST:
            raise Refused("invalid_limit")
        return int(told) or default

    def _start(self, things: Sequence[T], key: Callable[[T], str]) -> int:
        cursor = self.text("cursor")
        if cursor is None:
            return 0
        offset, wanted = _read_cursor(cursor)
        if offset < len(things) and key(things[offset]) == wanted:
            return offset
        # What was deleted or added meanwhile moves the rest: the key finds its place again.
        return next((place for place, thing in enumerate(things) if key(thing) == wanted), offset)


def _cursor(offset: int, key: str) -> str:
    return base64.b64encode(f"next:{offset}:{key}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[int, str]:
    try:
        label, offset, key = base64.b64decode(cursor, validate=True).decode().split(":", 2)
        if label != "next":
            raise ValueError(label)
        return int(offset), key
    except (ValueError, binascii.Error):
        raise Refused("invalid_cursor") from None
