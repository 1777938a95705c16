"""A week to read a report: it begins when it reached somebody, and anew where it is shared with them anew."""

from bot.reports import audiences, readers, sharing
from bot.reports.models import Report
from bot.reports.states import Audience
from bot.slack.outbox import Delivery, State
from tests.commitments.office import PRIYA
from tests.factories import MAYA, TOM
from tests.reports.room import Room
from tests.reports.test_readers import berlin, out, reminders


def changes(room: Room, report: Report, audience: Audience, *named: str) -> None:
    audiences.change_audience(room.session, report.id, audience, named, by=room.person(PRIYA), moment=room.moment)


def shares(room: Room, report: Report, *whom: str) -> None:
    sharing.share(room.session, report.id, [], whom, by=room.person(PRIYA), moment=room.moment)
    room.delivers()


def reminds(room: Room, moment: str) -> int:
    """How many reminders Maya has then."""
    room.now = berlin(moment)
    readers.remind(room.session, room.moment)
    room.delivers()
    return len(reminders(room, MAYA))


def withdrawn(room: Room) -> Report:
    report = out(room, people=(MAYA,))
    room.now = berlin("03-02T10:00")
    changes(room, report, Audience.NAMED, TOM)
    return report


def test_withdrawn_and_shared_anew_the_week_begins_anew(room: Room) -> None:
    report = withdrawn(room)
    room.now = berlin("03-09T10:00")
    changes(room, report, Audience.EVERYONE)
    shares(room, report, MAYA)
    assert reminds(room, "03-09T11:00") == 0
    assert reminds(room, "03-13T11:00") == 0
    assert reminds(room, "03-16T11:00") == 1
    assert reminds(room, "03-17T11:00") == 1


def test_who_was_reminded_before_it_was_withdrawn_is_reminded_of_what_is_shared_anew(room: Room) -> None:
    report = out(room, people=(MAYA,))
    assert reminds(room, "03-09T10:00") == 1
    changes(room, report, Audience.NAMED, TOM)
    room.delivers()
    assert reminders(room, MAYA) == []
    changes(room, report, Audience.EVERYONE)
    shares(room, report, MAYA)
    assert reminds(room, "03-10T10:00") == 0
    assert reminds(room, "03-16T11:00") == 1
    readers.not_for_me(room.session, report.id, by=room.person(MAYA), moment=room.moment)
    assert reminders(room, MAYA) == []


def test_whom_it_never_reached_is_not_reminded_of_it(room: Room) -> None:
    report = room.publishes(room.approved(), people=(MAYA,))
    for row in room.rows(Delivery.channel == MAYA):
        row.state, row.error = State.REFUSED, "messages_tab_disabled"
    assert reminds(room, "03-09T10:00") == 0
    sharing.retry(room.session, report.id, MAYA, by=room.person(PRIYA), moment=room.moment)
    room.delivers()
    assert reminds(room, "03-10T10:00") == 0
    assert reminds(room, "03-16T11:00") == 1
