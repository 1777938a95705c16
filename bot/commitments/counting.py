"""What the all-hands counts: how good forecasts were, what changed. Promises kept of those due: `outcomes.py`.

Values in, findings out. All of it is of the organisation. Nothing here counts by person.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from bot.commitments.rules import shown, standings, until
from bot.commitments.standing import Standing, due_at
from bot.commitments.states import CLOSING, Kind, Phase, State, Update

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
    def put_right(self) -> Mapping[int, int]:
        """Numbers of words that no longer count → of those in their place. To close what is closed puts it right."""
        found = {update.corrects: update.number for update in self.updates if update.corrects is not None}
        known = {update.number: update for update in self.updates} if found else {}
        found = {wrong: right for wrong, right in found.items() if not _keeps_its_day(known[wrong], known[right])}
        if self.standing.round > 1:
            found |= self._closed_again()
        return found

    def _closed_again(self) -> Mapping[int, int]:
        found, closing = dict[int, int](), None
        for update, now in zip(self.updates, self.standings, strict=True):
            if update.state in CLOSING and closing is not None:
                found[closing] = update.number
            if update.state in CLOSING or now.is_open:
                closing = update.number if update.state in CLOSING else None
        return found

    @cached_property
    def told(self) -> Told:
        """Each update with where it leads; what was put right is left out."""
        if not self.put_right:
            return list(zip(self.updates, self.standings, strict=True))
        sound = [update for update in self.updates if update.number not in self.put_right]
        #: What they put right is gone, so that they stand for themselves.
        alone = (update._replace(corrects=None) for update in sound)
        return list(zip(sound, standings(alone), strict=True))

    def closings_put_right(self) -> Iterator[tuple[Update, Update]]:
        """Each with what stands in its place."""
        known = {update.number: update for update in self.updates} if self.put_right else {}
        closed = (wrong for wrong in self.put_right if known[wrong].state in CLOSING)
        return ((known[wrong], known[self.put_right[wrong]]) for wrong in closed)

    def was_called(self, period: Period) -> State | None:
        """How it had ended by the beginning of the period, where that was put right in it."""
        told = (wrong for wrong, right in self.closings_put_right() if period.holds(right.at))
        return next((wrong.state for wrong in told if wrong.at <= period.start), None)

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


def _keeps_its_day(wrong: Update, right: Update) -> bool:
    """What a word promised again stands until it is closed or moved, however else that word is put right."""
    return wrong.kind is Kind.SAID and wrong.day is not None and right.state not in CLOSING


def as_told(course: Course, by: datetime) -> Told:
    """What had been told of it until then."""
    heard = until(course.updates, by)
    return course.told if len(heard) == len(course.updates) else Course(heard, course.rhythm_days).told


def is_by(closed_on: date | None, promise: Standing) -> bool:
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
    return any(update.state is State.KEPT and is_by(now.closed_on, promise) for update, now in later)


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
    if now in CLOSING and (now is not was or after.word_at != before.word_at):
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
