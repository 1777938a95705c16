"""What the all-hands counts: promises kept of those due, how good forecasts were, what changed.

Values in, findings out. All of it is of the organisation. Nothing here counts by person.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from bot.commitments.rules import Standing, due_at, shown, standings, until
from bot.commitments.states import CLOSING, Phase, State, Update

#: How long before its date a forecast is held against what came of it.
FORECAST_AHEAD = timedelta(weeks=4)


@dataclass(frozen=True)
class Period:
    """After `start`, up to and with `end`: from one all-hands to the next."""

    start: datetime
    end: datetime

    def holds(self, instant: datetime | None) -> bool:
        return instant is not None and self.start < instant <= self.end


Told = Sequence[tuple[Update, Standing]]


@dataclass(frozen=True)
class Course:
    """A commitment's updates in their order, and how often a word of it is due."""

    updates: Sequence[Update]
    rhythm_days: int

    @cached_property
    def standings(self) -> list[Standing]:
        """Where each update led: folded once, however often it is asked."""
        return list(standings(self.updates))

    @cached_property
    def _instants(self) -> list[datetime]:
        return list(accumulate((update.at for update in self.updates), max))

    @cached_property
    def told(self) -> Told:
        """Each update with where it leads; what was put right is left out."""
        corrected = {update.corrects for update in self.updates}
        if corrected == {None}:
            return list(zip(self.updates, self.standings, strict=True))
        sound = [update for update in self.updates if update.number not in corrected]
        #: What they put right is gone, so that they stand for themselves.
        alone = (update._replace(corrects=None) for update in sound)
        return list(zip(sound, standings(alone), strict=True))

    @property
    def standing(self) -> Standing:
        return self.standings[-1]

    def at(self, instant: datetime) -> Standing:
        said = bisect_right(self._instants, instant)
        return self.standings[said - 1] if said else Standing()

    def shown_at(self, instant: datetime) -> State | None:
        """None where it was no promise then."""
        then = self.at(instant)
        if then.phase in (Phase.PROPOSED, Phase.NEVER):
            return None
        return shown(then, self.rhythm_days, instant)

    def strip(self, meetings: Iterable[datetime]) -> list[State | None]:
        return [self.shown_at(meeting) for meeting in meetings]


class Outcome(StrEnum):
    """What became of a promise whose date fell into a period."""

    KEPT = "kept"
    KEPT_LATE = "kept late"
    PARTLY_KEPT = "partly kept"
    #: Another date was promised while this one could still be kept.
    MOVED = "moved in time"
    MISSED = "missed"
    DROPPED = "dropped"


#: Of what ended before its date. Dropped after it, it was missed.
_ENDED_EARLY = {
    State.PARTLY_KEPT: Outcome.PARTLY_KEPT,
    State.MISSED: Outcome.MISSED,
    State.DROPPED: Outcome.DROPPED,
}
_ENDED_LATE = {State.KEPT: Outcome.KEPT_LATE, State.PARTLY_KEPT: Outcome.PARTLY_KEPT}


@dataclass(frozen=True)
class Settled:
    """A promised date came to its end: it passed, or a word ended or moved it before."""

    at: datetime
    promise: Standing
    #: The number of the update that promised it.
    since: int
    #: Where the word led that ended or moved it; None where the date passed.
    word: Standing | None = None


def outcome(course: Course, period: Period) -> Outcome | None:
    """None where no promised date came to its end. A commitment counts once a period, by the first that did.

    So every date that was ever promised is counted in some period, and whoever moves one cannot leave the count.
    """
    told = as_told(course, period.end)
    first = next((settled for settled in _settled(told, period.end) if period.holds(settled.at)), None)
    return _judged(first, told) if first else None


def as_told(course: Course, by: datetime) -> Told:
    """What had been told of it until then."""
    heard = until(course.updates, by)
    return course.told if len(heard) == len(course.updates) else Course(heard, course.rhythm_days).told


def _settled(told: Told, by: datetime) -> Iterator[Settled]:
    promise: tuple[int, Standing] | None = None
    for update, now in told:
        if promise and (end := _ended(promise, update, now)):
            yield end
            promise = None
        if promise:
            promise = promise[0], now
        elif now.is_open and (due := due_at(now)) and update.at < due:
            promise = update.number, now
    if promise and (due := due_at(promise[1])) and due <= by:
        yield Settled(due, promise[1], promise[0])


