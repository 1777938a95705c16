"""Which week is meant, and where its post stands. Values in, findings out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.local_time import DAY, resolve
from bot.recurrence import Weekly
from bot.rhythm import Rhythm, Slot


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


def post_key(week: Week) -> str:
    """The delivery that puts the post into its channel."""
    return f"focus:{week}:post"


class Ask(StrEnum):
    """What somebody typed behind /focus."""

    NOTHING = "nothing"
    WEEK = "week"
    HISTORY = "history"
    SEARCH = "search"
    RECORD = "record"
    AWAY = "away"


def read_request(text: str) -> tuple[Ask, str]:
    """With the week or the words. Whatever else was typed is looked for."""
    words = text.split()
    if not words:
        return Ask.NOTHING, ""
    first, rest = words[0].casefold(), " ".join(words[1:])
    if len(words) == 1 and re.fullmatch(r"\d{4}-?w\d{1,2}", first):
        year, _, number = first.replace("-", "").partition("w")
        return Ask.WEEK, f"{year}-W{int(number):02}"
    if len(words) == 1 and first in ALONE:
        return ALONE[first], ""
    return Ask.SEARCH, rest if first == "search" and rest else text.strip()


#: Words that mean something where nothing else was typed.
ALONE = {"history": Ask.HISTORY, "mine": Ask.RECORD, "away": Ask.AWAY}


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
