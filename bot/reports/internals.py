"""What must not reach customers, where it stands in a text, and the text without it."""

import re
from collections.abc import Sequence

from bot.reports.house import House, composed
from bot.reports.spotting import ALL, KNOWN, Found, Kind, Spot


def find(text: str, house: House) -> list[Found]:
    """Each thing once, in the order of the text."""
    return list(dict.fromkeys(spot.found for spot in _spots(composed(text), house, ALL)))


def without(text: str, house: House) -> str:
    """The text with roles for people, public names for systems, and nothing else of the house. What only looks like it
    stays, for somebody to decide."""
    text = composed(text)
    for _ in range(5):
        spots = _spots(text, house, KNOWN)
        if not spots:
            break
        text = _tidy(_replaced(text, spots))
    return text


def _replaced(text: str, spots: Sequence[Spot]) -> str:
    for spot in reversed(spots):
        text = _put(text[: spot.start], spot.instead) + text[spot.end :]
    return text


def _put(before: str, instead: str) -> str:
    """In good grammar: no two articles, and a capital where a sentence begins."""
    article = _ARTICLE.match(instead)
    if article and (ahead := _DETERMINER.search(before)):
        if ahead[1].casefold() in ("a", "an"):
            before = before[: ahead.start()]
        else:
            instead = instead[article.end() :]
    if instead and _begins(before):
        instead = instead[0].upper() + instead[1:]
    return before + instead


_ARTICLE = re.compile(r"(?:an?|the) ")
_DETERMINER = re.compile(r"\b(an?|the|our|this|that|their|your|each|every) $", re.IGNORECASE)


def _begins(before: str) -> bool:
    return not before.strip(" *_-•>\t") or bool(re.search(r"(?:[.!?]\s+|\n[\s*_•>-]*)$", before))


_TIDY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[(\[]\s*[,;:]?\s*[)\]]"), ""),
    (re.compile(r"(?<=\S)[ \t]{2,}"), " "),
    (re.compile(r"[ \t]+(?=[.,;!?\n]|$)"), ""),
)


def _tidy(text: str) -> str:
    for pattern, instead in _TIDY:
        text = pattern.sub(instead, text)
    return text


def _spots(text: str, house: House, kinds: Sequence[Kind]) -> list[Spot]:
    """What begins first, and of those the longest; none within another."""
    spotted = [spot for kind in kinds for spot in kind(text, house)]
    kept: list[Spot] = []
    for spot in sorted(spotted, key=lambda each: (each.start, -each.end)):
        if not kept or spot.start >= kept[-1].end:
            kept.append(spot)
    return kept
