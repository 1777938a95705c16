import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack import blocks
from bot.slack.blocks import Choice
from bot.slack.limits import BLOCKS
from bot.slack.messages import Message, fit, spoken
from bot.slack.shapes import InvalidBlocks
from bot.slack.validation import check, problems

LONG = st.builds(
    lambda part, size: (part * size)[:size], st.text(min_size=1, max_size=5), st.sampled_from([100, 3100, 13_000])
)
ANY_TEXT = st.text() | LONG
BUTTON = blocks.button("Go", "go")


def plain(size):
    return {"type": "plain_text", "text": "x" * size}


def mrkdwn(size):
    return {"type": "mrkdwn", "text": "x" * size}


def options(many, text=75, value=150):
    return [{"text": plain(text), "value": f"{at}".rjust(value, "v")} for at in range(many)]


def element(kind, **fields):
    return {"type": "input", "label": plain(1), "element": {"type": kind, **fields}}


def button(**fields):
    return {"type": "actions", "elements": [{"type": "button", "text": plain(1), **fields}]}


def confirm(**fields):
    parts = {"title": plain(1), "text": plain(1), "confirm": plain(1), "deny": plain(1)}
    return button(confirm={**parts, **fields})


def select(kind, many=1, **fields):
    return element(kind, options=options(many), **fields)


def choosing(kind, many):
    return {"type": "actions", "elements": [{"type": kind, "options": options(many)}]}


def table(rows, columns, text=1):
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * text}] * columns] * rows}


def data_table(rows, columns=1, text=1, caption="c", **fields):
    return {**table(rows, columns, text), "type": "data_table", "caption": caption, **fields}


def pie(slices, label=20, title=50):
    segments = [{"label": "x" * label, "value": 1}] * slices
    return {
        "type": "data_visualization",
        "title": "x" * title,
        "chart": {"type": "pie", "segments": segments},
    }


def bars(series, points, label=20):
    names = [f"{at}".rjust(label, "x") for at in range(points)]
    data = [{"label": name, "value": 1} for name in names]
    plotted = [{"name": f"{at}", "data": data} for at in range(series)]
    chart = {"type": "bar", "series": plotted, "axis_config": {"categories": names}}
    return {"type": "data_visualization", "title": "t", "chart": chart}


def card(**fields):
    return {"type": "card", "title": plain(1), **fields}


def container(children, **fields):
    return {
        "type": "container",
        "title": plain(1),
        "child_blocks": [{"type": "divider"}] * children,
        **fields,
    }


def rich(size):
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x" * size}]}],
    }


