"""How long somebody waits, exactly: three clocks a round, read off the log of what happened.

A question is acknowledged, responded to and answered: three instants, never confused. Only people who may answer
for the CTO's office stop a clock. Asking back pauses the answer clock alone, and what an asker did not hear of
pauses nothing. "Not yet" begins a new round with clocks of its own; what was measured before stays as it was.

Working time runs in the hours of whoever has the question. Where the CTO's hours alone would count more, they count:
so that handing over never makes a wait look shorter, and never moves a due time later.

`clocks` is a pure function of the log, so that any figure can be opened and computed again by hand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from bot.local_time import as_utc
from bot.questions.course import Course, HandOver, Owes, Pause, Round, State, standing
from bot.questions.effects import course_of
from bot.questions.events import Event
from bot.questions.office_hours import NOTHING, OfficeHours, Relay, Turn
from bot.questions.versions import Targets, Versions


@dataclass(frozen=True)
class Reading:
    """One clock. `waiting` is on the wall clock; `working` inside working hours, less `paused`, which on the wall clock
    is `rested`."""

    began: datetime
    stopped: datetime | None
    waiting: timedelta
    working: timedelta
    paused: timedelta
    rested: timedelta
    target: timedelta | None
    #: When the target is reached, or was; None where there is none, or it moves with a pause that is on.
    due: datetime | None
    #: When half of it is.
    half: datetime | None
    #: For good: neither a late answer nor a kinder target later makes it good.
    late: bool

    @property
    def is_running(self) -> bool:
        return self.stopped is None


@dataclass(frozen=True)
class Measured:
    """The clocks of one round."""

    acknowledge: Reading
    respond: Reading
    answer: Reading


@dataclass(frozen=True)
class Clocks:
    """Where a question stands, who owes what since when, and every clock of every round."""

    course: Course
    state: State
    owes: Owes
    owed_since: datetime
    rounds: tuple[Measured, ...]
    #: From the asker's oldest message that no responder has followed, after the first response.
    next_response: Reading | None = None
    #: From each handing over to the answer, or to its end: never the asker's clock.
    handed: tuple[Reading, ...] = ()

    @property
    def first(self) -> Measured:
        """What figures are made of: the first round. Further ones are told as reopened."""
        return self.rounds[0]

    @property
    def current(self) -> Measured:
        return self.rounds[-1]


def clocks(
    events: Iterable[Event], calendar: Versions[OfficeHours], targets: Versions[Targets], now: datetime
) -> Clocks:
    """As of `now`: what happened later is not known yet. ValueError where nothing was asked."""
    now = as_utc(now)
    course = course_of(events, targets, now)
    meter = _Meter(calendar, targets, now, course.turns)
    state, owes, since = standing(course, now)
    measured = tuple(meter.measured(one, course.withdrawn) for one in course.rounds)
    return Clocks(course, state, owes, since, measured, meter.next_response(course), meter.handed(course))


@dataclass(frozen=True)
class _Meter:
    calendar: Versions[OfficeHours]
    targets: Versions[Targets]
    now: datetime
    turns: tuple[Turn, ...]

    @cached_property
    def respond(self) -> Versions[timedelta]:
        return self.targets.map(lambda targets: targets.respond)

    @cached_property
    def answer(self) -> Versions[timedelta]:
        return self.targets.map(lambda targets: targets.answer)

    def measured(self, round_: Round, withdrawn: Event | None) -> Measured:
        def stop(event: Event | None) -> datetime | None:
            first = event or round_.end or withdrawn
            return first.at if first else None

        return Measured(
            acknowledge=self.reading(round_.began, stop(round_.acknowledged), None),
            respond=self.reading(round_.began, stop(round_.responded), self.respond),
            answer=self.reading(round_.began, stop(round_.end), self.answer, round_.pauses),
        )

    def next_response(self, course: Course) -> Reading | None:
        if course.withdrawn or course.round.end or not course.round.is_talking:
            return None
        return self.reading(course.round.unread[0].at, None, self.respond)

    def handed(self, course: Course) -> tuple[Reading, ...]:
        return tuple(self._handed(one, course) for one in course.hand_overs)

    def _handed(self, hand_over: HandOver, course: Course) -> Reading:
        ends = [round_.end for round_ in course.rounds] + [course.withdrawn]
        stops = [event.at for event in ends if event and event.at >= hand_over.began]
        return self.reading(hand_over.began, min(filter(None, [hand_over.ended, *stops]), default=None), None)

    def reading(
        self,
        began: datetime,
        stopped: datetime | None,
        targets: Versions[timedelta] | None,
        pauses: Sequence[Pause] = (),
    ) -> Reading:
        end = stopped or self.now
        target = targets.at(end) if targets else None
        rests = bool(pauses) and pauses[-1].is_on(end)
        wait = _Wait(tuple(self._spans(began, end, pauses)))
        most = wait.most(end)
        return Reading(
            began=began,
            stopped=stopped,
            waiting=end - began,
            working=most.worked(end),
            paused=most.paused(end),
            rested=sum((pause.until(end) - pause.began for pause in pauses), NOTHING),
            target=target,
            due=None if target is None else wait.due(target, rests),
            half=None if target is None else wait.due(target / 2, rests),
            late=targets is not None and any(wait.worked(last) > one for last, one in targets.between(began, end)),
        )

    def _spans(self, began: datetime, end: datetime, pauses: Sequence[Pause]) -> Iterator["_Span"]:
        """By the CTO's hours alone; and, where somebody took it over, by the hours of each in turn."""
        office, rests = self.calendar.at(end), [(pause.began, pause.until(end)) for pause in pauses]
        for turns in dict.fromkeys([(), self.turns]):
            yield _Span(Relay(office, turns), began, rests)


@dataclass(frozen=True)
class _Wait:
    """One wait as it is counted by whichever hours count more."""

    spans: Sequence["_Span"]

    def most(self, until: datetime) -> "_Span":
        return max(self.spans, key=lambda span: span.worked(until))

    def worked(self, until: datetime) -> timedelta:
        return max(span.worked(until) for span in self.spans)

    def due(self, target: timedelta, rests: bool) -> datetime | None:
        return min(filter(None, (span.due(target, rests) for span in self.spans)), default=None)


@dataclass(frozen=True)
class _Span:
    """Working time since `began`, less pauses. Pauses are taken off in working time, never by shifting the clock."""

    hours: Relay
    began: datetime
    pauses: Sequence[tuple[datetime, datetime]]

    def paused(self, until: datetime) -> timedelta:
        spans = ((start, min(end, until)) for start, end in self.pauses if start < until)
        return sum((self.hours.between(start, end) for start, end in spans), NOTHING)

    def worked(self, until: datetime) -> timedelta:
        return self.hours.between(self.began, until) - self.paused(until)

    def due(self, target: timedelta, rests: bool) -> datetime | None:
        """The earliest instant at which so much was worked. While it `rests`, none is known that lies ahead."""
        begin, left = self.began, target
        for start, end in self.pauses:
            worked = self.hours.between(begin, start)
            if worked >= left:
                return self.hours.add(begin, left)
            begin, left = end, left - worked
        return None if rests else self.hours.add(begin, left)
