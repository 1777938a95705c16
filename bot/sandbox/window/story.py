"""A play that the window can go through step by step, whoever wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    DONE = "done"
    FAILED = "failed"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Told:
    """One step, as the window shows it."""

    at: datetime
    practice: str
    what: str
    look: str
    viewer: str
    place: str
    """A channel, `messages` or `home`."""
    standing: Standing
    trouble: str = ""


@dataclass(frozen=True)
class Practice:
    name: str
    about: str
    try_it: str


class Story(Protocol):
    @property
    def title(self) -> str: ...

    @property
    def about(self) -> str: ...

    @property
    def practices(self) -> Sequence[Practice]: ...

    def steps(self) -> Sequence[Told]:
        """In the order of their times."""

    async def next(self) -> Told | None:
        """Plays the next step; None when all have been."""

    async def travel(self, to: datetime) -> None:
        """Moves the clock, and lets whoever lives by it live through the time."""