# What is built, with what the last number may be at most; one more is a problem at this pointer.
MOST = [
    (lambda n: [{"type": "divider", "block_id": "x" * n}], 255, "/blocks/0/block_id"),
    (lambda n: [{"type": "divider"}] * n, 50, "/blocks"),
    (lambda n: [{"type": "header", "text": plain(n)}], 150, "/blocks/0/text/text"),
    (lambda n: [{"type": "header", "text": plain(1), "level": n}], 4, "/blocks/0/level"),
    (lambda n: [{"type": "section", "text": mrkdwn(n)}], 3000, "/blocks/0/text/text"),
    (lambda n: [{"type": "section", "fields": [mrkdwn(1)] * n}], 10, "/blocks/0/fields"),
    (lambda n: [{"type": "section", "fields": [mrkdwn(n)]}], 2000, "/blocks/0/fields/0/text"),
    (lambda n: [{"type": "context", "elements": [mrkdwn(1)] * n}], 10, "/blocks/0/elements"),
    (
        lambda n: [{"type": "actions", "elements": [{"type": "button", "text": plain(1)}] * n}],
        25,
        "/blocks/0/elements",
    ),
    (lambda n: [{"type": "markdown", "text": "x" * n}], 12_000, "/blocks/0/text"),
    (
        lambda n: [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * n}],
        6000,
        "/blocks",
    ),
    (
        lambda n: [{"type": "image", "image_url": "https://a.io", "alt_text": "x" * n}],
        2000,
        "/blocks/0/alt_text",
    ),
    (
        lambda n: [{"type": "image", "image_url": "https:".ljust(n, "x"), "alt_text": "x"}],
        3000,
        "/blocks/0/image_url",
    ),
    (lambda n: [button(text=plain(n))], 75, "/blocks/0/elements/0/text/text"),
    (lambda n: [button(value="x" * n)], 2000, "/blocks/0/elements/0/value"),
    (lambda n: [button(url="https:".ljust(n, "x"))], 3000, "/blocks/0/elements/0/url"),
    (lambda n: [button(action_id="x" * n)], 255, "/blocks/0/elements/0/action_id"),
    (lambda n: [button(accessibility_label="x" * n)], 75, "/blocks/0/elements/0/accessibility_label"),
    (lambda n: [confirm(title=plain(n))], 100, "/blocks/0/elements/0/confirm/title/text"),
    (lambda n: [confirm(text=plain(n))], 300, "/blocks/0/elements/0/confirm/text/text"),
    (lambda n: [confirm(confirm=plain(n))], 30, "/blocks/0/elements/0/confirm/confirm/text"),
    (lambda n: [confirm(deny=plain(n))], 30, "/blocks/0/elements/0/confirm/deny/text"),
    (lambda n: [choosing("overflow", n)], 5, "/blocks/0/elements/0/options"),
    (lambda n: [choosing("checkboxes", n)], 10, "/blocks/0/elements/0/options"),
    (lambda n: [choosing("radio_buttons", n)], 10, "/blocks/0/elements/0/options"),
    (lambda n: [choosing("static_select", n)], 100, "/blocks/0/elements/0/options"),
    (
        lambda n: [element("static_select", options=options(1, n))],
        75,
        "/blocks/0/element/options/0/text/text",
    ),
    (
        lambda n: [element("static_select", options=options(1, 1, n))],
        150,
        "/blocks/0/element/options/0/value",
    ),
    (lambda n: [select("static_select", placeholder=plain(n))], 150, "/blocks/0/element/placeholder/text"),
    (
        lambda n: [element("static_select", option_groups=[{"label": plain(n), "options": options(1)}])],
        75,
        "/blocks/0/element/option_groups/0/label/text",
    ),
    (
        lambda n: [element("static_select", option_groups=[{"label": plain(1), "options": options(1)}] * n)],
        100,
        "/blocks/0/element/option_groups",
    ),
    (lambda n: [element("plain_text_input", max_length=n)], 3000, "/blocks/0/element/max_length"),
    (lambda n: [element("plain_text_input", min_length=n)], 3000, "/blocks/0/element/min_length"),
    (
        lambda n: [element("plain_text_input", max_length=9, initial_value="x" * n)],
        9,
        "/blocks/0/element/initial_value",
    ),
    (lambda n: [{**element("datepicker"), "label": plain(n)}], 2000, "/blocks/0/label/text"),
    (lambda n: [{**element("datepicker"), "hint": plain(n)}], 2000, "/blocks/0/hint/text"),
    (lambda n: [table(n, 1)], 100, "/blocks/0/rows"),
    (lambda n: [table(1, n)], 20, "/blocks/0/rows/0"),
    (lambda n: [table(2, 1, n)], 5000, "/blocks"),
    (lambda n: [table(1, 1)] * n, 1, "/blocks"),
    (
        lambda n: [{**table(1, 1), "column_settings": [{"align": "left"}] * n}],
        20,
        "/blocks/0/column_settings",
    ),
    (lambda n: [data_table(n)], 201, "/blocks/0/rows"),
    (lambda n: [data_table(2, n)], 20, "/blocks/0/rows/0"),
    (lambda n: [data_table(2, 1, n)], 10_000, "/blocks"),
    (lambda n: [data_table(2, page_size=n)], 100, "/blocks/0/page_size"),
    (lambda n: [pie(n)], 12, "/blocks/0/chart/segments"),
    (lambda n: [pie(1, n)], 20, "/blocks/0/chart/segments/0/label"),
    (lambda n: [pie(1, 1, n)], 50, "/blocks/0/title"),
    (lambda n: [pie(1)] * n, 2, "/blocks"),
    (lambda n: [bars(n, 1)], 12, "/blocks/0/chart/series"),
    (lambda n: [bars(1, n)], 20, "/blocks/0/chart/axis_config/categories"),
    (lambda n: [card(title=plain(n))], 150, "/blocks/0/title/text"),
    (lambda n: [card(subtitle=plain(n))], 150, "/blocks/0/subtitle/text"),
    (lambda n: [card(body=plain(n))], 200, "/blocks/0/body/text"),
    (lambda n: [card(subtext=plain(n))], 200, "/blocks/0/subtext/text"),
    (lambda n: [card(actions=[{"type": "button", "text": plain(1)}] * n)], 3, "/blocks/0/actions"),
    (lambda n: [{"type": "carousel", "elements": [card()] * n}], 10, "/blocks/0/elements"),
    (lambda n: [container(n)], 10, "/blocks/0/child_blocks"),
    (lambda n: [container(1, title=plain(n))], 150, "/blocks/0/title/text"),
    (lambda n: [container(1, subtitle=plain(n))], 150, "/blocks/0/subtitle/text"),
    (
        lambda n: [{"type": "section", "text": mrkdwn(2500)}] * 3 + [{"type": "section", "text": mrkdwn(n)}],
        2500,
        "/blocks",
    ),
    (lambda n: [rich(n)], 3000, "/blocks/0/elements/0/elements/0/text"),
    (lambda n: {"text": "x" * n}, 4000, "/text"),
    (lambda n: modal([{"type": "divider"}] * n), 100, "/blocks"),
    (lambda n: {"type": "home", "blocks": [{"type": "divider"}] * n}, 100, "/blocks"),
    (lambda n: modal(title=plain(n)), 24, "/title/text"),
    (lambda n: modal(submit=plain(n)), 24, "/submit/text"),
    (lambda n: modal(close=plain(n)), 24, "/close/text"),
    (lambda n: modal(private_metadata="x" * n), 3000, "/private_metadata"),
    (lambda n: modal(callback_id="x" * n), 255, "/callback_id"),
    (lambda n: modal([{"type": "alert", "text": plain(n)}]), 200, "/blocks/0/text/text"),
]


