"""What an older report leaves for a new one; a draft that comes in from elsewhere; and the report as a file."""

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.cli.scenes.stage import Stage
from tests.stories.reporting import TITLE, Desk

DRAFT = """# Checkout slow again\r
## Executive summary\r
The cache was empty once more.\r
## Timeline\r
- 2026-02-27 12:05 (detection): The alert fired\r
- 2031-01-01 10:00: It never happened\r
## Weather\r
It rained.\r
"""


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def an_older_one_is_out(desk: Desk) -> None:
    await desk.written(services=("checkout",))
    await desk.adds_action("Alert on the hit rate", "tom", "2026-03-20")
    await desk.accepts("tom", "Alert on the hit rate")
    await desk.approved()
    await desk.publishes()


async def one_like_it_is_begun(desk: Desk) -> None:
    """It is offered the older one, and what is still to be done there."""
    jonas = desk.stage.person("jonas")
    began = int((await desk.stage.client.clock()).timestamp()) - 3 * 3600
    await jonas.runs("/incident-report", "Checkout slow again", channel="#general")
    wrong = await desk.is_refused("jonas", began_at=began, noticed_at=began + 999_999, owner="jonas")
    assert wrong == {"noticed_at": "This is in the future."}
    wrong = await desk.is_refused("jonas", noticed_at=began + 300, ended_at=began - 60)
    assert wrong == {"ended_at": "This is before it began."}
    times = {"began_at": began, "noticed_at": began + 300, "ended_at": began + 3000}
    shown = await desk.submits("jonas", {**times, "services": "checkout", "owner": "jonas"})
    assert f"Looks alike: *{TITLE}*" in shown
    assert "Actions still open: 1" in shown
    assert "Alert on the hit rate · ● on track · Tom Brandt · by 20 March" in shown


async def a_draft_comes_in(desk: Desk) -> None:
    """None of its words is lost; what is empty or too long is said beside the field, and stays typed."""
    await desk.presses("jonas", "Bring in a draft")
    assert "This holds nothing yet." in str(await desk.is_refused("jonas", {"draft-0": " \n"}))
    shown = await desk.submits("jonas", {"draft-0": DRAFT})
    assert "Brought in: 2 sections and 1 line of the timeline" in shown
    assert "✓ *Summary*\\nThe cache was empty once more." in shown
    assert "It rained." in shown
    assert "It never happened" in shown


def exported(database_url: str, *arguments: str) -> str:
    told = CliRunner().invoke(main, ["export", "report", *arguments], env={"CADENCE_DATABASE_URL": database_url})
    assert told.exit_code == 0, told.output
    return told.output


async def test_a_report_takes_along_what_is_known_and_is_taken_away(stage: Stage, database_url: str) -> None:
    desk = await Desk.at(stage)
    await an_older_one_is_out(desk)
    await one_like_it_is_begun(desk)
    await a_draft_comes_in(desk)

    text = exported(database_url, "2")
    for line in (
        "# Checkout slow again",
        "The cache was empty once more.",
        "(detection): The alert fired",
        "### Weather",
        "It rained.",
        "It never happened",
    ):
        assert line in text
    assert "- Alert on the hit rate (owner: Tom Brandt, by 2026-03-20)" in exported(database_url, "1")
    page = exported(database_url, "2", "--format", "html")
    assert "<h1>Checkout slow again</h1>" in page
    assert "<script" not in page
    assert "It rained." in page
