"""Whether a message that may have arrived stands in its channel: looked for by the key in its metadata."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

EVENT_TYPE = "cadence_delivery"
#: How far before the doubtful try its message is looked for: clocks differ.
SKEW = timedelta(minutes=5)
#: So many pages, of so many messages, are looked through at most; Slack allows fifty pages a minute.
PAGES, PAGE = 20, 200


@dataclass(frozen=True)
class Request:
    """One call of a Web API method."""

    method: str
    arguments: Mapping[str, Any]


Steps = Generator[Request, Any, Any]
Ask = Callable[[Request], Steps]


class Unreadable(Exception):
    """Nobody will ever know by looking: what then is the policy of each message."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


def mark(key: str) -> dict[str, Any]:
    """Every app in the workspace can read metadata: the key, and nothing else."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def marked(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return str(key) if key else None


def find(
    key: str, channel: str, thread: str | None, since: datetime, ask: Ask, file: str | None = None
) -> Generator[Request, Any, str | None]:
    """The ts of the message with this key, or that shows this file, or None where the channel certainly has none.
    Raises Unreadable."""
    cursor: str | None = None
    for _ in range(PAGES):
        page = yield from ask(_page(channel, thread, since, cursor))
        for message in page["messages"]:
            if marked(message) == key or (file and file in _files(message)):
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
    raise Unreadable("too many messages to look through")


def _files(message: Mapping[str, Any]) -> list[str]:
    return [str(each.get("id")) for each in message.get("files") or ()]


def _page(channel: str, thread: str | None, since: datetime, cursor: str | None) -> Request:
    wanted: dict[str, Any] = {
        "channel": channel,
        "oldest": str((since - SKEW).timestamp()),
        "include_all_metadata": True,
        "limit": PAGE,
        "cursor": cursor,
    }
    if thread:
        return Request("conversations.replies", {"ts": thread, **wanted})
    return Request("conversations.history", wanted)
