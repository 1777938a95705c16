"""What went between the app and Slack, newest first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.journal import Journal

_SHOWN = 150
_KINDS = {
    "api": ("→", "The app called Slack"),
    "delivery": ("←", "Slack told the app"),
    "play": ("·", "Somebody did something"),
    "response_url": ("→", "The app answered by a response_url"),
    "fault": ("!", "Something went wrong on purpose"),
}


@dataclass(frozen=True)
class Entry:
    number: int
    at: str
    kind: str
    sign: str
    meaning: str
    name: str
    outcome: str
    fine: bool
    body: str


def entries(journal: Journal, zone: str, most: int = _SHOWN) -> Sequence[Entry]:
    newest = islice(reversed(journal.entries), most)
    return [_entry(journal.noted - back, told, ZoneInfo(zone)) for back, told in enumerate(newest)]


def _entry(number: int, told: dict[str, Any], zone: ZoneInfo) -> Entry:
    kind = str(told["kind"])
    sign, meaning = _KINDS.get(kind, ("·", kind))
    outcome = str(told.get("outcome") or "")
    body = {name: value for name, value in told.items() if name not in ("at", "kind", "name") and value is not None}
    return Entry(
        number,
        f"{datetime.fromisoformat(told['at']).astimezone(zone):%H:%M:%S}",
        kind,
        sign,
        meaning,
        f"{told['arguments'].get('user', '')} {told['name']}" if kind == "play" else str(told["name"]),
        outcome,
        outcome in ("", "ok", "acked"),
        json.dumps(body, indent=2, ensure_ascii=False, default=str),
    )
