"""Written by hand: times that clocks showed, lines in their order, and a phrase that is kept for a reason."""

import pytest

from bot.cli.scenes.stage import Stage
from tests.stories.reporting import LINES, Desk

BLUNT = "Tom was careless and should have known better."


@pytest.fixture
def transport() -> str:
    return "signed http"


async def lines_by_hand(desk: Desk) -> None:
    """A time that no clock showed, or showed twice, is asked for again, and what was typed stays."""
    await desk.opens("priya")
    await desk.presses("priya", "Open", "row-timeline")
    for at, text in (("2026-02-27 13:10", "The cache was empty."), ("2026-02-27 13:10", "The graph fell.")):
        await desk.presses("priya", "Add a line")
        await desk.submits("priya", at=at, text=text)
    await desk.presses("priya", "Add a line")
    for at, says in (
        ("2031-01-01 10:00", "future"),
        ("2025-03-30 02:30", "never showed this: they went forward, to 03:00"),
        ("2025-10-26 02:30", "twice. Add which: +02:00 was the first time"),
    ):
        assert says in (await desk.is_refused("priya", at=at, text="Clocks went back, and a job ran twice."))["at"]
    await desk.submits("priya", at="2025-10-26 02:30 CET")


async def lines_put_right(desk: Desk) -> None:
    """Marked, moved past its neighbour, given another time, taken out."""
    shown = await desk.reads("priya")
    assert shown.index("a job ran twice") < shown.index("The cache was empty.") < shown.index("The graph fell.")
    await desk.presses("priya", "Edit", "line-2")
    shown = await desk.presses("priya", "One place earlier")
    assert shown.index("The graph fell.") < shown.index("The cache was empty.")
    await desk.presses("priya", "Edit", "line-1")
    shown = await desk.submits("priya", at="2026-02-27 13:05", mark="detection")
    assert shown.index("The cache was empty.") < shown.index("The graph fell.")
    assert "◉ detection" in shown
    await desk.presses("priya", "Edit", "line-3")
    assert "a job ran twice" not in await desk.presses("priya", "Take it out")


async def a_phrase_is_kept(desk: Desk) -> None:
    """For a reason, after which nobody asks again, neither on saving nor on publishing."""
    await desk.opens("priya")
    await desk.presses("priya", "Write", "row-hard")
    shown = await desk.submits("priya", {"text-0": BLUNT})
    assert "may make it harder for people to speak openly" in shown
    fields = [str(block["block_id"]) for block in (await desk.top("priya"))["blocks"] if block["type"] == "input"]
    kept = {field: "It is what the customer wrote." for field in fields if field.startswith("keep-")}
    assert "may read as blame" not in await desk.submits("priya", kept)
    await desk.approved()
    await desk.steps("priya")
    assert "Some phrases may make it harder" not in await desk.presses("priya", "Publish")
    await desk.submits("priya", LINES)


async def a_small_one_asks_less(desk: Desk) -> None:
    """By its severity, unless somebody chooses."""
    began = int((await desk.stage.client.clock()).timestamp()) - 3600
    await desk.stage.person("jonas").runs("/incident-report", "A typo in a mail", channel="#general")
    assert "not the one nearest to what failed" in await desk.reads("jonas")
    await desk.submits("jonas", began_at=began, ended_at=began + 600, severity="4", owner="jonas")
    shown = await desk.reads("jonas")
    assert "0 of 5 sections" in shown
    assert "Contributing factors" not in shown


async def test_a_report_is_written_by_hand_and_goes_out(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await desk.written(sections={"summary": "A cache was emptied."})
    await lines_by_hand(desk)
    await lines_put_right(desk)
    await a_phrase_is_kept(desk)
    await desk.sees("grace", "#cto", "◉ detection")
    text = await desk.all_in("grace", "#cto")
    assert text.index("The cache was empty.") < text.index("The graph fell.")
    await a_small_one_asks_less(desk)
