"""What a commitment's updates lead to: all that is known of it at one moment."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.commitments.states import Phase, State
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
    #: Where the owner lives; where they lived when the last word was said; and of a date whose end is settled, where
    #: they lived then.
    zone: ZoneInfo = UTC
    word_zone: ZoneInfo = UTC
    due_zone: ZoneInfo | None = None
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
    #: Where it stood before the last move, and before the last word if that promised it again, in case they are put
    #: right.
    before_move: "Standing | None" = None
    before_round: "Standing | None" = None

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

    def due_day(self, instant: datetime) -> date:
        """By the days of the zone in which its own one ends."""
        return instant.astimezone(self.due_zone or self.zone).date()


@lru_cache(maxsize=8192)
def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after `day` in `zone`: a commitment is due before it."""
    return resolve(datetime.combine(day + DAY, datetime.min.time()), zone)


def due_at(standing: Standing) -> datetime | None:
    """A commitment is due at the end of its day, where its owner lives."""
    return end_of(standing.promised, standing.due_zone or standing.zone) if standing.promised else None
