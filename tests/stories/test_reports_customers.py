"""The version for customers: proposed, kept free of names, approved by another, exported, and looked at again."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.cli.scenes.stage import Json, Stage
from tests.stories.reporting import Desk


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def form(desk: Desk, name: str) -> str:
    await desk.steps(name)
    return await desk.presses(name, "For customers")


async def is_proposed(desk: Desk) -> None:
    """People by their role; nothing is saved yet."""
    shown = await form(desk, "priya")
    assert "A first proposal, made of the report" in shown
    assert "An engineer emptied a cache." in shown
    assert "Tom" not in shown


async def names_somebody_by_hand(desk: Desk) -> None:
    shown = await desk.submits("priya", happened="Tom Brandt emptied a cache.", felt="3,100 customers waited.")
    assert "Of the house, and not for customers" in shown
    assert "Tom Brandt" in shown
    assert not await desk.offers("priya", "Approve it")


async def is_not_exported_with_the_name(desk: Desk) -> None:
    await form(desk, "ana")
    assert "Approved by Ana Ruiz" in await desk.presses("ana", "Approve it")
    shown = await desk.presses("ana", "Export")
    assert "customers read these in no case" in shown
    assert not await desk.offers("ana", "They may stay")


async def is_written_without_it(desk: Desk) -> None:
    await form(desk, "priya")
    shown = await desk.submits("priya", happened="A cache was emptied.")
    assert "Of the house" not in shown
    assert not await desk.offers("priya", "Export")


async def is_approved(desk: Desk) -> None:
    await form(desk, "ana")
    assert "Approved by Ana Ruiz" in await desk.presses("ana", "Approve it")


async def is_exported(desk: Desk, database_url: str) -> None:
    """A file in the own messages of whoever asked; the command line writes the same."""
    await form(desk, "priya")
    assert "A cache was emptied." in await desk.presses("priya", "Export")
    assert "On its way to you" in await desk.presses("priya", "Send me the Markdown")
    await desk.stage.sees("priya", "priya", has_file("incident-1.md"), "the file")
    written = exported(database_url)
    assert written.startswith(
        "## What happened\n\nA cache was emptied.\n\n## Who was affected\n\n3,100 customers waited."
    )


def has_file(name: str) -> Callable[[Json], bool]:
    def has(message: Json) -> bool:
        return any(file["name"] == name for file in message.get("files") or ())

    return has


def exported(database_url: str) -> str:
    told = CliRunner().invoke(main, ["export", "customers", "1"], env={"CADENCE_DATABASE_URL": database_url})
    return told.output + told.stderr


async def is_outdated_by_an_amendment(desk: Desk, database_url: str) -> None:
    await desk.rewrites("impact", "4,000 customers waited.")
    await desk.steps("priya")
    await desk.presses("priya", "Amend")
    shown = await desk.submits("priya", changed="The impact.", why="Counted anew.")
    assert "outdated since the report changed" in shown
    await desk.is_told("ana", "whose version for customers you approved")
    assert "looks at it once more" in exported(database_url)
    await form(desk, "priya")
    assert not await desk.offers("priya", "Export")
    await desk.submits("priya", felt="4,000 customers waited.")


async def test_what_customers_read_is_proposed_approved_by_another_exported_and_looked_at_again(
    stage: Stage, database_url: str
) -> None:
    desk = await Desk.at(stage)
    await desk.written(sections={"summary": "Priya Raman emptied a cache.", "impact": "3,100 customers waited."})
    await desk.approved()
    await desk.publishes(channels=["#cto"])
    await is_proposed(desk)
    await names_somebody_by_hand(desk)
    await is_not_exported_with_the_name(desk)
    await is_written_without_it(desk)
    await is_approved(desk)
    await is_exported(desk, database_url)
    await is_outdated_by_an_amendment(desk, database_url)
    await is_approved(desk)
    assert "4,000 customers waited." in exported(database_url)
