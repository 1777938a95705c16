"""Block Kit: the blocks that came in 2025 and 2026."""

from tests.sandbox.conformance.block_making import bad, cells, good, plain, rich
from tests.sandbox.conformance.world import Json, refuses
from tests.sandbox.payloads import button, section

_TWO_TABLES = {
    "channel": "C0CTO",
    "blocks": [{"type": "table", "rows": [cells("x")]}, {"type": "table", "rows": [cells("y")]}],
}
_NEW_BLOCKS = [
    refuses(
        "chat.postMessage",
        "invalid_attachments",
        "a second table, with only_one_table_allowed",
        _TWO_TABLES,
        source="reference/block-kit/blocks/table-block",
    ),
    bad("blocks/alert-block", "a message", "0/type", {"type": "alert", "text": plain("x")}),
    good("blocks/alert-block", "200 characters", {"type": "alert", "text": plain("x" * 200)}, on="modal"),
    bad("blocks/alert-block", "201 characters", "0/text/text", {"type": "alert", "text": plain("x" * 201)}, on="modal"),
    bad(
        "blocks/alert-block",
        "a level that there is not",
        "0/level",
        {"type": "alert", "text": plain("x"), "level": "panic"},
        on="modal",
    ),
    bad("blocks/card-block", "nothing in it", "0/type", {"type": "card"}),
    bad("blocks/card-block", "a title of 151 characters", "0/title/text", {"type": "card", "title": plain("x" * 151)}),
    bad("blocks/card-block", "a body of 201 characters", "0/body/text", {"type": "card", "body": plain("x" * 201)}),
    bad(
        "blocks/card-block",
        "four buttons",
        "0/actions",
        {"type": "card", "actions": [button(f"b{n}") for n in range(4)]},
    ),
    good("blocks/card-block", "three buttons", {"type": "card", "actions": [button(f"b{n}") for n in range(3)]}),
    bad(
        "blocks/carousel-block",
        "11 cards",
        "0/elements",
        {"type": "carousel", "elements": [{"type": "card", "body": plain("x")}] * 11},
    ),
    bad("blocks/carousel-block", "no card", "0/elements", {"type": "carousel", "elements": []}),
    bad("blocks/container-block", "no title", "0/type", {"type": "container", "child_blocks": [section()]}),
    bad(
        "blocks/container-block",
        "11 blocks",
        "0/child_blocks",
        {"type": "container", "title": plain("x"), "child_blocks": [section()] * 11},
    ),
    good(
        "blocks/container-block",
        "10 blocks",
        {"type": "container", "title": plain("x"), "child_blocks": [section()] * 10},
    ),
    bad(
        "blocks/container-block",
        "a width that there is not",
        "0/width",
        {"type": "container", "title": plain("x"), "child_blocks": [section()], "width": "huge"},
    ),
    bad(
        "blocks/container-block",
        "a divider on what can be collapsed",
        "0/has_header_divider",
        {
            "type": "container",
            "title": plain("x"),
            "child_blocks": [section()],
            "is_collapsible": True,
            "has_header_divider": True,
        },
    ),
    bad(
        "blocks/context-actions-block",
        "six elements",
        "0/elements",
        {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain("x")}] * 6},
    ),
    bad(
        "blocks/context-actions-block",
        "a button",
        "0/elements/0/type",
        {"type": "context_actions", "elements": [button()]},
    ),
    bad(
        "blocks/context-actions-block", "the Home tab", "0/type", {"type": "context_actions", "elements": []}, on="home"
    ),
    bad("blocks/table-block", "101 rows", "0/rows", {"type": "table", "rows": [cells("x")] * 101}),
    good("blocks/table-block", "100 rows", {"type": "table", "rows": [cells("x")] * 100}),
    bad("blocks/table-block", "21 cells in a row", "0/rows/0", {"type": "table", "rows": [cells(*"x" * 21)]}),
    bad(
        "blocks/table-block",
        "21 column_settings",
        "0/column_settings",
        {"type": "table", "rows": [cells("x")], "column_settings": [{"align": "left"}] * 21},
    ),
    bad(
        "blocks/table-block",
        "over 10,000 characters",
        "0/rows",
        {"type": "table", "rows": [cells("x" * 5001), cells("x" * 5001)]},
    ),
    bad("blocks/table-block", "a modal", "0/type", {"type": "table", "rows": [cells("x")]}, on="modal"),
    bad("blocks/data-table-block", "no caption", "0", {"type": "data_table", "rows": [cells("x"), cells("y")]}),
    bad(
        "blocks/data-table-block",
        "a header alone",
        "0/rows",
        {"type": "data_table", "caption": "x", "rows": [cells("x")]},
    ),
    bad(
        "blocks/data-table-block",
        "202 rows",
        "0/rows",
        {"type": "data_table", "caption": "x", "rows": [cells("x")] * 202},
    ),
    bad(
        "blocks/data-table-block",
        "rows of different lengths",
        "0/rows",
        {"type": "data_table", "caption": "x", "rows": [cells("x"), cells("y", "z")]},
    ),
    bad(
        "blocks/data-table-block",
        "rich text in the header",
        "0/rows/0/0/type",
        {"type": "data_table", "caption": "x", "rows": [[rich()], cells("y")]},
    ),
    bad(
        "blocks/data-table-block",
        "a page of 101 rows",
        "0/page_size",
        {"type": "data_table", "caption": "x", "rows": [cells("x"), cells("y")], "page_size": 101},
    ),
    bad(
        "blocks/task-card-block",
        "a status that there is not",
        "0/status",
        {"type": "task_card", "task_id": "1", "title": "x", "status": "resting"},
    ),
    bad(
        "blocks/task-card-block",
        "a text object as title",
        "0/title",
        {"type": "task_card", "task_id": "1", "title": plain("x")},
    ),
    bad("blocks/plan-block", "the Home tab", "0/type", {"type": "plan", "title": "x"}, on="home"),
    bad("blocks/plan-block", "a text object as title", "0/title", {"type": "plan", "title": plain("x")}),
]


