"""Two people have one form open: nobody's words are lost, whether it is a line, what is known, or notes."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.reports import debrief_views, timeline, timeline_views, workbench_views
from bot.reports.meanwhile import merge, stamps
from bot.reports.models import Report, ReportEvent, ReportMoment
from bot.reports.sharing_models import ReportDebrief
from bot.reports.timeline import Line
from tests.commitments.office import JONAS, PRIYA
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.reports.test_debriefs import plans
from tests.reports.windows import Person, chosen
from tests.slack_driver import SlackDriver

FELL = "The hit rate fell."


def report_of(room: Room) -> Report:
    return room.session.get_one(Report, 1)


def begun(room: Room) -> None:
    report = room.starts()
    line = Line(room.now - timedelta(minutes=90), FELL)
    timeline.add(room.session, report, line, by=JONAS, now=room.now)


def line(inside: Inside[Any]) -> tuple[str, str | None]:
    def read(room: Room) -> tuple[str, str | None]:
        moment = room.session.get_one(ReportMoment, 1)
        return moment.text, moment.mark

    said: tuple[str, str | None] = inside(read)
    return said


async def opens_line(slack: SlackDriver, by: str) -> Person:
    writer = Person(slack, by, {})
    await writer.clicks_in_message(timeline_views.EDIT_LINE, "1")
    return writer


@pytest.fixture
async def two(slack: SlackDriver, inside: Inside[Any]) -> tuple[Person, Person]:
    inside(begun)
    return await opens_line(slack, PRIYA), await opens_line(slack, JONAS)


async def test_where_two_change_different_things_of_a_line_both_stay(
    two: tuple[Person, Person], inside: Inside[Any]
) -> None:
    priya, jonas = two
    await priya.submits(mark=chosen("detection"))
    await jonas.submits(text="The hit rate fell to 40 %.")
    assert line(inside) == ("The hit rate fell to 40 %.", "detection")


async def test_where_two_reword_a_line_the_second_sees_both_and_nothing_is_overwritten(
    two: tuple[Person, Person], inside: Inside[Any], slack: SlackDriver
) -> None:
    priya, jonas = two
    await priya.submits(text="The hit rate fell to 40 %.")
    await jonas.submits(text="The cache lost its entries.")
    assert line(inside)[0] == "The hit rate fell to 40 %."
    assert "Priya Raman saved this line while you wrote" in jonas.text
    assert "The hit rate fell to 40 %." in jonas.text
    assert jonas.shows("text") == "The cache lost its entries."

    again = await opens_line(slack, JONAS)
    assert again.shows("text") == "The cache lost its entries.", "it waits for him"
    await again.submits(**{again.named("text"): "The cache lost its entries; the hit rate fell to 40 %."})
    assert line(inside)[0] == "The cache lost its entries; the hit rate fell to 40 %."
    assert (await opens_line(slack, JONAS)).shows("text").endswith("40 %.")
    kept = inside(lambda room: [said for (said,) in room.session.query(ReportEvent.says).all()])
    assert any("The hit rate fell to 40 %." in one and "lost" not in one for one in kept), "what stood there is kept"


async def test_a_line_moved_by_both_is_shown_with_both_times(two: tuple[Person, Person], inside: Inside[Any]) -> None:
    priya, jonas = two
    at = priya.shows("at")
    await priya.submits(at=f"{at[:-2]}01")
    await jonas.submits(at=f"{at[:-2]}02")
    assert f"{at[:-2]}01" in jonas.text
    assert jonas.shows("at") == f"{at[:-2]}02"
    (wrong,) = (await jonas.submits(**{jonas.named("at"): "noon"}))["errors"]
    assert wrong == jonas.named("at").replace("_", "-"), "beside the field"
    await jonas.submits()
    assert inside(lambda room: room.session.get_one(ReportMoment, 1).at.minute) == 2


async def test_a_second_look_at_a_line_that_somebody_changed_meanwhile_overwrites_nothing(
    two: tuple[Person, Person], inside: Inside[Any]
) -> None:
    priya, jonas = two
    await priya.submits(text="Tom was careless and emptied the cache.")
    await jonas.submits(mark=chosen("mitigation"), text=jonas.shows("text"))
    assert line(inside) == ("Tom was careless and emptied the cache.", "mitigation")
    instead = next(re.sub(r"\W", "_", name) for name in priya.fields if name.startswith("instead"))
    await priya.submits(**{instead: "The cache was emptied."})
    assert line(inside) == ("Tom was careless and emptied the cache.", "mitigation")
    assert "saved this line while you wrote" in priya.text
    assert priya.shows("text") == "The cache was emptied."
    await priya.submits(**{priya.named("text"): "The cache was emptied."})
    assert line(inside) == ("The cache was emptied.", "mitigation")


async def opens_facts(slack: SlackDriver, by: str) -> Person:
    writer = Person(slack, by, {})
    await writer.clicks_in_message(workbench_views.FACTS, "1")
    return writer


def known(inside: Inside[Any]) -> tuple[str, int, list[str]]:
    def read(room: Room) -> tuple[str, int, list[str]]:
        report = report_of(room)
        return report.title, report.severity, list(report.services)

    said: tuple[str, int, list[str]] = inside(read)
    return said


async def test_a_stale_form_of_what_is_known_puts_nothing_old_back(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(begun)
    priya, jonas = await opens_facts(slack, PRIYA), await opens_facts(slack, JONAS)
    await priya.submits(title="Checkout down for 52 minutes", services="checkout, cart")
    await jonas.submits(severity=chosen("1"))
    assert known(inside) == ("Checkout down for 52 minutes", 1, ["checkout", "cart"])


async def test_where_two_change_the_title_the_second_sees_both_and_keeps_what_they_typed(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(begun)
    priya, jonas = await opens_facts(slack, PRIYA), await opens_facts(slack, JONAS)
    await priya.submits(title="Checkout down for 52 minutes", severity=chosen("1"))
    await jonas.submits(title="Checkout slow, then down")
    assert known(inside)[0] == "Checkout down for 52 minutes"
    assert "Priya Raman saved what is known while you wrote" in jonas.text
    assert "Checkout down for 52 minutes" in jonas.text
    assert jonas.shows("title") == "Checkout slow, then down"
    title = jonas.named("title")
    assert "errors" in await jonas.submits(**{title: " "})
    await jonas.submits(**{title: "Checkout slow, then down for 52 minutes"})
    assert known(inside)[:2] == ("Checkout slow, then down for 52 minutes", 1)


def met(room: Room) -> None:
    plans(room, room.starts(), PRIYA, JONAS)


async def opens_notes(slack: SlackDriver, by: str) -> Person:
    writer = Person(slack, by, {})
    await writer.clicks_in_message(debrief_views.NOTES, "1")
    return writer


def notes(inside: Inside[Any]) -> str:
    return str(inside(lambda room: room.session.get_one(ReportDebrief, 1).notes))


async def test_of_two_who_write_notes_of_a_debrief_the_second_sees_both_and_nothing_is_overwritten(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(met)
    priya, jonas = await opens_notes(slack, PRIYA), await opens_notes(slack, JONAS)
    await priya.submits(notes="The runbook assumes a warm cache.")
    await jonas.submits(notes="The alert is muted at night.")
    assert notes(inside) == "The runbook assumes a warm cache."
    assert "Priya Raman saved the notes while you wrote" in jonas.text
    assert "The runbook assumes a warm cache." in jonas.text
    assert jonas.shows("notes") == "The alert is muted at night."

    again = await opens_notes(slack, JONAS)
    assert again.shows("notes") == "The alert is muted at night.", "it waits for him"
    both = "The runbook assumes a warm cache. The alert is muted at night."
    await again.submits(**{again.named("notes"): both})
    assert notes(inside) == both
    assert (await opens_notes(slack, JONAS)).shows("notes") == both


async def test_who_opens_notes_and_changes_nothing_puts_nothing_old_back(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(met)
    priya, jonas = await opens_notes(slack, PRIYA), await opens_notes(slack, JONAS)
    await priya.submits(notes="The runbook assumes a warm cache.")
    assert await jonas.submits() == {}
    assert notes(inside) == "The runbook assumes a warm cache."


def test_what_a_form_left_alone_stays_as_the_other_has_it() -> None:
    opened = {"title": "Slow", "severity": 2, "zone": "UTC"}
    theirs = replace_of(opened, title="Slower", severity=1)
    merged = merge(stamps(opened), replace_of(opened, title="Down", zone="Europe/Berlin"), theirs)
    assert merged.values == {"title": "Down", "severity": 1, "zone": "Europe/Berlin"}
    assert merged.both == ("title",)
    assert merge(stamps(opened), theirs, theirs).both == (), "they put the same"
    assert merge(None, opened, theirs).values == opened, "a window of an older version remembers nothing"


def replace_of(values: dict[str, Any], **other: Any) -> dict[str, Any]:
    return {**values, **other}
