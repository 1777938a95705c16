"""Block Kit: elements and composition objects at their limits."""

from tests.sandbox.conformance.block_making import UNKNOWN_PROPERTY, actions, bad, good, option, options, plain, select
from tests.sandbox.payloads import button, field, section

_SELECTS = "block-elements/select-menu-element"
_MULTI = "block-elements/multi-select-menu-element"
CHECKS = [
    bad(
        "block-elements/button-element",
        "text of 76 characters",
        "0/elements/0/text/text",
        actions(button(text=plain("x" * 76))),
    ),
    good("block-elements/button-element", "text of 75 characters", actions(button(text=plain("x" * 75)))),
    bad(
        "block-elements/button-element",
        "text in mrkdwn",
        "0/elements/0/text/type",
        actions(button(text={"type": "mrkdwn", "text": "x"})),
    ),
    bad(
        "block-elements/button-element",
        "a value of 2,001 characters",
        "0/elements/0/value",
        actions(button(value="x" * 2001)),
    ),
    bad(
        "block-elements/button-element",
        "a url of 3,001 characters",
        "0/elements/0/url",
        actions(button(url="https://example.org/" + "x" * 2981)),
    ),
    bad(
        "block-elements/button-element",
        "a style that there is not",
        "0/elements/0/style",
        actions(button(style="warning")),
    ),
    bad(
        "block-elements/button-element",
        "an accessibility_label of 76 characters",
        "0/elements/0/accessibility_label",
        actions(button(accessibility_label="x" * 76)),
    ),
    bad(
        "block-elements/button-element",
        "an action_id of 256 characters",
        "0/elements/0/action_id",
        actions(button("x" * 256)),
    ),
    bad("block-elements/button-element", UNKNOWN_PROPERTY, "0/elements/0", actions(button(disabled=True))),
    bad(_SELECTS, "101 options", "0/elements/0/options", actions(select(options=options(101)))),
    good(_SELECTS, "100 options", actions(select(options=options(100)))),
    bad(_SELECTS, "no option", "0/elements/0/options", actions(select(options=[]))),
    bad(_SELECTS, "neither options nor groups", "0/elements/0", actions(select())),
    bad(
        _SELECTS,
        "both options and groups",
        "0/elements/0",
        actions(select(options=options(1), option_groups=[{"label": plain("x"), "options": options(1)}])),
    ),
    bad(
        _SELECTS,
        "101 groups",
        "0/elements/0/option_groups",
        actions(select(option_groups=[{"label": plain("x"), "options": options(1)}] * 101)),
    ),
    bad(
        _SELECTS,
        "a placeholder of 151 characters",
        "0/elements/0/placeholder/text",
        actions(select(options=options(1), placeholder=plain("x" * 151))),
    ),
    bad(
        _SELECTS,
        "an initial option that is none",
        "0/elements/0/initial_option",
        actions(select(options=options(1), initial_option=option(9))),
    ),
    bad(
        _MULTI,
        "101 options",
        "0/accessory/options",
        section(accessory=select(type="multi_static_select", options=options(101))),
    ),
    bad(
        _MULTI,
        "at most no items",
        "0/accessory/max_selected_items",
        section(accessory=select(type="multi_static_select", options=options(1), max_selected_items=0)),
    ),
    bad(
        "composition-objects/option-object",
        "text of 76 characters",
        "0/elements/0/options/0/text/text",
        actions(select(options=[option(text=plain("x" * 76))])),
    ),
    bad(
        "composition-objects/option-object",
        "a value of 151 characters",
        "0/elements/0/options/0/value",
        actions(select(options=[option(value="x" * 151)])),
    ),
    bad(
        "composition-objects/option-object",
        "a description of 76 characters",
        "0/elements/0/options/0/description/text",
        actions(select(options=[option(description=plain("x" * 76))])),
    ),
    bad(
        "composition-objects/option-group-object",
        "a label of 76 characters",
        "0/elements/0/option_groups/0/label/text",
        actions(select(option_groups=[{"label": plain("x" * 76), "options": options(1)}])),
    ),
    bad(
        "block-elements/overflow-menu-element",
        "six options",
        "0/elements/0/options",
        actions({"type": "overflow", "action_id": "o", "options": options(6)}),
    ),
    good(
        "block-elements/overflow-menu-element",
        "five options",
        actions({"type": "overflow", "action_id": "o", "options": options(5)}),
    ),
    bad(
        "block-elements/checkboxes-element",
        "11 options",
        "0/elements/0/options",
        actions({"type": "checkboxes", "action_id": "c", "options": options(11)}),
    ),
    good(
        "block-elements/checkboxes-element",
        "10 options",
        actions({"type": "checkboxes", "action_id": "c", "options": options(10)}),
    ),
    bad(
        "block-elements/radio-button-group-element",
        "11 options",
        "0/elements/0/options",
        actions({"type": "radio_buttons", "action_id": "c", "options": options(11)}),
    ),
    bad(
        "block-elements/date-picker-element",
        "a date in words",
        "0/elements/0/initial_date",
        actions({"type": "datepicker", "action_id": "d", "initial_date": "2 March"}),
    ),
    bad(
        "block-elements/date-picker-element",
        "a day that there is not",
        "0/elements/0/initial_date",
        actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-02-30"}),
    ),
    bad(
        "block-elements/time-picker-element",
        "25 o'clock",
        "0/elements/0/initial_time",
        actions({"type": "timepicker", "action_id": "t", "initial_time": "25:00"}),
    ),
    bad(
        "block-elements/time-picker-element",
        "a zone that there is not",
        "0/elements/0/timezone",
        actions({"type": "timepicker", "action_id": "t", "timezone": "Europe/Atlantis"}),
    ),
    bad(
        "block-elements/datetime-picker-element",
        "nine digits",
        "0/elements/0/initial_date_time",
        actions({"type": "datetimepicker", "action_id": "d", "initial_date_time": 999_999_999}),
    ),
    bad(
        "block-elements/datetime-picker-element",
        "the Home tab",
        "0/elements/0/type",
        actions({"type": "datetimepicker", "action_id": "d"}),
        on="home",
    ),
    bad(
        "block-elements/plain-text-input-element",
        "a max_length of 3,001",
        "0/element/max_length",
        field("a", {"type": "plain_text_input", "max_length": 3001}),
        on="modal",
    ),
    bad(
        "block-elements/plain-text-input-element",
        "a min_length of 3,001",
        "0/element/min_length",
        field("a", {"type": "plain_text_input", "min_length": 3001}),
        on="modal",
    ),
    bad(
        "block-elements/plain-text-input-element",
        "a placeholder of 151 characters",
        "0/element/placeholder/text",
        field("a", {"type": "plain_text_input", "placeholder": plain("x" * 151)}),
        on="modal",
    ),
    bad(
        "block-elements/number-input-element",
        "nothing about decimals",
        "0/element",
        field("a", {"type": "number_input"}),
        on="modal",
    ),
    bad(
        "block-elements/number-input-element",
        "a least number that is none",
        "0/element/min_value",
        field("a", {"type": "number_input", "is_decimal_allowed": False, "min_value": "one"}),
        on="modal",
    ),
    bad("block-elements/email-input-element", "a message", "0/element/type", field("a", {"type": "email_text_input"})),
    bad(
        "block-elements/url-input-element",
        "the Home tab",
        "0/element/type",
        field("a", {"type": "url_text_input"}),
        on="home",
    ),
    bad(
        "block-elements/file-input-element",
        "11 files",
        "0/element/max_files",
        field("a", {"type": "file_input", "max_files": 11}),
        on="modal",
    ),
    bad(
        "block-elements/rich-text-input-element", "a message", "0/element/type", field("a", {"type": "rich_text_input"})
    ),
    bad(
        "composition-objects/confirmation-dialog-object",
        "a title of 101 characters",
        "0/elements/0/confirm/title/text",
        actions(
            button(confirm={"title": plain("x" * 101), "text": plain("x"), "confirm": plain("x"), "deny": plain("x")})
        ),
    ),
    bad(
        "composition-objects/confirmation-dialog-object",
        "text of 301 characters",
        "0/elements/0/confirm/text/text",
        actions(
            button(confirm={"title": plain("x"), "text": plain("x" * 301), "confirm": plain("x"), "deny": plain("x")})
        ),
    ),
    bad(
        "composition-objects/confirmation-dialog-object",
        "a confirm of 31 characters",
        "0/elements/0/confirm/confirm/text",
        actions(
            button(confirm={"title": plain("x"), "text": plain("x"), "confirm": plain("x" * 31), "deny": plain("x")})
        ),
    ),
    bad("composition-objects/text-object", "an empty text", "0/text/text", section("")),
    bad(
        "composition-objects/conversation-filter-object",
        "a filter of nothing",
        "0/elements/0/filter/type",
        actions({"type": "conversations_select", "action_id": "c", "filter": {}}),
    ),
]
