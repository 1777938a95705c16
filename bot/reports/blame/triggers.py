"""Which sentences a pattern can match in at all: some hundred patterns, and most sentences concern none of them.

Of each pattern we work out pieces of text of which every match contains at least one. A sentence without any of them
needs no search. It changes how fast the check is, never what it finds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from re import _parser  # type: ignore[attr-defined]  # has no public name
from typing import Any

#: Pieces of a sentence are this long; a marked person is a piece of one letter.
SHORT, LONG = 3, 4
_FEW = 60


def pieces_of(sentence: str) -> set[str]:
    pieces = {letter for letter in sentence if letter.isupper()}
    for size in (SHORT, LONG):
        pieces.update([sentence[at : at + size] for at in range(len(sentence) - size + 1)])
    return pieces


class Triggers:
    """From pieces to the numbers of the patterns that they may belong to."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._by_piece: Mapping[str, set[int]] = defaultdict(set)
        self._always: set[int] = set()
        for number, pattern in enumerate(patterns):
            needed = _needed(_parser.parse(pattern.pattern))
            if needed is None:
                self._always.add(number)
            for words in needed or ():
                self._by_piece[_piece(words)].add(number)

    def woken_by(self, sentence: str) -> Iterable[int]:
        woken = set(self._always)
        for piece in pieces_of(sentence) & self._by_piece.keys():
            woken |= self._by_piece[piece]
        return woken


def _piece(words: str) -> str:
    """The part of it that is looked up: one without a blank, if there is one."""
    size = min(len(words), LONG) if len(words) > 1 else 1
    windows = [words[at : at + size] for at in range(len(words) - size + 1)]
    return next((window for window in windows if " " not in window), windows[0])


def _needed(parsed: Any) -> frozenset[str] | None:
    """Pieces of which a match has at least one; None where there are none to tell."""
    found = [each for each in _each(parsed) if each and len(each) <= _FEW]
    return max(found, key=lambda each: (min(map(_weight, each)), -len(each)), default=None)


def _weight(words: str) -> float:
    return 1 if len(words) == 1 else min(len(words), LONG)


def _each(parsed: Any) -> Iterator[frozenset[str] | None]:
    run = ""
    for op, value in parsed:
        if str(op) == "LITERAL":
            run += chr(value)
            continue
        yield from _of_run(run)
        run = ""
        yield _of_part(str(op), value)
    yield from _of_run(run)


def _of_run(run: str) -> Iterator[frozenset[str]]:
    if len(run) >= SHORT:
        yield frozenset([run])


def _of_part(op: str, value: Any) -> frozenset[str] | None:
    if op == "SUBPATTERN":
        return _needed(value[-1])
    if op in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _needed(value[2])
    if op == "BRANCH":
        each = [_needed(one) for one in value[1]]
        return None if None in each else frozenset().union(*(one for one in each if one))
    if op == "IN" and all(str(kind) == "LITERAL" and chr(letter).isupper() for kind, letter in value):
        return frozenset(chr(letter) for _, letter in value)
    return None
