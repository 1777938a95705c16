"""The elements of Block Kit with their limits."""

from collections.abc import Mapping

from bot.sandbox.composition import (
    CHOICE,
    CONFIRM,
    DATE,
    DISPATCH,
    FILTER,
    LINK,
    NUMBER,
    OPTION,
    OPTIONS,
    SLACK_FILE,
    STYLE,
    TIME,
    ZONE,
    initials_are_options,
    option,
    plain,
)
from bot.sandbox.rich_text import IN_PLACE
from bot.sandbox.schema import (
    Check,
    Problem,
    Problems,
    Rule,
    Shape,
    anything,
    boolean,
    exactly_one,
    integer,
    items,
    string,
)


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
        None, {**_PLACEHOLDER, **OPTIONS, "initial_option": OPTION}, _STATIC, initials_are_options
    ),
    "multi_static_select": _element(
        None,
        {**_PLACEHOLDER, **OPTIONS, **_MANY, "initial_options": items(OPTION, 100)},
        _STATIC,
        initials_are_options,
    ),
    "external_select": _element(None, {**_PLACEHOLDER, "initial_option": OPTION, "min_query_length": integer(0, 1000)}),
    "multi_external_select": _element(
        None,
        {
            **_PLACEHOLDER,
            **_MANY,
            "initial_options": items(OPTION, 100),
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
    "timepicker": _element(None, {**_PLACEHOLDER, "initial_time": TIME, "timezone": ZONE}),
    "datetimepicker": _element(None, {"initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "radio_buttons": _element({"options": items(CHOICE, 10)}, {"initial_option": CHOICE}, initials_are_options),
    "checkboxes": _element(
        {"options": items(CHOICE, 10)}, {"initial_options": items(CHOICE, 10)}, initials_are_options
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
        "initial_value": IN_PLACE,
        "dispatch_action_config": DISPATCH,
        "min_lines": integer(1, 100),
        "max_lines": integer(1, 100),
    },
)
IMAGE = Shape(
    {"alt_text": string(2000, 1)},
    {"image_url": LINK, "slack_file": SLACK_FILE},
    (exactly_one("image_url", "slack_file"),),
)
_INPUT_PARAMETER = Shape({"name": string(255, 1), "value": anything})
_TRIGGER = Shape({"url": LINK}, {"customizable_input_parameters": items(_INPUT_PARAMETER, 100, 0)})
WORKFLOW_BUTTON = _element(
    {"text": plain(75), "workflow": Shape({"trigger": _TRIGGER})},
    {"style": STYLE, "accessibility_label": string(75, 1)},
)


def _lengths_agree(thing: Mapping[str, object], at: str) -> Problems:
    least, most = thing.get("min_length"), thing.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem("`min_length` must not be more than `max_length`", f"{at}/min_length")


def _range_agrees(thing: Mapping[str, object], at: str) -> Problems:
    values = [thing.get(name) for name in ("min_value", "initial_value", "max_value")]
    given = [value for value in values if isinstance(value, str) and not list(NUMBER(value, at))]
    if sorted(given, key=float) != given:
        yield Problem("`min_value`, `initial_value` and `max_value` must be in order", at)


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
        {**_TYPED, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
        _range_agrees,
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
