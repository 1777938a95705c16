"""Narrowed after publishing: copies are withdrawn, and no title of it, nor of a private one, stands anywhere else."""

import asyncio
from datetime import datetime

import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from bot.cli import main
from bot.cli.scenes.stage import ZONE, Stage, offers
from bot.reports.states import Audience
from tests.stories.reporting import Desk

SECRET = "Northwind"
ALL_HANDS = {"all_hands": {"dates": ["2026-03-05"]}}


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def published_for_everybody(desk: Desk) -> None:
    """In two channels and to Grace, with an action that Leyla promised."""
    await desk.written(title=f"{SECRET} is slow", services=("checkout",))
    await desk.adds_action(f"Warm the cache of {SECRET}", "leyla", "2026-03-20")
    await desk.accepts("leyla", "Warm the cache")
    await desk.approved()
    await desk.publishes(channels=["#cto", "#engineering"], people=["grace"])
    for viewer, place in (("grace", "#cto"), ("ana", "#engineering"), ("grace", "grace")):
        await desk.sees(viewer, place, f"Report: {SECRET} is slow")
        await desk.sees(viewer, place, "*What we learned*")
    await desk.stage.person("grace").opens_home()
    await desk.stage.at_home("grace", f"{SECRET} is slow")


async def another_is_private_from_the_beginning(desk: Desk) -> None:
    named = (desk.person("jonas"),)
    await desk.written(title=f"{SECRET} was read by others", audience=Audience.NAMED, named=named)
    await desk.adds_action(f"Change the keys of {SECRET}", "jonas", "2026-03-20", 2)
    await desk.accepts("jonas", "Change the keys")
    await desk.approved(2)
    await desk.publishes(2)
    await desk.is_told("jonas", f"Report: {SECRET} was read by others")


async def copies_are_withdrawn(desk: Desk) -> None:
    told = await desk.is_for("named", "jonas", "ana")
    assert "Withdrawn where others could read it: 3." in told
    await desk.is_told("ana", f"Report: {SECRET} is slow")
    await desk.is_told("priya", "is withdrawn from")
    for viewer, place in (("grace", "#cto"), ("ana", "#engineering"), ("grace", "grace")):
        await desk.sees(viewer, place, "This report is no longer shared here.")
        await gone(desk, viewer, place)


async def gone(desk: Desk, viewer: str, place: str) -> None:
    for _ in range(400):
        if SECRET not in (said := await desk.all_in(viewer, place)):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(said)


async def search_and_lists_do_not_tell(desk: Desk, name: str) -> None:
    """Nor what is opened by its number, nor the list of promises."""
    grace = desk.stage.person(name)
    for command, text in (("/incident-report", f"search {SECRET}"), ("/incident-report", "list")):
        await grace.runs(command, text, channel="#general")
        shown = (await desk.reads(name)).replace(f"'initial_value': '{SECRET}'", "")
        assert SECRET not in shown
        await desk.closes(name)
    for number in ("1", "2"):
        refused = await grace.runs("/incident-report", number, channel="#general")
        assert "There is no such report, or it is not shared with you." in str(refused)
    await grace.runs("/promises", "everybody", channel="#general")
    assert SECRET not in await desk.reads(name)
    await desk.closes(name)


async def homes_do_not_tell(desk: Desk, name: str) -> None:
    await desk.stage.person(name).opens_home()
    await desk.stage.at_home(name, "Reports of incidents")
    for _ in range(400):
        if SECRET not in (home := str((await desk.stage.client.views(name))["home"])):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(home)


async def digests_do_not_tell(desk: Desk) -> None:
    """Neither Friday's message, nor the draft of the all-hands digest, nor the figures; all go to the CTO."""
    await desk.jumps(minutes=2)
    friday = await desk.stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's message")
    await desk.stage.person("maya").runs("/promises", "all-hands", channel="#general")
    draft = await desk.stage.sees("maya", "maya", offers("Add my words"), "the draft of the digest")
    figures = str(await desk.stage.person("maya").runs("/cadence", "reports", channel="#general"))
    assert "No report for everybody in this time." in figures
    assert SECRET not in str(friday) + str(draft) + figures + await desk.all_in("maya", "maya")


async def posts_do_not_tell(desk: Desk) -> None:
    """Neither Monday's post nor the digest, once they stand in the channel."""
    await desk.stage.person("maya").runs("/focus", channel="#general")
    await desk.submits("maya", {"what-0": "Payments leave", "why-0": "It cannot wait."})
    await desk.stage.clicks("maya", "Approve", await desk.stage.sees("maya", "maya", offers("Approve"), "the preview"))
    await desk.stage.client.clock(at=datetime(2026, 3, 2, 9, tzinfo=ZONE))
    await desk.stage.cadence.heartbeat.beat()
    monday = await desk.sees("grace", "#cto", "Payments leave")
    await desk.stage.client.clock(at=datetime(2026, 3, 5, 16, tzinfo=ZONE))
    await desk.stage.cadence.heartbeat.beat()
    digest = await desk.sees("grace", "#cto", "All-hands, 5 Mar")
    assert SECRET not in str(monday) + str(digest) + await desk.all_in("grace", "#cto")


def exports_do_not_tell(database_url: str) -> None:
    def run(*arguments: str) -> str:
        told = CliRunner().invoke(main, ["export", *arguments], env={"CADENCE_DATABASE_URL": database_url})
        return told.output + told.stderr

    for number in ("1", "2"):
        for what in ("report", "customers"):
            said = run(what, number)
            assert f"There is no report {number}, or it is for named people only: then say --private." in said
            assert SECRET not in said
    assert SECRET not in run("report-figures", "--format", "json")


async def made_wide_again(desk: Desk) -> None:
    """It is shared anew; what was withdrawn stays so."""
    await desk.is_for("everyone")
    await desk.presses("priya", "Share further")
    await desk.submits("priya", channels=["#cto"])
    await desk.sees("grace", "#cto", f"Report: {SECRET} is slow")
    await desk.sees("grace", "#cto", "*What we learned*")
    assert "This report is no longer shared here." in await desk.all_in("grace", "#cto")
    assert f"{SECRET} was read" not in await desk.all_in("grace", "#cto")


async def test_a_report_that_becomes_private_leaves_no_title_behind(stage: Stage, database_url: str) -> None:
    desk = await Desk.at(stage, ALL_HANDS)
    with capture_logs() as logged:
        await published_for_everybody(desk)
        await another_is_private_from_the_beginning(desk)
        await copies_are_withdrawn(desk)
        for name in ("grace", "maya"):
            await search_and_lists_do_not_tell(desk, name)
            await homes_do_not_tell(desk, name)
        await digests_do_not_tell(desk)
        await posts_do_not_tell(desk)
        exports_do_not_tell(database_url)
        await made_wide_again(desk)
    assert len(logged) > 50
    assert SECRET not in str(logged)
