"""The window that shows what was said of a private question so far."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import accumulate, islice

from bot.questions import forms
from bot.slack import blocks
from bot.slack.blocks import Block, Modal
from bot.slack.messages import Message
from bot.slack.text import date_text

SAID = "questions.said"
EARLIER, LATER = f"{SAID}.earlier", f"{SAID}.later"
#: So many at once; of long ones fewer, as many as a window holds beside the question and the buttons.
MOST = 20
MOST_IN_ALL = 80
#: What can be done is done on the card.
SHOWN = ("section", "context", "rich_text")
MOST_BLOCKS = 15


@dataclass(frozen=True)
class Said:
    at: datetime
    message: Message


def modal(
    id: int, text: str, said: Sequence[Said], zone: tzinfo, before: Sequence[str] = (), until: int | None = None
) -> Modal:
    """The newest of them, or as many as end with `until`. `before`: links to threads of earlier cards."""
    end = len(said) if until is None else min(max(until, 0), len(said))
    start = end - _fitting(reversed(said[:end]))
    later = end + _fitting(said[end:])
    body = [forms.quoted(text), *_turn(id, start, end, later, len(said))]
    if not said:
        body.append(blocks.section("Nothing was said of it yet. What is said under its cards stands here, too."))
    for one in said[start:end]:
        body += _said(one, zone)
    if before:
        links = " · ".join(f"<{link}|an earlier thread>" for link in before)
        body.append(blocks.context(f"More may stand in {links}."))
    return blocks.modal(title="What was said", blocks=body, close="Close")


def _fitting(said: Iterable[Said]) -> int:
    """How many of them, in this order, stand in one window."""
    ends = accumulate(1 + len(_shown(one)) for one in islice(said, MOST))
    return sum(end <= MOST_IN_ALL for end in ends)


def _turn(id: int, start: int, end: int, later: int, count: int) -> Iterator[Block]:
    buttons = []
    if start:
        buttons.append(blocks.button("Earlier", EARLIER, value=f"{id}:{start}", label="What was said earlier"))
    if end < count:
        buttons.append(blocks.button("Later", LATER, value=f"{id}:{later}", label="What was said later"))
    if buttons:
        yield blocks.context(f"{start + 1} to {end} of {count}")
        yield blocks.actions(*buttons)


def _said(one: Said, zone: tzinfo) -> Iterator[Block]:
    yield blocks.context(date_text(one.at, zone))
    yield from _shown(one)


def _shown(one: Said) -> list[Block]:
    return [block for block in one.message.blocks if block["type"] in SHOWN][:MOST_BLOCKS]
