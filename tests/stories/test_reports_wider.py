"""What a writer sees before a report goes out, and what its owner hears where its channel gets wider afterwards."""

import pytest

from bot.cli.scenes.stage import Stage
from tests.stories.reporting import TITLE, Desk

HINTED = "The rollback was handled poorly."


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def sees_a_remark_before_anybody_reads_it(desk: Desk) -> None:
    """What was typed stays, and sent again it goes out."""
    shown = await desk.publishes(channels=["#cto"], **{"line-1": HINTED})
    assert "handled poorly” ·" in shown
    assert "only you see it" in shown
    assert TITLE not in await desk.all_in("grace", "#cto")
    assert "It is published" in await desk.submits("priya")
    await desk.sees("grace", "#cto", HINTED)


async def takes_it_back_where_another_organisation_came(desk: Desk) -> None:
    await desk.stage.client.shares("#cto")
    told = await desk.is_told("priya", "where it would not be sent today")
    assert "People of another organisation are in it." in told["text"]
    await desk.sees("grace", "#cto", HINTED)
    await desk.clicks("priya", "Take it back there", told)
    await desk.sees("grace", "#cto", "This report is no longer shared here.")
    await desk.is_told("priya", "This report is taken back from")


async def test_a_remark_comes_before_publishing_and_a_wider_channel_is_told(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await desk.written()
    await desk.approved()
    await sees_a_remark_before_anybody_reads_it(desk)
    await takes_it_back_where_another_organisation_came(desk)
