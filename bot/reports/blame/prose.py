"""A text with, character by character, its people marked and its sentences parted."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.reports.blame.masks import masked
from bot.reports.blame.people import Lexicon

_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\t": " ", "\r": " ", "–": "-", "—": "-"}
)
_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bapprox)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)[.!](?=[\s)\"'*_]|$)|…"
)
_SENTENCE = re.compile(r"[^\n?]*[^\n?\s][^\n?]*[\n?]*")
_LIST = re.compile(r"\s*(?:[-*+•|#>]|\d+[.)])\s|\s*$")


@dataclass(frozen=True)
class Prose:
    """`marked` is as long as `text`; a line end in it is the end of a sentence."""

    text: str
    marked: str
    line_starts: Sequence[int]

    @classmethod
    def read(cls, text: str, people: Lexicon, names: Collection[str], template: Iterable[str]) -> "Prose":
        plain = masked(text.translate(_STRAIGHT), template)
        sentences = _END.sub("\n", _unwrapped(plain)).replace("*", " ")
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        return cls(text, people.marked(sentences, names), starts)

    def place(self, at: int) -> tuple[int, int]:
        """Line, from 1, and column, from 0."""
        line = bisect_right(self.line_starts, at)
        return line, at - self.line_starts[line - 1]

    def line(self, number: int) -> tuple[int, str, str]:
        """Where the line starts, as written, and marked."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] - 1 if number < len(self.line_starts) else len(self.text)
        return start, self.text[start:end], self.marked[start:end]

    @property
    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each begins, and ends with the line end or the question mark."""
        for found in _SENTENCE.finditer(self.marked):
            yield found.span()


def _unwrapped(text: str) -> str:
    """Lines that an editor broke, joined again by a blank: those into which the next line's first word did not fit."""
    lines = text.split("\n")
    parts = [lines[0]]
    for number, line in enumerate(lines[1:], start=1):
        before = lines[number - 1]
        widest = max(len(one) for one in lines[max(0, number - 4) : number + 4])
        full = len(before) + 1 + len(line.split(" ", 1)[0]) > widest >= 60
        goes_on = full and not _LIST.match(line) and line[:1].islower() and before[-1:] not in ".?!:;|"
        parts += [" " if goes_on else "\n", line]
    return "".join(parts)
