"""A report goes where it may: what holds one place up is said to its owner, and holds no other place up."""

import asyncio

import pytest

from bot.cli.scenes.stage import Stage
from bot.reports import copies
from bot.reports.models import Report
from bot.reports.states import Audience
from tests.stories.reporting import LINES, TITLE, Desk

BLUNT = "Tom was careless and should have known better."


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def stands(desk: Desk, number: int, *said: str) -> None:
    """Once nothing is on its way any more."""
    for _ in range(200):
        shown = await desk.steps("priya", number)
        if "○ waits" not in shown and "○ on its way" not in shown:
            break
        await asyncio.sleep(0.05)
    for text in said:
        assert text in shown, f"{text} is not in {shown}"


async def one_for_engineering(desk: Desk) -> None:
    """Everybody is in #cto: first nobody knows, and the second time it stands beside the field."""
    await desk.written(audience=Audience.ENGINEERING)
    await desk.approved()
    await desk.publishes(channels=["#engineering", "#cto"])
    await desk.sees("ana", "#engineering", f"Report: {TITLE}")
    refused = await desk.is_told("priya", "did not reach")
    assert "not among those this report is for (engineering)" in refused["text"]
    await stands(desk, 1, "● shared", "✕ not shared: ")
    await desk.presses("priya", "Share further")
    beside = await desk.is_refused("priya", channels=["#cto"])
    assert "people in it are not among those this report is for (engineering)" in beside["channels"]
    assert beside["channels"].startswith("#cto: ")
    assert TITLE not in await desk.all_in("grace", "#cto")


async def places_that_cannot_have_it(desk: Desk) -> None:
    client = desk.stage.client
    await desk.stage.person("remy").joins("#general")
    await client.invite_bot("#leadership")
    await client.shares("#engineering")
    await client.archive("#incidents")


async def one_for_everyone(desk: Desk) -> None:
    await desk.written(title="Search is slow")
    await desk.approved(2)
    await desk.steps("priya", 2)
    await desk.presses("priya", "Publish")
    beside = await desk.is_refused("priya", LINES, channels=["#cto", "#engineering"])
    assert beside == {"channels": "#engineering: People of another organisation are in it."}
    await desk.submits("priya", {**LINES, "channels": ["#cto", "#general", "#leadership", "#incidents"]})
    await desk.sees("grace", "#cto", "Report: Search is slow")
    await desk.sees("grace", "#cto", "*What we learned*")
    guest = "1 guest is in it, who would read what is for people of the organisation."
    private = "cadence cannot see who is in it: it is private, or gone. Reports go to public channels."
    reasons = (guest, "It is archived.", private)
    await stands(desk, 2, "published · severity 2", "● shared", *(f"✕ not shared: {one}" for one in reasons))
    for reason in reasons:
        await desk.is_told("priya", reason)
    for channel in ("#general", "#leadership", "#incidents", "#engineering"):
        assert "Search is slow" not in await desk.all_in("tom", channel)


async def mended(desk: Desk) -> None:
    """And tried again; at one place Slack says no for a while."""
    client = desk.stage.client
    await client.fault("error", method="chat.postMessage", channel="C0ENGINEERING", error="restricted_action")
    await client.archive("#incidents", undo=True)
    await client.shares("#engineering", undo=True)
    await desk.stage.person("remy").leaves("#general")
    await tries_again(desk, "C0INCIDENTS", "C0GENERAL")
    await desk.presses("priya", "Share further")
    await desk.submits("priya", channels=["#engineering"])
    await stands(desk, 2, "✕ Slack did not take it: restricted_action. The workspace")
    await desk.is_told("priya", "(restricted_action)")
    await client.clear_faults()
    await tries_again(desk, "C0ENGINEERING")
    for channel in ("#incidents", "#engineering", "#general"):
        await desk.sees("tom", channel, "Report: Search is slow")
        await desk.sees("tom", channel, "*What we learned*")
    await stands(desk, 2)
    shown = await desk.reads("priya")
    assert (shown.count("● shared"), shown.count("✕")) == (4, 1)


