"""Markdown that people wrote, as rich text: emphasis, lists, code and links as they meant them; nothing pings."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.slack import blocks
from bot.slack.text import clean

Block = dict[str, Any]
Element = dict[str, Any]

_PARSER = MarkdownIt("commonmark", {"html": False}).disable(
    ["html_block", "html_inline", "image", "entity", "autolink"]
)
_STYLES = {"strong": "bold", "em": "italic"}
#: A name with a dot in it, or what browsers put before one.
_ADDRESS_LIKE = re.compile(r"\w[.．。｡]\w|//|@")
#: Slack's own limit is 8.
DEEPEST = 4


def formatted(text: str) -> Block:
    """One block. What is no Markdown stays letters."""
    elements = list(_elements(_PARSER.parse(clean(text)), 0))
    return {"type": "rich_text", "elements": elements} if elements else blocks.words(text)


def _elements(tokens: Sequence[Token], depth: int) -> Iterator[Element]:
    at = 0
    while at < len(tokens):
        token, end = tokens[at], _end(tokens, at)
        inner = tokens[at + 1 : end]
        match token.type:
            case "paragraph_open" | "heading_open":
                yield from _paragraph(inner, bold=token.type == "heading_open")
            case "bullet_list_open" | "ordered_list_open":
                yield from _list(inner, "ordered" if token.type.startswith("ordered") else "bullet", depth)
            case "blockquote_open":
                yield from _quote(inner, depth)
            case "fence" | "code_block":
                yield from _code(token.content)
        at = end + 1


def _end(tokens: Sequence[Token], at: int) -> int:
    """Where what opens at `at` closes; itself where it opens nothing."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    return len(tokens) - 1


def _paragraph(inner: Sequence[Token], *, bold: bool = False) -> Iterator[Element]:
    leaves = [leaf for token in inner for leaf in _leaves(token.children or [], {"bold": True} if bold else {})]
    if leaves:
        yield {"type": "rich_text_section", "elements": leaves}


def _quote(inner: Sequence[Token], depth: int) -> Iterator[Element]:
    for element in _elements(inner, depth):
        kind = "rich_text_quote" if element["type"] == "rich_text_section" else element["type"]
        yield {**element, "type": kind}


def _list(inner: Sequence[Token], style: str, depth: int) -> Iterator[Element]:
    """Slack's lists are flat: what is nested follows, further in."""
    at = 0
    while at < len(inner):
        end = _end(inner, at)
        nested = list(_elements(inner[at + 1 : end], min(depth + 1, DEEPEST)))
        for element in nested:
            if element["type"] == "rich_text_section":
                yield {"type": "rich_text_list", "style": style, "indent": depth, "elements": [element]}
            else:
                yield element
        at = end + 1


def _code(text: str) -> Iterator[Element]:
    if text.strip("\n"):
        yield {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text.strip("\n")}]}


def _leaves(tokens: Sequence[Token], style: dict[str, bool]) -> Iterator[Element]:
    styles, link = [dict(style)], ""
    for token in tokens:
        name = _STYLES.get(token.tag)
        if token.type == "link_open":
            link = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            link = ""
        elif name and token.nesting > 0:
            styles.append({**styles[-1], name: True})
        elif name and token.nesting < 0:
            styles.pop()
        elif said := "\n" if token.type in ("softbreak", "hardbreak") else token.content:
            marked = styles[-1] | ({"code": True} if token.type == "code_inline" else {})
            yield from _said(said, link, marked)


def _said(text: str, link: str, style: dict[str, bool]) -> Iterator[Element]:
    """With web addresses to follow; where a link's words look like another address, both are shown."""
    told = {"style": style} if style else {}
    if link and blocks.is_address(link):
        if _ADDRESS_LIKE.search(text) and text != link:
            yield from (_text(f"{text} (", told), {"type": "link", "url": link, **told}, _text(")", told))
        else:
            yield {"type": "link", "url": link, "text": text, **told}
        return
    for part, is_link in blocks.with_addresses(text):
        yield {"type": "link", "url": part, **told} if is_link else _text(part, told)


def _text(said: str, told: dict[str, Any]) -> Element:
    return {"type": "text", "text": said, **told}