def modal(inside=({"type": "divider"},), **fields):
    return {"type": "modal", "title": plain(1), "blocks": list(inside), **fields}


@pytest.mark.parametrize(("build", "most", "pointer"), MOST, ids=[f"{pointer} {most}" for _, most, pointer in MOST])
def test_exactly_at_the_limit_passes_and_one_more_is_a_problem_there(build, most, pointer):
    assert problems(build(most)) == []
    assert pointer in [found.pointer for found in problems(build(most + 1))]


@pytest.mark.parametrize(
    ("payload", "pointer"),
    [
        ([{"type": "blink"}], "/blocks/0/type"),
        ([{"type": "file"}], "/blocks/0/type"),
        ([{}], "/blocks/0/type"),
        ([[]], "/blocks/0/type"),
        ([{"type": []}], "/blocks/0/type"),
        ([{"type": "actions", "elements": [{"type": "plain_text_input"}]}], "/blocks/0/elements/0/type"),
        ([{"type": "context", "elements": [BUTTON]}], "/blocks/0/elements/0/type"),
        ([{"type": "actions", "elements": []}], "/blocks/0/elements"),
        ([{"type": "actions"}], "/blocks/0/elements"),
        ([{"type": "divider", "a/b": 1}], "/blocks/0/a~1b"),
        ([{"type": "section"}], "/blocks/0"),
        ([{"type": "section", "text": plain(0)}], "/blocks/0/text/text"),
        ([{"type": "section", "text": "bare"}], "/blocks/0/text/type"),
        ([{"type": "header", "text": mrkdwn(1)}], "/blocks/0/text/type"),
        ([{"type": "image", "alt_text": "x"}], "/blocks/0"),
        ([{"type": "image", "alt_text": "x", "image_url": "a.io"}], "/blocks/0/image_url"),
        ([button(style="loud")], "/blocks/0/elements/0/style"),
        ([button(url="not a url")], "/blocks/0/elements/0/url"),
        ([button(confirm={})], "/blocks/0/elements/0/confirm/title"),
        ([element("datepicker", initial_date="3.3.2026")], "/blocks/0/element/initial_date"),
        ([element("timepicker", initial_time="9:00")], "/blocks/0/element/initial_time"),
        ([element("datetimepicker", initial_date_time=1)], "/blocks/0/element/initial_date_time"),
        ([element("plain_text_input", max_length=True)], "/blocks/0/element/max_length"),
        ([select("static_select", initial_option=options(2)[1])], "/blocks/0/element"),
        ([element("static_select")], "/blocks/0/element"),
        ([{**element("file_input"), "dispatch_action": True}], "/blocks/0/dispatch_action"),
        ([data_table(1)], "/blocks/0/rows"),
        ([{**data_table(2), "caption": ""}], "/blocks/0/caption"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}], "/blocks/0/rows/0/0/text"),
        (
            [{**pie(1), "chart": {"type": "pie", "segments": [{"label": "x", "value": 0}]}}],
            "/blocks/0/chart/segments/0/value",
        ),
        ([card(actions=[{"type": "overflow", "options": options(1)}])], "/blocks/0/actions/0/type"),
        ([container(1, child_blocks=[container(1)])], "/blocks/0/child_blocks/0/type"),
        ([container(1, rich_text_title=rich(1))], "/blocks/0"),
        ([{"type": "divider", "block_id": "a"}] * 2, "/blocks/1/block_id"),
        ([{"type": "actions", "elements": [BUTTON, BUTTON]}], "/blocks/0/elements/1/action_id"),
        ([element("datepicker", focus_on_load=True)] * 2, "/blocks/1/element/focus_on_load"),
        ({"text": " "[:0], "blocks": []}, "/text"),
        ({"blocks": []}, "/text"),
        ({"text": "x", "blocks": {}}, "/blocks"),
        ("text", ""),
        (modal(element="x"), "/element"),
        (modal([]), "/blocks"),
        (modal([element("datepicker")]), "/submit"),
        ({"type": "home", "blocks": [{"type": "divider"}], "title": plain(1)}, "/title"),
    ],
)
def test_what_slack_would_refuse_is_a_problem_at_its_place(payload, pointer):
    assert pointer in [found.pointer for found in problems(payload)]


