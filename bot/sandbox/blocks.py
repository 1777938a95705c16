"""Each block of Block Kit with its limits, and which surface takes which."""

from collections.abc import Mapping

from bot.sandbox import elements, tables
from bot.sandbox.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION, TEXT, mrkdwn_or_plain, plain
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
    one_of,
    string,
    typed,
)

MARKDOWN = 12_000


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


_RICH = _block(
    {
        "elements": items(
            typed(
                dict.fromkeys(
                    ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"),
                    anything,
                )
            ),
            1000,
            0,
        )
    }
)
_IMAGE_BLOCK = _block(
    {"alt_text": string(2000, 1)},
    {"image_url": string(3000, 1), "slack_file": anything, "title": plain(2000)},
    exactly_one("image_url", "slack_file"),
)
_CARD = _block(
    None,
    {
        "hero_image": anything,
        "icon": anything,
        "slack_icon": anything,
        "title": mrkdwn_or_plain(150),
        "subtitle": mrkdwn_or_plain(150),
        "body": mrkdwn_or_plain(200),
        "subtext": mrkdwn_or_plain(200),
        "actions": items(typed({"button": elements.BUTTON}), 3),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)
_EVERYWHERE: dict[str, Check] = {
    "context": _block({"elements": items(typed({"image": IMAGE, "mrkdwn": TEXT, "plain_text": TEXT}), 10)}),
    "divider": _block(),
    "header": _block({"text": plain(150)}, {"level": integer(1, 4)}),
    "image": _IMAGE_BLOCK,
    "rich_text": _RICH,
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
            "thumbnail_url": string(3000, 1),
            "video_url": anything,
        },
        {
            "author_name": string(49),
            "description": plain(200),
            "provider_icon_url": string(3000),
            "provider_name": string(50),
            "title_url": string(3000),
        },
    ),
}
_INPUT_ONLY_IN_MODALS = ("email_text_input", "url_text_input", "number_input", "file_input")
_ON_MESSAGES_AND_HOME: dict[str, Check] = {
    "card": _CARD,
    "carousel": _block({"elements": items(typed({"card": _CARD}), 10)}),
    "table": tables.TABLE,
    "data_table": tables.DATA_TABLE,
}
_FEEDBACK = Shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
_ONLY_ON_MESSAGES: dict[str, Check] = {
    "markdown": _block({"text": string(MARKDOWN, 1)}),
    "context_actions": _block(
        {
            "elements": items(
                typed(
                    {
                        "feedback_buttons": Shape(
                            {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
                            {"action_id": string(255, 1)},
                        ),
                        "icon_button": Shape(
                            {"icon": one_of("trash"), "text": plain(75)},
                            {
                                "action_id": string(255, 1),
                                "value": string(2000),
                                "confirm": elements.CONFIRM,
                                "accessibility_label": string(75),
                                "visible_to_user_ids": anything,
                            },
                        ),
                    }
                ),
                5,
            )
        }
    ),
    "task_card": _block(
        {"task_id": string(255, 1), "title": string(255, 1)},
        {
            "status": one_of("in_progress", "complete", "error"),
            "details": anything,
            "output": anything,
            "sources": anything,
        },
    ),
    "plan": _block({"title": string(255, 1)}, {"tasks": anything}),
    "data_visualization": _block({"title": string(50, 1), "chart": anything}),
}
SURFACES: Mapping[str, Mapping[str, Check]] = {
    "message": {
        **_EVERYWHERE,
        **_ON_MESSAGES_AND_HOME,
        **_ONLY_ON_MESSAGES,
        "actions": _actions(_without(IN_ACTIONS, "rich_text_input")),
        "input": _input(_without(IN_INPUT, "rich_text_input", *_INPUT_ONLY_IN_MODALS)),
    },
    "modal": {
        **_EVERYWHERE,
        "actions": _actions(_without(IN_ACTIONS, "workflow_button")),
        "input": _input(IN_INPUT),
        "alert": _block(
            {"text": mrkdwn_or_plain(200)},
            {"level": one_of("default", "info", "warning", "error", "success")},
        ),
    },
    "home": {
        **_EVERYWHERE,
        **_ON_MESSAGES_AND_HOME,
        "actions": _actions(_without(IN_ACTIONS, "datetimepicker", "workflow_button")),
        "input": _input(_without(IN_INPUT, "datetimepicker", *_INPUT_ONLY_IN_MODALS)),
    },
}
