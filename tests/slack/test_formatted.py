"""Markdown that people wrote, as rich text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.slack.formatted import formatted
from bot.slack.validation import problems

Json = dict[str, Any]


def text(said: str, **style: bool) -> Json:
    return {"type": "text", "text": said, **({"style": style} if style else {})}


def section(*leaves: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(leaves)}


def item(style: str, indent: int, said: str) -> Json:
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": [section(text(said))]}


LINK = {"type": "link", "url": "https://example.com/a", "text": "the graph"}


@pytest.mark.parametrize(
    ("markdown", "elements"),
    [
        ("It was slow.", [section(text("It was slow."))]),
        ("It was **very** slow", [section(text("It was "), text("very", bold=True), text(" slow"))]),
        ("See [the graph](https://example.com/a)", [section(text("See "), LINK)]),
        (
            "[www.example.org](https://example.com/a)",
            [section(text("www.example.org ("), {"type": "link", "url": "https://example.com/a"}, text(")"))],
        ),
        ("- one\n- two", [item("bullet", 0, "one"), item("bullet", 0, "two")]),
        ("1. one\n   - two", [item("ordered", 0, "one"), item("bullet", 1, "two")]),
        ("> a word", [{"type": "rich_text_quote", "elements": [text("a word")]}]),
        ("```\nx = 1\n```", [{"type": "rich_text_preformatted", "elements": [text("x = 1")]}]),
        ("Run `make`", [section(text("Run "), text("make", code=True))]),
        ("## Why", [section(text("Why", bold=True))]),
        ("<!channel> <@U1> <b>", [section(text("<!channel> <@U1> <b>"))]),
        ("[x](javascript:alert)", [section(text("[x](javascript:alert)"))]),
    ],
)
def test_what_people_meant_is_shown(markdown: str, elements: list[Json]) -> None:
    assert formatted(markdown)["elements"] == elements


@given(some.text(max_size=400))
def test_slack_takes_whatever_was_written(markdown: str) -> None:
    assert problems({"text": "x", "blocks": [formatted(markdown)]}) == []
