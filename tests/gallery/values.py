"""Something to show for every kind of value that a view takes: by the name of the parameter, or else by its type.

A name says more than a type: `by` is somebody, `link` is a link. What no name and no type tells needs an example of its
own in `examples.py`.
"""

import collections.abc
import dataclasses
import inspect
import types
import typing
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from bot import prompts
from bot.focus.rules import Week
from bot.resources import resource
from bot.settings import Operating
from bot.slack import blocks
from bot.slack.text import date_text
from tests.factories import MAYA, TOM, settings
from tests.gallery import samples

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 3, 10, 12, tzinfo=BERLIN)
WHEN = date_text(datetime(2026, 3, 2, 9, 0, tzinfo=BERLIN), BERLIN)
LINK = "<https://larkspur-freight.slack.com/archives/C0CTO/p1772442720000100|Why do we run two deploy pipelines?>"

#: Name of a parameter or field → what stands there.
BY_NAME: dict[str, Any] = {
    "advice": ["Say how we will know: a number, or what somebody can see."],
    "answer": "Release builds sign what they make, and the signing key may not leave that network. One by June.",
    "asker": "Ana Ruiz",
    "author": "Maya Okafor",
    "became": "goes on in private, so you hear no more of it.",
    "by": "Tom Brandt",
    "cto": "Maya Okafor",
    "channel": "C0CTO",
    "code": "4KQ7-WXYZ",
    "due": WHEN,
    "facts": "Severity 2, 24 February. Its owner is Leyla Demir.",
    "figures": ["Questions last week: 12 asked, 11 answered, half within 1 h 40 m of working time."],
    "heading": "Priya Raman accepted: it is promised for 13 March.",
    "how": "p95 in the search dashboard, from 640 ms to 200 ms",
    "left": "Lena Vogel",
    "link": LINK,
    "looks_again": "16 March",
    "made_by": "Maya Okafor",
    "message": "1772442720.000100",
    "name": "Tom Brandt",
    "next_post": WHEN,
    "note": "index rebuild slower than measured; trying the smaller one",
    "other": LINK,
    "owner": "Priya Raman",
    "question": "Why do we run two deploy pipelines?",
    "asked_back": "Do you mean the build or the release?",
    "reason": "the contract is not signed",
    "sentence": "It is settled: nothing needs doing here.",
    "sentences": ["*Focus* asks the CTO for the week's post."],
    "severity": 2,
    "shown_at": WHEN,
    "text": "Why do we run two deploy pipelines?",
    "action": "5 actions, 1 done, next due 6 March",
    "at": WHEN,
    "effect": "the answer clock stops",
    "evidence": "the search dashboard",
    "fact": "Severity 2, ended 24 February, written by Leyla Demir",
    "line": "that alerts at night went to a muted channel",
    "notes": "We did not know that the cache was cold after each release.",
    "place": "the kitchen on the third floor",
    "questions": "What surprised you? What made it hard, and what helped?",
    "long_carried": "Payments leave the shared database",
    "said": "answered",
    "hours": "09:00-17:30 on working days",
    "rewrite": "the alert went to a channel that is muted at night; it was seen at 06:40",
    "said_by": "Tom Brandt",
    "search": "",
    "service": "checkout",
    "services": "checkout",
    "state": "in review",
    "still_true": "still true on 2 March",
    "writers": "Leyla Demir",
    "writer": "Leyla Demir",
    "zone": "Europe/Berlin",
    "thread": "https://larkspur-freight.slack.com/archives/C0CTO/p1772442720000100",
    "title": "Checkout slow for 47 minutes on 24 February",
    "until": "2026-03-16",
    "links": [LINK],
    "typed": "Payments leave the shared database",
    "what": "Search answers in under 200 ms",
    "when": WHEN,
    "where": "<#C0CTO>",
    "who": "Maya Okafor",
    "who_asked_whom": "Maya Okafor asked Tom Brandt",
    "why": "Two of our largest customers search all day.",
    "word": "The second action is what I would have missed.",
    "words": "The runbook assumes a warm cache.",
}


class NoExample(Exception):
    """Neither name nor type tells what could stand there."""


