"""Actions: promised, declined, handed over, reminded of after the report is out, done, and shown in it at once."""

import pytest

from bot.cli.scenes.commitments import from_the_page
from bot.cli.scenes.stage import Stage, offers
from tests.stories.reporting import Desk

ALERT, RUNBOOK, STAFF, KEYS = "Alert on the hit rate", "Warm the cache first", "Staff the night", "Rotate the keys"


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def four_actions(desk: Desk) -> None:
    """Two accept, one of them the CTO; one declines and somebody else is asked; one left before."""
    await desk.opens("priya")
    await desk.presses("priya", "Open", "row-the-actions")
    form = await desk.presses("priya", "Add an action")
    assert "It can stay open until 3 March." in form  # two working days, as its severity is 2
    assert "'initial_date': '2026-03-27'" in form  # twenty
    for what, owner in ((ALERT, "tom"), (RUNBOOK, "leyla"), (STAFF, "maya"), (KEYS, "marcus")):
        await desk.adds_action(what, owner, "2026-03-13")
    for what, owner in ((ALERT, "tom"), (STAFF, "maya"), (KEYS, "marcus")):
        await desk.accepts(owner, what)
    await desk.clicks("leyla", "Decline", await desk.is_told("leyla", RUNBOOK))
    await desk.submits("leyla", note="The runbook moves to another team.")
    await desk.is_told("priya", "declined this. It is not a promise.")
    await desk.opens("priya")
    shown = await desk.presses("priya", "Open", "row-the-actions")
    assert "⊘ declined" in shown
    assert "The runbook moves to another team." in shown
    await desk.presses("priya", "Ask somebody else")
    await desk.submits("priya", owner="arjun", day="2026-03-13")
    await desk.closes("priya")
    await desk.accepts("arjun", RUNBOOK)


async def thread_says(desk: Desk, *said: str) -> None:
    for one in said:
        await desk.sees("grace", "#cto", one)


async def one_is_handed_over(desk: Desk) -> None:
    await from_the_page(desk.stage, "tom", ALERT, "Hand over", {"to": "jonas", "note": "Alerts are yours."})
    asked = await desk.stage.sees("jonas", "jonas", offers("Take it over"), "that he is asked")
    await desk.stage.clicks("jonas", "Take it over", asked)
    await thread_says(desk, "● on track · Jonas Keller, taken over from Tom Brandt · by 13 March")


async def days_pass(desk: Desk) -> None:
    """One owner leaves, and the others are asked in their own hours, though the report is long out."""
    await desk.stage.client.changes("marcus", deleted=True)
    await desk.jumps(days=10, hours=19)  # Tuesday, 10:00 in Berlin
    await thread_says(desk, "∅ without an owner · by 13 March", "4 actions, none done yet, 1 without an owner")
    for name, what in (("jonas", ALERT), ("maya", STAFF), ("arjun", RUNBOOK)):
        asked = await desk.is_told(name, "wants a word")
        assert what in asked["text"]


async def they_say_how_it_went(desk: Desk) -> None:
    """And every copy says so in the same moment."""
    await from_the_page(desk.stage, "jonas", ALERT, "Update", {"state": "kept", "note": "It fired in the drill."})
    await thread_says(desk, "✓ done · Jonas Keller, taken over from Tom Brandt")
    await from_the_page(desk.stage, "maya", STAFF, "Update", {"state": "at risk", "note": "Two people are missing."})
    await thread_says(desk, "▲ at risk · Maya Okafor · by 13 March")
    await desk.stage.person("arjun").runs("/promises", "5", channel="#general")
    await desk.presses("arjun", "Update")
    await desk.submits("arjun", state="dropped", note="The runbook is gone.")
    await thread_says(desk, "– dropped · Arjun Mehta: “The runbook is gone.”")
    await desk.sees("grace", "#cto", "4 actions, 1 done, 1 without an owner")


async def it_counts_like_any_other(desk: Desk) -> None:
    """Though one of its actions is the CTO's own, and nobody is named."""
    figures = str(await desk.stage.person("grace").runs("/cadence", "reports", channel="#general"))
    assert "1 report, 1 published." in figures
    assert "Actions: 4" in figures
    await desk.stage.person("maya").runs("/promises", "all-hands", channel="#general")
    await desk.is_told("maya", "Incidents since the last all-hands: 1 of 1 report published")
    assert not any(name in figures for name in ("Maya", "Jonas", "Tom", "Marcus", "Priya"))


async def test_actions_are_followed_until_each_is_done_or_let_go(stage: Stage) -> None:
    desk = await Desk.at(stage, {"all_hands": {"dates": ["2026-03-19"]}})
    await desk.written(title="Pages at night, and who decided on the staff")
    await four_actions(desk)
    await desk.approved()
    await desk.publishes()
    await thread_says(
        desk, "1. Alert on the hit rate\n● on track · Tom Brandt · by 13 March", "4 actions, none done yet"
    )
    await one_is_handed_over(desk)
    await days_pass(desk)
    await they_say_how_it_went(desk)
    await it_counts_like_any_other(desk)


async def test_a_dropped_report_takes_back_what_it_asked_and_tells_who_promised(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await desk.written()
    await desk.adds_action(ALERT, "tom", "2026-03-13")
    await desk.adds_action(RUNBOOK, "leyla", "2026-03-13")
    await desk.accepts("tom", ALERT)
    await desk.steps("priya")
    await desk.presses("priya", "Debrief")
    await desk.submits("priya", people=["jonas"])
    await desk.is_told("jonas", "invites you to talk about this")
    await desk.steps("priya")
    await desk.presses("priya", "Drop")
    assert "why it is not needed" in (await desk.is_refused("priya", reason=" "))["reason"]
    await desk.submits("priya", reason="It was a drill.")

    await desk.is_told("leyla", "Priya Raman took this back. Nothing is promised.")
    await desk.is_told("jonas", "Priya Raman called the debrief of this report off.")
    told = await desk.is_told("tom", "What you promised stays yours: keep it, or let it go.")
    assert ALERT in told["text"]
    assert ALERT in await desk.clicks("tom", "Look", told)
    assert "Dropped" in await desk.opens("priya")
