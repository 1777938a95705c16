"""What App Home shows of reports: what waits for this person, and what they may read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot import wiring
from bot.access import Person
from bot.commitments import promises, words
from bot.commitments.models import Commitment
from bot.commitments.states import State as Standing
from bot.commitments.words import Word
from bot.reports import actions, elsewhere, home, owners, reviewing, starting, titles
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind
from bot.reports.states import Audience, State
from bot.slack.blocks import Block
from bot.slack.home import Look
from bot.slack.messages import spoken
from bot.slack.validation import problems
from tests.commitments.office import GIL, JONAS, NAMES, PRIYA
from tests.factories import ANA, MAYA, TOM
from tests.home import seen
from tests.reports.desk import Desk
from tests.reports.room import PROMPTS, Room


@pytest.fixture
def room(desk: Desk) -> Room:
    return Room(desk.session, desk.settings, desk.now)


def look(room: Room, person: str) -> Look:
    return Look(Person(person, guest=person == GIL), room.settings, PROMPTS, room.now)


def waits(room: Room, person: str) -> str:
    return _said(list(home.waiting(room.session, look(room, person))))


def recent(room: Room, person: str) -> str:
    return _said(list(home.recent(room.session, look(room, person))))


def _said(found: list[Block]) -> str:
    assert not found or not problems(found, "home")
    return spoken(found)


def test_an_owner_reads_by_when_the_draft_is_due_and_then_the_report(room: Room) -> None:
    report = room.written()
    assert waits(room, PRIYA) == "*Checkout slow for 47 minutes*\nThe draft is to be ready by 4 March."
    room.asks(report, ANA)
    assert "It is in review, and to be published by 6 March." in waits(room, PRIYA)
    assert waits(room, JONAS) == ""


def test_whoever_was_invited_to_write_finds_the_draft_until_it_is_reviewed(room: Room) -> None:
    report = room.written()
    told = {"by": room.person(JONAS), "settings": room.settings, "now": room.now}
    assert waits(room, TOM) == ""
    owners.invite(room.session, report.id, [TOM], **told)
    said = "Priya Raman writes this with you. The draft is to be ready by 4 March."
    assert waits(room, TOM) == f"*Checkout slow for 47 minutes*\n{said}"
    assert waits(room, JONAS) == "", "who began it for somebody else gave it out of their hands"
    room.asks(report, ANA)
    assert waits(room, TOM) == ""
    reviewing.send_back(room.session, report.id, "The times are missing.", **{**told, "by": room.person(ANA)})
    assert "writes this with you" in waits(room, TOM)
    assert waits(room, ANA) == "", "a reviewer does not write"


def test_a_reviewer_reads_who_asked_until_it_is_approved(room: Room) -> None:
    report = room.written()
    room.asks(report, ANA)
    assert "Priya Raman asked you for a review." in waits(room, ANA)
    room.approves(report)
    assert waits(room, ANA) == ""


def test_an_owner_reads_which_report_has_actions_that_nobody_owns(room: Room) -> None:
    report = room.written()
    told = {"by": JONAS, "settings": room.settings, "now": room.now, "promising": wiring.PROMISING}
    actions.write(room.session, report, Draft("Add an alert", Kind.DETECT), **told)
    report.state, report.published_at = State.PUBLISHED, room.now
    assert waits(room, PRIYA) == ""
    room.now += timedelta(days=7)
    assert "1 action waits for an owner." in waits(room, PRIYA)
    assert waits(room, TOM) == ""


@pytest.mark.parametrize("audience", Audience)
def test_what_came_out_is_shown_to_those_who_may_see_it(room: Room, audience: Audience) -> None:
    report = room.written(audience=audience, named=(ANA,))
    assert recent(room, JONAS) == ""
    report.state, report.published_at = State.PUBLISHED, room.now
    room.session.flush()
    seeing = {person for person in (PRIYA, JONAS, MAYA, ANA, TOM, GIL) if report.title in recent(room, person)}
    writers = {PRIYA, JONAS}
    others = {Audience.EVERYONE: {MAYA, ANA, TOM}, Audience.ENGINEERING: {MAYA}, Audience.NAMED: {ANA}}
    assert seeing == writers | others[audience]


def figures(room: Room) -> str:
    return _said(list(home.figures(room.session, look(room, TOM))))


def test_how_many_reports_came_and_how_soon_is_told_without_anybody_and_few_are_listed(room: Room) -> None:
    assert figures(room) == ""
    room.publishes(room.approved())
    report = room.approved(title="Search down")
    room.later(days=4)
    room.publishes(report)
    room.publishes(room.approved(audience=Audience.NAMED, named=(ANA,)))
    said = figures(room)
    assert "The last 13 weeks" in said
    assert "2 reports, 2 published. Each after 0 and 2 working days." in said
    assert "Draft ready: Each after 0 and 0 working days." in said
    assert "%" not in said
    assert not any(name in said for name in NAMES.values())


def test_a_title_saved_after_publishing_is_read_by_nobody_until_an_amendment_carries_it(room: Room) -> None:
    report = room.published()
    draft = room.draft(title="Checkout was down, and the cache of <Tom>")
    starting.change(room.session, report, draft, by=JONAS, settings=room.settings, now=room.now)
    assert report.title == draft.title
    assert "*Checkout slow for 47 minutes*" in recent(room, ANA)
    assert titles.title(room.session, report) == "Checkout slow for 47 minutes"
    (told,) = elsewhere.changes(room.session, room.settings, room.now - timedelta(days=1), room.now)
    assert "“Checkout slow for 47 minutes”" in told

    room.later(hours=1)
    room.amends(report)
    assert "*Checkout was down, and the cache of &lt;Tom&gt;*" in recent(room, ANA)


def test_actions_are_told_by_how_many_were_done_in_time(room: Room) -> None:
    report = room.published()
    told: dict[str, Any] = {"by": JONAS, "settings": room.settings, "now": room.now, "promising": wiring.PROMISING}
    actions.write(room.session, report, Draft("Add an alert", Kind.DETECT), **told)
    assert "Actions: 1; none was due yet; 1 not promised by anybody yet." in figures(room)


def test_before_the_first_report_its_place_says_what_will_be_there(room: Room) -> None:
    assert home.NO_FIGURES in seen(room.session, TOM, room.now).below(home.FIGURES)


@pytest.fixture(params=[PROMPTS, None], ids=["served", "from a command line"])
def heard(request: pytest.FixtureRequest) -> Iterator[None]:
    """With the organisation's wording, and without."""
    wiring.hear_of_actions(request.param)
    yield
    wiring.hear_of_actions()


