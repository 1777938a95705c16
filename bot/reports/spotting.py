"""Where something of the house stands in a text: by kinds, each with its reason and with what can stand instead."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.reports.house import SYSTEM, House

_MENTION = re.compile(r"<(?P<sign>[@#!])(?P<id>[^>|]*)(?:\|[^>]*)?>|(?<![\w.])@[^\W\d_][\w.-]*")
_URL = re.compile(r"<?(?P<url>\b[a-z][a-z0-9+.-]*://[^\s<>)|\]]+)(?:\|(?P<label>[^>]*)>|>)?", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b(?::\d+)?|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b", re.I)
_ENDINGS = (
    "internal local localdomain corp lan intra intranet private svc cluster prod staging test home com net org io dev "
    "app cloud ai co tech info biz xyz gg so sh me us eu uk de fr nl es it pl ch at be dk se no fi in jp cn br ca au nz"
)
_HOST = re.compile(rf"(?<![\w@./-])(?:[\w-]+\.)+(?:{'|'.join(_ENDINGS.split())})\b(?![\w-])(?::\d+)?", re.IGNORECASE)
_ID = re.compile(r"\b(?=[A-Z]*\d)[UWCGDT][A-Z0-9]{7,}\b")
_CHANNEL = re.compile(r"(?<![\w&#/])#[^\W\d][\w-]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")
_HANDLE = re.compile(r"(?<![\w.-])[^\W\d_]+(?:[._-][^\W\d_]+)*(?![\w-])")
_DASHED = re.compile(r"(?<![\w-])[\w]+(?:[-_.][\w]+)*(?![\w-])")
#: Nobody but the organisation writes like this.
_LOOKS = (
    (re.compile(r"`[^`\n]+`"), "looks like code"),
    (re.compile(r"(?<![\w./:-])(?:/[\w.-]+){2,}"), "looks like a path"),
    (re.compile(r"\b[A-Z][A-Z0-9]+-\d+\b"), "looks like a ticket"),
    (re.compile(r"(?<![\w&])#\d+\b"), "looks like a ticket"),
    (re.compile(r"\b(?=[0-9a-f-]*[0-9])(?=[0-9a-f-]*[a-f])[0-9a-f]{7,}(?:-[0-9a-f]+)*\b"), "looks like an id"),
    (re.compile(r"\b[A-Za-z][A-Za-z0-9]*(?:[_][A-Za-z0-9]+)+\b"), "looks like the name of a system"),
    (re.compile(r"(?<![\w-])[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d+\b(?!-)"), "looks like the name of a machine"),
    (re.compile(r"\b[A-Z]?[a-z]+(?:[A-Z][a-z]+)+\b"), "looks like the name of a system"),
)
_SENTENCE = re.compile(r"[^.!?\n]+")
_TELLING = re.compile(
    r"(?<=[a-z,] )(?!(?:I|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?\b)[^\W\d_a-z][\w-]+"
    r"|\b(?=[\w-]*[^\W\d])(?=[\w-]*[\d_])\w[\w-]*\b|[€$£¥] ?\d[\d.,]*\d"
)
_MONTHS = frozenset(month for month in calendar.month_name if month)


@dataclass(frozen=True)
class Found:
    """`certain`: customers read it in no case; of the rest somebody can say that it may stay."""

    text: str
    why: str
    certain: bool = True


@dataclass(frozen=True)
class Spot:
    start: int
    end: int
    found: Found
    instead: str = ""


Kind = Callable[[str, House], Iterator[Spot]]


def _withheld(text: str, house: House) -> Iterator[Spot]:
    why = "the report says that it cannot be shared"
    for sentence in filter(None, (one.strip(" *_-•>\t") for one in _SENTENCE.findall(house.withheld))):
        if len(sentence.split()) > 2:
            for start in _places(text, sentence):
                yield Spot(start, start + len(sentence), Found(text[start : start + len(sentence)], why))
    for token in {match[0] for match in _TELLING.finditer(house.withheld)} - _MONTHS:
        for match in re.finditer(rf"(?<!\w){re.escape(token)}(?!\w)", text):
            yield Spot(match.start(), match.end(), Found(match[0], why, certain=False), "something we cannot share")


def _places(text: str, phrase: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(phrase), text, re.IGNORECASE))


def _mentions(text: str, house: House) -> Iterator[Spot]:
    for match in _MENTION.finditer(text):
        instead = house.ids.get(match["id"] or "", "a colleague")
        instead = {"#": "an internal channel", "!": ""}.get(match["sign"] or "", instead)
        yield Spot(match.start(), match.end(), Found(match[0], "a mention in Slack"), instead)
    for match in _ID.finditer(text):
        instead = house.ids.get(match[0], "" if match[0][0] not in "UW" else "a colleague")
        yield Spot(match.start(), match.end(), Found(match[0], "an id of Slack"), instead)


def _links(text: str, house: House) -> Iterator[Spot]:
    for match in _URL.finditer(text):
        if not _is_public(_host_of(match["url"]), house):
            why = "a link that is not among the public sites"
            yield Spot(match.start(), match.end(), Found(match["url"], why), match["label"] or "")


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_public(host: str, house: House) -> bool:
    host = host.casefold()
    return any(host == site or host.endswith(f".{site}") for site in house.public)


def _addresses(text: str, house: House) -> Iterator[Spot]:
    for pattern, why in ((_MAIL, "a mail address"), (_ADDRESS, "an address inside")):
        for match in pattern.finditer(text):
            yield Spot(match.start(), match.end(), Found(match[0], why), "")
    within_links = [(match.start(), match.end()) for match in _URL.finditer(text)]
    for match in _HOST.finditer(text):
        in_a_link = any(start <= match.start() < end for start, end in within_links)
        if not in_a_link and not _is_public(match[0].partition(":")[0], house):
            yield Spot(match.start(), match.end(), Found(match[0], "an address inside"), SYSTEM)


def _channels(text: str, house: House) -> Iterator[Spot]:
    for match in _CHANNEL.finditer(text):
        yield Spot(match.start(), match.end(), Found(match[0], "a channel"), "an internal channel")
    for match in _DASHED.finditer(text):
        name = match[0]
        if name.casefold() in house.channels and not name.isalpha():
            yield Spot(match.start(), match.end(), Found(name, "a channel"), "an internal channel")


def _names(text: str, house: House) -> Iterator[Spot]:
    """What is also a word may stay where it is one: May, Will."""
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if run and (match[0] not in house.roles or text[run[-1].end() : match.start()] not in (" ", "-")):
            yield _person(text, run, house)
            run = []
        if match[0] in house.roles:
            run.append(match)
    if run:
        yield _person(text, run, house)
    for match in _HANDLE.finditer(text):
        if role := house.handles.get(match[0].casefold()):
            yield Spot(match.start(), match.end(), Found(match[0], "the name of somebody here"), role)
    for name, role in house.without_case.items():
        for start in _places(text, name):
            yield Spot(start, start + len(name), Found(name, "the name of somebody here"), role)


def _person(text: str, run: list[re.Match[str]], house: House) -> Spot:
    start, end = run[0].start(), run[-1].end()
    role = house.people.get(text[start:end], house.roles[run[0][0]])
    return Spot(start, end, Found(text[start:end], "the name of somebody here", certain=len(run) > 1), role)


def _full_names(text: str, house: House) -> Iterator[Spot]:
    """Also where somebody did not care for capitals."""
    low = text.casefold()
    if len(low) != len(text):
        return
    words = {match[0] for match in _WORD.finditer(low)}
    for name, role in house.people.items():
        parts = name.casefold().split()
        if len(parts) > 1 and parts[0] in words and parts[-1] in words:
            spelt = r"\s+".join(map(re.escape, parts))
            for match in re.finditer(rf"(?<!\w){spelt}(?!\w)", low):
                found = Found(text[match.start() : match.end()], "the name of somebody here")
                yield Spot(match.start(), match.end(), found, role)


def _systems(text: str, house: House) -> Iterator[Spot]:
    for name, public in sorted(house.systems.items()):
        for match in re.finditer(rf"(?<!\w){re.escape(name.strip())}(?!\w)", text, re.IGNORECASE):
            yield Spot(match.start(), match.end(), Found(match[0], "an internal name"), public or SYSTEM)


def _looks(text: str, house: House) -> Iterator[Spot]:
    for pattern, why in _LOOKS:
        for match in pattern.finditer(text):
            yield Spot(match.start(), match.end(), Found(match[0], why, certain=False))


KNOWN: tuple[Kind, ...] = (
    _withheld,
    _mentions,
    _links,
    _addresses,
    _channels,
    _full_names,
    _names,
    _systems,
)
ALL = (*KNOWN, _looks)
