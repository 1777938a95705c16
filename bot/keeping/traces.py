"""A person's ids and names in any value, and what stands there afterwards."""

import html
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from bot import someone
from bot.slack.text import escape


@dataclass(frozen=True)
class Traces:
    """`ids`: of the person and of the channels of their direct messages. `names` are replaced inside sentences too,
    `whole` only where they are all that stands there: as one word, they may be a word of others. `firsts` are first
    names, which are counted and left alone: others may be called so too."""

    ids: frozenset[str]
    names: frozenset[str]
    whole: frozenset[str]
    becomes: str
    firsts: frozenset[str] = frozenset()

    @cached_property
    def needles(self) -> frozenset[str]:
        """What a database is to look for, so that not every row is read: as written, in capitals, escaped, in JSON."""
        forms = {form for name in self.names | self.whole | self.firsts for form in _forms(name)}
        cased = {case for form in forms for case in (form, form.casefold(), form.upper(), form.title())}
        return frozenset({*self.ids, *(found for case in cased for found in _in_json(case))})

    @cached_property
    def _mentions(self) -> re.Pattern[str]:
        return re.compile(rf"<[@#](?:{_any(self.ids)})(?:\|[^<>]*)?>")

    @cached_property
    def _ids(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![A-Za-z0-9_])(?:{_any(self.ids)})(?![A-Za-z0-9_])")

    @cached_property
    def _names(self) -> re.Pattern[str]:
        forms = {found for name in self.names for form in _forms(name) for found in _in_json(form)}
        return re.compile(rf"@?(?<!\w)(?:{_any(forms)})(?!\w)", re.IGNORECASE)

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
        if text in self.whole:
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
        """Which names that are left alone stand there as a word."""
        alone = self.whole | self.firsts
        return {name for name in alone if any(_word(form).search(text) for form in _in_json(name))}


@lru_cache(maxsize=64)
def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def traces(ids: Collection[str], names: Collection[str], also: Collection[str], becomes: str) -> Traces:
    """A name of several words is surely theirs; of one word only if somebody says so."""
    told = {name.strip() for name in (*names, *also) if name.strip()}
    certain = {name for name in told if len(name.split()) > 1 or name in also}
    firsts = {name.split()[0] for name in certain} - certain
    return Traces(frozenset(ids), frozenset(certain), frozenset(told - certain), becomes, frozenset(firsts - told))


def _any(parts: Collection[str]) -> str:
    return "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))


def _forms(name: str) -> Iterator[str]:
    yield from (name, escape(name), html.escape(name))


def _in_json(text: str) -> Iterator[str]:
    yield text
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
