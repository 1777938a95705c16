"""What figures are told with: where cases are few they are listed, not averaged, and what never came is a miss."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Generic, TypeVar

#: Below these, an average of any kind says more than is known; and a share is told as a count only.
LEAST_FOR_MEDIAN, LEAST_FOR_TENTH, LEAST_FOR_PERCENT = 5, 10, 20

Amount = TypeVar("Amount", float, timedelta)


@dataclass(frozen=True)
class Spread(Generic[Amount]):
    """Least first. `middle` and `tenth` (of ten, nine are less) where cases are enough."""

    cases: tuple[Amount, ...]

    @property
    def middle(self) -> Amount | None:
        if len(self.cases) < LEAST_FOR_MEDIAN:
            return None
        half = len(self.cases) // 2
        return self.cases[half] if len(self.cases) % 2 else (self.cases[half - 1] + self.cases[half]) / 2

    @property
    def tenth(self) -> Amount | None:
        enough = len(self.cases) >= LEAST_FOR_TENTH
        return self.cases[ceil(0.9 * len(self.cases)) - 1] if enough else None


@dataclass(frozen=True)
class Share:
    """Of those whose time was up or who were served: in time, late, and open past it."""

    in_time: int
    late: int
    missed: int

    @property
    def of(self) -> int:
        return self.in_time + self.late + self.missed

    @property
    def percent(self) -> str:
        """` (95 %)`, or nothing where cases are few."""
        return f" ({100 * self.in_time // self.of} %)" if self.of >= LEAST_FOR_PERCENT else ""


def share(late: Sequence[bool], missed: int) -> Share:
    """`late`: of each that was served, whether it was."""
    return Share(in_time=len(late) - sum(late), late=sum(late), missed=missed)
