"""Who is invited to a debrief learns of the report what they may know of it, and no more once it is called off."""

from bot.reports import audiences, debriefs
from bot.reports.models import Report
from bot.reports.states import Audience
from bot.slack.outbox import Delivery, Kind
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.desk import ENGINEERING
from tests.reports.room import Room
from tests.reports.test_debriefs import plans
from tests.reports.test_taken import SALES, draws


def narrows(room: Room, report: Report, audience: Audience, *named: str) -> None:
    audiences.change_audience(room.session, report.id, audience, named, by=room.person(PRIYA), moment=room.moment)


def calls_off(room: Room, report: Report) -> None:
    debriefs.call_off(room.session, report.id, by=room.person(PRIYA), moment=room.moment)


def later(room: Room, person: str, after: int = 0) -> str:
    """All that went there since that row: words, what stands there where no file is taken, and files as drawn now."""
    rows = room.rows(Delivery.channel == person, Delivery.id > after)
    files = [file.content.decode() for row in rows if row.kind == Kind.FILE and (file := draws(room, row))]
    return "\n".join([*(str(row.payload) for row in rows), *files])


def newest(room: Room) -> int:
    return room.rows()[-1].id


def test_called_off_whom_it_is_not_for_any_more_hears_no_title_and_their_calendar_lets_it_go(room: Room) -> None:
    room.is_in(ENGINEERING, JONAS)
    report = room.published()
    plans(room, report, JONAS, SALES)
    room.delivers()
    narrows(room, report, Audience.ENGINEERING)
    report.title = "The second title"
    room.amends(report)
    before = newest(room)
    calls_off(room, report)
    assert "The second title" in room.said_to(JONAS)[-1]
    assert "A report that is no longer shared with you" in room.said_to(SALES)[-1]
    told = later(room, SALES, before)
    assert "METHOD:CANCEL" in told
    assert "SUMMARY:Debrief\r\n" in told
    assert "second title" not in told


def test_narrowed_to_named_people_who_was_invited_is_not_told_what_it_is_called_now(room: Room) -> None:
    report = room.written()
    plans(room, report, JONAS, ANA, MAYA)
    room.delivers()
    narrows(room, report, Audience.NAMED, TOM)
    report.title = "The second title"
    before = newest(room)
    calls_off(room, report)
    for person in (ANA, MAYA):
        told = later(room, person, before)
        assert "called the debrief of this report off" in told
        assert "second title" not in told
        assert report.title not in str(room.said_to(person))


def test_before_it_is_published_who_is_invited_learns_its_number_and_who_writes_it_its_title(room: Room) -> None:
    report = room.written()
    plans(room, report, JONAS, MAYA, questions="What surprised you?")
    assert report.title in room.said_to(JONAS)[0]
    assert "\nReport 1\n" in room.said_to(MAYA)[0]
    assert "What surprised you?" in room.said_to(MAYA)[0]
    calls_off(room, report)
    assert report.title not in later(room, MAYA)
    assert "Report 1" in room.said_to(MAYA)[-1]


def test_once_it_is_published_an_invitation_tells_its_title(room: Room) -> None:
    report = room.published()
    plans(room, report, MAYA)
    assert report.title in room.said_to(MAYA)[-1]
    assert f"SUMMARY:Debrief: {report.title}" in later(room, MAYA)
