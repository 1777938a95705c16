"""Composition objects and elements of Block Kit with their limits."""

from collections.abc import Mapping

from bot.sandbox.schema import (
    Check,
    Problem,
    Problems,
    Rule,
    Shape,
    anything,
    at_least_one,
    boolean,
    exactly_one,
    integer,
    items,
    matching,
    one_of,
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
DATE = matching(r"\d{4}-\d\d-\d\d", "date")
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


_OPTION = option(plain(75))
_CHOICE = Shape({"text": mrkdwn_or_plain(75), "value": string(150, 1)}, {"description": mrkdwn_or_plain(75)})
_OFFERED: Mapping[str, Check] = {
    "options": items(_OPTION, 100, 0),
    "option_groups": items(Shape({"label": plain(75), "options": items(_OPTION, 100)}), 100, 0),
}
_OPTIONS: Mapping[str, Check] = {
    "options": items(_OPTION, 100),
    "option_groups": items(Shape({"label": plain(75), "options": items(_OPTION, 100)}), 100),
}


def offered_problems(answer: Mapping[str, object]) -> list[Problem]:
    """What Slack says of the options that an app gives for what a person has typed."""
    given = {name: value for name, value in answer.items() if name in _OFFERED}
    if len(given) != 1:
        return [Problem("must provide exactly one of: options, option_groups", "/")]
    return [problem for name, value in given.items() for problem in _OFFERED[name](value, f"/{name}")]


def _initials_are_options(thing: Mapping[str, object], at: str) -> Problems:
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


def _element(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    *rules: Rule,
) -> Shape:
    common: dict[str, Check] = {"action_id": string(255, 1), "focus_on_load": boolean, "confirm": CONFIRM}
    return Shape(required or {}, {**common, **(optional or {})}, rules)


_PLACEHOLDER: Mapping[str, Check] = {"placeholder": plain(150)}
_MANY: Mapping[str, Check] = {"max_selected_items": integer(1, 1000)}
_ANSWERS: Mapping[str, Check] = {"response_url_enabled": boolean}
_IDS = items(string(255, 1), 1000, 0)
_STATIC = exactly_one("options", "option_groups")

SELECTS: Mapping[str, Check] = {
    "static_select": _element(
        None, {**_PLACEHOLDER, **_OPTIONS, "initial_option": _OPTION}, _STATIC, _initials_are_options
    ),
    "multi_static_select": _element(
        None,
        {**_PLACEHOLDER, **_OPTIONS, **_MANY, "initial_options": items(_OPTION, 100)},
        _STATIC,
        _initials_are_options,
    ),
    "external_select": _element(
        None, {**_PLACEHOLDER, "initial_option": _OPTION, "min_query_length": integer(0, 1000)}
    ),
    "multi_external_select": _element(
        None,
        {
            **_PLACEHOLDER,
            **_MANY,
            "initial_options": items(_OPTION, 100),
            "min_query_length": integer(0, 1000),
        },
    ),
    "users_select": _element(None, {**_PLACEHOLDER, "initial_user": string(255, 1)}),
    "multi_users_select": _element(None, {**_PLACEHOLDER, **_MANY, "initial_users": _IDS}),
    "conversations_select": _element(
        None,
        {
            **_PLACEHOLDER,
            **_ANSWERS,
            "initial_conversation": string(255, 1),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
    ),
    "multi_conversations_select": _element(
        None,
        {
            **_PLACEHOLDER,
            **_MANY,
            "initial_conversations": _IDS,
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
    ),
    "channels_select": _element(None, {**_PLACEHOLDER, **_ANSWERS, "initial_channel": string(255, 1)}),
    "multi_channels_select": _element(None, {**_PLACEHOLDER, **_MANY, "initial_channels": _IDS}),
}
PICKERS: Mapping[str, Check] = {
    "datepicker": _element(None, {**_PLACEHOLDER, "initial_date": DATE}),
    "timepicker": _element(None, {**_PLACEHOLDER, "initial_time": TIME, "timezone": string(255, 1)}),
    "datetimepicker": _element(None, {"initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "radio_buttons": _element({"options": items(_CHOICE, 10)}, {"initial_option": _CHOICE}, _initials_are_options),
    "checkboxes": _element(
        {"options": items(_CHOICE, 10)}, {"initial_options": items(_CHOICE, 10)}, _initials_are_options
    ),
}
BUTTON = _element(
    {"text": plain(75)},
    {
        "value": string(2000),
        "url": string(3000, 1),
        "style": STYLE,
        "accessibility_label": string(75, 1),
        "agent_prompt": string(4000),
    },
)
OVERFLOW = _element({"options": items(option(plain(75), url=string(3000, 1)), 5)})
_RICH_INPUT = _element(
    None,
    {
        **_PLACEHOLDER,
        "initial_value": anything,
        "dispatch_action_config": DISPATCH,
        "min_lines": integer(1, 100),
        "max_lines": integer(1, 100),
    },
)
IMAGE = Shape(
    {"alt_text": string(2000, 1)},
    {"image_url": string(3000, 1), "slack_file": anything},
    (exactly_one("image_url", "slack_file"),),
)
WORKFLOW_BUTTON = _element({"text": plain(75), "workflow": anything}, {"style": STYLE})


def _lengths_agree(thing: Mapping[str, object], at: str) -> Problems:
    least, most = thing.get("min_length"), thing.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem("`min_length` must not be more than `max_length`", f"{at}/min_length")


_TYPED: Mapping[str, Check] = {
    **_PLACEHOLDER,
    "initial_value": string(3000),
    "dispatch_action_config": DISPATCH,
}
TYPED_INPUTS: Mapping[str, Check] = {
    "plain_text_input": _element(
        None,
        {
            **_TYPED,
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _lengths_agree,
    ),
    "email_text_input": _element(None, _TYPED),
    "url_text_input": _element(None, _TYPED),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "min_value": string(255, 1), "max_value": string(255, 1)},
    ),
    "file_input": _element(None, {"filetypes": items(string(255, 1), 100), "max_files": integer(1, 10)}),
}

STATEFUL: Mapping[str, Check] = {**SELECTS, **PICKERS, "rich_text_input": _RICH_INPUT}
IN_ACTIONS: Mapping[str, Check] = {
    **STATEFUL,
    "button": BUTTON,
    "overflow": OVERFLOW,
    "workflow_button": WORKFLOW_BUTTON,
}
_SECTION_PICKERS: Mapping[str, Check] = {name: check for name, check in PICKERS.items() if name != "datetimepicker"}
IN_SECTION: Mapping[str, Check] = {
    **SELECTS,
    **_SECTION_PICKERS,
    "button": BUTTON,
    "overflow": OVERFLOW,
    "image": IMAGE,
    "workflow_button": WORKFLOW_BUTTON,
}
IN_INPUT: Mapping[str, Check] = {**STATEFUL, **TYPED_INPUTS}
