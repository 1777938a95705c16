"""A review: sections remarked on, a reviewer who cannot, sent back, changed since, approved by another, and lapsed."""

import pytest

from bot.cli.scenes.stage import Stage
from tests.stories.reporting import Desk


@pytest.fixture
def transport() -> str:
    return "signed http"


async def asks(desk: Desk, *whom: str, word: str = "") -> None:
    await desk.steps("priya")
    await desk.presses("priya", "Ask for a review")
    shown = await desk.submits("priya", reviewers=list(whom), word=word)
    assert "They are asked, each in a message of their own." in shown


async def begins_to_review(desk: Desk, name: str, text: str = "asks you to review a report") -> str:
    message = await desk.is_told(name, text)
    return await desk.clicks(name, "Review it" if "asks" in text else "See what changed", message)


async def one_cannot(desk: Desk) -> None:
    asked = await desk.is_told("leyla", "asks you to review a report")
    assert "Is the impact right?" in asked["text"]
    await desk.clicks("leyla", "I cannot", asked)
    await desk.submits("leyla", word="I was on call that day; Ana sees it freshly.")
    heard = await desk.is_told("priya", "Leyla Demir cannot review this report.")
    assert "I was on call that day" in heard["text"]
    assert "You said that you cannot review this report." in await desk.all_in("leyla", "leyla")


async def one_remarks_and_sends_it_back(desk: Desk) -> None:
    shown = await begins_to_review(desk, "ana")
    assert "nothing written" in shown
    assert shown.count("● new since you looked") == 4  # three sections, and what is known
    for key in (":facts", "summary", "learned"):
        await desk.presses("ana", "Open", f"section-{key}")
        await desk.stage.person("ana").closes()
    await desk.presses("ana", "Open", "section-impact")
    assert "Write what you noticed" in str(await desk.is_refused("ana", comment=" "))
    assert "○ open" in await desk.submits("ana", comment="How many of them gave up?")
    await desk.is_told("priya", "Ana Ruiz has 1 open remark on this report.")
    await desk.stage.person("ana").closes()
    await desk.presses("ana", "Send back")
    assert "what would make it ready" in str(await desk.is_refused("ana", word=" "))
    await desk.submits("ana", word="Say how many gave up.")
    heard = await desk.is_told("priya", "Ana Ruiz sent this report back to you.")
    assert "Say how many gave up." in heard["text"]
    assert "sent this report back to its writers" in await desk.all_in("tom", "tom")


async def it_is_put_right(desk: Desk) -> None:
    await desk.steps("priya")
    assert not await desk.offers("priya", "Publish")
    await desk.rewrites("impact", "3,100 customers waited, and 212 gave up.")
    await asks(desk, "ana", "tom")
    assert "○ 1 remark is open" in await desk.reads("priya")
    shown = await desk.presses("priya", "Review")
    assert "1 remark is open" in shown
    assert not await desk.offers("priya", "Approve")
    await desk.presses("priya", "Open", "section-impact")
    assert "✓ settled" in await desk.presses("priya", "Settled")
    await desk.closes("priya")


async def what_is_new_is_shown(desk: Desk) -> None:
    shown = await begins_to_review(desk, "ana")
    assert shown.count("● new since you looked") == 1
    page = await desk.presses("ana", "Open", "section-impact")
    assert "Since you last looked" in page
    assert "212 gave up" in page
    assert "of an older version" in page
    await desk.stage.person("ana").closes()


async def another_approves(desk: Desk) -> None:
    """Never words that she has not read."""
    await desk.rewrites("learned", "The runbook assumes a warm cache; it says so now.")
    await desk.stage.person("ana").clicks("Approve")
    told = await desk.stage.person("ana").sees()
    assert "Its words changed since you opened it." in str(told) + await desk.all_in("ana", "ana")
    await begins_to_review(desk, "ana")
    assert "Approved." in await desk.presses("ana", "Approve")
    await desk.is_told("priya", "Ana Ruiz approved this report. It can be published.")


async def the_approval_lapses(desk: Desk) -> None:
    """And what was changed must be read, and approved, again."""
    await desk.rewrites("summary", "A cache was emptied by a routine change, at nine in the morning.")
    await desk.steps("priya")
    assert "in review" in await desk.reads("priya")
    assert not await desk.offers("priya", "Publish")
    shown = await begins_to_review(desk, "ana", "Priya Raman changed a report after you approved it")
    assert "● new since you looked" in shown
    await desk.presses("ana", "Approve")
    await desk.steps("priya")
    assert await desk.offers("priya", "Publish")
    assert "Approved by Ana Ruiz" in await desk.reads("priya")


async def the_lowest_goes_out_without(desk: Desk) -> None:
    """Where a setting says so."""
    await desk.written(title="A typo in a mail", severity=4)
    await desk.steps("priya", 2)
    assert not await desk.offers("priya", "Publish")
    desk = await Desk.at(desk.stage, waive_approval_for_lowest=True)
    await desk.publishes(2)
    await desk.sees("grace", "#cto", "Report: A typo in a mail")


async def test_a_report_is_reviewed_until_somebody_else_approves_what_it_says_now(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await desk.written()
    await asks(desk, "ana", "tom", "leyla", word="Is the impact right?")
    await one_cannot(desk)
    await one_remarks_and_sends_it_back(desk)
    await it_is_put_right(desk)
    await what_is_new_is_shown(desk)
    await another_approves(desk)
    await the_approval_lapses(desk)
    await the_lowest_goes_out_without(desk)
