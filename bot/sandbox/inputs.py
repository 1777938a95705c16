"""What stands in the fields of a view or message, and what the Slack client itself checks."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.sandbox.composition import offered
from bot.sandbox.refusals import Impossible

Json = dict[str, Any]
Filled = Mapping[str, Mapping[str, Json]]
_TYPED = ("value", "initial_value")
KEYS = {
    "plain_text_input": _TYPED,
    "email_text_input": _TYPED,
    "url_text_input": _TYPED,
    "number_input": _TYPED,
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", "initial_files"),
}
_LISTS = ("selected_options", "selected_users", "selected_conversations", "selected_channels", "files")


@dataclass(frozen=True)
class Names:
    """Turns what a person picks by name into Slack's ids."""

    user: Callable[[str], str]
    conversation: Callable[[str], str]


def elements_in(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each block with each element a person can use in it."""
    for block in blocks:
        found = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        for element in found:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def state_of(blocks: list[Json], filled: Filled) -> Json:
    """Slack: every stateful element is present, null or [] when empty."""
    values: Json = {}
    for block, element in elements_in(blocks):
        if element["type"] in KEYS:
            given = filled.get(block["block_id"], {}).get(element["action_id"])
            values.setdefault(block["block_id"], {})[element["action_id"]] = given or untouched(element)
    return values


def untouched(element: Json) -> Json:
    key, initial = KEYS[element["type"]]
    return _state(element, element.get(initial, [] if key in _LISTS else None))


def chosen(element: Json, value: Any, names: Names) -> Json:
    """The state of an element after a person entered or picked the value."""
    key = KEYS[element["type"]][0]
    if value in (None, "", []):
        return _state(element, [] if key in _LISTS else None)
    if isinstance(value, dict) and key in value:
        return value
    if key in _LISTS:
        picked = value if isinstance(value, list) else [value]
        return _state(element, [_one(element, key, each, names) for each in picked])
    return _state(element, _one(element, key, value, names))


def _one(element: Json, key: str, value: Any, names: Names) -> Any:
    if key.startswith("selected_option"):
        return option_of(element, value)
    if key.startswith("selected_user"):
        return names.user(value)
    if key.startswith(("selected_conversation", "selected_channel")):
        return names.conversation(value)
    if key == "rich_text_value" and isinstance(value, str):
        return rich_text(value)
    if key == "files" and isinstance(value, str):
        return {"id": value, "name": value}
    if key == "selected_date_time":
        return _epoch(element, value)
    return value if key == "rich_text_value" else str(value)


def _epoch(element: Json, value: Any) -> int:
    if not str(value).isdigit():
        raise Impossible(f"{element['action_id']} takes seconds since 1970, not {value!r}")
    return int(value)


def option_of(element: Json, value: Any) -> Json:
    if "external" in element["type"]:
        text = {"type": "plain_text", "text": str(value), "emoji": True}
        return value if isinstance(value, dict) else {"text": text, "value": str(value)}
    wanted = value.get("value") if isinstance(value, dict) else value
    for option in offered(element):
        if isinstance(option, dict) and option["value"] == str(wanted):
            return option
    raise Impossible(f"{element['action_id']} has no option {wanted!r}")


def rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _state(element: Json, value: Any) -> Json:
    key = KEYS[element["type"]][0]
    zone = {"timezone": element["timezone"]} if "timezone" in element else {}
    return {"type": element["type"], key: value, **zone}


def complaints(blocks: list[Json], filled: Filled) -> dict[str, str]:
    """Slack: the client shows these itself and sends nothing until they are gone."""
    state = state_of(blocks, filled)
    found = {}
    for block, element in elements_in(blocks):
        if block["type"] == "input":
            entered = state[block["block_id"]][element["action_id"]]
            said = _complaint(block, element, entered[KEYS[element["type"]][0]])
            if said:
                found[block["block_id"]] = said
    return found


def _complaint(block: Json, element: Json, value: Any) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    check = _CHECKS.get(element["type"])
    if isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
        return f"You can choose up to {element['max_selected_items']} items."
    return check(element, value) if check else None


def _text(element: Json, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return None


def _number(element: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _email(element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."


def _url(element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"https?://\S+", value) else "Please enter a valid URL."


def _date(element: Json, value: str) -> str | None:
    return _readable(date.fromisoformat, value, "Please enter a valid date.")


def _time(element: Json, value: str) -> str | None:
    return _readable(time.fromisoformat, value, "Please enter a valid time.")


def _readable(read: Callable[[str], object], value: str, otherwise: str) -> str | None:
    try:
        read(value)
    except ValueError:
        return otherwise
    return None


_CHECKS: Mapping[str, Callable[[Json, Any], str | None]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "datepicker": _date,
    "timepicker": _time,
}
