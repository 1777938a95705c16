"""Slack does not take the approved post, or the digest: its makers are told so, and nobody reads that it is out."""

import pytest

from bot.cli.scenes.focus import MONDAY_NINE, WRITTEN
from bot.cli.scenes.stage import Stage, offers, says
from bot.slack import upkeep
from tests.stories.test_from_digest_to_promise import at, two_are_promised_in_an_organisation_that_meets_every_week
from tests.stories.test_late_and_down import approved, posts


@pytest.fixture
def transport() -> str:
    """However it comes in, what goes out is the same."""
    return "socket mode"


async def test_a_post_that_slack_refuses_is_not_said_to_have_gone_out_until_it_has(stage: Stage) -> None:
    await approved(stage)
    await stage.client.archive("#cto")
    await stage.until(MONDAY_NINE, hourly=False)

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


async def test_a_digest_that_slack_refuses_is_not_said_to_be_out_until_it_is(stage: Stage) -> None:
    await two_are_promised_in_an_organisation_that_meets_every_week(stage)
    await at(stage, 3, 3, 9)
    await stage.sees("maya", "maya", offers("Post now"), "the draft")
    await stage.client.archive("#cto")
    await at(stage, 3, 5, 16)

    told = await stage.sees("maya", "maya", says("did not go out: Slack did not take it"), "that it did not go out")
    assert "is_archived. Unarchive the channel" in told["text"]
    assert "`cadence outbox retry` sends it, frozen as it was." in told["text"]

    await stage.client.archive("#cto", undo=True)
    await stage.cadence.database.run(upkeep.retry, "all-hands:2026-03-05:post", await stage.client.clock())
    post = await stage.sees("grace", "#cto", says("All-hands, 5 Mar"), "the digest")
    assert "We promised 2; both are on track." in post["text"]
    await stage.sees("maya", "maya", says("The digest of 5 March is out in <#C0CTO>."), "that it is out")