async def tries_again(desk: Desk, *channels: str) -> None:
    for channel in channels:
        await desk.steps("priya", 2)
        await desk.presses("priya", "Try again", f"place-{channel}")


async def test_a_place_that_cannot_have_it_is_named_tried_again_and_stops_no_other(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await one_for_engineering(desk)
    await places_that_cannot_have_it(desk)
    await one_for_everyone(desk)
    await mended(desk)


async def three_write_it(desk: Desk) -> None:
    """Leyla something that judges Tom; she leaves it, and opens another section."""
    await desk.opens("priya")
    await desk.presses("priya", "Invite writers")
    await desk.submits("priya", writers=["jonas", "leyla"])
    await desk.is_told("jonas", "asks you to write a report with them")
    await desk.opens("leyla")
    await desk.presses("leyla", "Write", "row-hard")
    assert "may make it harder for people to speak openly" in await desk.submits("leyla", {"text-0": BLUNT})
    await desk.presses("leyla", "Leave it as it is")


async def a_reason_is_asked_for(desk: Desk) -> None:
    """Beside the field."""
    await desk.steps("priya")
    assert "Some phrases may make it harder to speak openly." in await desk.presses("priya", "Publish")
    assert "Say why they stay as they are." in (await desk.is_refused("priya", LINES))["reason"]


async def two_press_publish(desk: Desk) -> str:
    """In the same moment; all that both read of it."""
    await desk.steps("jonas")
    await desk.presses("jonas", "Publish")
    people = [desk.stage.person(name) for name in ("priya", "jonas")]
    answers = await asyncio.gather(*(one.submits({**LINES, "reason": "It is a quotation."}) for one in people))
    windows = [(await one.sees())["modals"][-1]["blocks"] for one in people]
    own = [await desk.all_in(name, name) for name in ("priya", "jonas")]
    return f"{answers} {windows} {own}"


async def test_two_publish_at_once_over_a_phrase_that_judges_while_a_third_still_writes(stage: Stage) -> None:
    desk = await Desk.at(stage)
    await desk.written(sections={"summary": "A cache was emptied."})
    await three_write_it(desk)
    await desk.approved()
    await a_reason_is_asked_for(desk)
    await desk.presses("leyla", "Write", "row-impact")

    told = await two_press_publish(desk)

    assert "Where it goes stands below." in told
    assert "What is put right from now on is an amendment." in told
    await desk.sees("grace", "#cto", "careless")
    assert (await desk.all_in("grace", "#cto")).count(f"Report: {TITLE}") == 1
    kept = await desk.does(lambda session, *_: copies.revision(session, session.get_one(Report, 1)).over_findings)
    assert kept == "It is a quotation."
    # What Leyla saves now is in the next amendment, and Priya reads so.
    await desk.submits("leyla", {"text-0": "3,100 customers wait."})
    assert "Saved and not in what people read: Impact in numbers." in await desk.steps("priya")
    assert "3,100 customers wait." not in await desk.all_in("grace", "#cto")


async def test_a_severe_report_goes_where_the_form_suggests_and_nobody_chooses_anything(stage: Stage) -> None:
    desk = await Desk.at(stage)
    desk = await Desk.at(stage, severe_channel=desk.channel("incidents"))
    await desk.written()
    await desk.approved()
    assert "It is published" in await desk.publishes()
    for channel in ("#cto", "#incidents"):
        await desk.sees("grace", channel, f"Report: {TITLE}")
        await desk.sees("grace", channel, "*What we learned*")
    assert TITLE not in await desk.all_in("ana", "#engineering")
    await stands(desk, 1, "● shared")
    await desk.written(title="The blog is slow", severity=3)
    await desk.approved(2)
    await desk.publishes(2)
    await desk.sees("grace", "#cto", "Report: The blog is slow")
    await stands(desk, 2, "● shared")
    assert "The blog is slow" not in await desk.all_in("grace", "#incidents")