def chart(**more: object) -> Json:
    told = {"type": "pie", "segments": [{"label": "a", "value": 1}], **more}
    shown = {name: value for name, value in told.items() if value is not None}
    return {"type": "data_visualization", "title": "Waits", "chart": shown}


def bars(*series: Json, categories: list[str]) -> Json:
    return chart(type="bar", segments=None, series=list(series), axis_config={"categories": categories})


def line(name: str, *labels: str) -> Json:
    return {"name": name, "data": [{"label": label, "value": 1} for label in labels]}


_CHART = "blocks/data-visualization-block"
_CHARTS = [
    good(_CHART, "a pie", chart()),
    good(_CHART, "a series with a point for each category", bars(line("a", "Mon", "Tue"), categories=["Mon", "Tue"])),
    bad(_CHART, "a title of 51 characters", "0/title", {**chart(), "title": "x" * 51}),
    bad(_CHART, "13 segments", "0/chart/segments", chart(segments=[{"label": f"{n}", "value": 1} for n in range(13)])),
    bad(_CHART, "a segment of nothing", "0/chart/segments/0/value", chart(segments=[{"label": "a", "value": 0}])),
    bad(
        _CHART,
        "a label of 21 characters",
        "0/chart/segments/0/label",
        chart(segments=[{"label": "x" * 21, "value": 1}]),
    ),
    bad(_CHART, "13 series", "0/chart/series", bars(*[line(f"{n}", "Mon") for n in range(13)], categories=["Mon"])),
    bad(
        _CHART, "two series of one name", "0/chart/series", bars(line("a", "Mon"), line("a", "Mon"), categories=["Mon"])
    ),
    bad(_CHART, "a point for no category", "0/chart/series/0/data", bars(line("a", "Sun"), categories=["Mon"])),
    bad(
        _CHART,
        "21 points",
        "0/chart/series/0/data",
        bars(line("a", *[f"{n}" for n in range(21)]), categories=[f"{n}" for n in range(21)]),
    ),
    bad(_CHART, "a third chart", "2", chart(), chart(), chart()),
    bad(_CHART, "a chart that there is not", "0/chart/type", chart(type="radar", segments=None)),
    bad(_CHART, "a modal", "0/type", chart(), on="modal"),
]
CHECKS = [*_NEW_BLOCKS, *_CHARTS]
