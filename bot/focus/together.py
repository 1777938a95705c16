"""Several rhythms as one: the mornings of all audiences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.rhythm import NoSlot, Rhythm, Slot


@dataclass(frozen=True)
class Together(Rhythm):
    """The slots of several rhythms, each by the name of its instant in UTC. Two at one instant are one."""

    rhythms: tuple[Rhythm, ...]

    @property
    def label(self) -> str:
        return "; ".join(rhythm.label for rhythm in self.rhythms)

    def next_after(self, instant: datetime) -> Slot:
        return min(self._named(one.next_after(instant) for one in self._some), key=_instant)

    def last_until(self, instant: datetime) -> Slot:
        return max(self._named(one.last_until(instant) for one in self._some), key=_instant)

    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        found = {slot for one in self.rhythms for slot in self._named(one.between(start, end))}
        return iter(sorted(found, key=_instant))

    @property
    def _some(self) -> tuple[Rhythm, ...]:
        if not self.rhythms:
            raise NoSlot("there is no rhythm")
        return self.rhythms

    @staticmethod
    def _named(slots: Iterable[Slot]) -> Iterator[Slot]:
        return (Slot(slot.at.replace(tzinfo=None), slot.at) for slot in slots)


def _instant(slot: Slot) -> datetime:
    return slot.at
