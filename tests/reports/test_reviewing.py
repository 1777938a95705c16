"""A report is read by others before it goes out."""

import pytest

from bot.errors import FieldErrors, NotAllowed
from bot.reports import log, reviewing, sight, steps
from bot.reports.reviewing import NotNow, ReadAgain
from bot.reports.sight import NotThere
from bot.reports.states import Audience, State, What
from bot.reports.steps_views import Next
from tests.commitments.office import GIL, JONAS, LEFT, PRIYA, ROBOT
from tests.factories import ANA, MAYA, TOM
from tests.reports.room import Room


def test_reviewers_are_asked_each_in_a_message_of_their_own(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA, TOM, word="Is the impact right?")
    assert room.state(report) is State.IN_REVIEW
    for person in (ANA, TOM):
        (text,) = room.said_to(person)
        assert "Jonas Keller asks you to review a report" in text
        assert "Is the impact right?" in text


@pytest.mark.parametrize("nobody", [(), (PRIYA,), (GIL,), (ROBOT,), (ANA, LEFT)])
def test_a_review_needs_somebody_here_besides_the_owner(room: Room, nobody: tuple[str, ...]) -> None:
    report = room.written()
    with pytest.raises(FieldErrors):
        room.asks(report, *nobody)
    assert room.state(report) is State.DRAFT


def test_a_reviewer_may_see_a_report_for_named_people(room: Room) -> None:
    report = room.written(audience=Audience.NAMED, named=(MAYA,))
    assert not sight.may_see(room.session, report, room.person(ANA), room.settings)
    room.asks(report, ANA)
    assert sight.may_see(room.session, report, room.person(ANA), room.settings)


def test_a_reviewer_who_declines_says_so_in_a_word_and_who_asked_hears_it(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA)
    reviewing.decline(room.session, report.id, "Away until Monday.", by=room.person(ANA), moment=room.moment)
    assert "Ana Ruiz cannot review this report." in room.said_to(JONAS)[-1]
    assert "Away until Monday." in room.said_to(PRIYA)[-1]
    assert "You said that you cannot" in room.said_to(ANA)[0]
    lacking = [
        item.text for item in steps.page(room.session, report, room.person(PRIYA), room.moment).items if not item.done
    ]
    assert "Somebody reviews it" in lacking
    with pytest.raises(NotThere):
        room.approves(report)


def test_a_report_is_approved_by_a_reviewer_and_its_owner_hears_of_it(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA, TOM)
    room.approves(report)
    assert (room.state(report), report.approved_by) == (State.APPROVED, ANA)
    assert "Ana Ruiz approved this report." in room.said_to(PRIYA)[-1]
    assert "Ana Ruiz approved this report." in room.said_to(TOM)[0]


@pytest.mark.parametrize("person", [PRIYA, JONAS])
def test_neither_its_owner_nor_who_only_writes_approves_it(room: Room, person: str) -> None:
    report = room.written()
    room.asks(report, ANA, PRIYA)
    with pytest.raises(NotAllowed):
        room.approves(report, by=person)


def test_who_may_not_see_a_report_hears_nothing_of_it_at_any_door(room: Room) -> None:
    report = room.written(audience=Audience.NAMED, named=(MAYA,))
    room.asks(report, MAYA)
    with pytest.raises(NotThere):
        room.approves(report, by=TOM)
    with pytest.raises(NotThere):
        reviewing.comment(room.session, report.id, "summary", "Hm", **room._by(TOM))
    with pytest.raises(NotThere):
        reviewing.look(room.session, report.id, **room._by(TOM))


def test_words_that_changed_since_they_were_read_are_read_again_before_they_are_approved(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA)
    saw = report.events
    room.writes(report, "summary", "Another cause altogether.")
    with pytest.raises(ReadAgain):
        room.approves(report, saw=saw - 2)
    room.approves(report)


def test_a_change_after_the_approval_takes_it_back_and_asks_again(room: Room) -> None:
    report = room.approved()
    room.writes(report, "impact", "About 3,400 customers waited.")
    assert (room.state(report), report.approved_by) == (State.IN_REVIEW, None)
    assert What.LAPSED in room.events(report)
    assert "your approval is taken back" in room.said_to(ANA)[-1]
    room.approves(report)
    assert room.state(report) is State.APPROVED


def test_what_changed_since_somebody_looked_is_known_by_section(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA)
    ana = room.person(ANA)
    assert reviewing.look_at(room.session, report, "impact", 1, ana) == 0
    room.writes(report, "impact", "About 3,400 customers waited.")
    assert reviewing.look_at(room.session, report, "impact", 2, ana) == 1
    assert reviewing.look_at(room.session, report, "impact", 2, ana) == 2


def test_sent_back_with_a_word_it_is_a_draft_again_and_may_be_asked_anew(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA)
    with pytest.raises(FieldErrors):
        reviewing.send_back(room.session, report.id, " ", **room._by(ANA))
    reviewing.send_back(room.session, report.id, "The impact lacks numbers.", **room._by(ANA))
    assert room.state(report) is State.DRAFT
    assert "The impact lacks numbers." in room.said_to(PRIYA)[-1]
    room.asks(report, ANA)
    assert len(room.said_to(ANA)) == 2


def test_a_remark_is_open_until_somebody_settles_it(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA)
    said = reviewing.comment(room.session, report.id, "impact", "How many gave up?", **room._by(ANA))
    reviewing.comment(room.session, report.id, "summary", "Which cache?", **room._by(ANA))
    (told,) = room.said_to(PRIYA)
    assert "has 2 open remarks" in told
    reviewing.resolve(room.session, said.id, **room._by(JONAS))
    assert said.resolved_by == JONAS
    reviewing.resolve(room.session, said.id, **room._by(ANA))
    assert said.resolved_at is None


def test_a_report_is_dropped_with_a_reason_and_then_nothing_is_asked_any_more(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA)
    with pytest.raises(NotAllowed):
        reviewing.drop(room.session, report.id, "No need", **room._by(ANA))
    reviewing.drop(room.session, report.id, "It was a drill.", **room._by(PRIYA))
    assert room.state(report) is State.DROPPED
    assert log.read(room.session, report.id)[-1].says == "It was a drill."
    with pytest.raises(NotNow):
        room.asks(report, TOM)


def test_who_only_reads_a_report_sees_where_it_stands_and_no_buttons(room: Room) -> None:
    report = room.written()
    assert steps.page(room.session, report, room.person(MAYA), room.moment).nexts == []
    assert Next.ASK in steps.page(room.session, report, room.person(JONAS), room.moment).nexts
