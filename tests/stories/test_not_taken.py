"""Slack does not take the approved post: whoever approved it is told so, and nobody reads that it went out."""

import pytest

from bot.cli.scenes.focus import MONDAY_NINE, WRITTEN
from bot.cli.scenes.stage import Stage, says
from bot.slack import upkeep
from tests.stories.test_late_and_down import approved, posts


@pytest.fixture
def transport() -> str:
    """However it comes in, what goes out is the same."""
    return "socket mode"


async def test_a_post_that_slack_refuses_is_not_said_to_have_gone_out_until_it_has(stage: Stage) -> None:
    await approved(stage)
    await stage.client.archive("#cto")
    await stage.until(MONDAY_NINE)

    told = await stage.sees("maya", "maya", says("Nothing went out"), "that nothing went out")
    assert "is_archived. Unarchive the channel" in told["text"]
    assert WRITTEN["what-0"] in told["text"]
    answer = await stage.person("priya").runs("/focus", channel="#general")
    assert "There is no Monday post yet." in answer["ack"]["text"]

    await stage.client.archive("#cto", undo=True)
    await stage.cadence.database.run(upkeep.retry, "focus:2026-W10:post", await stage.client.clock())
    await stage.sees("maya", "maya", says("Posted in <#C0CTO>"), "that it is out")
    assert len(await posts(stage)) == 1
    answer = await stage.person("priya").runs("/focus", channel="#general")
    assert WRITTEN["what-0"] in answer["ack"]["text"]
