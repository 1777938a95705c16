"""A person's ids and names in any value, and what stands there afterwards."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot import someone
from bot.keeping import spellings

#: Letters of the longest word within a name that no name begins with.
_SMALL = 3


@dataclass(frozen=True)
class Traces:
    """`ids`: of the person and of the channels of their direct messages. `names` are replaced inside sentences too,
    `whole` only where they are all that stands there: as one word, they may be a word of others. `parts` are first
    and last names, which are counted and left alone: others may be called so too."""

    ids: frozenset[str]
    names: frozenset[str]
    whole: frozenset[str]
    becomes: str
    parts: frozenset[str] = frozenset()

    @cached_property
    def needles(self) -> frozenset[str]:
        """What a database is to look for, so that not every row is read."""
        names = self.names | self.whole | self.parts
        return frozenset({*self.ids, *(needle for name in names for needle in spellings.needles(name))})

    @cached_property
    def _mentions(self) -> re.Pattern[str]:
        return re.compile(rf"<[@#](?:{spellings.any_of(self.ids)})(?:\|[^<>]*)?>")

    @cached_property
    def _ids(self) -> re.Pattern[str]:
        return spellings.ids(self.ids)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return spellings.names(self.names)

    @cached_property
    def _left(self) -> Mapping[str, re.Pattern[str]]:
        alone = {name: spellings.word(name) for name in self.whole | self.parts}
        return alone | {name: spellings.grown_together(name) for name in self.names if _several_words(name)}

    def replaced(self, value: Any) -> Any:
        """The same value, with nobody in their place."""
        if isinstance(value, str):
            return self._in_text(value)
        if isinstance(value, list):
            return [self.replaced(each) for each in value]
        if isinstance(value, dict):
            if value.get("user_id") in self.ids:
                return {"type": "text", "text": someone.NAME}
            return {self._in_text(str(name)): self.replaced(each) for name, each in value.items()}
        return value

    def _in_text(self, text: str) -> str:
        if spellings.bare(text) in self.whole:
            return someone.NAME
        text = self._ids.sub(self.becomes, self._mentions.sub(someone.NAME, text))
        return self._names.sub(someone.NAME, text) if self.names else text

    def taken_out(self, value: Any) -> Any:
        """The same value without them, where only people may stand."""
        if isinstance(value, list):
            return [self.taken_out(each) for each in value if not self._is_theirs(each)]
        if isinstance(value, dict):
            return {name: self.taken_out(each) for name, each in value.items() if not self._is_theirs(each)}
        return value

    def _is_theirs(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.ids

    def still_in(self, text: str) -> set[str]:
        """Which names that are left alone stand there as a word, or grown together to one."""
        return {name for name, pattern in self._left.items() if pattern.search(text)}


def traces(ids: Collection[str], names: Collection[str], also: Collection[str], becomes: str) -> Traces:
    """A name of several words is surely theirs; of one word only if somebody says so."""
    told = {spellings.bare(name) for name in (*names, *also)} - {""}
    asked = {spellings.bare(name) for name in also}
    certain = {name for name in told if _several_words(name) or name in asked}
    parts = {part for name in certain for part in _first_and_last(name)}
    return Traces(frozenset(ids), frozenset(certain), frozenset(told - certain), becomes, frozenset(parts - told))


def _several_words(name: str) -> bool:
    return len(name.split()) > 1


def _first_and_last(name: str) -> set[str]:
    """Not the *de la* of a name, nor what stands there in brackets."""
    words = [part for part in name.split() if len(part) > 1 and part[0].isalpha()]
    if all(part[0].islower() for part in words):
        return {*words[:1], *words[-1:]}
    return {part for part in words if not part[0].islower() or len(part) > _SMALL}
