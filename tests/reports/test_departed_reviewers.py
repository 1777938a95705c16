"""Who was asked to review a report leaves Slack: nobody waits for them, and its owner can ask somebody else."""

from typing import Any

import pytest

from bot.reports import departed_reviewers, orphans, review_views, reviewing, steps
from bot.reports.models import Report
from bot.reports.states import State
from bot.slack.people import Profile
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, TOM
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.reports.windows import Person, people
from tests.slack_driver import SlackDriver

LEFT = "Ana Ruiz, who was asked to review this report, left Slack."


def leaves(room: Room, *whom: str) -> None:
    for one in whom:
        room.session.get_one(Profile, one).left = True
    room.session.flush()
    notices(room)


def notices(room: Room) -> None:
    orphans.notice_departures(room.session, room.settings, room.now)
    departed_reviewers.notice_departures(room.session, room.now)


def told(room: Room, person: str) -> list[str]:
    return [text for text in room.said_to(person) if "left Slack" in text]


def test_the_owner_hears_once_that_a_reviewer_left_and_who_is_asked_still(room: Room) -> None:
    report = room.asks(room.written(), ANA, TOM)
    leaves(room, ANA)
    notices(room)
    (said,) = told(room, PRIYA)
    assert said.startswith(f"{LEFT} Tom Brandt is still asked; you can ask somebody else, too.")
    leaves(room, TOM)
    assert told(room, PRIYA)[-1].startswith("Tom Brandt, who was asked to review this report, left Slack. Nobody else")
    page = steps.page(room.session, report, room.person(PRIYA), room.moment)
    assert [(one.name, one.said) for one in page.reviewers] == [
        ("Ana Ruiz", "left Slack"),
        ("Tom Brandt", "left Slack"),
    ]
    assert told(room, JONAS) == [], "only whoever can act on it hears of it"


def test_an_approval_stays_when_its_approver_leaves_until_the_words_change(room: Room) -> None:
    report = room.approved()
    leaves(room, ANA)
    assert told(room, PRIYA) == []
    assert room.state(report) is State.APPROVED
    room.writes(report, "impact", "3,400 customers waited.")
    assert room.state(report) is State.IN_REVIEW
    notices(room)
    assert told(room, PRIYA)[0].startswith(LEFT)


def test_where_the_owner_left_too_its_writers_hear_of_it(room: Room) -> None:
    room.asks(room.written(), ANA)
    leaves(room, ANA, PRIYA)
    assert told(room, JONAS)[-1].startswith(f"{LEFT} Nobody else is asked, so it waits for you.")


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_what_waits_for_nobody_tells_nothing(room: Room, state: State) -> None:
    report = room.asks(room.written(), ANA)
    report.state = state
    leaves(room, ANA)
    assert told(room, PRIYA) == []


async def test_from_that_message_somebody_else_is_asked(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: room.asks(room.written(), ANA).id)
    inside(lambda room: leaves(room, ANA))
    owner = Person(slack, PRIYA, {})
    await owner.clicks_in_message(review_views.ASK, "1")
    await owner.submits(reviewers=people(TOM))
    assert "Tom Brandt" in owner.text

    def asked(room: Room) -> list[str]:
        report = room.session.get_one(Report, 1)
        return [one.person for one in reviewing.reviews(room.session, report.id) if one.declined_at is None]

    assert inside(asked) == [TOM]
