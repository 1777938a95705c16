from typing import Any

import pytest

from bot.sandbox.block_kit import block_problems, view_problems
from tests.sandbox.claims import claim
from tests.sandbox.payloads import button, field, modal, section

PLAIN = {"type": "plain_text", "text": "Text"}
TEXT = {"type": "plain_text_input"}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "pick", **more}


def option(text: str = "One", value: str = "1") -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text}, "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def header(text: str) -> dict[str, Any]:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def table(**more: Any) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "Promise"}]], **more}


@pytest.mark.parametrize(
    ("surface", "block", "problem"),
    [
        ("message", {"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
        ("message", {}, "missing required field: type [json-pointer:/blocks/0]"),
        ("message", "Hello", "must provide an object [json-pointer:/blocks/0]"),
        (
            "message",
            {"type": "section"},
            "must define either `text` or `fields` [json-pointer:/blocks/0/type]",
        ),
        (
            "message",
            section("x" * 3001),
            "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        ),
        ("message", section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ("message", section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
        (
            "message",
            section(block_id="x" * 256),
            "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
        ),
        (
            "message",
            section(fields=[PLAIN] * 11),
            "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
        ),
        ("message", header("x" * 151), "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
        ("message", actions(), "must provide at least 1 items [json-pointer:/blocks/0/elements]"),
        (
            "message",
            actions(*[button(f"b{n}") for n in range(26)]),
            "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            "message",
            actions(button(), button()),
            "action_id `press` already exists [json-pointer:/blocks/0/elements/0/action_id]",
        ),
        (
            "message",
            actions(button(style="warning")),
            "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
        ),
        (
            "message",
            actions(button(value="x" * 2001)),
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (
            "message",
            actions({**button(), "text": {"type": "mrkdwn", "text": "*Press*"}}),
            "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]",
        ),
        (
            "message",
            actions(select(options=[])),
            "must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            "message",
            actions(select(options=[option()] * 101)),
            "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            "message",
            actions(select(options=[option()], initial_option=option("Two", "2"))),
            "`initial_option` must be part of the options [json-pointer:/blocks/0/elements/0/initial_option]",
        ),
        (
            "message",
            actions({"type": "datepicker", "action_id": "d", "initial_date": "2 March"}),
            "must be a valid date [json-pointer:/blocks/0/elements/0/initial_date]",
        ),
        (
            "message",
            actions({"type": "overflow", "action_id": "o", "options": [option()] * 6}),
            "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            "message",
            actions({"type": "checkboxes", "action_id": "c", "options": [option()] * 11}),
            "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            "message",
            {"type": "context", "elements": [PLAIN] * 11},
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            "message",
            {"type": "markdown", "text": "x" * 12_001},
            "must be less than 12001 characters [json-pointer:/blocks/0/text]",
        ),
        (
            "message",
            {"type": "alert", "text": PLAIN},
            "unsupported type: alert [json-pointer:/blocks/0/type]",
        ),
        (
            "message",
            field("mail", {"type": "email_text_input"}),
            "unsupported type: email_text_input [json-pointer:/blocks/0/element/type]",
        ),
        (
            "message",
            table(rows=[[{"type": "raw_text", "text": ""}]]),
            "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]",
        ),
        ("modal", table(), "unsupported type: table [json-pointer:/blocks/0/type]"),
        (
            "modal",
            {"type": "markdown", "text": "Hello"},
            "unsupported type: markdown [json-pointer:/blocks/0/type]",
        ),
        (
            "modal",
            field("number", {"type": "number_input"}),
            "missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]",
        ),
        (
            "modal",
            field("why", {**TEXT, "max_length": 3001}),
            "must be between 1 and 3000 [json-pointer:/blocks/0/element/max_length]",
        ),
        (
            "home",
            actions({"type": "datetimepicker", "action_id": "d"}),
            "unsupported type: datetimepicker [json-pointer:/blocks/0/elements/0/type]",
        ),
        ("home", {"type": "plan", "title": "x"}, "unsupported type: plan [json-pointer:/blocks/0/type]"),
    ],
)
def test_a_block_beyond_the_limits_is_named_with_its_place(surface: str, block: Any, problem: str) -> None:
    assert problem in [str(each) for each in block_problems([block], surface)]


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_takes_so_many_blocks_and_no_more(surface: str, most: int) -> None:
    assert block_problems([section()] * most, surface) == []
    (problem,) = block_problems([section()] * (most + 1), surface)
    assert str(problem) == f"no more than {most} items allowed [json-pointer:/blocks]"


def test_a_message_takes_one_table() -> None:
    (problem,) = block_problems([table(), table()], "message")
    assert str(problem) == "only_one_table_allowed [json-pointer:/blocks/1]"


@claim("blocks", "each of two blocks with one block_id is named", "reference/block-kit/blocks")
def test_two_blocks_of_one_id_are_refused() -> None:
    problems = block_problems([section(block_id="a"), section(block_id="a")], "message")
    assert [each.message for each in problems] == ["block_id `a` already exists"] * 2


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        (modal(title=None), "missing required field: title [json-pointer:/view]"),
        (
            modal(title={"type": "plain_text", "text": "x" * 25}),
            "must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        (
            modal(field("why", TEXT), submit=None),
            "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
        ),
        (
            modal(private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            modal(callback_id="x" * 256),
            "must be less than 256 characters [json-pointer:/view/callback_id]",
        ),
        (modal(footer="x"), "invalid additional property: footer [json-pointer:/view]"),
        (modal(type="home"), "must be a valid enum value [json-pointer:/view/type]"),
        (modal(blocks=None), "missing required field: blocks [json-pointer:/view]"),
    ],
)
def test_a_view_beyond_the_limits_is_named_with_its_place(view: Any, problem: str) -> None:
    assert problem in [str(each) for each in view_problems(view, ("modal",))]


@pytest.mark.parametrize(
    "block",
    [
        section(
            "Hello",
            accessory=button(confirm={"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN}),
        ),
        actions(button(), select(options=[option()], initial_option=option())),
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A chart"},
        table(),
    ],
)
def test_what_slack_accepts_is_accepted(block: dict[str, Any]) -> None:
    assert block_problems([block], "message") == []
