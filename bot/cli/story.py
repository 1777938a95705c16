"""The scenes' steps as one week, in the order of their times; the window plays it, and so does `demo --once`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import click

from bot.cli.scenes.scene import OPENS, Scene, Step
from bot.cli.scenes.stage import SceneFailed, Stage
from bot.sandbox.client import ControlRefused
from bot.sandbox.window.story import Practice, Standing, Told

TITLE = "A week in the life"
ABOUT = (
    "cadence keeps the operating rhythm of a company's CTO in Slack. This is Larkspur Freight, a company that does "
    "not exist, and you are Noor on her first day there. Go through the week step by step, or look around by yourself."
)


@dataclass
class Story:
    scenes: Sequence[Scene]
    stage: Stage
    title: str = TITLE
    about: str = ABOUT
    _played: int = 0
    _troubles: dict[int, str] = field(default_factory=dict)
    _playing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        steps = [(scene, step) for scene in self.scenes for step in scene.steps]
        self._steps = sorted(steps, key=lambda each: each[1].at)
        shown = [scene for scene in self.scenes if scene.practice]
        self.practices = [Practice(scene.practice, scene.about, scene.try_it) for scene in shown]

    async def open(self) -> None:
        """All that has happened before. Raises SceneFailed."""
        past = [past for scene in self.scenes for past in scene.history]
        for each in sorted(past, key=lambda past: past.at):
            await self.stage.until(each.at)
            await each.play(self.stage)
        await self.stage.until(OPENS)

    def steps(self) -> list[Told]:
        return [self._told(number) for number in range(len(self._steps))]

    def _told(self, number: int) -> Told:
        scene, step = self._steps[number]
        trouble = self._troubles.get(number, "")
        place = (scene.practice, step.what, step.look, step.viewer, step.place)
        return Told(step.at, *place, standing=self._standing(number), trouble=trouble)

    def _standing(self, number: int) -> Standing:
        if number in self._troubles:
            return Standing.FAILED
        if number < self._played:
            return Standing.DONE
        return Standing.NEXT if number == self._played else Standing.LATER

    async def next(self) -> Told | None:
        """One that does not come out as told is marked, and the story goes on."""
        async with self._playing:
            if self._played == len(self._steps):
                return None
            number = self._played
            try:
                await self._play(*self._steps[number])
            except (SceneFailed, ControlRefused) as failed:
                self._troubles[number] = f"This did not come out as told: {failed}."
            self._played = max(self._played, number + 1)
            return self._told(number)

    async def play_all(self) -> None:
        """Raises SceneFailed at the first step that does not come out as told."""
        for scene, step in self._steps[self._played :]:
            await self._play(scene, step)
            self._played += 1

    async def _play(self, scene: Scene, step: Step) -> None:
        await self.stage.until(step.at)
        await step.play(self.stage)
        if step is scene.steps[-1]:
            await scene.check(self.stage)
            click.echo(f"\n{scene.outcome}")

    async def travel(self, to: datetime) -> None:
        await self.stage.travel(to)
