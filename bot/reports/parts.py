"""A whole report as the messages of a thread: cut between sections and paragraphs, each below Slack's limits."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.reports.content import Content
from bot.slack import blocks
from bot.slack.formatted import formatted
from bot.slack.messages import Message
from bot.slack.text import date_text, duration_text, escape, length, pieces

Block = dict[str, Any]

#: Of the text that says it all: Slack takes 4,000 characters in a message that may change later.
MOST_TEXT = 3800
MOST_BLOCKS = 45
#: Of one paragraph in one block; longer ones are cut between words.
LONGEST_PIECE = 2500
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Unit:
    """What is never cut: blocks that stand together, and what they say."""

    blocks: tuple[Block, ...]
    text: str


def thread(
    content: Content,
    title_of: Callable[[str], str],
    below: Mapping[str, Sequence[str]],
    notes: Sequence[str] = (),
) -> list[Message]:
    """`below`: section → markup that stands below its words, each line at most a block long. `notes`: for the top,
    such as what an amendment changed."""
    packed: list[list[Unit]] = []
    for unit in _units(content, title_of, below, notes):
        if packed and _fits([*packed[-1], unit]):
            packed[-1].append(unit)
        else:
            packed.append([unit])
    return [_message(units) for units in packed]


def _fits(units: Sequence[Unit]) -> bool:
    spoken = sum(length(unit.text) + 1 for unit in units)
    return spoken <= MOST_TEXT and sum(len(unit.blocks) for unit in units) <= MOST_BLOCKS


def _message(units: Sequence[Unit]) -> Message:
    return Message("\n".join(unit.text for unit in units), [block for unit in units for block in unit.blocks])


def _units(
    content: Content, title_of: Callable[[str], str], below: Mapping[str, Sequence[str]], notes: Sequence[str]
) -> Iterator[Unit]:
    facts = [*notes, *times_text(content)]
    yield Unit(tuple(blocks.context(fact) for fact in facts), "\n".join(facts))
    for section in content.sections:
        lines = [Unit((blocks.section(text),), text) for text in below.get(section.key, ())]
        yield from _headed(title_of(section.key), [*paragraphs(section.text), *lines])


def _headed(title: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The heading stays with what comes first below it."""
    if not units:
        return
    first, *rest = units
    yield Unit((blocks.header(title), *first.blocks), f"*{escape(title)}*\n{first.text}")
    yield from rest


def paragraphs(text: str) -> Iterator[Unit]:
    """What people wrote, as Markdown."""
    for paragraph in filter(None, (part.strip() for part in _PARAGRAPH.split(text))):
        for piece in pieces(paragraph, LONGEST_PIECE, escape):
            yield Unit((formatted(piece),), escape(piece))


def times_text(content: Content) -> list[str]:
    """As markup: when it began, was noticed, mitigated and ended, and for how long; which services."""
    zone = ZoneInfo(content.zone)
    began = f"Began {date_text(content.began_at, zone)}"
    told = [began]
    for word, at in (
        ("noticed", content.noticed_at),
        ("mitigated", content.mitigated_at),
        ("ended", content.ended_at),
    ):
        told += [f"{word} after {_after(at - content.began_at)}"] if at else []
    services = [f"Services: {escape(', '.join(content.services))}"] if content.services else []
    return [" · ".join(told), *services]


def _after(duration: timedelta) -> str:
    return duration_text(duration)
