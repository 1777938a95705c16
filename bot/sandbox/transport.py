from dataclasses import dataclass
from typing import Any, Protocol

Json = dict[str, Any]


@dataclass(frozen=True)
class Parcel:
    """One thing for the app: an event, a slash command or an interaction."""

    kind: str
    """One of events_api, slash_commands and interactive, as Socket Mode calls them."""
    payload: Json
    attempt: int = 0
    reason: str | None = None
    forged: str | None = None
    """How its signature is wrong, over HTTP: unsigned, wrong or old."""


@dataclass(frozen=True)
class Answer:
    acked: bool
    body: Any = None
    error: str | None = None
    """What the person sees: "operation_timeout" or "dispatch_failed"."""
    detail: str | None = None
    reason: str | None = None
    """Why Slack would try an event again."""
    final: bool = False
    twin: "Answer | None" = None
    """Of a double click, to the second press."""


class Transport(Protocol):
    async def deliver(self, parcel: Parcel) -> Answer: ...
