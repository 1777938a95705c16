"""The words that Slack's limits are written in: each gives a check, which finds what is wrong and where."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.slack.text import length

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True)
class Problem:
    pointer: str
    says: str
    most: int | None = None  # characters or items, where cutting heals it

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.says}"


class InvalidBlocks(ValueError):
    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, found)))
        self.problems = tuple(found)


Check = Callable[[Any, str], Iterator[Problem]]
Fields = Mapping[str, Check]
Nodes = Sequence[tuple[str, dict[Any, Any]]]

# The words the tables are written in.


def string(most: int | None = None, least: int = 0, like: str = "", cut: bool = False) -> Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "must be a string")
        elif length(value) < least:
            yield Problem(at, f"needs {least} character or more")
        elif most is not None and length(value) > most:
            yield Problem(at, f"{length(value)} characters; at most {most}", most if cut else None)
        elif not re.match(like, value):
            yield Problem(at, f"is not like {like}")

    return check


def said(most: int | None) -> Check:
    """A string that people read: it may be cut."""
    return string(most, least=1, cut=True)


def number(least: float = -math.inf, most: float = math.inf) -> Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Problem(at, "must be a number")
        elif not (math.isfinite(value) and least <= value <= most):
            yield Problem(at, f"{value} is not within {least} and {most}")

    return check


def flag(value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem(at, "must be true or false")


def choice(*allowed: str) -> Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(at, f"must be one of {', '.join(allowed)}")

    return check


def items(least: int, most: int | None, each: Check) -> Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list | tuple):
            yield Problem(at, "must be a list")
            return
        if len(value) < least:
            yield Problem(at, f"needs {least} or more")
        if most is not None and len(value) > most:
            yield Problem(at, f"{len(value)} items; at most {most}")
        for index, item in enumerate(value):
            yield from each(item, f"{at}/{index}")

    return check


def shape(needs: Fields, *rules: Check, **may: Check) -> Check:
    known = {"type": _anything, **needs, **may}

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
            return
        yield from (Problem(f"{at}/{name}", "is missing") for name in needs if name not in value)
        for name, inner in value.items():
            pointer = f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}"
            yield from known.get(name, _unknown)(inner, pointer)
        for rule in rules:
            yield from rule(value, at)

    return check


def _anything(value: Any, at: str) -> Iterator[Problem]:
    yield from ()


def _unknown(value: Any, at: str) -> Iterator[Problem]:
    yield Problem(at, "is not a field here")


def one_of(table: Fields, *names: str) -> Check:
    """An object whose `type` is one of `names`, or any in `table`, and which is as the table says."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        name = kind(value)
        if name not in (names or table) or name not in table:
            allowed = ", ".join(names or table)
            yield Problem(f"{at}/type", f"{name or 'this'} is not known or not allowed here; {allowed} are")
        else:
            yield from table[name](value, at)

    return check


def some(*names: str, exactly: bool = False) -> Check:
    def check(value: Any, at: str) -> Iterator[Problem]:
        given = sum(bool(value.get(name)) for name in names)
        if not given or (exactly and given > 1):
            yield Problem(at, f"needs {'exactly ' if exactly else ''}one of {', '.join(names)}")

    return check


def initial_is_offered(value: Any, at: str) -> Iterator[Problem]:
    """A preset choice must be one of the options, to the letter."""
    offered = [*_list(value.get("options"))]
    for group in _list(value.get("option_groups")):
        offered += _list(group.get("options")) if isinstance(group, dict) else []
    preset = [*_list(value.get("initial_options")), *filter(None, [value.get("initial_option")])]
    if any(option not in offered for option in preset):
        yield Problem(at, "the initial option is not among the options")


def kind(node: Any) -> str:
    name = node.get("type") if isinstance(node, dict) else None
    return name if isinstance(name, str) else ""


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
