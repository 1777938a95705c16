"""What became of the dates that were promised: each is counted once, in the period in which it came to its end.

Values in, findings out. Nothing here counts by person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.commitments.counting import Course, Period, Told, as_told, is_by
from bot.commitments.standing import Standing, due_at
from bot.commitments.states import Kind, State, Update


class Outcome(StrEnum):
    """What became of a promised date that came to its end in a period."""

    KEPT = "kept"
    KEPT_LATE = "kept late"
    PARTLY_KEPT = "partly kept"
    #: Another date was promised while this one could still be kept.
    MOVED = "moved in time"
    MISSED = "missed"
    DROPPED = "dropped"


_ENDED_EARLY = {
    State.KEPT: Outcome.KEPT,
    State.PARTLY_KEPT: Outcome.PARTLY_KEPT,
    State.MISSED: Outcome.MISSED,
    State.DROPPED: Outcome.DROPPED,
}
#: All else that comes after its date does not undo that it was missed.
_ENDED_LATE = {State.KEPT: Outcome.KEPT_LATE, State.PARTLY_KEPT: Outcome.PARTLY_KEPT}


@dataclass(frozen=True)
class Settled:
    """A promised date came to its end: it passed, or a word ended or moved it before."""

    at: datetime
    promise: Standing
    #: The number of the update that promised it.
    since: int
    #: Where the first word led that ended the promise or moved it, before or after its date.
    then: Standing | None = None

    @property
    def outcome(self) -> Outcome:
        if self.then is None:
            return Outcome.MISSED
        passed = self.at == _end_of(self.promise)
        if self.then.is_open:
            return Outcome.MISSED if passed else Outcome.MOVED
        assert self.then.word, "what is closed was closed by a word"
        if self.then.word is State.KEPT and is_by(self.then.closed_on, self.promise):
            return Outcome.KEPT
        return _ENDED_LATE.get(self.then.word, Outcome.MISSED) if passed else _ENDED_EARLY[self.then.word]


def outcomes(course: Course, period: Period) -> tuple[Outcome, ...]:
    """Of every date of it that came to its end in the period; and of those before whose end was put right in it."""
    told = as_told(course, period.end)
    ended = list(settled(told, period.end))
    found = [each for each in ended if period.holds(each.at)]
    if course.was_called(period):
        found = [*_put_right(course, ended, period), *found]
    return tuple(each.outcome for each in found)


def settled(told: Told, by: datetime) -> Iterator[Settled]:
    """The dates that came to their end by then, in their order."""
    promise: tuple[int, Standing] | None = None
    for update, now in told:
        if promise and (end := _ended(promise, update, now)):
            yield end
            promise = None
        if promise is None:
            promise = (update.number, now) if now.is_open and _is_promised(now, update) else None
        elif _is_ahead(promise[1], update):
            promise = promise[0], now
    if promise and (at := _end_of(promise[1])) and at <= by:
        yield Settled(at, promise[1], promise[0])


def _end_of(promise: Standing) -> datetime | None:
    """One that had passed before it was accepted ends in that moment, so that it is counted."""
    due = due_at(promise)
    return max(due, promise.word_at) if due and promise.word_at else None


def _is_promised(now: Standing, update: Update) -> bool:
    """Also where it had passed by then: what is only open again was counted before."""
    return _is_ahead(now, update) or (update.kind is Kind.ACCEPTED and now.promised is not None)


def _is_ahead(promise: Standing, update: Update) -> bool:
    due = due_at(promise)
    return due is not None and update.at < due


def _ended(promise: tuple[int, Standing], update: Update, now: Standing) -> Settled | None:
    since, before = promise
    end = _end_of(before)
    assert end, "a promise without a date does not end on one"
    if now.is_open and now.promised == before.promised:
        return None
    return Settled(min(end, update.at), before, since, now)


def _put_right(course: Course, ended: list[Settled], period: Period) -> Iterator[Settled]:
    """Dates that came to their end before the period, and to another one than was read out then."""
    before = {each.since: each.outcome for each in settled(as_told(course, period.start), period.start)}
    for each in ended:
        was = before.get(each.since)
        if was and each.at <= period.start and each.outcome is not was and not _is_too_late(was, each, period):
            yield each


def _is_too_late(was: Outcome, settled: Settled, period: Period) -> bool:
    """What was kept only after a miss had been read out does not undo it, whatever it is called."""
    ended = settled.then.closed_on if settled.then else None
    read_out_on = settled.promise.due_day(period.start)
    return was is Outcome.MISSED and (ended is None or ended > read_out_on)
