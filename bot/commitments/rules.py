"""Where a commitment stands, from what was said of it. Updates in, findings out.

Nothing is ever overwritten: where a commitment stood at any moment is where its updates until then lead.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from itertools import accumulate, islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.commitments.states import CLOSING, Kind, Phase, State, Update
from bot.local_time import DAY, resolve

UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Move:
    """The promised date became another: renegotiated while it could still be kept, or after it had passed."""

    at: datetime
    before: date
    after: date
    in_time: bool

    @property
    def days(self) -> int:
        return (self.after - self.before).days


class Standing(NamedTuple):
    """All that a commitment's updates lead to. First, promised and forecast date are three facts."""

    phase: Phase = Phase.PROPOSED
    #: The last word of whoever speaks for it.
    word: State | None = None
    word_at: datetime | None = None
    owner: str | None = None
    zone: ZoneInfo = UTC
    #: What the other side has not agreed to yet, and whether it is the owner who asked for it.
    asked: date | None = None
    countered: bool = False
    first: date | None = None
    promised: date | None = None
    forecast: date | None = None
    #: What was expected before the last word, in case that is put right.
    forecast_before: date | None = None
    paused_until: date | None = None
    moves: tuple[Move, ...] = ()
    round: int = 1
    closed_on: date | None = None
    offered_to: str | None = None
    #: When its owner took it over; taking it is no word on how it goes.
    taken_at: datetime | None = None
    #: Where it stood before the last move, in case that is put right.
    before_move: "Standing | None" = None

    @property
    def moved_days(self) -> int:
        """From the first promised date to the present one."""
        return (self.promised - self.first).days if self.promised and self.first else 0

    @property
    def is_open(self) -> bool:
        return self.phase is Phase.OPEN

    @property
    def heard_at(self) -> datetime | None:
        """When its present owner said something: a word, or that they take it over."""
        return max(self.word_at, self.taken_at or self.word_at) if self.word_at else None

    def local_day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def ends(self, day: date) -> datetime:
        return end_of(day, self.zone)


