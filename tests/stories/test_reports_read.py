"""A debrief, and what readers say: read, taken from it, learned; and one reminder to who was asked by name."""

import pytest

from bot.cli.scenes.stage import Stage, offers
from tests.stories.reporting import TITLE, Desk

QUESTIONS = "What did it look like from where you were?"


@pytest.fixture
def transport() -> str:
    return "signed http"


async def jonas_and_leyla_write_along(desk: Desk) -> None:
    await desk.opens("priya")
    await desk.presses("priya", "Invite writers")
    await desk.submits("priya", writers=["jonas", "leyla"])


async def they_meet(desk: Desk) -> None:
    """At a time when all are at work, with the questions beforehand; moved once; its notes are kept."""
    await desk.steps("priya")
    await desk.presses("priya", "Debrief")
    assert "Choose a time that is still to come." in (await desk.is_refused("priya", at=1_000_000_000))["at"]
    await desk.steps("priya")
    assert "At the proposed time all of them are at work." in await desk.presses("priya", "Debrief")
    told = await desk.submits("priya", place="Room 4", questions=QUESTIONS)
    assert "They are invited, each in a message of their own." in told
    asked = await desk.is_told("leyla", "Priya Raman invites you to talk about this, to learn and not to find fault.")
    assert QUESTIONS in asked["text"]
    assert "Room 4" in asked["text"]
    assert "BEGIN:VEVENT" in await desk.clicks("leyla", "Calendar file", asked)
    await desk.closes("leyla")
    await desk.steps("priya")
    await desk.presses("priya", "Debrief")
    await desk.submits("priya", minutes="30")
    await desk.is_told("leyla", "30 minutes")
    assert "This debrief has another time now: see further down." in await desk.all_in("leyla", "leyla")


async def its_notes_are_kept(desk: Desk) -> None:
    """Of two who write them at once, who comes second sees what the first one wrote."""
    for name in ("jonas", "leyla"):
        asked = await desk.stage.sees(name, name, offers("Notes"), "the invitation")
        await desk.clicks(name, "Notes", asked)
    await desk.submits("jonas", notes="Nobody saw the alert, as it is muted at night.")
    both = await desk.submits("leyla", notes="The runbook assumes a warm cache.")
    assert "saved the notes while you wrote" in both
    assert "as it is muted at night." in both
    await desk.closes("leyla")
    waiting = await desk.clicks("leyla", "Notes", asked)
    assert "The runbook assumes a warm cache." in waiting, "what she wrote waits for her"
    field = next(one["block_id"] for one in (await desk.top("leyla"))["blocks"] if one["type"] == "input")
    together = "Nobody saw the alert, as it is muted at night. The runbook assumes a warm cache."
    await desk.submits("leyla", {field: together})
    asked = await desk.stage.sees("jonas", "jonas", offers("Notes"), "the invitation")
    assert together in await desk.clicks("jonas", "Notes", asked)
    await desk.closes("jonas")


async def two_have_read_it(desk: Desk) -> None:
    """One where it was sent to her, one in the channel; a second click counts nothing."""
    copy = await desk.is_told("grace", f"Report: {TITLE}")
    for _ in range(2):
        await desk.clicks("grace", "I have read this", copy)
    await desk.is_told("grace", "Noted. You are the first.")
    post = await desk.stage.sees("maya", "#cto", offers("I have read this"), "the report")
    await desk.clicks("maya", "I have read this", post)
    await desk.sees("maya", "#cto", "2 people have read it so far.")
    await desk.sees("owen", "#cto", "read by 2 so far")


async def one_takes_something_from_it(desk: Desk) -> None:
    """Says it, says it better, and takes it back."""
    post = await desk.stage.sees("maya", "#cto", offers("What I take from it"), "the report")
    for line, shown in (
        ("Alerts sleep too.", "Maya Okafor takes from it: Alerts sleep too."),
        ("Ours does, too.", "Maya Okafor takes from it: Ours does, too."),
        ("", "Maya Okafor took a line back."),
    ):
        await desk.clicks("maya", "What I take from it", post)
        await desk.submits("maya", took=line)
        await desk.sees("owen", "#cto", shown)
    assert "Ours does, too." not in await desk.all_in("owen", "#cto")


async def those_who_took_part_are_asked(desk: Desk) -> None:
    """In private; only how many is ever shown, and not of fewer than three."""
    await desk.jumps(hours=1)
    for name, answer in (("jonas", "Yes"), ("leyla", "No")):
        asked = await desk.is_told(name, "Did you learn something that changes how you work?")
        await desk.clicks(name, answer, asked)
    await desk.submits("jonas", line="I look at what is muted.")
    assert "who took part answered" not in await desk.steps("priya")
    await desk.clicks("ana", "Yes", await desk.is_told("ana", "Did you learn something"))
    await desk.closes("ana")
    shown = await desk.steps("priya")
    assert "who took part answered: 2 learned something." in shown
    assert "Read by 2: 1 in direct messages, 1 in <#C0CTO>." in shown
    assert "I look at what is muted." not in shown


async def a_week_later(desk: Desk) -> None:
    """Who was asked by name and has not read it hears so, once; who has read it hears nothing."""
    await desk.jumps(days=7)
    reminder = await desk.is_told("owen", "A report that somebody wanted you to read:")
    await desk.clicks("dana", "Not for me", await desk.is_told("dana", "A report that somebody wanted you to read:"))
    await desk.is_told("dana", "Noted: this report is not for you.")
    await desk.jumps(days=7)
    assert await desk.is_told("owen", "A report that somebody wanted you to read:") == reminder
    for name in ("grace", "maya", "marcus"):
        assert "somebody wanted you to read" not in await desk.all_in(name, name)


async def nobody_is_listed(desk: Desk) -> None:
    """Its writers see where it went, and the same of each place."""
    said = await desk.all_in("tom", "#cto") + await desk.all_in("priya", "priya")
    assert not any(name in said for name in ("Owen", "Dana", "Grace"))
    assert (await desk.steps("priya")).count("· ● shared\\nchosen by hand") == 3


async def test_a_report_is_talked_about_read_and_learned_from(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await desk.written()
    await jonas_and_leyla_write_along(desk)
    await they_meet(desk)
    await its_notes_are_kept(desk)
    await desk.approved()
    await desk.publishes(people=["grace", "owen", "dana"])
    await two_have_read_it(desk)
    await one_takes_something_from_it(desk)
    await those_who_took_part_are_asked(desk)
    await a_week_later(desk)
    await nobody_is_listed(desk)
