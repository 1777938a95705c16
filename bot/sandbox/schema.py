"""Small checks that combine into Slack's own validator: each yields what is wrong, and where."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    message: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer or '/'}]"


Problems = Iterator[Problem]
Check = Callable[[object, str], Problems]
Rule = Callable[[Mapping[str, object], str], Problems]


def anything(thing: object, at: str) -> Problems:
    yield from ()


def boolean(thing: object, at: str) -> Problems:
    if not isinstance(thing, bool):
        yield Problem("must provide a boolean", at)


def string(most: int, least: int = 0) -> Check:
    def check(thing: object, at: str) -> Problems:
        if not isinstance(thing, str):
            yield Problem("must provide a string", at)
        elif len(thing) > most:
            yield Problem(f"must be less than {most + 1} characters", at)
        elif len(thing) < least:
            yield Problem(f"must be more than {least - 1} characters", at)

    return check


def matching(pattern: str, name: str) -> Check:
    def check(thing: object, at: str) -> Problems:
        if not isinstance(thing, str):
            yield Problem("must provide a string", at)
        elif not re.fullmatch(pattern, thing):
            yield Problem(f"must be a valid {name}", at)

    return check


def integer(least: int, most: int) -> Check:
    def check(thing: object, at: str) -> Problems:
        if not isinstance(thing, int) or isinstance(thing, bool):
            yield Problem("must provide a number", at)
        elif not least <= thing <= most:
            yield Problem(f"must be between {least} and {most}", at)

    return check


def number(above: float | None = None) -> Check:
    def check(thing: object, at: str) -> Problems:
        if not isinstance(thing, int | float) or isinstance(thing, bool):
            yield Problem("must provide a number", at)
        elif above is not None and thing <= above:
            yield Problem(f"must be more than {above}", at)

    return check


def readable(read: Callable[[str], object], name: str) -> Check:
    """A string that means something: a date of the calendar, a zone that exists."""

    def check(thing: object, at: str) -> Problems:
        if not isinstance(thing, str):
            yield Problem("must provide a string", at)
            return
        try:
            read(thing)
        except (ValueError, KeyError, OSError):
            yield Problem(f"must be a valid {name}", at)

    return check


def one_of(*values: object) -> Check:
    def check(thing: object, at: str) -> Problems:
        if thing not in values:
            yield Problem("must be a valid enum value", at)

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    def check(thing: object, at: str) -> Problems:
        if not isinstance(thing, list):
            yield Problem("must provide an array", at)
            return
        if len(thing) > most:
            yield Problem(f"no more than {most} items allowed", at)
        if len(thing) < least:
            yield Problem(f"must provide at least {least} items", at)
        for number, item in enumerate(thing):
            yield from each(item, f"{at}/{number}")

    return check


@dataclass(frozen=True)
class Shape:
    """An object with the fields it must and may have, and rules over several of them."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def __call__(self, thing: object, at: str) -> Problems:
        if not isinstance(thing, dict):
            yield Problem("must provide an object", at)
            return
        yield from self._fields(thing, at)
        for rule in self.rules:
            yield from rule(thing, at)

    def _fields(self, thing: Mapping[str, object], at: str) -> Problems:
        known = {**self.required, **self.optional}
        for name in self.required:
            if thing.get(name) is None:
                yield Problem(f"missing required field: {name}", at)
        for name, value in thing.items():
            if name == "type":
                continue
            if name not in known:
                yield Problem(f"invalid additional property: {name}", at)
            elif value is not None:
                yield from known[name](value, f"{at}/{name}")


def typed(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which shape it has."""

    def check(thing: object, at: str) -> Problems:
        if not isinstance(thing, dict):
            yield Problem("must provide an object", at)
        elif "type" not in thing:
            yield Problem("missing required field: type", at)
        elif not isinstance(thing["type"], str) or thing["type"] not in shapes:
            yield Problem(f"unsupported type: {thing['type']}", f"{at}/type")
        else:
            yield from shapes[thing["type"]](thing, at)

    return check


def exactly_one(*names: str) -> Rule:
    def rule(thing: Mapping[str, object], at: str) -> Problems:
        if sum(thing.get(name) is not None for name in names) != 1:
            yield Problem("must define exactly one of " + ", ".join(f"`{name}`" for name in names), at)

    return rule


def at_least_one(*names: str) -> Rule:
    def rule(thing: Mapping[str, object], at: str) -> Problems:
        if all(thing.get(name) is None for name in names):
            yield Problem("must define either " + " or ".join(f"`{name}`" for name in names), f"{at}/type")

    return rule
