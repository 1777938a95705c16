"""The week that the demo is made of: every file's scene, in the order of time."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import scenes
from bot.cli.scenes.scene import OPENS, Scene, Step
from bot.cli.scenes.stage import SceneFailed
from bot.cli.story import Story
from bot.sandbox.window.story import Standing


class Watch:
    """A stage on which only time passes."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    async def until(self, moment: Any) -> None:
        self.seen.append(moment)


def step(minutes: int, what: str, fails: bool = False) -> Step:
    async def play(stage: Any) -> None:
        if fails:
            raise SceneFailed("maya never saw the preview in maya")
        stage.seen.append(what)

    return Step(OPENS + timedelta(minutes=minutes), what, "Look here", play=play)


def story(*told: Scene) -> Story:
    return Story(told, Watch())


def test_every_practice_with_a_folder_of_its_own_has_a_scene_and_says_what_it_is_for() -> None:
    files = {path.stem for path in Path(scenes.__file__).parent.glob("*.py")} - {"__init__", "scene", "stage"}
    found = scenes.every()

    assert len(found) == len(files)
    assert all(scene.about and scene.try_it and scene.steps for scene in found if scene.practice)


def test_all_that_is_history_has_happened_when_the_window_opens() -> None:
    for scene in scenes.every():
        assert all(past.at < OPENS for past in scene.history)
        assert all(step.at > OPENS for step in scene.steps)


async def test_the_steps_of_all_scenes_are_one_week() -> None:
    told = story(Scene("A", steps=(step(1, "first"), step(9, "last"))), Scene("B", steps=(step(5, "between"),)))

    await told.play_all()

    watch: Any = told.stage
    assert [each for each in watch.seen if isinstance(each, str)] == ["first", "between", "last"]


async def test_a_step_that_fails_is_marked_and_the_next_can_be_played() -> None:
    told = story(Scene("A", steps=(step(1, "first", fails=True), step(2, "second"))))

    failed = await told.next()

    assert failed
    assert (failed.standing, failed.trouble) == (
        Standing.FAILED,
        "This did not come out as told: maya never saw the preview in maya.",
    )
    assert [each.standing for each in told.steps()] == [Standing.FAILED, Standing.NEXT]
    await told.next()
    assert await told.next() is None


async def test_a_scene_whose_check_fails_fails_the_demo() -> None:
    async def check(stage: Any) -> None:
        raise SceneFailed("expected one post, found two")

    with pytest.raises(SceneFailed, match="found two"):
        await story(Scene("A", steps=(step(1, "first"),), check=check)).play_all()
