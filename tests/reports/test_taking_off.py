"""Who declines a review, or is taken off a report by its owner, works on it no more."""

from typing import Any

import pytest

from bot.errors import NotAllowed
from bot.reports import home, owners, reviewing, sight, writing
from bot.reports.models import Report, ReportSection
from bot.reports.sight import NotThere
from bot.reports.states import Audience, What
from bot.reports.workbench_views import WRITERS
from bot.slack.home import Look
from bot.slack.messages import spoken
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.reports.conftest import Inside
from tests.reports.room import PROMPTS, Room
from tests.reports.windows import Person
from tests.slack_driver import SlackDriver


def declines(room: Room, report: Report, by: str) -> None:
    reviewing.decline(room.session, report.id, "No time.", by=room.person(by), moment=room.moment)


def invites(room: Room, report: Report, *whom: str) -> None:
    owners.invite(room.session, report.id, whom, **room._by(PRIYA))


def takes_off(room: Room, report: Report, person: str, by: str = PRIYA) -> bool:
    return owners.take_off(room.session, report.id, person, by=room.person(by), moment=room.moment)


def works(room: Room, report: Report, person: str) -> bool:
    room.session.flush()
    room.session.expire_all()
    return sight.works_on(room.session, report, person)


def waits(room: Room, person: str) -> str:
    look = Look(room.person(person), room.settings, PROMPTS, room.now)
    return spoken(list(home.waiting(room.session, look)))


def secret(room: Room) -> Report:
    return room.written(audience=Audience.NAMED, named=(MAYA,))


def test_who_declines_a_review_works_on_it_no_more(room: Room) -> None:
    report = secret(room)
    room.asks(report, ANA, TOM)
    declines(room, report, ANA)
    assert not works(room, report, ANA)
    assert works(room, report, TOM)
    for act in (lambda: room.writes(report, "impact", "…", by=ANA), lambda: room.asks(report, MAYA, by=ANA)):
        with pytest.raises(NotThere):
            act()
    assert waits(room, ANA) == ""
    room.asks(report, ANA)
    assert works(room, report, ANA), "asked again"


def test_who_writes_it_otherwise_goes_on_doing_so_after_declining(room: Room) -> None:
    before, after = secret(room), secret(room)
    invites(room, before, ANA)
    room.asks(before, ANA, TOM)
    room.asks(after, ANA, TOM)
    invites(room, after, ANA)
    room.asks(after, JONAS)
    for report in (before, after):
        declines(room, report, ANA)
        assert works(room, report, ANA)
    declines(room, after, JONAS)
    assert works(room, after, JONAS), "who began it"


def test_of_what_becomes_of_it_who_declined_hears_nothing_more(room: Room) -> None:
    report = secret(room)
    room.asks(report, ANA, TOM)
    declines(room, report, ANA)
    said = room.said_to(ANA)
    report.title = "Another title"
    room.approves(report, by=TOM)
    assert room.said_to(ANA) == said


@pytest.mark.parametrize("person", [TOM, ANA])
def test_whoever_is_taken_off_a_report_for_named_people_sees_it_no_more(room: Room, person: str) -> None:
    report = secret(room)
    invites(room, report, TOM)
    room.asks(report, ANA)
    room.writes(report, "impact", "Many waited.", by=TOM)
    assert takes_off(room, report, person)
    assert not works(room, report, person)
    with pytest.raises(NotThere):
        sight.seen(room.session, report.id, room.person(person), room.settings)
    assert waits(room, person) == ""
    told = room.said_to(person)
    assert "Priya Raman took you off a report that you worked on." in told[-1]
    assert report.title not in str(told)
    assert What.TAKEN_OFF in room.events(report)
    assert not takes_off(room, report, person)
    words = room.session.query(ReportSection).filter(ReportSection.key == "impact").all()
    assert words[-1].text == "Many waited.", "what they wrote stays"


def test_only_its_owner_takes_somebody_off_and_never_themselves(room: Room) -> None:
    report = secret(room)
    invites(room, report, TOM, ANA)
    with pytest.raises(NotAllowed, match="Only the owner"):
        takes_off(room, report, ANA, by=TOM)
    assert not takes_off(room, report, PRIYA)
    assert works(room, report, PRIYA)
    with pytest.raises(NotThere):
        takes_off(room, report, ANA, by=MAYA)


def test_who_is_taken_off_approves_and_writes_no_more(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA, TOM)
    takes_off(room, report, ANA)
    with pytest.raises(NotThere):
        room.approves(report, by=ANA)
    room.approves(report, by=TOM)
    room.publishes(report)
    with pytest.raises(NotAllowed):
        writing.open_for_writing(room.session, report.id, room.person(ANA), room.settings)


async def test_the_owner_takes_somebody_off_with_a_click_and_nobody_else_is_offered_to(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    def begun(room: Room) -> None:
        invites(room, secret(room), TOM)

    inside(begun)
    priya, tom = Person(slack, PRIYA, {}), Person(slack, TOM, {})
    await tom.clicks_in_message(WRITERS, "1")
    assert "Take off" not in tom.text
    await priya.clicks_in_message(WRITERS, "1")
    assert "Take them off?" in priya.text
    await priya.clicks("Take off: Tom Brandt")
    assert "Tom Brandt works on it no more, and is told. What they wrote stays." in priya.text
    assert inside(lambda room: works(room, room.session.get_one(Report, 1), TOM)) is False
