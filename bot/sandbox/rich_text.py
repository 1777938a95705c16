"""The rich text block, all the way down to its words."""

from collections.abc import Mapping

from bot.sandbox.schema import Check, Shape, anything, boolean, integer, items, one_of, string, typed

_MARKS = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_STYLE = Shape({}, dict.fromkeys(_MARKS, boolean))
_LONG = 12_000
_MANY = 1_000


def _leaf(required: Mapping[str, Check], **optional: Check) -> Shape:
    return Shape(required, {"style": _STYLE, **optional})


_NAMED = string(255, 1)
_TEXT = _leaf({"text": string(_LONG, 1)})
_LINK = _leaf({"url": string(3000, 1)}, text=string(_LONG), unsafe=boolean)
_LEAVES: dict[str, Check] = {
    "text": _TEXT,
    "link": _LINK,
    "user": _leaf({"user_id": _NAMED}),
    "usergroup": _leaf({"usergroup_id": _NAMED}),
    "team": _leaf({"team_id": _NAMED}),
    "channel": _leaf({"channel_id": _NAMED}),
    "emoji": _leaf({"name": _NAMED}, unicode=_NAMED, skin_tone=integer(1, 6), display_url=string(3000)),
    "broadcast": _leaf({"range": one_of("here", "channel", "everyone")}),
    "color": _leaf({"value": _NAMED}),
    "date": _leaf(
        {"timestamp": integer(0, 9_999_999_999), "format": _NAMED}, url=string(3000, 1), fallback=string(_LONG)
    ),
    **dict.fromkeys(
        (
            "attachment_mention",
            "canvas",
            "canvas_user_mention",
            "canvas_message_unfurl",
            "citation",
            "file",
            "list_record",
            "message_mention",
            "salesforce_data_field",
            "tag",
            "work_object_mention",
            "workflow_mention",
        ),
        anything,
    ),
}
_WORDS = items(typed(_LEAVES), _MANY, 0)
_BORDER: Mapping[str, Check] = {"border": integer(0, 1)}
_SECTION = Shape({"elements": _WORDS})
_PARTS: Mapping[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_list": Shape(
        {"style": one_of("bullet", "ordered"), "elements": items(typed({"rich_text_section": _SECTION}), _MANY, 0)},
        {**_BORDER, "indent": integer(0, 8), "offset": integer(0, 1_000_000)},
    ),
    "rich_text_preformatted": Shape(
        {"elements": items(typed({"text": _TEXT, "link": _LINK}), _MANY, 0)}, {**_BORDER, "language": _NAMED}
    ),
    "rich_text_quote": Shape({"elements": _WORDS}, _BORDER),
}
RICH_TEXT = Shape({"elements": items(typed(_PARTS), _MANY, 0)}, {"block_id": string(255)})
IN_PLACE = typed({"rich_text": RICH_TEXT})
"""As a part of something else, where its type has to be told."""