def _ended(promise: tuple[int, Standing], update: Update, now: Standing) -> Settled | None:
    since, before = promise
    due = due_at(before)
    if due and due <= update.at:
        return Settled(due, before, since)
    if not now.is_open or now.promised != before.promised:
        return Settled(update.at, before, since, now)
    return None


def _judged(settled: Settled, told: Told) -> Outcome:
    later = [each for each in told if each[0].number > settled.since]
    ended = next(((update.state, now.closed_on) for update, now in later if update.state in CLOSING), None)
    if ended and ended[0] is State.KEPT and _is_by(ended[1], settled.promise):
        return Outcome.KEPT
    if settled.word is None:
        return _ENDED_LATE.get(ended[0], Outcome.MISSED) if ended and ended[0] else Outcome.MISSED
    if settled.word.is_open or settled.word.word is None:
        return Outcome.MOVED
    return _ENDED_EARLY[settled.word.word]


def _is_by(closed_on: date | None, promise: Standing) -> bool:
    return bool(closed_on and promise.promised and closed_on <= promise.promised)


def forecasts(course: Course, window: Period) -> list[bool]:
    """For each promised date in the window that was on track four weeks ahead: whether it was kept by that date."""
    told = as_told(course, window.end)
    return [_was_kept(told, *promise) for promise in _on_track_ahead(course, told, window)]


def _on_track_ahead(course: Course, told: Told, window: Period) -> Iterator[tuple[int, Standing]]:
    """The update that set each such date, and how things stood then."""
    dates = dict[date, tuple[int, Standing]]()
    for update, promise in told:
        if promise.is_open and promise.promised:
            dates.setdefault(promise.promised, (update.number, promise))
    for number, promise in dates.values():
        due = due_at(promise)
        if due and window.holds(due) and _was_on_track(course, promise, due - FORECAST_AHEAD):
            yield number, promise


def _was_on_track(course: Course, promise: Standing, instant: datetime) -> bool:
    then = course.at(instant)
    stood = then.is_open and then.promised == promise.promised
    return stood and shown(then, course.rhythm_days, instant) is State.ON_TRACK


def _was_kept(told: Told, promised_in: int, promise: Standing) -> bool:
    later = (each for each in told if each[0].number > promised_in)
    return any(update.state is State.KEPT and _is_by(now.closed_on, promise) for update, now in later)


class Change(StrEnum):
    """The most telling thing that happened to a commitment since the last all-hands, most telling first."""

    KEPT = "kept"
    PARTLY_KEPT = "partly kept"
    MISSED = "missed"
    DROPPED = "dropped"
    PAST_DATE = "past its date"
    PROMISED_AGAIN = "promised again"
    MOVED = "moved"
    OFF_TRACK = "off track"
    AT_RISK = "at risk"
    SILENT = "silent"
    WITHOUT_OWNER = "without an owner"
    PAUSED = "paused"
    BACK_ON_TRACK = "back on track"
    NEW = "new"
    HANDED_OVER = "handed over"


def change(course: Course, period: Period) -> Change | None:
    """None where all is as it was."""
    before, after = course.at(period.start), course.at(period.end)
    was, now = course.shown_at(period.start), course.shown_at(period.end)
    if now is None:
        return None
    return next(_changes(before, after, was, now), None)


def _changes(before: Standing, after: Standing, was: State | None, now: State) -> Iterator[Change]:
    if now is not was and now in CLOSING:
        yield Change(now.value)
    if now is not was and now is State.PAST_DATE:
        yield Change.PAST_DATE
    if after.round > before.round:
        yield Change.PROMISED_AGAIN
    if len(after.moves) > len(before.moves):
        yield Change.MOVED
    if now is not was and now in (State.OFF_TRACK, State.AT_RISK, State.SILENT, State.WITHOUT_OWNER, State.PAUSED):
        yield Change(now.value)
    if was is None:
        yield Change.NEW
    if now is not was and now is State.ON_TRACK:
        yield Change.BACK_ON_TRACK
    if after.owner and before.owner and after.owner != before.owner:
        yield Change.HANDED_OVER
