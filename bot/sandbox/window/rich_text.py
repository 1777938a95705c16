"""Rich text as HTML, leaf by leaf."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from markupsafe import Markup, escape

from bot.sandbox.window.emoji import emoji
from bot.sandbox.window.markup import plain

Json = Mapping[str, Any]
_STYLES = (("bold", "strong"), ("italic", "em"), ("strike", "del"), ("code", "code"), ("underline", "u"))


class Names(Protocol):
    """How people, channels and dates read."""

    def mention(self, user: str) -> Markup: ...

    def channel(self, channel: str) -> Markup: ...

    def link(self, address: str, label: str) -> Markup: ...

    def broadcast(self, name: str) -> Markup: ...

    def date(self, timestamp: str, format: str, fallback: str, url: str) -> Markup: ...


def rich_text(block: Json, names: Names) -> Markup:
    return Markup("").join(_paragraph(each, names) for each in block.get("elements") or [])


def _paragraph(element: Json, names: Names) -> Markup:
    kind, inside = element.get("type"), element.get("elements") or []
    if kind == "rich_text_list":
        return _list(element, names)
    said = Markup("").join(_leaf(each, names) for each in inside)
    if kind == "rich_text_preformatted":
        return Markup("<pre>{}</pre>").format(said)
    if kind == "rich_text_quote":
        return Markup("<blockquote>{}</blockquote>").format(said)
    return Markup("<p>{}</p>").format(said)


def _list(element: Json, names: Names) -> Markup:
    ordered = element.get("style") == "ordered"
    entries = Markup("").join(
        Markup("<li>{}</li>").format(Markup("").join(_leaf(leaf, names) for leaf in entry.get("elements") or []))
        for entry in element.get("elements") or []
    )
    start = Markup(' start="{}"').format(int(element["offset"]) + 1) if ordered and element.get("offset") else ""
    depth = min(int(element.get("indent") or 0), 8)
    name = Markup("ol" if ordered else "ul")
    return Markup('<{} class="indent-{}"{}>{}</{}>').format(name, depth, start, entries, name)


def _leaf(leaf: Json, names: Names) -> Markup:
    make = _LEAVES.get(str(leaf.get("type")))
    said = make(leaf, names) if make else escape(leaf.get("text") or leaf.get("fallback") or "")
    style = leaf.get("style")
    for name, tag in _STYLES:
        if isinstance(style, dict) and style.get(name):
            said = Markup("<{0}>{1}</{0}>").format(Markup(tag), said)
    return said


_LEAVES: Mapping[str, Callable[[Json, Names], Markup]] = {
    "text": lambda leaf, names: plain(str(leaf.get("text", ""))),
    "link": lambda leaf, names: names.link(str(leaf.get("url", "")), str(leaf.get("text") or "")),
    "emoji": lambda leaf, names: escape(emoji(str(leaf.get("name", "")))),
    "user": lambda leaf, names: names.mention(str(leaf.get("user_id", ""))),
    "usergroup": lambda leaf, names: names.broadcast(str(leaf.get("usergroup_id", ""))),
    "channel": lambda leaf, names: names.channel(str(leaf.get("channel_id", ""))),
    "broadcast": lambda leaf, names: names.broadcast(str(leaf.get("range", ""))),
    "date": lambda leaf, names: names.date(
        str(leaf.get("timestamp", 0)),
        str(leaf.get("format", "")),
        str(leaf.get("fallback") or ""),
        str(leaf.get("url") or ""),
    ),
    "color": lambda leaf, names: escape(leaf.get("value", "")),
}