def call(function: Callable[..., Any], **given: Any) -> Any:
    """With something for every parameter that is not given and has no default."""
    hints = typing.get_type_hints(function)
    asked = inspect.signature(function).parameters.values()
    needed = [one for one in asked if one.name not in given and (one.default is one.empty or one.name in _ALWAYS)]
    made = {one.name: make(hints[one.name], one.name, function.__module__) for one in needed}
    return function(**{**made, **given})


#: Shown also where a view could do without.
_ALWAYS = frozenset({"similar", "figures", "remarks"})


def make(kind: Any, name: str, place: str) -> Any:
    if kind is str and isinstance(BY_NAME.get(name), str):
        return BY_NAME[name]
    if kind == prompts.Words and name == "words":
        return _words(place)
    if kind == dict[str, Any]:
        return BY_TYPE[kind]
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return make(next(one for one in typing.get_args(kind) if one is not type(None)), name, place)
    if origin in _MANY:
        return _several(kind, name, place)
    if origin is collections.abc.Callable or kind is Callable:
        return lambda *_: "Tom Brandt"
    if origin is typing.Literal:
        return typing.get_args(kind)[0]
    return _single(kind, name, place)


_MANY = (collections.abc.Sequence, collections.abc.Mapping, collections.abc.Collection, list, tuple, dict, frozenset)


def _words(place: str) -> prompts.Words:
    """All those of the practice that the view is of."""
    practice, loaded = place.split(".")[1].removesuffix("s"), prompts.load()
    names = [file.stem for file in sorted(resource("prompts").glob("*.toml")) if file.stem.startswith(practice)]
    return {name: sentence for thing in names for name, sentence in loaded.of(thing).items()}


def _several(kind: Any, name: str, place: str) -> Any:
    inside = typing.get_args(kind)
    if typing.get_origin(kind) in (collections.abc.Mapping, dict):
        return {}
    if isinstance(BY_NAME.get(name), list) and str in inside:
        return BY_NAME[name]
    if typing.get_origin(kind) is tuple and not (len(inside) == 2 and inside[1] is ...):
        return tuple(make(one, name, place) for one in inside)
    return (make(inside[0], name.removesuffix("s"), place),)


def _single(kind: Any, name: str, place: str) -> Any:
    if kind in BY_TYPE:
        return BY_TYPE[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if dataclasses.is_dataclass(typing.get_origin(kind) or kind):
        return _filled(kind, place)
    if kind is str:
        return f"({name.replace('_', ' ')})"
    raise NoExample(f"{name}: {kind}")


BY_TYPE: dict[Any, Any] = {
    **samples.BY_TYPE,
    bool: True,
    int: 3,
    float: 3.0,
    date: date(2026, 3, 13),
    datetime: NOW,
    time: time(9, 0),
    timedelta: timedelta(hours=1, minutes=5),
    tzinfo: BERLIN,
    ZoneInfo: BERLIN,
    Week: Week(2026, 10),
    Operating: settings(),
    dict[str, Any]: blocks.section("The database could not carry the difference."),
}


def _filled(kind: Any, place: str) -> Any:
    """All its fields, also those that could be left empty: a view shows most where most is there."""
    origin = typing.get_origin(kind) or kind
    told = dict(zip(getattr(origin, "__parameters__", ()), typing.get_args(kind), strict=True))
    hints = {name: _of(hint, told) for name, hint in typing.get_type_hints(origin).items()}
    given = {one.name: _field(hints[one.name], one, place) for one in dataclasses.fields(origin) if one.init}
    return kind(**given)


def _of(hint: Any, told: dict[Any, Any]) -> Any:
    """`tuple[Amount, ...]` of a Spread[float] is one of floats."""
    open_ones = getattr(hint, "__parameters__", ())
    return hint[tuple(told[one] for one in open_ones)] if open_ones else told.get(hint, hint)


def _field(hint: Any, field: "dataclasses.Field[Any]", place: str) -> Any:
    if field.name == "id" and hint is str:
        return TOM
    if hint is bool and field.default is not dataclasses.MISSING:
        return field.default
    return make(hint, field.name, place)


__all__ = ["BERLIN", "BY_NAME", "LINK", "MAYA", "NOW", "TOM", "NoExample", "call", "make"]
