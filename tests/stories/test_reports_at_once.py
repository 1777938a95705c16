"""Two people write one thing at once: who comes second sees both, puts them together, and no word is lost."""

import pytest

from bot.cli.scenes.stage import Stage
from tests.stories.reporting import Desk

LINE = "About 3,000 customers waited."
COUNTED = "3,100 customers waited, as counted in the queue."
GAVE_UP = "About 3,000 customers waited; 212 gave up."
BOTH = "3,100 customers waited, as counted in the queue; 212 gave up."
BESIDE = "Nobody lost an order."


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def fields(desk: Desk, name: str) -> dict[str, str]:
    """What stands in the window, by field as the window names it."""
    asked = [block for block in (await desk.top(name))["blocks"] if block["type"] == "input"]
    return {block["block_id"]: str(block["element"].get("initial_value", "")) for block in asked}


async def puts_both_together(desk: Desk, name: str, mine: str, both: str) -> str:
    """Their own words stand in the field, the other's above it; closed and opened again, they are still there."""
    (field,) = [one for one, text in (await fields(desk, name)).items() if text == mine]
    return await desk.submits(name, {field: both})


async def one_line_of_a_section(desk: Desk) -> None:
    for name in ("priya", "jonas"):
        await desk.opens(name)
        await desk.presses(name, "Go on", "row-impact")
        assert LINE in str(await fields(desk, name))
    assert "✓ *Impact in numbers*" in await desk.submits("priya", {"text-0": f"{COUNTED}\n{BESIDE}"})
    shown = await desk.submits("jonas", {"text-0": f"{GAVE_UP}\n{BESIDE}"})
    assert "Priya Raman saved this section while you wrote. Nothing is lost" in shown
    assert COUNTED in shown
    await desk.opens("jonas")
    assert GAVE_UP in await desk.presses("jonas", "Go on", "row-impact"), "it waits for him"
    await puts_both_together(desk, "jonas", f"{GAVE_UP}\n{BESIDE}", f"{BOTH}\n{BESIDE}")
    await desk.opens("priya")
    await desk.presses("priya", "Go on", "row-impact")
    assert list((await fields(desk, "priya")).values()) == [f"{BOTH}\n{BESIDE}"]


async def one_line_of_the_timeline(desk: Desk) -> None:
    await desk.opens("priya")
    await desk.presses("priya", "Open", "row-timeline")
    await desk.presses("priya", "Add a line")
    await desk.submits("priya", at="2026-02-27 13:10", text="The graph fell.")
    for name in ("priya", "jonas"):
        await desk.opens(name)
        await desk.presses(name, "Open", "row-timeline")
        await desk.presses(name, "Edit", "line-1")
    await desk.submits("priya", text="The hit rate fell to 40 %.")
    shown = await desk.submits("jonas", text="The graph of the cache fell.", mark="detection")
    assert "Priya Raman saved this line while you wrote" in shown
    assert "The hit rate fell to 40 %." in shown
    shown = await puts_both_together(
        desk, "jonas", "The graph of the cache fell.", "The cache's hit rate fell to 40 %."
    )
    assert "The cache's hit rate fell to 40 %." in shown
    assert "◉ detection" in shown


async def a_draft_is_kept_for_its_writer_alone(desk: Desk) -> None:
    """Half a sentence, closed with its window; somebody else saves meanwhile, and nothing is overwritten."""
    half = "What we do not know is"
    await desk.opens("jonas")
    await desk.presses("jonas", "Write", "row-unknown")
    assert "so no draft of it waits" in await desk.presses("jonas", "Keep as a draft")
    await desk.presses("jonas", "Write", "row-unknown")
    await desk.stage.person("jonas").clicks("Keep as a draft", values={"text-0": half})
    assert "Kept as a draft, for you alone." in await desk.reads("jonas")
    await desk.opens("priya")
    assert half not in await desk.reads("priya")
    assert half not in await desk.presses("priya", "Write", "row-unknown")
    await desk.opens("jonas")
    assert "a draft of yours waits here" in await desk.reads("jonas")
    shown = await desk.presses("jonas", "Go on", "row-unknown")
    assert "This is your draft." in shown
    assert "saved this section while you wrote" not in shown
    assert list((await fields(desk, "jonas")).values()) == [half]
    await desk.rewrites("unknown", "Why the queue was full.")
    await desk.opens("jonas")
    shown = await desk.presses("jonas", "Go on", "row-unknown")
    assert "Priya Raman saved this section while you wrote" in shown
    await puts_both_together(desk, "jonas", half, f"Why the queue was full. {half} how full it was.")
    await desk.opens("jonas")
    assert "a draft of yours" not in await desk.reads("jonas")


async def test_two_write_one_line_of_a_section_and_one_of_the_timeline(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await desk.written(sections={"impact": f"{LINE}\n{BESIDE}"})
    await desk.opens("priya")
    await desk.presses("priya", "Invite writers")
    await desk.submits("priya", writers=["jonas"])
    await one_line_of_a_section(desk)
    await one_line_of_the_timeline(desk)
    await a_draft_is_kept_for_its_writer_alone(desk)