def test_rows_of_a_data_table_are_equally_long_under_a_plain_header():
    ragged, headed = data_table(3), data_table(3)
    ragged["rows"] = [ragged["rows"][0], ragged["rows"][0] * 2]
    headed["rows"] = [[rich(1)], *headed["rows"][1:]]
    assert [found.pointer for found in problems([ragged])] == ["/blocks/0/rows"]
    assert [found.pointer for found in problems([headed])] == ["/blocks/0/rows/0"]


def test_a_chart_has_one_point_for_each_category_and_names_each_series_once():
    gap, twice = bars(1, 2), bars(2, 2)
    gap["chart"]["series"][0]["data"] = gap["chart"]["series"][0]["data"][:1]
    twice["chart"]["series"][1]["name"] = twice["chart"]["series"][0]["name"]
    assert "needs one point" in problems([gap])[0].says
    assert "one name" in problems([twice])[0].says


SMALLEST = {
    "alert": {"type": "alert", "text": plain(1)},
    "card": card(),
    "carousel": {"type": "carousel", "elements": [card()]},
    "container": container(1),
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain(1)}],
    },
    "data_table": data_table(2),
    "data_visualization": pie(1),
    "markdown": {"type": "markdown", "text": "x"},
    "plan": {"type": "plan", "title": "t"},
    "table": table(1, 1),
    "task_card": {"type": "task_card", "task_id": "1", "title": "t", "status": "complete"},
    "actions": {"type": "actions", "elements": [BUTTON]},
    "context": {"type": "context", "elements": [plain(1)]},
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain(1)},
    "image": {"type": "image", "image_url": "https://a.io/x.png", "alt_text": "x"},
    "input": element("datepicker"),
    "rich_text": rich(1),
    "section": {"type": "section", "text": plain(1)},
    "video": {
        "type": "video",
        "title": plain(1),
        "alt_text": "x",
        "thumbnail_url": "https://a.io",
        "video_url": "https://a.io",
    },
}
MESSAGES_ONLY = {"context_actions", "data_visualization", "markdown", "plan", "task_card"}
NOT_IN_MODALS = MESSAGES_ONLY | {"card", "carousel", "container", "data_table", "table"}


