"""Who comes back to a review sees what is new since they looked: also in the timeline, the facts and the actions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import wiring
from bot.reports import actions, actions_views, review_views, reviewing, since, starting, timeline
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind
from bot.reports.models import Report, ReportEvent, ReportMoment
from bot.reports.states import Mark
from bot.reports.templates import FACTS
from bot.reports.timeline import Line
from tests.commitments.office import JONAS
from tests.factories import ANA
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.reports.windows import Person, chosen
from tests.slack_driver import SlackDriver, said

FELL, ROLLED = "The hit rate fell.", "The cache was rolled back."


def report_of(room: Room) -> Report:
    return room.session.get_one(Report, 1)


def line(room: Room, text: str, minutes_ago: int = 120, **told: Any) -> int:
    at = room.now - timedelta(minutes=minutes_ago)
    added = timeline.add(room.session, report_of(room), Line(at, text, **told), by=JONAS, now=room.now)
    assert added
    return added.id


def rewords(room: Room, moment: int, text: str) -> None:
    was = room.session.get_one(ReportMoment, moment)
    line = Line(was.at, text, Mark.DETECTION)
    timeline.change(room.session, report_of(room), moment, line, by=JONAS, now=room.now)


def asked(room: Room) -> None:
    room.written()
    line(room, FELL)
    line(room, ROLLED, 90)
    room.asks(report_of(room), ANA)


async def opens(slack: SlackDriver, part: str, by: str = ANA) -> Person:
    reader = Person(slack, by, {})
    await reader.clicks_in_message(review_views.SECTION, f"1:{part}")
    return reader


async def overview(slack: SlackDriver, part: str, by: str = ANA) -> str:
    reader = Person(slack, by, {})
    await reader.clicks_in_message(review_views.LOOK, "1")
    return next(str(block) for block in reader.view["blocks"] if block.get("block_id") == f"section-{part}")


def styled(reader: Person, style: str) -> str:
    """What is struck through, or bold."""
    leaves = [
        leaf
        for block in reader.view["blocks"]
        if block["type"] == "rich_text"
        for leaf in block["elements"][0]["elements"]
    ]
    return "".join(leaf["text"] for leaf in leaves if leaf.get("style") == {style: True})


async def test_a_line_of_the_timeline_that_is_otherwise_is_new_and_shown_as_it_was(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(asked)
    assert "new since you looked" in await overview(slack, "timeline")
    reader = await opens(slack, "timeline")
    assert FELL in reader.text
    assert not styled(reader, "bold"), "they never looked before"
    assert "new since you looked" not in await overview(slack, "timeline")

    inside(lambda room: rewords(room, 1, "The hit rate rose."))
    inside(lambda room: line(room, "The alert was acknowledged.", 100))
    inside(lambda room: timeline.remove(room.session, report_of(room), 2, by=JONAS, now=room.now))
    assert "new since you looked" in await overview(slack, "timeline")
    reader = await opens(slack, "timeline")
    assert "fell." in styled(reader, "strike")
    assert ROLLED in styled(reader, "strike")
    assert "rose." in styled(reader, "bold")
    assert "(detection)" in styled(reader, "bold")
    assert "The alert was acknowledged." in styled(reader, "bold")
    assert not styled(await opens(slack, "timeline"), "bold"), "they have seen it"


async def test_a_line_moved_to_another_time_is_shown_with_both(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(asked)
    await opens(slack, "timeline")

    def moves(room: Room) -> None:
        was = room.session.get_one(ReportMoment, 1)
        line = Line(was.at + timedelta(minutes=7), was.text)
        timeline.change(room.session, report_of(room), 1, line, by=JONAS, now=room.now)

    inside(moves)
    reader = await opens(slack, "timeline")
    assert styled(reader, "strike") != styled(reader, "bold") != ""


async def test_what_is_known_is_compared_too_and_can_be_remarked_on(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(asked)
    reader = await opens(slack, FACTS)
    assert "Checkout slow for 47 minutes" in reader.text
    assert "new since you looked" not in await overview(slack, FACTS)

    def changes(room: Room) -> None:
        report = report_of(room)
        draft = replace(room.draft(), title="Checkout slow for 52 minutes", severity=1, services=("checkout", "cart"))
        starting.change(room.session, report, draft, by=JONAS, settings=room.settings, now=room.now)

    inside(changes)
    assert "new since you looked" in await overview(slack, FACTS)
    reader = await opens(slack, FACTS)
    assert "47" in styled(reader, "strike")
    assert "52" in styled(reader, "bold")
    assert "cart" in styled(reader, "bold")
    answer = said(await slack.submits(reader.view, {"comment": "Who counted?"}, by=ANA))
    assert "Who counted?" in str(answer["view"])


async def test_a_review_shows_the_actions_and_which_are_new(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(asked)
    writer = Person(slack, JONAS, {})
    await writer.clicks_in_message(actions_views.LIST, "1")
    await writer.clicks("Add an action")
    await writer.submits(what="Add an alert on the cache hit rate", kind=chosen("prevent"))
    reader = await opens(slack, "actions")
    assert "Add an alert on the cache hit rate" in reader.text
    assert "needs an owner" in reader.text
    assert "Nobody has written this yet" not in reader.text
    assert "new since you looked" not in await overview(slack, "actions")
    assert "nothing written" not in await overview(slack, "actions")

    await writer.clicks("Name an owner: Add an alert on the cache hit rate")
    await writer.submits(what="Add an alert on the cache fill rate")
    await writer.clicks("Add an action")
    await writer.submits(what="Warm the cache after a change", kind=chosen("mitigate"))
    assert "new since you looked" in await overview(slack, "actions")
    reader = await opens(slack, "actions")
    assert styled(reader, "strike").strip() == "hit"
    assert "fill" in styled(reader, "bold")
    assert "Warm the cache after a change" in styled(reader, "bold")


def test_whoever_edits_or_deletes_a_message_leaves_no_old_words_in_the_log(room: Room) -> None:
    room.written()
    moment = line(room, "The password was hunter2.", source="C0INCIDENT:1.5")
    timeline.message_edited(room.session, "C0INCIDENT:1.5", "It was changed.", by=JONAS, now=room.now)
    kept = room.session.query(ReportEvent.says).filter(ReportEvent.section == f"moment:{moment}").all()
    assert [("hunter2" in said, "changed" in said) for (said,) in kept] == [(False, False), (False, True)]
    timeline.message_deleted(room.session, "C0INCIDENT:1.5", by=JONAS, now=room.now)
    kept = room.session.query(ReportEvent.says).filter(ReportEvent.section == f"moment:{moment}").all()
    assert not any("changed" in said for (said,) in kept)


def test_of_a_report_from_before_the_log_kept_lines_what_is_new_is_shown_without_what_was(room: Room) -> None:
    asked(room)
    report = report_of(room)
    room.session.query(ReportEvent).filter(ReportEvent.report_id == report.id).update({"says": ""})
    before = report.events
    rewords(room, 1, "The hit rate rose.")
    pieces = since.changes(room.session, report, "timeline", before)
    assert [one.fate for one in pieces] == ["new"]
    assert since.changes(room.session, report, FACTS, before) == []


async def remarked_older(slack: SlackDriver, inside: Inside[Any], part: str) -> bool:
    """Whether the window says that the remark is of an older version."""
    return "of an older version" in (await opens(slack, part)).text


@pytest.mark.parametrize("part", ["timeline", FACTS, "actions", "impact"])
async def test_a_remark_on_what_changed_since_is_of_an_older_version(
    slack: SlackDriver, inside: Inside[Any], part: str
) -> None:
    def remarks(room: Room) -> None:
        asked(room)
        room.later(minutes=1)
        reviewing.comment(room.session, 1, part, "Is that all?", **room._by(ANA))

    def changes(room: Room) -> None:
        room.later(minutes=2)
        if part == "timeline":
            line(room, "The graph fell.", 100)
        elif part == FACTS:
            starting.change(room.session, report_of(room), room.draft(severity=1), **{**room._by(JONAS), "by": JONAS})
        elif part == "actions":
            draft = Draft("Add an alert", Kind.DETECT)
            told: dict[str, Any] = {**room._by(JONAS), "by": JONAS, "promising": wiring.PROMISING}
            actions.write(room.session, report_of(room), draft, **told)
        else:
            room.writes(report_of(room), part, "3,400 customers waited.")

    inside(remarks)
    assert not await remarked_older(slack, inside, part)
    inside(changes)
    assert await remarked_older(slack, inside, part)
