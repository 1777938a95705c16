"""The course that a question takes: what each event does to it, and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import accumulate

from bot.questions.events import By, Event, What, in_order
from bot.questions.versions import Targets, Versions


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
REPLIES = frozenset({What.REMARKED, What.PROMISED, What.ASKED_BACK}) | ANSWERS | REFUSALS


@dataclass(frozen=True)
class Pause:
    """While a question back stands visible to the asker, and never for longer than the settings allow."""

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


@dataclass(frozen=True)
class Course:
    """All that a log says so far."""

    rounds: tuple[Round, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    community: tuple[Event, ...] = ()
    promised: Event | None = None
    confirmed: Event | None = None
    merged: Event | None = None
    withdrawn: Event | None = None

    @property
    def round(self) -> Round:
        return self.rounds[-1]

    def with_round(self, changed: Round) -> "Course":
        return self if changed == self.round else replace(self, rounds=(*self.rounds[:-1], changed))

    @property
    def hand_over(self) -> HandOver | None:
        """The one that is on."""
        return self.hand_overs[-1] if self.hand_overs and self.hand_overs[-1].ended is None else None


def course_of(events: Iterable[Event], targets: Versions[Targets], now: datetime) -> Course:
    return steps(events, targets, now)[-1][1]


def steps(events: Iterable[Event], targets: Versions[Targets], now: datetime) -> list[tuple[Event, Course]]:
    """Each event up to `now` and the course that it led to; the first is that it was asked."""
    known = [event for event in in_order(events) if event.at <= now]
    asked = next((event for event in known if event.what is What.ASKED), None)
    if asked is None:
        raise ValueError("nothing was asked")
    rest = [event if event.at > asked.at else replace(event, at=asked.at) for event in known if event is not asked]
    courses = accumulate(rest, lambda course, event: after(course, event, targets), initial=Course((Round(asked.at),)))
    return list(zip([asked, *rest], courses, strict=True))


# What each event does


def after(course: Course, event: Event, targets: Versions[Targets]) -> Course:
    """The course once `event` happened, too. The deaf ear to machines and bystanders is here."""
    if course.withdrawn:
        return course
    match event.what, event.by:
        case What.DELETED, _:
            return _after_deletion(course, event)
        case What.LOOKED_AGAIN, By.MACHINE:
            return _in_new_round(course, event)
        case What.PASSED_ON, By.MACHINE:
            return _after_handing(course, event)
        case What.PARTED, By.MACHINE:
            return replace(course, merged=None)
        case _, By.MACHINE:
            return course
        case What.WROTE, By.PEER:
            return replace(course, community=(*course.community, event))
        case _, By.ASKER:
            return _after_asker(course, event)
        case _, By.RESPONDER:
            return _after_responder(course, event, targets)
    return course


def _after_asker(course: Course, event: Event) -> Course:
    match event.what:
        case What.WITHDREW:
            return replace(course.with_round(course.round.resumed(event.at)), withdrawn=event)
        case What.NOT_YET if course.round.end:
            return _in_new_round(course, event)
        case What.CONFIRMED if course.round.answered:
            return replace(course, confirmed=event)
        case What.WROTE | What.NOT_YET if not course.round.end:
            heard = course.round.resumed(event.at)
            return course.with_round(replace(heard, unread=(*heard.unread, event)))
    return course


def _in_new_round(course: Course, event: Event) -> Course:
    if not course.round.end:
        return course
    return replace(course, rounds=(*course.rounds, Round(event.at)), confirmed=None)


def _after_responder(course: Course, event: Event, targets: Versions[Targets]) -> Course:
    match event.what:
        case What.REACTED:
            return course.with_round(_acknowledged(course.round, event))
        case What.DELEGATED | What.ACCEPTED | What.PASSED_ON:
            return _after_handing(course, event)
        case What.MERGED:
            return replace(course, merged=event)
    if event.what not in REPLIES:
        return course
    if event.what is What.PROMISED:
        course = replace(course, promised=event)
    return course.with_round(_replied(course.round, event, targets))


def _acknowledged(round_: Round, event: Event) -> Round:
    return replace(round_, acknowledged=round_.acknowledged or event)


def _replied(round_: Round, event: Event, targets: Versions[Targets]) -> Round:
    """The first of each kind is written once; what comes after an answer is kept and changes nothing."""
    is_answer, is_refusal = event.what in ANSWERS, event.what in REFUSALS
    replied = replace(
        _acknowledged(round_, event),
        responded=round_.responded or event,
        answered=round_.answered or (event if is_answer else None),
        refused=round_.refused or (event if is_refusal and not round_.answered else None),
        replies=(*round_.replies, event),
        unread=(),
    )
    if replied.end:
        return replied.resumed(event.at)
    return _paused(replied, event, targets) if event.what is What.ASKED_BACK else replied


def _paused(round_: Round, event: Event, targets: Versions[Targets]) -> Round:
    """Asking twice prolongs nothing."""
    if round_.is_paused(event.at):
        return round_
    at_most_until = event.at + targets.at(event.at).longest_pause
    return replace(round_, pauses=(*round_.pauses, Pause(event.at, at_most_until, event.message)))


def _after_handing(course: Course, event: Event) -> Course:
    """Handing over stops nothing; taking it over acknowledges."""
    current, before = course.hand_over, course.hand_overs[:-1]
    match event.what, current:
        case What.DELEGATED, None:
            return replace(course, hand_overs=(*course.hand_overs, HandOver(event.says, event.at)))
        case What.DELEGATED, HandOver():
            ended = replace(current, ended=event.at)
            return replace(course, hand_overs=(*before, ended, HandOver(event.says, event.at)))
        case What.ACCEPTED, HandOver(accepted=None):
            taken = replace(course, hand_overs=(*before, replace(current, accepted=event.at)))
            return taken.with_round(_acknowledged(taken.round, event))
        case What.PASSED_ON, HandOver():
            return replace(course, hand_overs=(*before, replace(current, ended=event.at)))
    return course


def _after_deletion(course: Course, event: Event) -> Course:
    """As if it had not been said, where nothing else was: a first response stands while another reply does."""
    round_, gone = course.round, event.message
    replies = tuple(reply for reply in round_.replies if reply.message != gone)
    natures = {reply.what for reply in replies}
    changed = replace(
        round_,
        replies=replies,
        responded=round_.responded if replies else None,
        answered=round_.answered if natures & ANSWERS else None,
        refused=round_.refused if natures & REFUSALS else None,
        unread=tuple(asked for asked in round_.unread if asked.message != gone),
    )
    if round_.pauses and round_.pauses[-1].message == gone:
        changed = changed.resumed(event.at)
    community = tuple(one for one in course.community if one.message != gone)
    return replace(course.with_round(changed), community=community)


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