def test_every_known_block_has_its_line_in_the_surface_tests():
    assert SMALLEST.keys() == BLOCKS.keys()


@pytest.mark.parametrize("name", SMALLEST)
def test_each_block_passes_on_its_surfaces_and_on_no_other(name):
    accepted = {place for place in ("message", "modal", "home") if not problems([SMALLEST[name]], place)}
    refused = {"message"} if name == "alert" else set()
    refused |= {"modal"} if name in NOT_IN_MODALS else set()
    refused |= {"home"} if name in MESSAGES_ONLY | {"alert"} else set()
    assert accepted == {"message", "modal", "home"} - refused


@pytest.mark.parametrize(
    ("kind", "fields", "refused"),
    [
        ("email_text_input", {}, {"message", "home"}),
        ("number_input", {"is_decimal_allowed": False}, {"message", "home"}),
        ("file_input", {}, {"message", "home"}),
        ("rich_text_input", {}, {"message"}),
        ("datetimepicker", {}, {"home"}),
        ("datepicker", {}, set()),
    ],
)
def test_some_fields_are_for_some_surfaces(kind, fields, refused):
    places = ("message", "modal", "home")
    assert {place for place in places if problems([element(kind, **fields)], place)} == refused


def test_one_action_id_may_serve_in_two_blocks():
    two = [{"type": "actions", "elements": [BUTTON]}] * 2
    assert problems(two) == []
    assert problems([container(1, child_blocks=two)]) == []


def test_emoji_are_counted_as_the_stricter_count_has_it():
    assert problems([{"type": "header", "text": {"type": "plain_text", "text": "👋" * 75}}]) == []
    assert problems([{"type": "header", "text": {"type": "plain_text", "text": "👋" * 76}}]) != []


