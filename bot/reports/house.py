"""What an organisation does not show its customers, and what stands in its place."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

#: Stands in the place of what has no public name.
SYSTEM = "an internal system"
COLLEAGUE = "a colleague"

_LEAST_HANDLE = 4


@dataclass(frozen=True)
class House:
    """`people`: full name → role; `ids`: Slack's id → role; `channels`: their names; `systems`: what customers do not
    know by name → what they know it as, or nothing; `public`: hosts that they may visit; `withheld`: what the report
    says that it cannot share."""

    people: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    channels: frozenset[str] = frozenset()
    systems: Mapping[str, str] = field(default_factory=dict)
    public: frozenset[str] = frozenset()
    withheld: str = ""

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Each word of anybody's name, in its own letters: “Will” is a name, “will” is none."""
        told: dict[str, str] = {}
        for name, role in self.people.items():
            for part in name_parts(name):
                told.setdefault(part, role)
                told.setdefault(_unaccented(part), role)
        return told

    @cached_property
    def handles(self) -> Mapping[str, str]:
        """What people with these names are usually called where they log in, in small letters."""
        return {handle: role for name, role in self.people.items() for handle in _handles(name)}

    @cached_property
    def without_case(self) -> Mapping[str, str]:
        """Names in scripts that have no capitals, and often no spaces."""
        return {name: role for name, role in self.people.items() if len(name) > 1 and name.upper() == name.lower()}


def name_parts(name: str) -> Iterator[str]:
    """O'Brien is a name, and Brien too."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", composed(name))
    for part in (*words, *(part for word in words for part in word.split("'"))):
        if len(part) > 1 and not part[0].islower():
            yield part


def composed(text: str) -> str:
    """An accent as a character of its own is the same letter, and so is a curly apostrophe."""
    return unicodedata.normalize("NFC", text).replace("’", "'")


def _unaccented(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


def _handles(name: str) -> Iterator[str]:
    parts = [_unaccented(part).casefold() for part in re.findall(r"[^\W\d_]+", composed(name))]
    if len(parts) < 2:
        return
    first, last = parts[0], parts[-1]
    yield from (f"{first}{sign}{last}" for sign in (".", "_", "-", ""))
    yield from (short for short in (f"{first[0]}{last}", f"{first[0]}.{last}") if len(short) >= _LEAST_HANDLE)
