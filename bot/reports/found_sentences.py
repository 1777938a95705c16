"""The sentences of a text that findings stand in: what a writer is shown to say another way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reports.blame.check import Finding
from bot.slack.text import escape, one_line, shorten

_END = re.compile(r"(?<=[.!?…])\s+|\n")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d+[.)])?\s*")


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    text: str
    findings: tuple[Finding, ...]


def told(found: Finding) -> str:
    """As markup: the phrase, why it matters, and how else to say it."""
    phrase = escape(shorten(one_line(found.text), 120))
    return f"“{phrase}” · {escape(found.reason)}\n_try:_ {escape(found.rewrite)}"


def with_findings(text: str, found: Sequence[Finding]) -> list[Sentence]:
    """In order, each once; of a list item without its bullet."""
    chosen: list[Sentence] = []
    for one in sorted(found, key=lambda one: (one.line, one.start)):
        first, last = _span(text, one)
        if chosen and first < chosen[-1].end:
            before = chosen[-1]
            end = max(before.end, last)
            chosen[-1] = replace(before, end=end, text=text[before.start : end], findings=(*before.findings, one))
        elif last > first:
            chosen.append(Sentence(first, last, text[first:last], (one,)))
    return chosen


def _span(text: str, found: Finding) -> tuple[int, int]:
    lines = text.split("\n")
    begin = sum(len(line) + 1 for line in lines[: found.line - 1]) + found.start
    end = begin + (found.end - found.start)
    ends = [(match.start(), match.end()) for match in _END.finditer(text)]
    first = max((after for _, after in ends if after <= begin), default=0)
    last = min((at for at, _ in ends if at >= end), default=len(text))
    bullet = _BULLET.match(text, first, last)
    return (min(begin, bullet.end()) if bullet else first), last


def replaced(text: str, sentences: Sequence[Sentence], instead: Sequence[str]) -> str:
    """With the new words in place of each sentence; from the end, so that places stay right."""
    for sentence, words in reversed(list(zip(sentences, instead, strict=True))):
        text = text[: sentence.start] + words + text[sentence.end :]
    return text
