"""What a week's post may hold, which week is meant, and where a post stands. Values in, findings out."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.local_time import DAY, resolve
from bot.rhythm import Rhythm, Slot, Weekly
from bot.slack.text import escape, length

MOST_ITEMS = 5
LONGEST_WHAT = 120
LONGEST_TEXT = 300
#: All words together as they are sent, where an & takes five characters: so that a preview is never cut.
LONGEST_SENT = 3200


@dataclass(frozen=True)
class Item:
    what: str = ""
    why: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.what or self.why)


@dataclass(frozen=True)
class Content:
    """What the CTO wrote for one week, as written."""

    items: tuple[Item, ...] = ()
    not_this_week: str = ""
    would_like_to_hear: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        in_items = (text for item in self.items for text in (item.what, item.why))
        return (*in_items, self.not_this_week, self.would_like_to_hear)

    def without_gaps(self) -> "Content":
        items = tuple(item for item in self.items if not item.is_empty)
        return Content(items, self.not_this_week, self.would_like_to_hear)


class Field(NamedTuple):
    """One field of the form; `number` counts items from 0."""

    name: str
    number: int = 0


class Standing(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    POSTED = "posted"
    SKIPPED = "skipped"


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week, written 2026-W10."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"

    @classmethod
    def of(cls, day: date) -> "Week":
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, text: str) -> "Week":
        """Raises ValueError where `text` names no week."""
        found = re.fullmatch(r"(\d{4})-W(\d\d)", text)
        if not found:
            raise ValueError(f"no week: {text}")
        week = cls(int(found[1]), int(found[2]))
        week.monday()
        return week

    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)


def faults(content: Content) -> Sequence[tuple[Field, str]]:
    """What is wrong beside which field."""
    found = list(_field_faults(content))
    if not found and sum(length(escape(text)) for text in content.texts) > LONGEST_SENT:
        together = "All fields together are longer than one message. Each <, > and & counts several times."
        found.append((Field("what"), together))
    return found


def _field_faults(content: Content) -> Iterator[tuple[Field, str]]:
    if all(item.is_empty for item in content.items):
        yield Field("what"), "Write at least one thing you will focus on."
    for number, item in enumerate(content.items):
        yield from _item_faults(number, item)
    yield from _text_faults(Field("not_this_week"), content.not_this_week, LONGEST_TEXT)
    yield from _text_faults(Field("would_like_to_hear"), content.would_like_to_hear, LONGEST_TEXT)


def _item_faults(number: int, item: Item) -> Iterator[tuple[Field, str]]:
    what, why = Field("what", number), Field("why", number)
    if item.why and not item.what:
        yield what, "This has a why but no what. Name it in a few words."
    if item.what and not item.why:
        yield why, "Say in a sentence why this matters now."
    yield from _text_faults(what, item.what, LONGEST_WHAT)
    yield from _text_faults(why, item.why, LONGEST_TEXT)


def _text_faults(field: Field, text: str, longest: int) -> Iterator[tuple[Field, str]]:
    if length(text) > longest:
        yield field, f"At most {longest} characters; this has {length(text):,}."
    elif text and not _says_something(text):
        yield field, "This says nothing yet. A few words are enough, or leave it empty."


def _says_something(text: str) -> bool:
    """More than punctuation in any script: a question mark is no answer, but an emoji may be one."""
    return any(character.isalnum() or unicodedata.category(character) == "So" for character in text)


def week_of(slot: Slot, posting: Weekly) -> Week:
    """The week whose post is due: the one it was meant for, where a holiday moved it into the next."""
    return Week.of(slot.local.date() - posting.weekday * DAY)


def due_in(week: Week, posting: Weekly) -> Slot | None:
    """When the post of `week` is due; None where there is no working day until the next one."""
    day = datetime.combine(week.monday() + posting.weekday * DAY, datetime.min.time())
    slot = posting.next_after(resolve(day, posting.zone) - timedelta.resolution)
    return slot if week_of(slot, posting) == week else None


def is_over(week: Week, now: datetime, posting: Weekly) -> bool:
    """From the hour of a later week's post on, `week` is history."""
    return week < week_of(posting.last_until(now), posting)


def week_to_write(now: datetime, posting: Weekly, asking: Rhythm, open_weeks: Sequence[Week]) -> Week:
    """The week that somebody who sits down to write now means.

    The next one, unless this week's post is still open (asked for, neither posted nor skipped) and next week's
    has not been asked for yet.
    """
    current = week_of(posting.last_until(now), posting)
    coming = week_of(posting.next_after(now), posting)
    asked_for_coming = asking.last_until(now).at >= posting.last_until(now).at
    return current if current in open_weeks and not asked_for_coming else coming
