"""Two people save one form: what one of them left alone stays as the other has it, what both changed goes to them.

A form remembers a stamp of each field as it was opened, which fits a window's memory however long the text.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
Stamps = Mapping[str, str]


@dataclass(frozen=True)
class Merged:
    """`both`: fields that each of them put otherwise, where `values` has the second one's."""

    values: dict[str, Any]
    both: tuple[str, ...]


def stamps(values: Values) -> dict[str, str]:
    return {name: stamp(value) for name, value in values.items()}


def stamp(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def merge(opened: Stamps | None, mine: Values, current: Values) -> Merged:
    """`opened`: as the form was opened; None where it remembers nothing, and what was typed counts."""
    if opened is None:
        return Merged(dict(mine), ())
    untouched = {name for name, value in mine.items() if stamp(value) == opened.get(name)}
    moved = {name for name, value in current.items() if stamp(value) != opened.get(name)}
    both = tuple(name for name in mine if name in moved - untouched and mine[name] != current[name])
    return Merged({name: current[name] if name in untouched else value for name, value in mine.items()}, both)
