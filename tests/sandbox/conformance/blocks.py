"""Block Kit: each of the older blocks at its limit, and one beyond."""

from tests.sandbox.conformance.block_making import UNKNOWN_PROPERTY, actions, bad, good, plain, rich
from tests.sandbox.payloads import button, field, section

_BLOCKS = [
    bad("blocks/actions-block", "26 elements", "0/elements", actions(*[button(f"b{n}") for n in range(26)])),
    good("blocks/actions-block", "25 elements", actions(*[button(f"b{n}") for n in range(25)])),
    bad("blocks/actions-block", "no element", "0/elements", actions()),
    bad("blocks/actions-block", "two elements of one action_id", "0/elements/1/action_id", actions(button(), button())),
    bad("blocks/section-block", "text of 3,001 characters", "0/text/text", section("x" * 3001)),
    good("blocks/section-block", "text of 3,000 characters", section("x" * 3000)),
    bad("blocks/section-block", "neither text nor fields", "0/type", {"type": "section"}),
    bad("blocks/section-block", "11 fields", "0/fields", {"type": "section", "fields": [plain("x")] * 11}),
    good("blocks/section-block", "10 fields", {"type": "section", "fields": [plain("x")] * 10}),
    bad(
        "blocks/section-block",
        "a field of 2,001 characters",
        "0/fields/0/text",
        {"type": "section", "fields": [plain("x" * 2001)]},
    ),
    bad("blocks/section-block", UNKNOWN_PROPERTY, "0", section(colour="red")),
    bad("blocks/section-block", "a block_id of 256 characters", "0/block_id", section(block_id="x" * 256)),
    bad(
        "blocks/section-block", "two blocks of one block_id", "1/block_id", section(block_id="a"), section(block_id="a")
    ),
    bad("blocks/header-block", "text of 151 characters", "0/text/text", {"type": "header", "text": plain("x" * 151)}),
    good("blocks/header-block", "text of 150 characters", {"type": "header", "text": plain("x" * 150)}),
    bad(
        "blocks/header-block",
        "text in mrkdwn",
        "0/text/type",
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    ),
    bad("blocks/context-block", "11 elements", "0/elements", {"type": "context", "elements": [plain("x")] * 11}),
    good("blocks/context-block", "10 elements", {"type": "context", "elements": [plain("x")] * 10}),
    bad("blocks/context-block", "a button", "0/elements/0/type", {"type": "context", "elements": [button()]}),
    bad("blocks/image-block", "no alt_text", "0", {"type": "image", "image_url": "https://example.org/a.png"}),
    bad(
        "blocks/image-block",
        "alt_text of 2,001 characters",
        "0/alt_text",
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "x" * 2001},
    ),
    bad("blocks/image-block", "neither image_url nor slack_file", "0", {"type": "image", "alt_text": "x"}),
    bad(
        "blocks/image-block",
        "image_url of 3,001 characters",
        "0/image_url",
        {"type": "image", "alt_text": "x", "image_url": "https://example.org/" + "x" * 2981},
    ),
    bad(
        "blocks/image-block",
        "a title of 2,001 characters",
        "0/title/text",
        {"type": "image", "alt_text": "x", "image_url": "https://example.org/a.png", "title": plain("x" * 2001)},
    ),
    bad(
        "blocks/video-block",
        "a title of 200 characters",
        "0/title/text",
        {
            "type": "video",
            "alt_text": "x",
            "title": plain("x" * 200),
            "thumbnail_url": "https://example.org/a.png",
            "video_url": "https://example.org/v",
        },
    ),
    bad(
        "blocks/input-block",
        "a label of 2,001 characters",
        "0/label/text",
        field("a", {"type": "plain_text_input"}, label=plain("x" * 2001)),
        on="modal",
    ),
    bad(
        "blocks/input-block",
        "a hint of 2,001 characters",
        "0/hint/text",
        field("a", {"type": "plain_text_input"}, hint=plain("x" * 2001)),
        on="modal",
    ),
    bad("blocks/input-block", "a button as element", "0/element/type", field("a", button()), on="modal"),
    bad(
        "blocks/input-block",
        "dispatch_action with a file_input",
        "0/dispatch_action",
        field("a", {"type": "file_input"}, dispatch_action=True),
        on="modal",
    ),
    bad("blocks/markdown-block", "12,001 characters", "0/text", {"type": "markdown", "text": "x" * 12_001}),
    good("blocks/markdown-block", "12,000 characters", {"type": "markdown", "text": "x" * 12_000}),
    bad("blocks/markdown-block", "a modal", "0/type", {"type": "markdown", "text": "x"}, on="modal"),
    bad("blocks/divider-block", "a block type that there is not", "0/type", {"type": "banner"}),
    bad("blocks/divider-block", "no type", "0", {}),
    bad(
        "blocks/file-block", "an app that sends one", "0/type", {"type": "file", "external_id": "x", "source": "remote"}
    ),
]
_RICH = [
    bad(
        "blocks/rich-text-block",
        "an element that there is not",
        "0/elements/0/type",
        {"type": "rich_text", "elements": [{"type": "rich_text_box"}]},
    ),
    bad("blocks/rich-text-block", "an empty text", "0/elements/0/elements/0/text", rich({"type": "text", "text": ""})),
    bad("blocks/rich-text-block", "a link without url", "0/elements/0/elements/0", rich({"type": "link", "text": "x"})),
    bad(
        "blocks/rich-text-block",
        "a list that is no list",
        "0/elements/0/style",
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "dotted", "elements": []}]},
    ),
    bad(
        "blocks/rich-text-block",
        "a broadcast to nobody",
        "0/elements/0/elements/0/range",
        rich({"type": "broadcast", "range": "all"}),
    ),
    good(
        "blocks/rich-text-block",
        "every kind of word",
        rich(
            {"type": "text", "text": "x", "style": {"bold": True}},
            {"type": "link", "url": "https://example.org"},
            {"type": "user", "user_id": "U0MAYA"},
            {"type": "emoji", "name": "eyes"},
            {"type": "channel", "channel_id": "C0CTO"},
            {"type": "broadcast", "range": "here"},
            {"type": "usergroup", "usergroup_id": "S1"},
            {"type": "date", "timestamp": 1_772_438_400, "format": "{date}"},
        ),
    ),
]
CHECKS = [*_BLOCKS, *_RICH]
