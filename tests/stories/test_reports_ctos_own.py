"""A report about what the CTO did: the same words, the same rules, and no way around them."""

import pytest

from bot.cli.scenes.stage import Stage, says
from tests.stories.reporting import TITLE, Desk

DONE = "I turned the cache off for the migration"
BLUNT = "Maya Okafor should have asked before turning the cache off."
BETTER = "Turning the cache off asks nobody and warns of nothing."
NOT_THERE = "There is no such report, or it is not shared with you."


@pytest.fixture
def transport() -> str:
    return "signed http"


async def it_is_gathered_from_her_words(desk: Desk) -> None:
    await desk.stage.person("maya").says("#cto", DONE)
    said = await desk.stage.sees("maya", "#cto", says(DONE), "what she said")
    await desk.written()
    await desk.stage.person("priya").uses("reports.add_message", on=said, channel="#cto")
    assert "Maya Okafor" in await desk.submits("priya", mark="decision")
    await desk.closes("priya")


async def the_blame_check_makes_no_exception(desk: Desk) -> None:
    """Neither for her nor against her."""
    await desk.opens("priya")
    await desk.presses("priya", "Write", "row-factors")
    shown = await desk.submits("priya", {"text-0": BLUNT})
    assert "may make it harder for people to speak openly" in shown
    assert "should have" in shown
    inputs = [str(block["block_id"]) for block in (await desk.top("priya"))["blocks"] if block["type"] == "input"]
    (instead,) = [one for one in inputs if one.startswith("instead-")]
    assert "✓ *Contributing factors*" in await desk.submits("priya", {instead: BETTER})


async def before_it_is_out_she_reads_no_more_than_anybody(desk: Desk) -> None:
    maya = desk.stage.person("maya")
    assert NOT_THERE in str(await maya.runs("/incident-report", "1", channel="#general"))
    for text in ("list", f"search {TITLE}"):
        await maya.runs("/incident-report", text, channel="#general")
        assert TITLE not in (await desk.reads("maya")).replace(f"'initial_value': '{TITLE}'", "")
        await desk.closes("maya")


async def once_it_is_out_she_reads_it_and_cannot_change_it(desk: Desk) -> None:
    await desk.approved()
    await desk.publishes()
    await desk.sees("maya", "#cto", f"Report: {TITLE}")
    told = await desk.sees("grace", "#cto", "◆ decision")
    assert DONE in told["text"]
    shown = await desk.opens("maya")
    assert BETTER in shown
    assert "should have" not in shown
    for label in ("Write", "Invite writers", "Hand the pen over"):
        assert not await desk.offers("maya", label)


async def she_is_asked_what_she_learned_like_whoever_took_part(desk: Desk) -> None:
    await desk.jumps(days=3)
    await desk.is_told("maya", "Did you learn something that changes how you work?")
    figures = str(await desk.stage.person("grace").runs("/cadence", "reports", channel="#general"))
    assert "1 report, 1 published." in figures
    assert "Maya" not in figures


async def narrowed_to_others_it_is_gone_for_her(desk: Desk) -> None:
    await desk.is_for("named", "jonas", "ana")
    await desk.closes("maya")
    refused = await desk.stage.person("maya").runs("/incident-report", "1", channel="#general")
    assert NOT_THERE in str(refused)


async def test_a_report_about_the_ctos_own_action_is_a_report_like_any_other(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await it_is_gathered_from_her_words(desk)
    await the_blame_check_makes_no_exception(desk)
    await before_it_is_out_she_reads_no_more_than_anybody(desk)
    await once_it_is_out_she_reads_it_and_cannot_change_it(desk)
    await she_is_asked_what_she_learned_like_whoever_took_part(desk)
    await narrowed_to_others_it_is_gone_for_her(desk)
