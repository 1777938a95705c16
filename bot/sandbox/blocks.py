"""Each block of Block Kit with its limits, and which surface takes which."""

from collections.abc import Mapping

from bot.sandbox import cards, charts, tables
from bot.sandbox.agent_blocks import AGENT_BLOCKS
from bot.sandbox.composition import LINK, SLACK_FILE, TEXT, mrkdwn_or_plain, plain
from bot.sandbox.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from bot.sandbox.rich_text import RICH_TEXT
from bot.sandbox.schema import (
    Check,
    Problem,
    Problems,
    Rule,
    Shape,
    at_least_one,
    boolean,
    exactly_one,
    integer,
    items,
    one_of,
    string,
    typed,
)

MARKDOWN = 12_000
_IN_CONTAINERS = (
    *("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video"),
)


def _block(
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    *rules: Rule,
) -> Shape:
    return Shape(required or {}, {"block_id": string(255), **(optional or {})}, rules)


def _input_in_place(thing: Mapping[str, object], at: str) -> Problems:
    element = thing.get("element")
    if thing.get("dispatch_action") and isinstance(element, dict) and element.get("type") == "file_input":
        yield Problem("`dispatch_action` cannot be used with `file_input`", f"{at}/dispatch_action")


def _actions(kinds: Mapping[str, Check]) -> Shape:
    return _block({"elements": items(typed(kinds), 25)})


def _input(kinds: Mapping[str, Check]) -> Shape:
    return _block(
        {"label": plain(2000), "element": typed(kinds)},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        _input_in_place,
    )


def _without(kinds: Mapping[str, Check], *names: str) -> dict[str, Check]:
    return {name: check for name, check in kinds.items() if name not in names}


_IMAGE_BLOCK = _block(
    {"alt_text": string(2000, 1)},
    {"image_url": LINK, "slack_file": SLACK_FILE, "title": plain(2000)},
    exactly_one("image_url", "slack_file"),
)
_EVERYWHERE: dict[str, Check] = {
    "context": _block({"elements": items(typed({"image": IMAGE, "mrkdwn": TEXT, "plain_text": TEXT}), 10)}),
    "divider": _block(),
    "header": _block({"text": plain(150)}, {"level": integer(1, 4)}),
    "image": _IMAGE_BLOCK,
    "rich_text": RICH_TEXT,
    "section": _block(
        None,
        {
            "text": TEXT,
            "fields": items(mrkdwn_or_plain(2000), 10),
            "accessory": typed(IN_SECTION),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "video": _block(
        {
            "alt_text": string(2000, 1),
            "title": plain(199),
            "thumbnail_url": LINK,
            "video_url": LINK,
        },
        {
            "author_name": string(49),
            "description": plain(200),
            "provider_icon_url": LINK,
            "provider_name": string(50),
            "title_url": LINK,
        },
    ),
}
_INPUT_ONLY_IN_MODALS = ("email_text_input", "url_text_input", "number_input", "file_input")
_ON_MESSAGES_AND_HOME: dict[str, Check] = {
    "card": cards.CARD,
    "carousel": cards.CAROUSEL,
    "table": tables.TABLE,
    "data_table": tables.DATA_TABLE,
}
_ONLY_ON_MESSAGES: dict[str, Check] = {
    "markdown": _block({"text": string(MARKDOWN, 1)}),
    "data_visualization": charts.CHART,
    **AGENT_BLOCKS,
}
_MESSAGE: dict[str, Check] = {
    **_EVERYWHERE,
    **_ON_MESSAGES_AND_HOME,
    **_ONLY_ON_MESSAGES,
    "actions": _actions(_without(IN_ACTIONS, "rich_text_input")),
    "input": _input(_without(IN_INPUT, "rich_text_input", *_INPUT_ONLY_IN_MODALS)),
}
_HOME: dict[str, Check] = {
    **_EVERYWHERE,
    **_ON_MESSAGES_AND_HOME,
    "actions": _actions(_without(IN_ACTIONS, "datetimepicker", "workflow_button")),
    "input": _input(_without(IN_INPUT, "datetimepicker", *_INPUT_ONLY_IN_MODALS)),
}
_MODAL: dict[str, Check] = {
    **_EVERYWHERE,
    "actions": _actions(_without(IN_ACTIONS, "workflow_button")),
    "input": _input(IN_INPUT),
    "alert": _block(
        {"text": mrkdwn_or_plain(200)}, {"level": one_of("default", "info", "warning", "error", "success")}
    ),
}


def _with_containers(kinds: Mapping[str, Check]) -> Mapping[str, Check]:
    children = {name: check for name, check in kinds.items() if name in _IN_CONTAINERS}
    return {**kinds, "container": cards.container(children)}


SURFACES: Mapping[str, Mapping[str, Check]] = {
    "message": _with_containers(_MESSAGE),
    "modal": _MODAL,
    "home": _with_containers(_HOME),
}
