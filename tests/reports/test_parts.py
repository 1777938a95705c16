"""A whole report as the messages of a thread."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.reports import parts, timeline_text
from bot.reports.content import Content, Moment, Section
from bot.slack.messages import Message, fit
from bot.slack.text import length
from bot.slack.validation import problems

BEGAN = datetime(2026, 2, 24, 13, 5, tzinfo=UTC)
EMPTY = Content(
    "Slow", 2, BEGAN, None, None, BEGAN + timedelta(minutes=47), "Europe/Berlin", ("checkout",), "U1", (), ()
)


def thread(content: Content) -> list[Message]:
    below = {"timeline": timeline_text.chunks(content, lambda person: "Ana")}
    return parts.thread(content, lambda key: key.capitalize(), below)


def said(messages: list[Message]) -> str:
    return re.sub(r"\s+", " ", " ".join(message.text for message in messages))


def test_a_short_report_is_one_message_with_its_times_first() -> None:
    content = replace(EMPTY, sections=(Section("summary", "A cache was emptied.", 1), Section("impact", "", 0)))
    (message,) = thread(content)
    assert message.text.startswith("Began <!date^")
    assert "ended after 47 m" in message.text
    assert "*Summary*\nA cache was emptied." in message.text
    assert "Impact" not in message.text


def test_twelve_pages_arrive_whole_and_each_message_is_below_slacks_limits() -> None:
    paragraph = "The cache was emptied by a routine change, and the database could not carry the difference. " * 8
    text = "\n\n".join(f"{at}. {paragraph}".strip() for at in range(9))
    content = replace(EMPTY, sections=tuple(Section(f"part{at}", text, 1) for at in range(6)))
    messages = thread(content)
    assert len(text) * 6 > 36_000
    assert 10 < len(messages) < 20
    for message in messages:
        assert fit(message) == message
        assert length(message.text) <= 4000
    whole = said(messages)
    for at in range(9):
        assert whole.count(f"{at}. The cache was emptied") == 6


def test_a_heading_never_stands_alone_at_the_end_of_a_message() -> None:
    sections = tuple(Section(f"s{at}", "word " * (150 + 37 * at), 1) for at in range(20))
    for message in thread(replace(EMPTY, sections=sections)):
        assert message.blocks[-1]["type"] != "header"


def test_a_timeline_of_four_hundred_lines_arrives_whole() -> None:
    link = "https://slack.com/archives/C1/p"
    moments = tuple(
        Moment(at, BEGAN + timedelta(minutes=at), f"Line {at} of what was seen", "decision", "U1", f"{link}{at:04}")
        for at in range(400)
    )
    messages = thread(replace(EMPTY, sections=(Section("timeline", "", 0),), timeline=moments))
    whole = said(messages)
    assert all(f"Line {at} of what was seen" in whole for at in range(400))
    assert not [problem for message in messages for problem in problems(message.payload())]


@pytest.mark.parametrize("word", ["seen", "a & b <c>", "1234567890" * 40])
def test_a_long_line_of_a_timeline_arrives_whole_over_as_many_blocks_as_it_needs(word: str) -> None:
    words = " ".join(f"{number}:{word}" for number in range(3000))[:2990]
    line = Moment(1, BEGAN, f"{words} end", "decision", "U1", "https://slack.com/archives/C1/p1")
    after = Moment(2, BEGAN, "the next line", None, None, "")
    messages = thread(replace(EMPTY, sections=(Section("timeline", "", 0),), timeline=(line, after)))
    assert not [problem for message in messages for problem in problems(message.payload())]
    drawn = "".join(block["text"]["text"] for message in messages for block in message.blocks if "text" in block)
    squeezed = re.sub(r"\s", "", unescape(drawn))
    assert re.sub(r"\s", "", f"Ana: {line.text} <{line.link}|") in squeezed
    assert squeezed.endswith("thenextline")


@given(some.lists(some.text(max_size=6000), max_size=4))
def test_whatever_people_write_fits_and_nothing_is_interpreted(texts: list[str]) -> None:
    content = replace(EMPTY, sections=tuple(Section(f"s{at}", text, 1) for at, text in enumerate(texts)))
    for message in thread(content):
        assert not problems(message.payload())


def test_mass_mentions_in_a_report_ping_nobody() -> None:
    content = replace(EMPTY, sections=(Section("summary", "Then <!channel> and @here and <@U1> were told.", 1),))
    (message,) = thread(content)
    assert "<!channel>" not in message.text
    assert "&lt;!channel&gt;" in message.text
