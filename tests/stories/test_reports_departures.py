"""The owner of reports leaves Slack, in whatever state each is: somebody who works on it takes the pen and goes on."""

import pytest

from bot.cli.scenes.stage import Stage, offers
from tests.stories.reporting import LINES, Desk

DRAFT, REVIEWED, APPROVED, OUT, ALONE = 1, 2, 3, 4, 5
TITLES = {DRAFT: "Search slow", REVIEWED: "Mail late", APPROVED: "Map empty", OUT: "Login down", ALONE: "Keys lost"}


@pytest.fixture
def transport() -> str:
    return "signed http"


async def a_report_in_each_state(desk: Desk) -> None:
    """Jonas began four of them and gave Priya the pen; the last is hers alone."""
    for number in (DRAFT, REVIEWED, APPROVED, OUT):
        await desk.written(title=TITLES[number], owner=desk.person("priya"), by="jonas")
    await desk.written(title=TITLES[ALONE])
    await desk.steps("priya", REVIEWED)
    await desk.presses("priya", "Ask for a review")
    await desk.submits("priya", reviewers=["ana"])
    await desk.approved(APPROVED)
    await desk.adds_action("Watch the login", "leyla", "2026-03-20", OUT)
    await desk.accepts("leyla", "Watch the login")
    await desk.approved(OUT)
    await desk.publishes(OUT)
    await desk.sees("grace", "#cto", f"Report: {TITLES[OUT]}")


async def she_leaves(desk: Desk) -> None:
    await desk.stage.client.changes("priya", deleted=True)
    await desk.jumps(minutes=62)
    for number in (DRAFT, REVIEWED, APPROVED, OUT):
        told = await desk.is_told("jonas", f"{TITLES[number]}\nPriya Raman left, so this report is without an owner.")
        assert offers("Hand over")(told)
    together = await desk.is_told("tom", "Priya Raman left. Reports 1, 2, 3, 4 are without an owner")
    assert TITLES[DRAFT] not in together["text"]
    told = await desk.is_told("tom", f"Priya Raman left, and nobody else works on report {ALONE}.")
    assert TITLES[ALONE] not in told["text"]


async def takes_the_pen(desk: Desk, number: int) -> None:
    told = await desk.is_told("jonas", f"{TITLES[number]}\nPriya Raman left")
    await desk.clicks("jonas", "Take it over", told)
    assert "Jonas Keller holds the pen" in await desk.opens("jonas", number)


async def the_draft_goes_on(desk: Desk) -> None:
    await takes_the_pen(desk, DRAFT)
    await desk.approved(DRAFT, owner="jonas")
    await desk.publishes(DRAFT, by="jonas")
    await desk.sees("grace", "#cto", f"Report: {TITLES[DRAFT]}")


async def the_review_goes_on(desk: Desk) -> None:
    """Its reviewer approves what nobody owns; the new owner could not."""
    asked = await desk.stage.sees("ana", "ana", offers("Review it"), "that she is asked")
    await desk.clicks("ana", "Review it", asked)
    await desk.presses("ana", "Approve")
    assert "owner: nobody" in await desk.steps("jonas", REVIEWED)
    await takes_the_pen(desk, REVIEWED)
    await desk.publishes(REVIEWED, by="jonas")
    await desk.sees("grace", "#cto", f"Report: {TITLES[REVIEWED]}")


async def the_approved_one_goes_out(desk: Desk) -> None:
    """Also before anybody took the pen."""
    await desk.publishes(APPROVED, by="jonas")
    await desk.sees("grace", "#cto", f"Report: {TITLES[APPROVED]}")


async def the_published_one_is_amended(desk: Desk) -> None:
    await takes_the_pen(desk, OUT)
    await desk.rewrites("impact", "Nobody could log in.", OUT, by="jonas")
    await desk.steps("jonas", OUT)
    await desk.presses("jonas", "Amend")
    await desk.submits("jonas", {**LINES, "changed": "The impact.", "why": "Counted anew."})
    await desk.sees("grace", "#cto", "Nobody could log in.")


async def an_operator_takes_what_nobody_works_on(desk: Desk) -> None:
    told = await desk.is_told("tom", f"nobody else works on report {ALONE}.")
    assert TITLES[ALONE] in await desk.clicks("tom", "Take it over", told)
    assert "Tom Brandt holds the pen" in await desk.opens("tom", ALONE)


async def test_an_owner_leaves_and_every_report_goes_on(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await a_report_in_each_state(desk)
    await she_leaves(desk)
    await the_draft_goes_on(desk)
    await the_review_goes_on(desk)
    await the_approved_one_goes_out(desk)
    await the_published_one_is_amended(desk)
    await an_operator_takes_what_nobody_works_on(desk)


async def test_a_reviewer_leaves_and_somebody_else_approves(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await desk.written()
    await desk.steps("priya")
    await desk.presses("priya", "Ask for a review")
    await desk.submits("priya", reviewers=["ana"])
    await desk.is_told("ana", "asks you to review a report")
    await stage.client.changes("ana", deleted=True)
    await desk.jumps(minutes=62)
    told = await desk.is_told("priya", "Ana Ruiz, who was asked to review this report, left Slack.")
    assert "Nobody else is asked, so it waits for you." in told["text"]
    await desk.clicks("priya", "Ask somebody else", told)
    assert "left Slack" in await desk.submits("priya", reviewers=["grace"])
    await desk.clicks("grace", "Review it", await desk.stage.sees("grace", "grace", offers("Review it"), "the asking"))
    await desk.presses("grace", "Approve")
    await desk.is_told("priya", "approved this report")
