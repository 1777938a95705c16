"""The course that a question took, and where it stands. What each event does to it: `effects.py`."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.questions.events import Event, What
from bot.questions.office_hours import Turn


class State(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    WAITING_ON_ASKER = "waiting on asker"
    DELEGATED = "delegated"
    ANSWERED = "answered"
    CANNOT_SHARE = "cannot share"
    DECLINED = "declined"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Owes(StrEnum):
    OFFICE = "office"
    ASKER = "asker"
    NOBODY = "nobody"


ANSWERS = frozenset({What.ANSWERED, What.ENDORSED})
REFUSALS = frozenset({What.CANNOT_SHARE, What.DECLINED})


@dataclass(frozen=True)
class Pause:
    """From the moment a question back is said, and never for longer than the settings allow."""

    began: datetime
    at_most_until: datetime
    message: str
    ended: datetime | None = None

    def until(self, now: datetime) -> datetime:
        return min(self.ended or now, self.at_most_until)

    def is_on(self, now: datetime) -> bool:
        return self.ended is None and now < self.at_most_until


@dataclass(frozen=True)
class Round:
    """From asking, or asking again, to an answer. `replies` are those of responders that still stand."""

    began: datetime
    acknowledged: Event | None = None
    responded: Event | None = None
    answered: Event | None = None
    #: Declined, or cannot be shared: it ends the waiting and is no answer.
    refused: Event | None = None
    replies: tuple[Event, ...] = ()
    pauses: tuple[Pause, ...] = ()
    #: The asker's messages that no responder has followed yet, oldest first.
    unread: tuple[Event, ...] = ()

    @property
    def end(self) -> Event | None:
        """What ended the waiting: whichever came first, so that a refusal is never counted as an early answer."""
        ends = [event for event in (self.refused, self.answered) if event]
        return min(ends, key=lambda event: event.at, default=None)

    @property
    def spoken_to(self) -> datetime:
        """When it was first replied to; until then, when it began."""
        return max(self.began, self.responded.at) if self.responded else self.began

    @property
    def refusal(self) -> Event | None:
        """The newest, whose reason holds."""
        return next((reply for reply in reversed(self.replies) if reply.what in REFUSALS), None)

    @property
    def newest_answer(self) -> Event | None:
        return next((reply for reply in reversed(self.replies) if reply.what in ANSWERS), None)

    @property
    def is_talking(self) -> bool:
        """A responder spoke, and the asker has said more since."""
        return bool(self.responded and self.unread)

    def is_paused(self, now: datetime) -> bool:
        return bool(self.pauses) and self.pauses[-1].is_on(now)

    def resumed(self, at: datetime) -> "Round":
        if not self.is_paused(at):
            return self
        return replace(self, pauses=(*self.pauses[:-1], replace(self.pauses[-1], ended=at)))


@dataclass(frozen=True)
class HandOver:
    """Its own clock: the asker's never restarts."""

    to: str
    began: datetime
    accepted: datetime | None = None
    ended: datetime | None = None
    #: Where whoever took it over lived then; nothing where that was not written down yet.
    zone: str = ""

    @property
    def turn(self) -> Turn | None:
        """While their hours count."""
        return Turn(self.to, self.zone, self.accepted, self.ended) if self.accepted and self.zone else None


@dataclass(frozen=True)
class Course:
    """All that a log says so far."""

    rounds: tuple[Round, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    community: tuple[Event, ...] = ()
    #: Each day by which somebody said that they would get back to it.
    promises: tuple[Event, ...] = ()
    confirmed: Event | None = None
    merged: Event | None = None
    withdrawn: Event | None = None

    @property
    def round(self) -> Round:
        return self.rounds[-1]

    def with_round(self, changed: Round) -> "Course":
        return self if changed == self.round else replace(self, rounds=(*self.rounds[:-1], changed))

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(one.turn for one in self.hand_overs if one.turn)

    @property
    def turns_taken(self) -> int:
        """How often it went from one to another, and back."""
        taken = [one for one in self.hand_overs if one.accepted]
        return len(taken) + sum(1 for one in taken if one.ended)

    @property
    def turn(self) -> Turn | None:
        """Whose hours count now, where they are not the CTO's."""
        return self.hand_over.turn if self.hand_over else None

    @property
    def hand_over(self) -> HandOver | None:
        """The one that is on."""
        return self.hand_overs[-1] if self.hand_overs and self.hand_overs[-1].ended is None else None


# Where it stands


def standing(course: Course, now: datetime) -> tuple[State, Owes, datetime]:
    """The state, who owes the next step, and since when."""
    round_ = course.round
    if course.withdrawn:
        return State.WITHDRAWN, Owes.NOBODY, course.withdrawn.at
    if round_.answered:
        return (State.DUPLICATE if course.merged else State.ANSWERED), Owes.NOBODY, round_.answered.at
    if refusal := round_.refusal:
        owes = Owes.OFFICE if refusal.what is What.CANNOT_SHARE else Owes.NOBODY
        return State(refusal.what), owes, refusal.at
    if round_.is_paused(now):
        return State.WAITING_ON_ASKER, Owes.ASKER, round_.pauses[-1].began
    return _waiting_state(course), Owes.OFFICE, round_.unread[0].at if round_.is_talking else round_.began


def _waiting_state(course: Course) -> State:
    if course.merged:
        return State.DUPLICATE
    if course.hand_over:
        return State.DELEGATED
    return State.ACKNOWLEDGED if course.round.acknowledged else State.OPEN
