"""Whether a promise can be checked, and what is wrong beside which field. Advice is never a refusal."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

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
        yield "what", "Say in a few words what is promised."
    for name, longest in (("what", LONGEST_WHAT), ("how", LONGEST_TEXT), ("why", LONGEST_TEXT), ("said_at", 200)):
        if length(getattr(draft, name)) > longest:
            yield name, f"At most {longest} characters; this has {length(getattr(draft, name)):,}."
    if sentence := date_fault(draft.day, today):
        yield "day", sentence
    if any(not re.match(r"https?://\S+$", link) for link in draft.links):
        yield "links", "One web address a line, each beginning with http:// or https://."
    if sum(map(length, draft.links)) > LONGEST_LINKS:
        yield "links", f"At most {LONGEST_LINKS:,} characters together."


def date_fault(day: date | None, today: date) -> str:
    """A promise points forward, and not to a mistyped year."""
    if day is None:
        return ""
    if day < today:
        return "This day has passed where the owner lives. Choose today or a later day."
    if day.year > today.year + FURTHEST_YEARS:
        return f"This is more than {FURTHEST_YEARS} years ahead. Is the year right?"
    return ""


def too_long(text: str) -> str | None:
    """Of what was typed behind the command: more than any field holds."""
    if length(text) <= LONGEST_TEXT:
        return None
    return f"A promise takes at most {LONGEST_TEXT:,} characters; this has {length(text):,}. Nothing was promised yet."


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


_NUMBERS = re.compile(r"[0-9]")
_VAGUE = re.compile(r"\b(improve|better|faster|optimi[sz]e|support|help|work on|look into|continue|soon|asap)\b", re.I)


def advice(draft: Draft) -> Sequence[str]:
    """What would make it checkable. It may be promised without."""
    found = []
    if draft.day is None:
        found.append("It has no date yet, so nobody can tell when it should be kept.")
    if not draft.how and draft.measure is None:
        found.append("It does not say how we will know that it is kept.")
    elif _VAGUE.search(draft.what) and draft.measure is None and not _NUMBERS.search(draft.what + draft.how):
        found.append("It names a direction; a number or a thing that will be there makes it easier to check.")
    return found


_AMOUNT = r"\s*([-+]?\d[\d.,]*)\s*([^\d\s]\S*(?: \S+)?)?\s*"
_FROM_TO = re.compile(rf"(?:from )?{_AMOUNT}(?:to|->|→|–)\s{_AMOUNT}", re.IGNORECASE)


def read_measure(text: str) -> Measure | None:
    """From `640 ms to 200 ms`. None where nothing was typed; raises ValueError with a sentence."""
    if not text.strip():
        return None
    found = _FROM_TO.fullmatch(text.strip())
    if not found:
        raise ValueError("Write it as start and target in one unit, such as: 640 ms to 200 ms.")
    start, first_unit, target, second_unit = found.groups()
    if first_unit and second_unit and first_unit != second_unit:
        raise ValueError(f"Start is in {first_unit} and target in {second_unit}. Write both in one unit.")
    if _number(start) == _number(target):
        raise ValueError("Start and target are the same, so nothing would change.")
    return Measure(start, target, second_unit or first_unit or "")


def read_value(text: str, measure: Measure) -> str:
    """Where the measure stands now, without its unit. Raises ValueError with a sentence for another unit."""
    found = re.fullmatch(_AMOUNT, text)
    if not found:
        raise ValueError(f"Write a number{f' in {measure.unit}' if measure.unit else ''}, such as {measure.target}.")
    value, unit = found.groups()
    if unit and unit != measure.unit:
        raise ValueError(f"This promise is measured in {measure.unit or 'plain numbers'}, not in {unit}.")
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
        raise ValueError(f'"{text}" is not a number.') from None


def word_faults(
    state: State, note: str, until: date | None, day: date | None, today: date
) -> Iterator[tuple[str, str]]:
    """`day` is the forecast or, of what is kept, the day it was."""
    if state in (State.PAUSED, State.DROPPED) and not note.strip():
        yield "note", f"Say why it is {state}."
    if state is State.PAUSED and until is None:
        yield "until", "Say until when. Nobody is asked before."
    if state is State.PAUSED and (sentence := date_fault(until, today)):
        yield "until", sentence
    if length(note) > LONGEST_TEXT:
        yield "note", f"At most {LONGEST_TEXT:,} characters; this has {length(note):,}."
    if state is State.KEPT and day and day > today:
        yield "forecast", "It is kept once it is done. Choose today or an earlier day."
    if state not in CLOSING and (sentence := date_fault(day, today)):
        yield "forecast", sentence
