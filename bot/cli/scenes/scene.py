"""What a practice adds to the demo's week: one file here with a `SCENE` in it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.cli.scenes.stage import ZONE, Stage
from bot.sandbox.organisation import Channel, Person

Play = Callable[[Stage], Awaitable[None]]


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time of the demo's year where its CTO lives."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


#: When the window opens. What a scene's history tells lies before it.
OPENS = local(2, 27, 14, 59)


async def _nothing(stage: Stage) -> None:
    """For steps that only move the clock, and scenes whose steps say enough."""


@dataclass(frozen=True)
class Past:
    """Something that has happened when the window opens, so that there is something to see."""

    at: datetime
    play: Play


@dataclass(frozen=True)
class Step:
    """Something that happens in the week, and where to look at it."""

    at: datetime
    what: str
    """Who does what, in a sentence."""
    look: str
    """What to look at and why it is so, in a sentence or two."""
    viewer: str = "noor"
    """By whose eyes; the name of a person."""
    place: str = "#cto"
    """A channel, `messages` for the viewer's own with cadence, or `home` for its App Home."""
    play: Play = _nothing
    """Plays people, and waits until what must come of it is seen. Raises SceneFailed."""


@dataclass(frozen=True)
class Scene:
    """One practice in the demo. The steps of all scenes are one week, in the order of their times."""

    practice: str = ""
    about: str = ""
    """What the practice is for, in a sentence that a stranger understands."""
    try_it: str = ""
    """How to do it oneself in the window, in a sentence or two."""
    steps: tuple[Step, ...] = ()
    history: tuple[Past, ...] = ()
    check: Play = _nothing
    """After the last step. Raises SceneFailed."""
    outcome: str = ""
    """What `check` has seen, in a sentence."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Dotted key → value; `#name` and `@name` stand for ids."""
    people: tuple[Person, ...] = ()
    channels: tuple[Channel, ...] = ()
    """Who and what the organisation needs besides its own."""

    async def play(self, stage: Stage) -> None:
        """By itself, without its history."""
        for step in self.steps:
            await stage.until(step.at)
            await step.play(stage)
        await self.check(stage)
