"""What must not reach customers: names of people, Slack's mentions, links into the house, names of its systems."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

_MENTION = re.compile(r"<[@#!][^>]*>|(?<![\w.])@[A-Za-z][\w.-]*")
_URL = re.compile(r"https?://[^\s<>)|\]]+")
_ADDRESS = re.compile(
    r"\b[\w.+-]+@[\w-]+\.[\w.]+\b|\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[\w-]+\.(?:internal|local|corp|lan)\b"
)
_ID = re.compile(r"\b[UWCG]0?[A-Z0-9]{8,}\b")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True)
class Found:
    text: str
    why: str


@dataclass(frozen=True)
class House:
    """`people`: full names; `internal`: what customers do not know by name; `public`: hosts that they may visit."""

    people: frozenset[str] = frozenset()
    internal: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()


def find(text: str, house: House) -> list[Found]:
    """Each thing once, in the order of the text."""
    spotted = [*_mentions(text), *_links(text, house.public), *_names(text, house.people)]
    spotted += _systems(text, house.internal)
    once = dict.fromkeys(found for _, found in sorted(spotted, key=lambda each: each[0]))
    return list(once)


def _mentions(text: str) -> Iterator[tuple[int, Found]]:
    for pattern, why in ((_MENTION, "a mention in Slack"), (_ID, "an id of Slack"), (_ADDRESS, "an address inside")):
        for match in pattern.finditer(text):
            yield match.start(), Found(match[0], why)


def _links(text: str, public: Collection[str]) -> Iterator[tuple[int, Found]]:
    for match in _URL.finditer(text):
        host = (urlsplit(match[0]).hostname or "").casefold()
        if not any(host == site or host.endswith(f".{site}") for site in public):
            yield match.start(), Found(match[0], "a link that is not among the public sites")


def _names(text: str, people: Collection[str]) -> Iterator[tuple[int, Found]]:
    """By each word of anybody's name, in its own letters: "Will" is a name, "will" is none."""
    parts = {part for name in people for part in name.split() if len(part) > 1 and part[0].isupper()}
    for match in _WORD.finditer(text):
        if _bare(match[0]) in parts:
            yield match.start(), Found(_bare(match[0]), "the name of somebody here")


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _systems(text: str, internal: Collection[str]) -> Iterator[tuple[int, Found]]:
    for name in sorted(filter(str.strip, internal)):
        for match in re.finditer(rf"(?<!\w){re.escape(name.strip())}(?!\w)", text, re.IGNORECASE):
            yield match.start(), Found(match[0], "an internal name")
