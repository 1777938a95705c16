"""An approval is of what was read, by somebody other than the owner: what is otherwise afterwards takes it back."""

from typing import Any

import pytest

from bot.errors import FieldErrors, NotAllowed
from bot.reports import actions_views, copies, orphans, owners, workbench_views
from bot.reports.models import Report
from bot.reports.states import State, What
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, TOM
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.reports.windows import Person, chosen
from tests.slack_driver import SlackDriver

BLAMING = "Replace Tom, who is incompetent"


def report_of(room: Room) -> Report:
    return room.session.get_one(Report, 1)


async def writes_an_action(slack: SlackDriver, what: str) -> Person:
    writer = Person(slack, JONAS, {})
    await writer.clicks_in_message(actions_views.LIST, "1")
    await writer.clicks("Add an action")
    await writer.submits(what=what, kind=chosen("prevent"))
    return writer


async def test_an_action_after_the_approval_takes_it_back(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.approved().id)
    await writes_an_action(slack, "Add an alert on the cache hit rate")
    assert inside(lambda room: room.state(report_of(room))) is State.IN_REVIEW
    assert "your approval is taken back" in inside(lambda room: room.said_to(ANA)[-1])


async def test_an_action_changed_or_taken_out_after_the_approval_takes_it_back(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: room.approved().id)
    writer = await writes_an_action(slack, "Add an alert on the cache hit rate")
    inside(lambda room: room.approves(report_of(room)).id)
    await writer.clicks("Name an owner: Add an alert on the cache hit rate")
    await writer.submits(what="Add an alert on the cache fill rate")
    assert inside(lambda room: room.state(report_of(room))) is State.IN_REVIEW
    inside(lambda room: room.approves(report_of(room)).id)
    await writer.clicks("Take out: Add an alert on the cache fill rate")
    assert inside(lambda room: room.state(report_of(room))) is State.IN_REVIEW


async def test_an_action_that_judges_somebody_goes_out_only_for_a_reason(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: room.written().id)
    writer = await writes_an_action(slack, BLAMING)
    assert "incompetent" in writer.text
    await writer.clicks_in_message(workbench_views.OPEN, "1")
    assert "incompetent" in writer.text, "it stands on the workbench"

    def refused(room: Room) -> set[str]:
        report = report_of(room)
        room.asks(report, ANA)
        room.approves(report)
        with pytest.raises(FieldErrors) as wrong:
            room.publishes(report)
        return set(wrong.value.errors)

    assert inside(refused) == {"reason"}
    inside(lambda room: room.publishes(report_of(room), reason="They asked for these words.").id)
    kept = inside(lambda room: copies.revision(room.session, report_of(room)).over_findings)
    assert kept == "They asked for these words."


async def test_an_action_that_judged_somebody_and_was_taken_out_asks_for_nothing(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: room.written().id)
    writer = await writes_an_action(slack, BLAMING)
    await writer.clicks("Leave it as it is")
    await writer.clicks(f"Take out: {BLAMING}")

    def goes_out(room: Room) -> State:
        report = report_of(room)
        room.asks(report, ANA)
        room.approves(report)
        return room.state(room.publishes(report))

    assert inside(goes_out) is State.PUBLISHED


def test_whoever_approved_it_and_is_handed_the_pen_no_longer_approved_it_and_both_read_so(room: Room) -> None:
    report = room.approved()
    owners.hand_over(room.session, report.id, ANA, "", **room._by(PRIYA))
    assert (room.state(report), report.approved_by, report.owner) == (State.IN_REVIEW, None, ANA)
    assert What.LAPSED in room.events(report)
    assert "needs somebody else" in room.said_to(ANA)[-1]
    assert "needs somebody else" in room.said_to(PRIYA)[-1]
    with pytest.raises(NotAllowed):
        room.approves(report)
    assert room.state(room.approves(report, by=TOM)) is State.APPROVED


def test_an_approval_stays_where_somebody_else_takes_the_pen(room: Room) -> None:
    report = room.approved()
    owners.hand_over(room.session, report.id, JONAS, "", **room._by(PRIYA))
    assert (room.state(report), report.approved_by) == (State.APPROVED, ANA)


def test_whoever_approved_it_and_takes_an_orphaned_report_over_no_longer_approved_it(room: Room) -> None:
    report = room.approved()
    report.owner = None
    orphans.take_over(room.session, report.id, **room._by(ANA))
    assert (room.state(report), report.approved_by, report.owner) == (State.IN_REVIEW, None, ANA)
    for person in (ANA, TOM, JONAS):
        assert "needs somebody else" in room.said_to(person)[-1]
