"""What a file becomes where it is read: the shape that a browser, a calendar, a spreadsheet or Markdown finds in it."""

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: What decides where somebody is led, or what runs.
_DECIDING = ("href", "src", "style", "action", "content", "http-equiv")
#: As a reader that shows everything would read it.
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
#: What only sets off one line of somebody's words from the next.
_BREAKS = ("br", "softbreak", "hardbreak", "text")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _BREAKS:
            kept = (f"{name}={value}" if name in _DECIDING else name for name, value in attrs)
            self.found.append((tag, *kept))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _BREAKS:
            self.found.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment",))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction",))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("declaration",))


def of_page(page: str) -> list[tuple[str, ...]]:
    """Its tags in order, with the names of their attributes, and where they lead."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    return reader.found


def of_markdown(text: str) -> list[str]:
    """Its blocks and marks in order, and where links lead."""
    return [_named(token) for token in _every(_MARKDOWN.parse(text)) if token.type not in _BREAKS]


def _every(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _every(token.children or [])


def _named(token: Token) -> str:
    leads = "".join(f" {token.attrs[name]}" for name in ("href", "src") if name in token.attrs)
    return f"{token.type} {token.tag if token.type.startswith('heading') else ''}{leads}".strip()


def of_calendar(text: str) -> list[str]:
    """Its properties in order, with their parameters and without what they say."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert not [line for line in lines if re.search(r"[\r\n]", line) or len(line.encode()) > 75]
    unfolded = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return [re.match(r'[A-Z]+(?:;[A-Z]+="[^"]*")*:', line)[0].partition("=")[0].rstrip(":") for line in unfolded]  # type: ignore[index]  # or it is no property


def of_sheet(text: str) -> list[int]:
    """How many cells are in each row; none of them runs."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@]", cell) and not _is_number(cell)]
    return [len(row) for row in rows]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None