def test_check_raises_a_value_error_that_lists_each_problem():
    with pytest.raises(InvalidBlocks) as caught:
        check([{"type": "blink"}, {"type": "header", "text": plain(151)}])
    assert isinstance(caught.value, ValueError)
    assert [found.pointer for found in caught.value.problems] == ["/blocks/0/type", "/blocks/1/text/text"]
    assert "/blocks/1/text/text: 151 characters; at most 150" in str(caught.value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([*BLOCKS, "modal", "plain_text", "button", "text"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "text",
                    "blocks",
                    "elements",
                    "element",
                    "options",
                    "rows",
                    "chart",
                    "series",
                    "title",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_nothing_malformed_makes_the_check_fail(payload):
    for surface in (None, "message", "modal", "home"):
        assert isinstance(problems(payload, surface), list)


@given(
    st.sampled_from(sorted(SMALLEST)),
    st.sampled_from(["text", "elements", "rows", "chart", "element", "title"]),
    JSON,
)
def test_nothing_malformed_inside_a_block_makes_the_check_fail(name, field, value):
    assert isinstance(problems([{**SMALLEST[name], field: value}]), list)


@pytest.mark.parametrize("name", SMALLEST)
def test_depth_is_no_way_to_break_the_check(name):
    deep = []
    for _ in range(2000):
        deep = [deep]
    for field in SMALLEST[name]:
        assert problems([{**SMALLEST[name], field: deep}]) != []


# Builders


def built(text):
    """All builders, each given `text` wherever a person's words could go."""
    choices = [Choice(text, "1", text), Choice(text, "2")]
    ask = blocks.confirm(text, text, yes=text, no=text, style="danger")
    pressed = blocks.button(text, "go", value="1", style="primary", confirm=ask, label=text)
    return [
        blocks.header(text),
        blocks.section(text, fields=[text], accessory=pressed),
        blocks.plain_section(text, accessory=blocks.overflow("more", choices)),
        blocks.context(text, text),
        blocks.words(text),
        blocks.words(text, quote=True, bold=True),
        blocks.actions(pressed, blocks.button(text, "open", url="https://a.io")),
        blocks.table([[text, text], [text]], align=["left", "right"]),
        blocks.markdown(text),
        blocks.divider(),
    ]


def form(text):
    choices = [Choice(text, "1", text), Choice(text, "2")]
    fields = [
        blocks.text_field("what", initial=text, max_length=100, multiline=True, placeholder=text),
        blocks.date_field("when", initial=date(2026, 3, 2)),
        blocks.choice_field("which", choices, initial="2", placeholder=text),
        blocks.checkbox_field("marks", choices, initial=["1"]),
        blocks.person_field("who", initial="U1"),
        blocks.people_field("all", initial=["U1", "U2"], most=3),
        blocks.channel_field("where", initial="C1"),
    ]
    asked = [blocks.ask(text, field, hint=text, optional=True) for field in fields]
    return blocks.modal(
        text, [*asked, blocks.alert(text, "warning")], submit=text or "Go", close=text, callback_id="form"
    )


@given(ANY_TEXT)
@settings(max_examples=30, deadline=None)
def test_every_builder_given_any_text_passes_the_check(text):
    for block in built(text):
        check([block])
        json.dumps(block)


@given(ANY_TEXT)
@settings(max_examples=20, deadline=None)
def test_every_form_built_of_any_text_passes_the_check(text):
    check(form(text or "x"))
    check(blocks.home([blocks.header(text), blocks.words(text)]))


@given(ANY_TEXT)
def test_words_say_what_was_written_and_hold_text_and_links_only(text):
    leaves = blocks.words(text)["elements"][0]["elements"]
    assert {leaf["type"] for leaf in leaves} <= {"text", "link"}


def test_words_are_shown_letter_by_letter_with_addresses_to_follow():
    leaves = blocks.words("<!here> *x* (see https://a.io/b_(c)?d=1), @channel")["elements"][0]["elements"]
    assert leaves == [
        {"type": "text", "text": "<!here> *x* (see "},
        {"type": "link", "url": "https://a.io/b_(c)?d=1"},
        {"type": "text", "text": "), @channel"},
    ]


@pytest.mark.parametrize("written", ["http://münchen.de", "https://x", "https://a..b", "https://a.io/ü", "ftp://a.io"])
def test_what_is_not_surely_an_address_is_not_made_a_link(written):
    assert [leaf["type"] for leaf in blocks.words(written)["elements"][0]["elements"]] == ["text"]


def test_a_choice_is_preset_by_its_value():
    field = blocks.choice_field("which", [Choice("A", "a"), Choice("B", "b")], initial="b")
    assert field["initial_option"]["value"] == "b"
    assert "initial_option" not in blocks.choice_field("which", [Choice("A", "a")], initial="gone")


def test_a_menu_of_more_than_slack_takes_leaves_the_rest_out():
    choices = [Choice(f"{at}", f"{at}") for at in range(120)]
    assert len(blocks.choice_field("which", choices)["options"]) == 100
    assert len(blocks.overflow("more", choices)["options"]) == 5


def test_a_question_of_a_form_is_named_as_its_field_unless_told():
    field = blocks.text_field("what")
    assert blocks.ask("What?", field)["block_id"] == "what"
    assert blocks.ask("What?", field, block_id="what:2")["block_id"] == "what:2"


def test_a_table_of_too_much_text_gives_each_cell_its_share():
    built = blocks.table([["x" * 3000] * 5] * 120)
    assert len(built["rows"]) == 100
    assert {len(cell["text"]) for row in built["rows"] for cell in row} == {20}


def test_short_cells_of_a_table_leave_their_room_to_long_ones():
    built = blocks.table([["Promise " * 30, "on track", "9 Mar"]] * 40)
    assert {len(row[0]["text"]) > 200 for row in built["rows"]} == {True}
    assert {row[2]["text"] for row in built["rows"]} == {"9 Mar"}


# Messages


def test_a_message_without_text_is_refused():
    with pytest.raises(ValueError, match="says it all"):
        Message(" \n")


def test_a_message_that_fits_is_left_alone():
    message = Message("text", [blocks.divider()] * 50)
    assert fit(message) is message


def test_too_long_texts_are_shortened_and_nothing_is_left_out():
    message = Message("x" * 5000, [{"type": "header", "text": plain(200)}] * 50)
    fitting = fit(message)
    assert problems(fitting.payload()) == []
    assert [block["type"] for block in fitting.blocks] == ["header"] * 50
    assert fitting.blocks[0]["text"]["text"] == "x" * 149 + "…"
    assert message.blocks[0]["text"]["text"] == "x" * 200


def test_too_many_blocks_are_cut_with_a_word_about_it_above_the_last():
    lines = [blocks.section(f"{at}") for at in range(60)]
    fitting = fit(Message("all", [*lines, blocks.actions(BUTTON)]), "The rest is in the thread.")
    assert [block["type"] for block in fitting.blocks[-3:]] == ["section", "context", "actions"]
    assert fitting.blocks[-2]["elements"][0]["text"] == "The rest is in the thread."
    assert list(fitting.blocks[:48]) == lines[:48]


def test_more_text_than_one_message_takes_is_cut_between_blocks():
    fitting = fit(Message("all", [blocks.section("x" * 3000)] * 5))
    assert [len(block.get("text", {}).get("text", "")) for block in fitting.blocks] == [3000, 3000, 0, 3000]


def test_a_block_that_cannot_be_mended_costs_only_itself():
    fitting = fit(Message("all", [blocks.header("a"), {"type": "blink"}, blocks.section("b"), blocks.divider()]))
    assert [block["type"] for block in fitting.blocks] == ["header", "section", "context", "divider"]


def test_a_last_block_that_leaves_no_room_for_the_notice_goes_too():
    paragraph = rich(2500)["elements"][0]
    fitting = fit(Message("all", [blocks.header("a"), {"type": "rich_text", "elements": [paragraph] * 4}]), "Cut.")
    assert [block["type"] for block in fitting.blocks] == ["context"]


@given(
    ANY_TEXT.filter(str.strip),
    st.lists(
        JSON.filter(lambda value: isinstance(value, dict)) | st.sampled_from([*SMALLEST.values()]),
        max_size=60,
    ),
)
@settings(max_examples=40, deadline=None)
def test_whatever_a_message_is_made_of_it_fits_in_the_end(text, inside):
    assert problems(fit(Message(text, inside)).payload()) == []


def test_spoken_says_all_that_blocks_say_but_what_is_pressed():
    said = spoken(
        [
            blocks.header("Why & how?"),
            blocks.words("see https://a.io <!here>", quote=True),
            blocks.section("*Due* <!date^1^{time}|now>", accessory=BUTTON),
            blocks.table([["Promise", "Now"], ["SSO", "late"]]),
            blocks.divider(),
            blocks.context("one", "two"),
            blocks.actions(BUTTON),
        ]
    )
    assert said.split("\n") == [
        "Why &amp; how?",
        "see https://a.io &lt;!here&gt;",
        "*Due* <!date^1^{time}|now>",
        "Promise, Now",
        "SSO, late",
        "one two",
    ]


@given(ANY_TEXT)
@settings(max_examples=20, deadline=None)
def test_spoken_text_of_any_blocks_fits_a_message(text):
    assert problems({"text": spoken(built(text))}) == []
