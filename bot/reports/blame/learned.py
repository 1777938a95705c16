"""A hint for sentences that no rule knows: how much their words together resemble sentences that blame.

A linear model over words, their pieces, neighbouring words, and who the words are said of: a table of weights, learned
from the sentences in tests/reports/blame by `python -m bench.blame_learning`. It explains itself by the words that
weigh most.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_TOKEN = re.compile(r"([A-Y])\1*(Z*)|[a-z_']+|[0-9][0-9:.,%-]*|[?,;:]")
_ENDINGS = ("fulness", "ness", "ingly", "edly", "ing", "ed", "ly", "es", "s", "e")
#: Pieces tell of words that were not learned: "unattended" by "unat" and "tended".
_SHORTEST, _LONGEST = 4, 5
#: Words that stand near each other, with others between them.
_APART = (2, 3)
#: Who exactly is spoken of matters little here: names, roles and "he" are all somebody.
_SOMEBODY = frozenset("NRJHSDV")


@dataclass(frozen=True)
class Token:
    """A word as the model sees it and as it is written, and where it stands."""

    form: str
    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Learned:
    weights: Mapping[str, float]
    bias: float

    def likelihood(self, tokens: Sequence[Token]) -> float:
        """Between 0 and 1, of a sentence that blames."""
        total = self.bias + sum(self.weights.get(feature, 0.0) for feature in {name for name, _ in features(tokens)})
        return 1 / (1 + math.exp(-total))

    def telling(self, tokens: Sequence[Token], most: int = 3) -> list[Token]:
        """The words that speak most for blame, in their order."""
        points = [0.0] * len(tokens)
        for feature, places in features(tokens):
            for place in places:
                points[place] += self.weights.get(feature, 0.0) / len(places)
        words = [n for n, token in enumerate(tokens) if token.form[0].isalpha() and points[n] > 0]
        best = sorted(words, key=lambda n: -points[n])[:most]
        return [tokens[n] for n in sorted(best)]


@cache
def learned() -> Learned:
    content = json.loads(files("bot.reports.blame").joinpath("learned.json").read_text(encoding="utf-8"))
    return Learned(content["weights"], content["bias"])


def tokens_of(marked: str) -> list[Token]:
    return [Token(_form(found), found[0], *found.span()) for found in _TOKEN.finditer(marked)]


def _form(found: re.Match[str]) -> str:
    if found[1]:
        who = "P" if found[1] in _SOMEBODY else found[1]
        return f"{who}z" if found[2] else who
    return "#" if found[0][0].isdigit() else _stem(found[0])


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if len(word) > 4 and word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    whole = f"<{word}>"
    sizes = range(_SHORTEST, _LONGEST + 1) if len(word) >= _SHORTEST - 1 else ()
    return tuple(f"~{whole[at : at + size]}" for size in sizes for at in range(len(whole) - size + 1))


def features(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What the model weighs, each with the tokens it is made of."""
    forms = [token.form for token in tokens]
    last = len(forms) - 1
    who: int | None = None
    for at, form in enumerate(forms):
        yield form, (at,)
        yield (f"^ {form}", (at,)) if at == 0 else (f"{forms[at - 1]} {form}", (at - 1, at))
        for apart in _APART:
            if at >= apart:
                yield f"{forms[at - apart]} .. {form}", (at - apart, at)
        if at == last:
            yield f"{form} $", (at,)
        if form[0].islower():
            for piece in _pieces(tokens[at].word):
                yield piece, (at,)
        if form[0].isupper():
            who = at
        elif who is not None and form not in ",;:?":
            yield f"{forms[who]}>{form}", (who, at)
