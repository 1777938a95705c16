"""Cards, carousels of them, and containers."""

from collections.abc import Mapping

from bot.sandbox.composition import mrkdwn_or_plain, plain
from bot.sandbox.elements import BUTTON, IMAGE
from bot.sandbox.rich_text import IN_PLACE
from bot.sandbox.schema import (
    Check,
    Problem,
    Problems,
    Shape,
    at_least_one,
    boolean,
    items,
    one_of,
    string,
    typed,
)

_NAMES = (
    "archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment compass copy cube "
    "download edit email eye-closed eye-open file flag folder gear globe heart help image info key lightbulb link map "
    "mobile new-window pin plus refine refresh rocket save screen share sparkle star star-filled tag thumbs-down "
    "thumbs-up trash upload user warning"
)
_ICON = typed({"icon": Shape({"name": one_of(*_NAMES.split())})})
_PICTURE = typed({"image": IMAGE})
_BLOCK_ID: Mapping[str, Check] = {"block_id": string(255)}


def _one_icon(thing: Mapping[str, object], at: str) -> Problems:
    if thing.get("icon") is not None and thing.get("slack_icon") is not None:
        yield Problem("cannot define both `icon` and `slack_icon`", at)


CARD = Shape(
    {},
    {
        **_BLOCK_ID,
        "hero_image": _PICTURE,
        "icon": _PICTURE,
        "slack_icon": _ICON,
        "title": mrkdwn_or_plain(150),
        "subtitle": mrkdwn_or_plain(150),
        "body": mrkdwn_or_plain(200),
        "subtext": mrkdwn_or_plain(200),
        "actions": items(typed({"button": BUTTON}), 3),
    },
    (at_least_one("hero_image", "title", "actions", "body"), _one_icon),
)
CAROUSEL = Shape({"elements": items(typed({"card": CARD}), 10)}, _BLOCK_ID)


def _divided_or_collapsible(thing: Mapping[str, object], at: str) -> Problems:
    if thing.get("has_header_divider") and thing.get("is_collapsible"):
        yield Problem("`has_header_divider` cannot be used with `is_collapsible`", f"{at}/has_header_divider")
    if thing.get("default_collapsed") and not thing.get("is_collapsible"):
        yield Problem("`default_collapsed` needs `is_collapsible`", f"{at}/default_collapsed")


def container(children: Mapping[str, Check]) -> Shape:
    return Shape(
        {"child_blocks": items(typed(children), 10)},
        {
            **_BLOCK_ID,
            "title": plain(150),
            "rich_text_title": IN_PLACE,
            "subtitle": mrkdwn_or_plain(150),
            "icon": _PICTURE,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        (at_least_one("title", "rich_text_title"), _divided_or_collapsible),
    )
