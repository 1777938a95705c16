"""The composition objects of Block Kit with their limits: texts, options, confirmations."""

import re
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.sandbox.schema import (
    Check,
    Problem,
    Problems,
    Shape,
    at_least_one,
    boolean,
    exactly_one,
    items,
    matching,
    one_of,
    readable,
    string,
    typed,
)


def plain(most: int) -> Check:
    return typed({"plain_text": _text_shape(most, emoji=boolean)})


def mrkdwn_or_plain(most: int) -> Check:
    return typed({"plain_text": _text_shape(most, emoji=boolean), "mrkdwn": _text_shape(most, verbatim=boolean)})


def _text_shape(most: int, **optional: Check) -> Shape:
    return Shape({"text": string(most, 1)}, optional)


TEXT = mrkdwn_or_plain(3000)
CONFIRM = Shape(
    {"title": plain(100), "text": mrkdwn_or_plain(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    return date.fromisoformat(text)


DATE = readable(_date, "date")
ZONE = readable(ZoneInfo, "timezone")
LINK = matching(r"https?://\S{1,2990}", "URL")
NUMBER = matching(r"-?\d+(\.\d+)?", "number")
SLACK_FILE = Shape({}, {"id": string(255, 1), "url": string(3000, 1)}, (exactly_one("id", "url"),))
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "time")
STYLE = one_of("primary", "danger")
DISPATCH = Shape({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})
FILTER = Shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    (at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)


def option(text: Check, **more: Check) -> Shape:
    return Shape({"text": text, "value": string(150, 1)}, {"description": plain(75), **more})


OPTION = option(plain(75))
CHOICE = Shape({"text": mrkdwn_or_plain(75), "value": string(150, 1)}, {"description": mrkdwn_or_plain(75)})
_OFFERED: Mapping[str, Check] = {
    "options": items(OPTION, 100, 0),
    "option_groups": items(Shape({"label": plain(75), "options": items(OPTION, 100)}), 100, 0),
}
OPTIONS: Mapping[str, Check] = {
    "options": items(OPTION, 100),
    "option_groups": items(Shape({"label": plain(75), "options": items(OPTION, 100)}), 100),
}


def offered_problems(answer: Mapping[str, object]) -> list[Problem]:
    """What Slack says of the options that an app gives for what a person has typed."""
    given = {name: value for name, value in answer.items() if name in _OFFERED}
    if len(given) != 1:
        return [Problem("must provide exactly one of: options, option_groups", "/")]
    return [problem for name, value in given.items() for problem in _OFFERED[name](value, f"/{name}")]


def initials_are_options(thing: Mapping[str, object], at: str) -> Problems:
    """Slack: an initial option must be one of the options, letter for letter."""
    chosen = thing.get("initial_options") or [thing.get("initial_option")]
    name = "initial_options" if thing.get("initial_options") else "initial_option"
    known = offered(thing)
    if isinstance(chosen, list) and any(each is not None and each not in known for each in chosen):
        yield Problem(f"`{name}` must be part of the options", f"{at}/{name}")


def offered(element: Mapping[str, object]) -> list[object]:
    """All the options of an element, out of their groups."""
    found = element.get("options")
    options = list(found) if isinstance(found, list) else []
    groups = element.get("option_groups")
    for group in groups if isinstance(groups, list) else []:
        if isinstance(group, dict):
            options.extend(group.get("options", []))
    return options
