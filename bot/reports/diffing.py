"""What changed between two versions of a text, in words, as a person reads it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Fate(StrEnum):
    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Piece:
    text: str
    fate: Fate


_WORDS = re.compile(r"\s+|[^\s]+")
#: Of what stayed, so much is shown around each change.
AROUND = 60
#: Where fewer words stayed than this part of them, a word by word account would be a riddle.
LITTLE = 0.3


def changes(before: str, after: str) -> list[Piece]:
    """Word by word. Where hardly anything stayed, the whole old text goes and the whole new one comes."""
    if before == after:
        return [Piece(after, Fate.SAME)] if after else []
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if before and after and _words_in_common(matcher, old, new) < LITTLE:
        return [Piece(before, Fate.GONE), Piece("\n", Fate.SAME), Piece(after, Fate.NEW)]
    return list(_pieces(matcher, old, new))


def _words_in_common(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> float:
    """Which part of all words stayed, gaps between them not counted."""
    every = sum(not word.isspace() for word in (*old, *new))
    same = sum(not old[a + at].isspace() for a, _, size in matcher.get_matching_blocks() for at in range(size))
    return 2 * same / every if every else 1


def _pieces(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("".join(new[c:d]), Fate.SAME)
            continue
        if b > a:
            yield Piece("".join(old[a:b]), Fate.GONE)
        if d > c:
            yield Piece("".join(new[c:d]), Fate.NEW)


def excerpt(pieces: Sequence[Piece]) -> list[Piece]:
    """Without what stayed far from any change."""
    last = len(pieces) - 1
    return [
        Piece(_near(piece.text, at == 0, at == last), Fate.SAME) if piece.fate is Fate.SAME else piece
        for at, piece in enumerate(pieces)
    ]


def _near(text: str, first: bool, last: bool) -> str:
    if len(text) <= 3 * AROUND:
        return text
    head = "" if first else text[:AROUND]
    tail = "" if last else text[-AROUND:]
    return f"{head} … {tail}".strip(" ") if head or tail else "…"
