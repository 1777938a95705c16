"""Slack's mrkdwn as HTML: whatever is not markup is escaped, and nothing of it is ever trusted."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from markupsafe import Markup, escape

from bot.sandbox.window.emoji import with_emoji

Tag = Callable[[str], Markup]
_OPEN, _CLOSE = "\ue000", "\ue001"  # around the number of a piece that is finished; never in what people see
_RESERVED = re.compile(f"[{_OPEN}{_CLOSE}]")
_PIECE = re.compile(r"```\n?(?P<block>.+?)\n?```|`(?P<code>[^`\n]+)`|<(?P<tag>[^<>\n]+)>", re.DOTALL)
_STYLES = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])"), "del"),
)
_QUOTE = re.compile(r"(?:^&gt; ?.*(?:\n|$))+", re.MULTILINE)
_SAFE = ("http://", "https://", "mailto:")


@dataclass
class _Pieces:
    """Finished pieces of HTML, put aside while the text around them is styled."""

    tag: Tag
    kept: list[Markup] = field(default_factory=list)

    def keep(self, found: re.Match[str]) -> str:
        if found["block"] is not None:
            piece = Markup("<pre>{}</pre>").format(unescape(found["block"]))
        elif found["code"] is not None:
            piece = Markup("<code>{}</code>").format(unescape(found["code"]))
        else:
            piece = self.tag(found["tag"])
        self.kept.append(piece)
        return f"{_OPEN}{len(self.kept) - 1}{_CLOSE}"

    def put_back(self, text: str) -> str:
        return re.sub(f"{_OPEN}(\\d+){_CLOSE}", lambda found: self.kept[int(found[1])], text)


def mrkdwn(text: str, tag: Tag) -> Markup:
    """`tag` makes what stands between < and >."""
    pieces = _Pieces(tag)
    rest = _PIECE.sub(pieces.keep, _RESERVED.sub("", text))
    html = str(escape(with_emoji(unescape(rest))))
    for pattern, name in _STYLES:
        html = pattern.sub(rf"<{name}>\1</{name}>", html)
    html = _QUOTE.sub(_quoted, html).replace("\n", "<br>")
    return Markup(pieces.put_back(html))


def _quoted(found: re.Match[str]) -> str:
    lines = [line.removeprefix("&gt;").removeprefix(" ") for line in found[0].rstrip("\n").split("\n")]
    return "<blockquote>" + "<br>".join(lines) + "</blockquote>"


def link(address: str, label: str = "") -> Markup:
    """Opens beside the window; an address of an unknown kind is only shown."""
    address = unescape(address)
    shown = with_emoji(unescape(label)) or address.removeprefix("mailto:")
    if not address.startswith(_SAFE):
        return escape(shown)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, shown)


def plain(text: str) -> Markup:
    """Letter by letter but for emoji and line breaks."""
    return Markup("<br>").join(escape(line) for line in with_emoji(text).split("\n"))
