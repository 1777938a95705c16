"""Whether a promise can be checked, and what is wrong beside which field. Advice is never a refusal."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from bot.commitments import refusals, sentences
from bot.commitments.states import CLOSING, State
from bot.slack.text import length

LONGEST_WHAT = 200
LONGEST_TEXT = 1000
LONGEST_LINKS = 2000
#: Further ahead, it is a mistyped year.
FURTHEST_YEARS = 10


class Audience(StrEnum):
    ORGANISATION = "organisation"
    LEADERS = "leaders"
    PRIVATE = "private"


@dataclass(frozen=True)
class Measure:
    """How far it is: from `start` to `target`, in `unit`. Numbers are kept as they were typed."""

    start: str
    target: str
    unit: str = ""

    def __str__(self) -> str:
        return f"from {self.start} to {self.target} {self.unit}".rstrip()


@dataclass(frozen=True)
class Draft:
    """A promise as somebody wrote it down."""

    what: str
    owner: str
    day: date | None = None
    how: str = ""
    why: str = ""
    measure: Measure | None = None
    links: tuple[str, ...] = ()
    audience: Audience = Audience.ORGANISATION
    said_at: str = ""
    rhythm_days: int | None = None
    sponsor: str | None = None


def faults(draft: Draft, today: date) -> Iterator[tuple[str, str]]:
    """Field → sentence. `today` is the owner's."""
    if not _says_something(draft.what):
        yield "what", refusals.NO_PROMISE
    for name, longest in (("what", LONGEST_WHAT), ("how", LONGEST_TEXT), ("why", LONGEST_TEXT), ("said_at", 200)):
        if length(getattr(draft, name)) > longest:
            yield name, refusals.at_most(longest, length(getattr(draft, name)))
    if sentence := date_fault(draft.day, today):
        yield "day", sentence
    if any(not re.match(r"https?://\S+$", link) for link in draft.links):
        yield "links", refusals.NO_ADDRESS
    if sum(map(length, draft.links)) > LONGEST_LINKS:
        yield "links", refusals.at_most_together(LONGEST_LINKS)


def date_fault(day: date | None, today: date) -> str:
    """A promise points forward, and not to a mistyped year."""
    if day is None:
        return ""
    if day < today:
        return refusals.DAY_HAS_PASSED
    if day.year > today.year + FURTHEST_YEARS:
        return refusals.too_far_ahead(FURTHEST_YEARS)
    return ""


def too_long(text: str) -> str | None:
    """Of what was typed behind the command: more than any field holds."""
    return refusals.promise_too_long(LONGEST_TEXT, length(text)) if length(text) > LONGEST_TEXT else None


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


_NUMBERS = re.compile(r"[0-9]")
_VAGUE = re.compile(r"\b(improve|better|faster|optimi[sz]e|support|help|work on|look into|continue|soon|asap)\b", re.I)


def advice(draft: Draft) -> Sequence[str]:
    """What would make it checkable. It may be promised without."""
    found = []
    if draft.day is None:
        found.append(sentences.WITHOUT_A_DATE)
    if not draft.how and draft.measure is None:
        found.append(sentences.WITHOUT_A_TEST)
    elif _VAGUE.search(draft.what) and draft.measure is None and not _NUMBERS.search(draft.what + draft.how):
        found.append(sentences.ONLY_A_DIRECTION)
    return found


_AMOUNT = r"\s*([-+]?\d[\d.,]*)\s*([^\d\s]\S*(?: \S+)?)?\s*"
_FROM_TO = re.compile(rf"(?:from )?{_AMOUNT}(?:to|->|→|–)\s{_AMOUNT}", re.IGNORECASE)


def read_measure(text: str) -> Measure | None:
    """From `640 ms to 200 ms`. None where nothing was typed; raises ValueError with a sentence."""
    if not text.strip():
        return None
    found = _FROM_TO.fullmatch(text.strip())
    if not found:
        raise ValueError(refusals.HOW_TO_MEASURE)
    start, first_unit, target, second_unit = found.groups()
    if first_unit and second_unit and first_unit != second_unit:
        raise ValueError(refusals.two_units(first_unit, second_unit))
    if _number(start) == _number(target):
        raise ValueError(refusals.NOTHING_WOULD_CHANGE)
    return Measure(start, target, second_unit or first_unit or "")


def read_value(text: str, measure: Measure) -> str:
    """Where the measure stands now, without its unit. Raises ValueError with a sentence for another unit."""
    found = re.fullmatch(_AMOUNT, text)
    if not found:
        raise ValueError(refusals.no_value(measure.unit, measure.target))
    value, unit = found.groups()
    if unit and unit != measure.unit:
        raise ValueError(refusals.other_unit(measure.unit, unit))
    _number(value)
    return value


def _number(text: str) -> Decimal:
    """1,234.5 and 1234,5 alike."""
    plain = (
        text.replace(",", "") if "." in text or re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", text) else text.replace(",", ".")
    )
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise ValueError(refusals.no_number(text)) from None


#: Nothing is kept so long before it was written down: the year is another one.
LONG_BEFORE = timedelta(days=92)


def word_faults(
    state: State, note: str, until: date | None, day: date | None, today: date, written: date | None = None
) -> Iterator[tuple[str, str]]:
    """`day` is the forecast or, of what is kept, the day it was; `written`: the day it was written down."""
    if state in (State.PAUSED, State.DROPPED) and not note.strip():
        yield "note", refusals.why_it_is(state)
    if state is State.PAUSED and until is None:
        yield "until", refusals.NO_END_OF_PAUSE
    if state is State.PAUSED and (sentence := date_fault(until, today)):
        yield "until", sentence
    if length(note) > LONGEST_TEXT:
        yield "note", refusals.at_most(LONGEST_TEXT, length(note))
    if state in (State.KEPT, State.PARTLY_KEPT) and day and day > today:
        yield "forecast", refusals.KEPT_AHEAD
    if state in CLOSING and day and written and day < written - LONG_BEFORE:
        yield "forecast", refusals.KEPT_LONG_BEFORE
    if state not in CLOSING and (sentence := date_fault(day, today)):
        yield "forecast", sentence
