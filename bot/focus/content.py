"""What the CTO writes for one week, and what is wrong with it. Values in, findings out."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from bot.focus import sentences
from bot.slack.text import escape, length

MOST_ITEMS = 5
LONGEST_WHAT = 120
LONGEST_TEXT = 300
LONGEST_LINE = 150
LONGEST_FOLLOW_UP = 2000
#: All words together as they are sent, where an & takes five characters: so that a preview is never cut.
LONGEST_SENT = 3000


@dataclass(frozen=True)
class Item:
    what: str = ""
    why: str = ""
    #: In how many posts in a row it stands, this one included.
    weeks: int = 1

    @property
    def is_empty(self) -> bool:
        return not (self.what or self.why)

    def carried(self) -> "Item":
        return replace(self, weeks=self.weeks + 1)


class Fate(StrEnum):
    """What became of an item."""

    DONE = "done"
    MOVED = "moved forward"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Closing:
    """What became of one item of the post before, in a line of the CTO's."""

    what: str
    fate: Fate | None = None
    words: str = ""


@dataclass(frozen=True)
class Content:
    """As written. `closings` answers for the items of `closes`, the week of the post before."""

    items: tuple[Item, ...] = ()
    not_this_week: str = ""
    would_like_to_hear: str = ""
    cannot_talk: str = ""
    look_again: date | None = None
    you_said: str = ""
    closings: tuple[Closing, ...] = ()
    closes: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        in_items = (text for item in self.items for text in (item.what, item.why))
        in_closings = (text for closing in self.closings for text in (closing.what, closing.words))
        return (*in_items, *in_closings, *(getattr(self, name) for name in TEXTS))

    def without_gaps(self) -> "Content":
        return replace(self, items=tuple(item for item in self.items if not item.is_empty))

    def closing(self, what: str, fate: Fate | None, words: str = "") -> "Content":
        """With that fate for the item of this name."""
        changed = Closing(what, fate, words)
        return replace(self, closings=tuple(changed if one.what == what else one for one in self.closings))

    def with_item(self, item: Item) -> "Content":
        """Unless it is there or there is no room. Without gaps."""
        items = self.without_gaps().items
        is_there = any(_same(item.what, one.what) for one in items)
        return self if is_there or len(items) >= MOST_ITEMS else replace(self, items=(*items, item))

    def holds(self, what: str) -> bool:
        return any(_same(what, item.what) for item in self.items)

    def as_document(self) -> dict[str, Any]:
        document = asdict(self)
        document["look_again"] = self.look_again.isoformat() if self.look_again else None
        return document

    @classmethod
    def read(cls, document: dict[str, Any]) -> "Content":
        """As it was stored, by whichever version."""
        looks = document.get("look_again")
        return cls(
            items=tuple(Item(**item) for item in document["items"]),
            closings=tuple(_read_closing(closing) for closing in document.get("closings", ())),
            look_again=date.fromisoformat(looks) if looks else None,
            closes=document.get("closes", ""),
            **{name: document.get(name, "") for name in TEXTS},
        )


#: The fields that stand once in a post.
TEXTS = ("not_this_week", "would_like_to_hear", "cannot_talk", "you_said")


def _read_closing(stored: dict[str, Any]) -> Closing:
    return Closing(stored["what"], Fate(stored["fate"]) if stored["fate"] else None, stored["words"])


def _same(one: str, other: str) -> bool:
    return one.split() != [] and one.casefold().split() == other.casefold().split()


def carrying(content: Content, before: Sequence[Item]) -> Content:
    """What was written again word for word is carried too, and counts its weeks."""
    return replace(content, items=tuple(_counted(item, before) for item in content.items))


def _counted(item: Item, before: Sequence[Item]) -> Item:
    same = next((one for one in before if _same(one.what, item.what)), None)
    return replace(item, weeks=same.weeks + 1) if same else item


def closing_all(content: Content, before: Sequence[Item], week: str) -> Content:
    """With one closing for each item of the post before; what was said of an item stays."""
    said = {closing.what: closing for closing in content.closings}
    closings = tuple(said.get(item.what, Closing(item.what)) for item in before)
    return replace(content, closings=closings, closes=week if closings else "")


class Field(NamedTuple):
    """One field of the form; `number` counts items from 0."""

    name: str
    number: int = 0


Faults = Sequence[tuple[Field, str]]


def faults(content: Content, today: date) -> Faults:
    """What is wrong beside which field, for a post that is to be seen."""
    found = [*_item_faults(content), *_closing_faults(content), *_talk_faults(content, today), *too_long(content)]
    found += [(field, sentences.NOTHING_SAID) for field, text in _fields(content) if text and not _says_something(text)]
    if not found and sum(length(escape(text)) for text in content.texts) > LONGEST_SENT:
        found.append((Field("what"), sentences.TOGETHER_TOO_LONG))
    return _first_of_each(found)


def too_long(content: Content) -> Faults:
    """What is wrong with a draft even if it is only put aside."""
    limits = {"what": LONGEST_WHAT, "words": LONGEST_LINE}
    found = []
    for field, text in _fields(content):
        most = limits.get(field.name, LONGEST_TEXT)
        if length(text) > most:
            found.append((field, sentences.at_most(most, length(text))))
    return found


def _fields(content: Content) -> Iterator[tuple[Field, str]]:
    for number, item in enumerate(content.items):
        yield Field("what", number), item.what
        yield Field("why", number), item.why
    for name in TEXTS:
        yield Field(name), getattr(content, name)
    for number, closing in enumerate(content.closings):
        yield Field("words", number), closing.words


def _item_faults(content: Content) -> Iterator[tuple[Field, str]]:
    if all(item.is_empty for item in content.items):
        yield Field("what"), sentences.NO_FOCUS
    for number, item in enumerate(content.items):
        if item.why and not item.what:
            yield Field("what", number), sentences.NO_WHAT
        if item.what and not item.why:
            yield Field("why", number), sentences.NO_WHY


def _closing_faults(content: Content) -> Iterator[tuple[Field, str]]:
    for number, closing in enumerate(content.closings):
        if closing.fate is Fate.DROPPED and not closing.words:
            yield Field("words", number), sentences.WHY_DROPPED
        if closing.words and not closing.fate:
            yield Field("fate", number), sentences.WHAT_BECAME_OF_IT


def _talk_faults(content: Content, today: date) -> Iterator[tuple[Field, str]]:
    if content.cannot_talk and not content.look_again:
        yield Field("look_again"), sentences.DAY_TO_LOOK_AGAIN
    if content.look_again and not content.cannot_talk:
        yield Field("cannot_talk"), sentences.NOTHING_TO_LOOK_AT
    if content.look_again and content.look_again <= today:
        yield Field("look_again"), sentences.DAY_HAS_COME


def _says_something(text: str) -> bool:
    """More than punctuation in any script: a question mark is no answer, but an emoji may be one."""
    return any(character.isalnum() or unicodedata.category(character) == "So" for character in text)


def _first_of_each(found: Faults) -> Faults:
    by_field: dict[Field, str] = {}
    for field, sentence in found:
        by_field.setdefault(field, sentence)
    return list(by_field.items())
