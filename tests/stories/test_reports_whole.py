"""A long report arrives whole, reads right after an amendment, and what it said before stays readable."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.access import Person
from bot.cli.scenes.stage import Stage, offers
from bot.reports import sight, timeline
from bot.reports.timeline import Line
from bot.settings import Operating
from tests.stories.reporting import LINES, TITLE, Desk

#: A printed page has some 2,500 characters.
PAGES = "\n\n".join(f"Paragraph {number}. " + "The database was slow after that. " * 14 for number in range(60))
MOMENTS = 400


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def has_a_long_timeline(desk: Desk) -> None:
    priya = desk.person("priya")

    def add(session: Session, operating: Operating, now: object) -> None:
        report = sight.worked_on(session, 1, Person(priya), operating)
        for number in range(MOMENTS):
            line = Line(report.began_at + timedelta(seconds=5 * number), f"Step {number:03}.")
            timeline.add(session, report, line, by=priya, now=report.created_at)

    await desk.does(add)


async def arrives_whole(desk: Desk) -> None:
    """In pieces that Slack takes, in the order of the report, below three lines that say it shortly."""
    summary = await desk.sees("grace", "#cto", f"Report: {TITLE}")
    await desk.sees("grace", "#cto", "*What we learned*")
    for line in LINES.values():
        assert line in summary["text"]
    thread = (await desk.stage.client.messages("#cto", "grace", summary["ts"]))[1:]
    assert len(thread) > 10
    assert all(len(message["text"]) <= 4000 and len(message["blocks"]) <= 50 for message in thread)
    text = "\n".join(message["text"] for message in thread)
    assert [text.count(f"Paragraph {number}. ") for number in range(60)] == [1] * 60
    steps = [text.index(f"Step {number:03}.") for number in range(MOMENTS)]
    assert text.index("Paragraph 59. ") < steps[0]
    assert steps == sorted(steps)


async def is_read_in_a_window(desk: Desk) -> None:
    """Part by part."""
    post = await desk.stage.sees("grace", "#cto", offers("Read it here"), "the report")
    assert "Part 1 of " in await desk.clicks("grace", "Read it here", post)
    seen = await desk.presses("grace", "Go on")
    assert "Part 2 of " in seen
    await desk.closes("grace")


async def is_amended(desk: Desk) -> None:
    """Where one place cannot be changed: it is archived, which is said, and later tried again."""
    await desk.rewrites("impact", "3,400 customers waited.")
    await desk.stage.client.archive("#incidents")
    await desk.steps("priya")
    assert "Saved and not published yet: Impact in numbers." in await desk.presses("priya", "Amend")
    beside = await desk.is_refused("priya", LINES, changed=" ", why=" ")
    assert set(beside) == {"changed", "why"}
    await desk.submits("priya", {**LINES, "changed": "The impact is counted anew.", "why": "A log was missing."})
    told = await desk.sees("grace", "#cto", "Priya Raman amended this report")
    assert "The impact is counted anew.\nA log was missing." in told["text"]
    await desk.sees("grace", "#cto", "*Impact in numbers*\n3,400 customers waited.")
    assert "3,100 customers waited.\n*" not in await desk.all_in("grace", "#cto")
    await desk.is_told("ana", "Priya Raman amended a report that you approved or own.")
    await desk.is_told("priya", "did not reach <#C0INCIDENTS>")
    await desk.stage.client.archive("#incidents", undo=True)
    await desk.steps("priya")
    await desk.presses("priya", "Try again", "place-C0INCIDENTS")
    await desk.sees("grace", "#incidents", "*Impact in numbers*\n3,400 customers waited.")


async def stays_readable_as_it_was(desk: Desk) -> None:
    post = await desk.sees("grace", "#cto", f"Report: {TITLE}")
    shown = await desk.clicks("grace", "Read it here", post)
    assert "The impact is counted anew." in shown
    await desk.presses("grace", "Read it", "revision-1")
    shown = await desk.reads("grace")
    while "3,100 customers waited." not in shown:
        shown = await desk.presses("grace", "Go on")
    assert "3,400" not in shown


# Of twenty messages a channel takes one a second, and no database makes a difference to that.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_twelve_pages_and_four_hundred_moments_arrive_whole_and_are_amended(stage: Stage) -> None:
    desk = await Desk.at(stage, service_channels=["C0INCIDENTS checkout"])
    sections = {"summary": PAGES, "impact": "3,100 customers waited.", "learned": "Warm it first."}
    await desk.written(sections=sections, services=("checkout",))
    await has_a_long_timeline(desk)
    await desk.approved()
    await desk.publishes(channels=["#cto", "#incidents"])
    await arrives_whole(desk)
    await is_read_in_a_window(desk)
    await is_amended(desk)
    await stays_readable_as_it_was(desk)
