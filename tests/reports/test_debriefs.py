"""A conversation about a report: a time, questions beforehand, notes afterwards."""

from datetime import timedelta

import pytest

from bot.errors import FieldErrors
from bot.reports import debrief_notes, debriefs
from bot.reports.debrief_wish import Wish, Written
from bot.reports.models import Report
from bot.reports.sharing_models import ReportDebrief
from bot.reports.sight import NotThere
from bot.reports.states import Audience
from tests.commitments.office import GIL, JONAS, PRIYA
from tests.factories import ANA, MAYA
from tests.reports.room import Room


def plans(room: Room, report: Report, *whom: str, by: str = PRIYA, days: int = 4, **told: str) -> ReportDebrief:
    wish = Wish(room.now + timedelta(days=days), 45, whom, **told)
    return debriefs.plan(room.session, report.id, wish, by=room.person(by), moment=room.moment)


def notes(room: Room, report: Report, text: str, by: str) -> None:
    debrief_notes.note(room.session, Written(report.id, text), by=room.person(by), moment=room.moment)


def test_the_proposed_time_is_in_everybodys_working_hours_a_day_ahead(room: Room) -> None:
    report = room.written()
    whom = debriefs.suggested(room.session, report, room.moment)
    assert whom == [JONAS, PRIYA]
    slot = debriefs.propose(room.session, whom, room.moment)
    assert slot
    assert (slot.at.isoformat(), slot.away) == ("2026-03-02T08:00:00+00:00", ())


def test_everybody_is_invited_with_the_questions_and_told_where_it_moved(room: Room) -> None:
    report = room.written()
    plans(room, report, JONAS, ANA, questions="What surprised you?")
    (text,) = room.said_to(ANA)
    assert "to learn and not to find fault" in text
    assert "What surprised you?" in text
    room.delivers()
    planned = plans(room, report, JONAS, ANA, days=5)
    assert planned.sequence == 1
    old, new = room.said_to(ANA)
    assert "another time now" in old
    assert "45 minutes" in new


def test_calendars_are_not_told_the_title_of_a_report_for_named_people(room: Room) -> None:
    report = room.written(audience=Audience.NAMED, named=(MAYA,))
    planned = plans(room, report, MAYA, questions="What about the Checkout?")
    meeting = debriefs.meeting(room.session, report, planned, MAYA, room.settings)
    assert "Checkout" not in meeting.title + meeting.details


@pytest.mark.parametrize(("whom", "field"), [((), "people"), ((GIL,), "people"), (("U0SALES",), "people")])
def test_only_who_may_see_the_report_is_invited(room: Room, whom: tuple[str, ...], field: str) -> None:
    report = room.written(audience=Audience.NAMED, named=(MAYA,))
    with pytest.raises(FieldErrors) as wrong:
        plans(room, report, *whom)
    assert field in wrong.value.errors


def test_a_time_that_is_over_is_not_planned(room: Room) -> None:
    with pytest.raises(FieldErrors, match="still to come"):
        plans(room, room.written(), ANA, days=-1)


def test_notes_are_kept_by_who_works_on_it_and_read_by_who_may_see_it(room: Room) -> None:
    report = room.written()
    plans(room, report, ANA)
    with pytest.raises(NotThere):
        notes(room, report, "Hm", by=MAYA)
    notes(room, report, "The alert was muted at night.", by=JONAS)
    _, planned = debriefs.seen(room.session, report.id, by=room.person(ANA), moment=room.moment)
    with pytest.raises(NotThere):
        debriefs.seen(room.session, report.id, by=room.person(MAYA), moment=room.moment)
    assert planned.notes == "The alert was muted at night."
