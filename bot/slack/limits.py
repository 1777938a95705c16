"""Slack's limits of blocks, messages and views (docs.slack.dev, September 2026), as tables."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.slack.elements import ELEMENTS, ID, IMAGE, RICH_TEXT, URL, plain, text
from bot.slack.shapes import (
    Check,
    Problem,
    Surface,
    _anything,
    _list,
    choice,
    flag,
    items,
    number,
    one_of,
    said,
    shape,
    some,
    string,
)

# Blocks.

SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
CHOOSERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker", *SELECTS)
ACTIONS = ("button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", *CHOOSERS)
ACCESSORIES = ("button", "workflow_button", "overflow", "image", *CHOOSERS)
INPUTS = ("datetimepicker", *CHOOSERS, *(name for name in ELEMENTS if name.endswith("_input")))

CELLS: dict[str, Check] = {
    "raw_text": shape({"text": said(None)}),
    "raw_number": shape({"value": number()}, text=said(None)),
    "rich_text": RICH_TEXT,
}
COLUMN = shape({}, align=choice("left", "center", "right"), is_wrapped=flag)
SMALL = said(20)
POINTS = shape({"name": SMALL, "data": items(1, 20, shape({"label": SMALL, "value": number()}))})
AXES = shape({"categories": items(1, 20, SMALL)}, x_label=said(50), y_label=said(50))


def optional(check: Check) -> Check:
    return lambda value, at: iter(()) if value is None else check(value, at)


def one_point_per_category(value: Any, at: str) -> Iterator[Problem]:
    series = _list(value.get("series"))
    names = _strings(series, "name")
    if len(set(names)) < len(names):
        yield Problem(f"{at}/series", "two series have one name")
    axes = value.get("axis_config")
    categories = _list(axes.get("categories")) if isinstance(axes, dict) else ()
    for index, one in enumerate(series):
        labels = _strings(_list(one.get("data")) if isinstance(one, dict) else (), "label")
        if len(labels) != len(categories) or any(label not in categories for label in labels):
            yield Problem(f"{at}/series/{index}/data", "needs one point for each category")


def _strings(nodes: Sequence[Any], name: str) -> list[str]:
    values = [node.get(name) for node in nodes if isinstance(node, dict)]
    return [value for value in values if isinstance(value, str)]


def even_rows_under_a_plain_header(value: Any, at: str) -> Iterator[Problem]:
    rows = [_list(row) for row in _list(value.get("rows"))]
    if len({len(row) for row in rows}) > 1:
        yield Problem(f"{at}/rows", "rows differ in length")
    if rows and any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in rows[0]):
        yield Problem(f"{at}/rows/0", "a header cell cannot be rich_text")


def within_its_own_lengths(value: Any, at: str) -> Iterator[Problem]:
    element = value.get("element")
    if isinstance(element, dict) and element.get("type") == "plain_text_input":
        most, preset = element.get("max_length"), element.get("initial_value")
        if isinstance(most, int) and isinstance(preset, str):
            yield from string(most)(preset, f"{at}/element/initial_value")
    if isinstance(element, dict) and element.get("type") == "file_input" and value.get("dispatch_action"):
        yield Problem(f"{at}/dispatch_action", "a file_input cannot dispatch")


XY_CHART = shape({"series": items(1, 12, POINTS), "axis_config": AXES}, one_point_per_category)
CHARTS: dict[str, Check] = {
    "pie": shape({"segments": items(1, 12, shape({"label": SMALL, "value": number(5e-324)}))}),
    **dict.fromkeys(("bar", "area", "line"), XY_CHART),
}
TASK = shape(
    {"task_id": ID, "title": said(None), "status": choice("pending", "in_progress", "complete", "error")},
    details=one_of({"rich_text": RICH_TEXT}),
    output=one_of({"rich_text": RICH_TEXT}),
    sources=items(0, None, one_of(ELEMENTS, "url")),
    block_id=ID,
)
PICTURE = one_of(ELEMENTS, "image")
CARD_PARTS = {
    "hero_image": PICTURE,
    "title": text(150),
    "body": text(200),
    "actions": items(1, 3, one_of(ELEMENTS, "button")),
}
CARD = shape(
    {},
    some(*CARD_PARTS),
    **CARD_PARTS,
    subtitle=text(150),
    subtext=text(200),
    icon=PICTURE,
    slack_icon=_anything,
    block_id=ID,
)
NAMED = {"block_id": ID}

BLOCKS: dict[str, Check] = {
    "actions": shape({"elements": items(1, 25, one_of(ELEMENTS, *ACTIONS))}, **NAMED),
    "alert": shape({"text": text(200)}, **NAMED, level=choice("default", "info", "warning", "error", "success")),
    "card": CARD,
    "carousel": shape({"elements": items(1, 10, one_of({"card": CARD}))}, **NAMED),
    "context": shape(
        {"elements": items(1, 10, one_of({**dict.fromkeys(("plain_text", "mrkdwn"), text(3000)), "image": PICTURE}))},
        **NAMED,
    ),
    "context_actions": shape({"elements": items(1, 5, one_of(ELEMENTS, "feedback_buttons", "icon_button"))}, **NAMED),
    "data_table": shape(
        {"caption": said(None), "rows": items(2, 201, items(1, 20, one_of(CELLS)))},
        even_rows_under_a_plain_header,
        **NAMED,
        page_size=number(1, 100),
        row_header_column_index=number(0, 19),
    ),
    "data_visualization": shape({"title": said(50), "chart": one_of(CHARTS)}, **NAMED),
    "divider": shape({}, **NAMED),
    "header": shape({"text": plain(150)}, **NAMED, level=number(1, 4)),
    "image": shape({"alt_text": said(2000)}, some(*IMAGE, exactly=True), **NAMED, **IMAGE, title=plain(2000)),
    "input": shape(
        {"label": plain(2000), "element": one_of(ELEMENTS, *INPUTS)},
        within_its_own_lengths,
        **NAMED,
        hint=plain(2000),
        optional=flag,
        dispatch_action=flag,
    ),
    "markdown": shape({"text": said(12_000)}, **NAMED),
    "plan": shape({"title": said(None)}, **NAMED, tasks=items(0, None, one_of({"task_card": TASK}))),
    "rich_text": RICH_TEXT,
    "section": shape(
        {},
        some("text", "fields"),
        **NAMED,
        text=text(3000),
        fields=items(1, 10, text(2000)),
        accessory=one_of(ELEMENTS, *ACCESSORIES),
        expand=flag,
    ),
    "table": shape(
        {"rows": items(1, 100, items(1, 20, one_of(CELLS)))},
        **NAMED,
        column_settings=items(0, 20, optional(COLUMN)),
    ),
    "task_card": TASK,
    "video": shape(
        {"title": plain(199), "alt_text": said(2000), "thumbnail_url": URL, "video_url": URL},
        **NAMED,
        author_name=said(49),
        description=plain(200),
        provider_name=said(50),
        provider_icon_url=URL,
        title_url=URL,
    ),
}
CHILDREN = (
    "actions",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)
TITLES = {"title": text(150), "rich_text_title": one_of({"rich_text": RICH_TEXT})}
BLOCKS["container"] = shape(
    {"child_blocks": items(1, 10, one_of(BLOCKS, *CHILDREN))},
    some(*TITLES, exactly=True),
    **NAMED,
    **TITLES,
    subtitle=text(150),
    icon=PICTURE,
    width=choice("narrow", "standard", "wide", "full"),
    **dict.fromkeys(("is_collapsible", "default_collapsed", "has_header_divider"), flag),
)

# What is not shown everywhere. `card` is documented for modals, and seen to fail there.

ONLY_ON: dict[str, tuple[Surface, ...]] = {
    "alert": ("modal",),
    **dict.fromkeys(("email_text_input", "url_text_input", "number_input", "file_input"), ("modal",)),
    "rich_text_input": ("modal", "home"),
    "datetimepicker": ("message", "modal"),
    **dict.fromkeys(("card", "carousel", "container", "data_table", "table"), ("message", "home")),
    **dict.fromkeys(("context_actions", "data_visualization", "markdown", "plan", "task_card"), ("message",)),
    "workflow_button": ("message",),
}

# A message or view as a whole.

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
# 40,000 may be posted, but only 4,000 updated, and every message of ours may be.
MOST_TEXT = 4000
AT_MOST = ((("table", "data_table"), 1), (("data_visualization",), 2))
# The last is not published: `msg_blocks_too_long` is reported from 11,300 on (slackapi/bolt-js #2509, #2867).
CHARACTERS = {"markdown": 12_000, "table": 10_000, "data_table": 20_000, "other": 10_000}

KEPT = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
    "blocks": _anything,
}
WHOLES: dict[Surface, Check] = {
    "message": lambda value, at: said(MOST_TEXT)(value.get("text"), f"{at}/text"),
    "modal": shape(
        {"type": choice("modal"), "title": plain(24), "blocks": _anything},
        **KEPT,
        submit=plain(24),
        close=plain(24),
        **dict.fromkeys(("clear_on_close", "notify_on_close", "submit_disabled"), flag),
    ),
    "home": shape({"type": choice("home"), "blocks": _anything}, **KEPT),
}
