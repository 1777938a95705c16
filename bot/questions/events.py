"""What happened to a question: facts with their instants, appended and never overwritten.

The log says what happened, not what it means: that an emoji stops no clock is decided in `clocks.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from bot.local_time import as_utc


class By(StrEnum):
    """In which part somebody acted. Whoever asked is the asker, also where they could answer for the office."""

    ASKER = "asker"
    RESPONDER = "responder"
    PEER = "peer"
    #: Bots, workflows, automatic replies.
    MACHINE = "machine"


class What(StrEnum):
    """Of several at one instant, those further up happened first."""

    ASKED = "asked"
    EDITED = "edited"
    DELEGATED = "delegated"
    PASSED_ON = "passed on"
    ACCEPTED = "accepted"
    REACTED = "reacted"
    #: In the thread. What a responder writes is the answer, unless it was called something else.
    WROTE = "wrote"
    REMARKED = "remarked"
    #: Meant for another thread: here, nothing was said.
    MISPLACED = "misplaced"
    PROMISED = "promised"
    ASKED_BACK = "asked back"
    ENDORSED = "endorsed"
    ANSWERED = "answered"
    CANNOT_SHARE = "cannot share"
    DECLINED = "declined"
    MERGED = "merged"
    #: What it was joined with is no longer there for its readers.
    PARTED = "parted"
    CONFIRMED = "confirmed"
    NOT_YET = "not yet"
    LOOKED_AGAIN = "looked again"
    WITHDREW = "withdrew"
    DELETED = "deleted"
    #: When an answer is looked at again; that it was found to be true still.
    DATED = "dated"
    STILL_TRUE = "still true"
    #: Further words of whoever asked without a name, by the CTO or an operator.
    STOPPED = "stopped"
    LET_GO_ON = "let go on"
    #: Context by anybody, in the form of the card: it moves no clock.
    ADDED = "added"
    #: In whose channel everybody could read it until then stands in `says`. It moves no clock.
    MADE_PRIVATE = "made private"
    #: A responder says what a message of theirs was: an answer, a question back, a remark, or meant for elsewhere.
    CALLED = "called"


_ORDER = {what: number for number, what in enumerate(What)}


@dataclass(frozen=True)
class Event:
    at: datetime
    what: What
    by: By = By.RESPONDER
    #: The message that it is, or is about.
    message: str = ""
    person: str = ""
    #: In which channel somebody asked in a message; what a message was called; to whom it was handed, and where whoever
    #: took it lives; the question that it joined; a reason.
    says: str = ""
    #: Told later by hand: given elsewhere, such as in a meeting.
    by_hand: bool = False


def in_order(events: Iterable[Event]) -> Sequence[Event]:
    """As they happened, whatever order they arrived in, each once."""
    return sorted({_in_utc(event) for event in events}, key=_position)


def _in_utc(event: Event) -> Event:
    """Python subtracts two times of one zone on the wall clock, which is wrong when clocks change."""
    return event if event.at.tzinfo is UTC else replace(event, at=as_utc(event.at))


def _position(event: Event) -> tuple[object, ...]:
    return event.at, _ORDER[event.what], event.by, event.message, event.person, event.says, event.by_hand
