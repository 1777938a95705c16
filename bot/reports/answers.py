"""What was typed and chosen in a form, and what the window remembers."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.errors import FieldErrors

_KINDS = (
    "value",
    "selected_date",
    "selected_date_time",
    "selected_user",
    "selected_users",
    "selected_conversation",
    "selected_conversations",
)


def typed(view: Mapping[str, Any]) -> dict[str, Any]:
    """Block id → what stands in it, None where nothing does."""
    return {name: _chosen(elements) for name, elements in view["state"]["values"].items()}


def _chosen(elements: Mapping[str, Mapping[str, Any]]) -> Any:
    for element in elements.values():
        if option := element.get("selected_option"):
            return option["value"]
        if options := element.get("selected_options"):
            return [one["value"] for one in options]
        for kind in _KINDS:
            if found := element.get(kind):
                return found
    return None


def memory(view: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(view["private_metadata"])
    return found


def remembered(**values: Any) -> str:
    return json.dumps(values, separators=(",", ":"))


def as_instant(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def numbers(value: str) -> list[str]:
    """`17:summary` → 17 and summary."""
    return value.split(":")


def in_field(errors: FieldErrors, **other: str) -> FieldErrors:
    """The same sentences, beside the fields as this form names them."""
    return FieldErrors({other.get(name, name): sentence for name, sentence in errors.errors.items()})
