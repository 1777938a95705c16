"""A channel in which a report stands gets more people: its owner hears so once, and can take the report back there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.reports import copies, reminding_views, review_views, widened
from bot.reports.models import Report, ReportWriter
from bot.reports.sharing_models import ReportCopy
from bot.slack import members
from tests.commitments.office import GIL, JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.conftest import Inside
from tests.reports.desk import EVERYBODY
from tests.reports.room import Room
from tests.slack_driver import SlackDriver

INSIDE = (MAYA, TOM, ANA, PRIYA, JONAS)
WIDER = "where it would not be sent today"


def stands(room: Room) -> Report:
    report = room.approved()
    room.publishes(report, channels=(EVERYBODY,))
    room.is_in(EVERYBODY, *INSIDE)
    room.delivers()
    return report


def is_told(room: Room, *people: str, **channel: Any) -> None:
    """What Slack says of the channel now."""
    members.learn(room.session, EVERYBODY, channel, people, room.now)
    widened.noticed(room.session, room.moment)


def nobody_works_on(room: Room, report: Report) -> None:
    room.session.execute(sa.delete(ReportWriter).where(ReportWriter.report_id == report.id))
    report.owner = None


def warned(room: Room, person: str = PRIYA) -> list[str]:
    return [text for text in room.said_to(person) if WIDER in text]


def test_a_guest_comes_and_the_owner_hears_so_once(room: Room) -> None:
    stands(room)
    is_told(room, *INSIDE)
    assert warned(room) == []
    is_told(room, *INSIDE, GIL)
    is_told(room, *INSIDE, GIL)
    (said,) = warned(room)
    assert "1 guest is in it" in said


def test_another_organisation_comes_and_the_copy_stays_until_somebody_takes_it_back(room: Room) -> None:
    report = stands(room)
    is_told(room, *INSIDE, is_ext_shared=True)
    assert "People of another organisation are in it." in warned(room)[0]
    assert room.copy(report, EVERYBODY).state == copies.CopyState.SHARED
    widened.take_back(room.session, report.id, EVERYBODY, by=room.person(PRIYA), moment=room.moment)
    assert room.copy(report, EVERYBODY).state == copies.CopyState.WITHDRAWN
    assert set(room.said_to(EVERYBODY)) == {"This report is no longer shared here."}
    assert "taken back from" in room.said_to(PRIYA)[-1]


def test_that_a_channel_was_archived_is_no_reason(room: Room) -> None:
    stands(room)
    is_told(room, *INSIDE, GIL, is_archived=True)
    assert warned(room) == []


def test_where_its_owner_left_and_nobody_writes_it_operators_hear_without_its_title(room: Room) -> None:
    report = stands(room)
    nobody_works_on(room, report)
    is_told(room, *INSIDE, is_ext_shared=True)
    (said,) = [text for text in room.said_to(TOM) if "its owner left" in text]
    assert report.title not in said


def test_slack_is_asked_again_only_when_somebody_comes_who_may_not_read_it(room: Room) -> None:
    stands(room)
    later = replace(room.moment, now=room.now + timedelta(seconds=1))
    for person, asks in ((MAYA, False), (GIL, True)):
        widened.joined(room.session, EVERYBODY, person, later)
        assert (EVERYBODY in members.wanted(room.session)) is asks


async def test_what_is_taken_back_is_taken_back_with_a_click(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(stands)
    await slack.clicks(review_views.TAKE_BACK, f"1:{EVERYBODY}", by=PRIYA)
    taken = inside(lambda room: room.session.get_one(ReportCopy, (1, EVERYBODY)).state)
    assert taken == copies.CopyState.WITHDRAWN


async def test_an_operator_takes_a_report_over_with_a_click(slack: SlackDriver, inside: Inside[Any]) -> None:
    def orphaned(room: Room) -> None:
        nobody_works_on(room, room.starts())

    inside(orphaned)
    await slack.clicks(reminding_views.TAKE_OVER, "1", by=TOM)
    assert inside(lambda room: room.session.get_one(Report, 1).owner) == TOM
    assert "You hold the pen now." in str(slack.opened())
