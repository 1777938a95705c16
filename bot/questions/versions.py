"""Settings through time, and the targets that they set."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

V = TypeVar("V")
W = TypeVar("W")


@dataclass(frozen=True)
class Versions(Generic[V]):
    """A setting through time: what ended keeps the version then in force, what runs follows the newest."""

    first: V
    #: Since when, and what; in order.
    changes: Sequence[tuple[datetime, V]] = ()

    def at(self, instant: datetime) -> V:
        number = bisect_right([since for since, _ in self.changes], instant)
        return self.changes[number - 1][1] if number else self.first

    def known_by(self, instant: datetime) -> "Versions[V]":
        """Without what came later."""
        return Versions(self.first, [(since, version) for since, version in self.changes if since <= instant])

    def since(self, instant: datetime) -> datetime | None:
        """Since when the version of this instant is in force; None for the first."""
        return max((since for since, _ in self.changes if since <= instant), default=None)

    def between(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, V]]:
        """Each version in force from `start` until `end`, with the last instant at which it was."""
        changes = [since for since, _ in self.changes if start < since <= end]
        for begin, stop in pairwise([start, *changes, end]):
            yield stop, self.at(begin)

    def map(self, part: Callable[[V], W]) -> "Versions[W]":
        return Versions(part(self.first), [(since, part(version)) for since, version in self.changes])


@dataclass(frozen=True)
class Targets:
    """In working time; but for the longest pause, after which the clock runs again by itself."""

    respond: timedelta = timedelta(hours=4)
    answer: timedelta = timedelta(hours=8)
    longest_pause: timedelta = timedelta(days=7)