@lru_cache(maxsize=8192)
def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after `day` in `zone`: a commitment is due before it."""
    return resolve(datetime.combine(day + DAY, datetime.min.time()), zone)


def standing(updates: Iterable[Update]) -> Standing:
    """Updates in their order."""
    return reduce(_after, updates, Standing())


def standings(updates: Iterable[Update]) -> Iterator[Standing]:
    """Where each update leads."""
    return islice(accumulate(updates, _after, initial=Standing()), 1, None)


def _after(before: Standing, update: Update) -> Standing:
    return _FOLDS[update.kind](before, update)


def until(updates: Iterable[Update], instant: datetime) -> list[Update]:
    """What had been said by then."""
    return [update for update in updates if update.at <= instant]


def _proposed(before: Standing, update: Update) -> Standing:
    return before._replace(owner=update.owner, zone=update.zone or before.zone, asked=update.day)


def _countered(before: Standing, update: Update) -> Standing:
    return before._replace(asked=update.day, countered=True)


def _accepted(before: Standing, update: Update) -> Standing:
    """Who accepts says that it can be done."""
    agreed = update.day or before.asked
    opened = before._replace(phase=Phase.OPEN, word=State.ON_TRACK, word_at=update.at, asked=None, countered=False)
    return opened._replace(first=agreed, promised=agreed)


def _never(before: Standing, update: Update) -> Standing:
    word = State.DECLINED if update.kind is Kind.DECLINED else State.WITHDRAWN
    return before._replace(phase=Phase.NEVER, word=word, word_at=update.at)


def _said(before: Standing, update: Update) -> Standing:
    assert update.state, "a word without a state"
    reopened = before if update.corrects else _reopened(before, update)
    closes = update.state in CLOSING
    expected = before.forecast_before if update.corrects else before.forecast
    # One new standing a word: an all-hands folds tens of thousands.
    heard = reopened._replace(
        phase=Phase.CLOSED if closes else Phase.OPEN,
        word=update.state,
        word_at=update.at,
        closed_on=_closing_day(before, update) if closes else None,
        paused_until=None if closes else update.until,
        forecast=expected if closes else update.forecast or expected,
        forecast_before=expected,
    )
    return _moved_to(heard, update) if update.day and not closes else heard


def _reopened(before: Standing, update: Update) -> Standing:
    """A word on what was closed begins another round."""
    return before._replace(round=before.round + 1) if before.phase is Phase.CLOSED else before


def _closing_day(before: Standing, update: Update) -> date:
    """What is kept may have been so before it was said, but not after."""
    today = before.local_day(update.at)
    kept_on = update.forecast if update.state in (State.KEPT, State.PARTLY_KEPT) else None
    return min(kept_on, today) if kept_on else today


def _moved(before: Standing, update: Update) -> Standing:
    since = before.before_move if update.corrects and before.before_move else before
    word = State.ON_TRACK if since.phase is Phase.CLOSED else since.word
    heard = _reopened(since, update)._replace(phase=Phase.OPEN, word=word, word_at=update.at, closed_on=None)
    return _moved_to(heard._replace(before_move=since), update)


def _moved_to(before: Standing, update: Update) -> Standing:
    day = update.day
    assert day, "a move without a date"
    if before.promised is None:
        return before._replace(first=day, promised=day)
    if day == before.promised:
        return before
    in_time = update.at < before.ends(before.promised)
    move = Move(update.at, before.promised, day, in_time)
    return before._replace(promised=day, moves=(*before.moves, move))


def _offered(before: Standing, update: Update) -> Standing:
    return before._replace(offered_to=update.owner)


def _taken(before: Standing, update: Update) -> Standing:
    """The last word stays as old as it is: what was silent is silent until the new owner says how it goes."""
    zone = update.zone or before.zone
    return before._replace(owner=update.owner, zone=zone, offered_to=None, taken_at=update.at)


def _refused(before: Standing, update: Update) -> Standing:
    return before._replace(offered_to=None)


def _orphaned(before: Standing, update: Update) -> Standing:
    return before._replace(owner=None)


_FOLDS: Mapping[Kind, Callable[[Standing, Update], Standing]] = {
    Kind.PROPOSED: _proposed,
    Kind.COUNTERED: _countered,
    Kind.ACCEPTED: _accepted,
    Kind.DECLINED: _never,
    Kind.WITHDRAWN: _never,
    Kind.LAPSED: _never,
    Kind.SAID: _said,
    Kind.MOVED: _moved,
    Kind.OFFERED: _offered,
    Kind.TAKEN: _taken,
    Kind.REFUSED: _refused,
    Kind.ORPHANED: _orphaned,
}


def shown(now_standing: Standing, rhythm_days: int, now: datetime) -> State:
    """What stands beside the commitment at `now`."""
    if now_standing.phase is Phase.PROPOSED:
        return State.PROPOSED
    word = now_standing.word
    assert word, "accepted, closed and never are all somebody's word"
    if not now_standing.is_open:
        return word
    if (due := due_at(now_standing)) and due <= now:
        return State.PAST_DATE
    if now_standing.owner is None:
        return State.WITHOUT_OWNER
    return State.SILENT if silent_at(now_standing, rhythm_days) <= now else word


def due_at(standing: Standing) -> datetime | None:
    """A commitment is due at the end of its day, where its owner lives."""
    return standing.ends(standing.promised) if standing.promised else None


def word_due_on(standing: Standing, rhythm_days: int) -> date:
    """The day on which the next word is due: a rhythm after the last one, or the last of a pause."""
    assert standing.word_at, "only what was accepted has a rhythm"
    if standing.word is State.PAUSED and standing.paused_until:
        return standing.paused_until
    return standing.local_day(standing.word_at) + timedelta(days=rhythm_days)


def wanted_on(standing: Standing, rhythm_days: int) -> date:
    """The day from which its owner is asked for a word: whoever took it over has a rhythm from then on."""
    due = word_due_on(standing, rhythm_days)
    taken = standing.taken_at
    return max(due, standing.local_day(taken) + timedelta(days=rhythm_days)) if taken else due


def silent_at(standing: Standing, rhythm_days: int) -> datetime:
    return standing.ends(word_due_on(standing, rhythm_days))