@pytest.mark.usefixtures("heard")
def test_everybodys_home_is_drawn_anew_when_an_action_moved_on(room: Room) -> None:
    report = room.written()
    told = {"by": JONAS, "settings": room.settings, "now": room.now, "promising": wiring.PROMISING}
    actions.write(room.session, report, Draft("Add an alert", Kind.DETECT, TOM), **told)
    report.state, report.published_at = State.PUBLISHED, room.now
    (asked,) = room.session.scalars(sa.select(Commitment)).all()
    promises.accept(room.session, asked.id, asked.updates, by=TOM, settings=room.settings, now=room.now)
    room.session.info.clear()
    before = recent(room, ANA)

    kept = Word(asked.updates, Standing.KEPT)
    words.say(room.session, asked.id, kept, by=Person(TOM), settings=room.settings, now=room.now)

    assert recent(room, ANA) != before
    assert room.session.info["home_changes"].everybody


def test_everybodys_home_is_drawn_anew_when_a_report_is_dropped(room: Room) -> None:
    report = room.written()
    before = figures(room)
    room.session.info.clear()

    reviewing.drop(room.session, report.id, "Nothing was down.", by=Person(JONAS), settings=room.settings, now=room.now)

    assert figures(room) != before
    assert room.session.info["home_changes"].everybody


def test_everybodys_home_is_drawn_anew_when_a_draft_is_there(room: Room) -> None:
    report = room.written()
    room.session.info.clear()
    room.asks(report, ANA)
    assert room.session.info["home_changes"].everybody
