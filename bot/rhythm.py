"""When a job is due (design.md, "Schedule"): slots in time, found near an instant.

Time is cut into periods (days, weeks, months), and a rule gives each period one slot or none. Slots come in
the order of their periods, each with an instant and a name of its own, and are found near their periods.

Instants are taken in any zone and returned in UTC; a naive one is a ValueError.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from bot.local_time import as_utc, refuse_unless_weekdays

MONDAY_TO_FRIDAY = frozenset(range(5))

# Nearly three years of days: a rule that was silent for as long stays silent.
BARREN_PERIODS = 1000


_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)


class NoSlot(ValueError):
    """The rhythm has no slot in a thousand periods: its holidays leave nothing over."""


@dataclass(frozen=True)
class Slot:
    """One occurrence of a rhythm: `local`, naive, names it for good; `at` is its instant, in UTC."""

    local: datetime
    at: datetime


class Rhythm(ABC):
    """Slots in order, the same for everyone who asks. Knows nothing of which have run."""

    @abstractmethod
    def next_after(self, instant: datetime) -> Slot:
        """The first slot later than `instant`; NoSlot if none is near."""

    @abstractmethod
    def last_until(self, instant: datetime) -> Slot:
        """The last slot not later than `instant`; NoSlot if none is near."""

    @abstractmethod
    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        """The slots later than `start` and not later than `end`, in order."""

    @property
    def label(self) -> str:
        """The rule in one line, the same in every process. Holidays come and go without making it another rule."""
        own = fields(self)  # type: ignore[arg-type]  # every rhythm is a dataclass
        told = [getattr(self, field.name) for field in own if field.name != "holidays"]
        return f"{type(self).__name__} {' '.join(map(str, told))}"


class Periodic(Rhythm):
    """A slot or none in each period."""

    def next_after(self, instant: datetime) -> Slot:
        start = as_utc(instant)
        near = self._period_at(start) - 1
        return _first(slot for slot in self._slots(range(near, near + BARREN_PERIODS)) if slot.at > start)

    def last_until(self, instant: datetime) -> Slot:
        end = as_utc(instant)
        near = self._period_at(end) + 1
        return _first(slot for slot in self._slots(range(near, near - BARREN_PERIODS, -1)) if slot.at <= end)

    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        first, last = as_utc(start), as_utc(end)
        periods = range(self._period_at(first) - 1, self._period_at(last) + 2)
        return (slot for slot in self._slots(periods) if first < slot.at <= last)

    def _slots(self, periods: Iterable[int]) -> Iterator[Slot]:
        return (slot for slot in map(self._slot_in, periods) if slot is not None)

    @abstractmethod
    def _period_at(self, instant: datetime) -> int:
        """The slots before and after `instant` are in this period or a neighbour, where those have slots."""

    @abstractmethod
    def _slot_in(self, period: int) -> Slot | None: ...


@dataclass(frozen=True)
class Ahead(Periodic):
    """So long before each slot of another rhythm, and by the name of that slot."""

    of: Periodic
    by: timedelta

    @property
    def label(self) -> str:
        return f"{self.by} ahead of {self.of.label}"

    def _period_at(self, instant: datetime) -> int:
        return self.of._period_at(instant + self.by)

    def _slot_in(self, period: int) -> Slot | None:
        slot = self.of._slot_in(period)
        return Slot(slot.local, slot.at - self.by) if slot else None


@dataclass(frozen=True)
class Hourly(Periodic):
    """At every full hour of UTC on the weekdays `on` (Monday is 0), there: for what is due at anybody's time.

    With `times`, so often in each hour, evenly.
    """

    on: Collection[int] = MONDAY_TO_FRIDAY
    times: int = 1

    def __post_init__(self) -> None:
        refuse_unless_weekdays(self.on)

    @property
    def apart(self) -> timedelta:
        return _HOUR / self.times

    @property
    def label(self) -> str:
        return f"Hourly {sorted(self.on)}" + (f" {self.times} times" if self.times > 1 else "")

    def _period_at(self, instant: datetime) -> int:
        return (as_utc(instant) - _EPOCH) // self.apart

    def _slot_in(self, period: int) -> Slot | None:
        at = _EPOCH + period * self.apart
        return Slot(at.replace(tzinfo=None), at) if at.weekday() in self.on else None


def _first(slots: Iterator[Slot]) -> Slot:
    slot = next(slots, None)
    if slot is None:
        raise NoSlot(f"no slot in {BARREN_PERIODS} periods: are all its days holidays?")
    return slot
