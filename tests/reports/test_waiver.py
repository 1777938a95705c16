"""The lowest severity may go out without an approval, and only as that: made severer, it gets its first one."""

from typing import Any

import pytest

from bot import settings as settings_
from bot.reports import owners, reviewing, starting, steps, waiving
from bot.reports.models import Report
from bot.reports.reviewing import NotNow
from bot.reports.states import State
from bot.reports.steps_views import Next
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.slack_driver import SlackDriver


def waives(room: Room) -> None:
    section = room.settings.reports.model_copy(update={"waive_approval_for_lowest": True})
    room.settings = room.settings.model_copy(update={"reports": section})


def makes_it(room: Room, report: Report, severity: int) -> None:
    room.later(minutes=1)
    draft = room.draft(severity=severity)
    starting.change(room.session, report, draft, by=PRIYA, settings=room.settings, now=room.now)


@pytest.fixture
def raised(room: Room) -> Report:
    """Published alone as of the lowest severity, and severer since."""
    waives(room)
    report = room.written(severity=room.settings.reports.severities)
    room.publishes(report)
    makes_it(room, report, 1)
    return report


async def test_the_door_of_an_amendment_says_what_comes_first(slack: SlackDriver, inside: Inside[Any]) -> None:
    def went_out(room: Room) -> None:
        waives(room)
        settings_.save(room.session, room.settings, by="test", now=room.now)
        report = room.written(severity=room.settings.reports.severities)
        room.publishes(report)
        makes_it(room, report, 1)

    inside(went_out)
    await slack.clicks(Next.AMEND, "1", by=PRIYA)
    assert "an amendment goes out once somebody other than its owner has approved it" in str(slack.opened())
    await slack.clicks(Next.ASK, "1", by=PRIYA)
    chosen = {"reviewers": {"type": "multi_users_select", "selected_users": [ANA]}}
    await slack.submits(slack.opened(), {}, by=PRIYA, chosen=chosen)
    await slack.clicks(Next.LOOK, "1", by=ANA)
    assert "'Approve'" in str(slack.opened())


def nexts(room: Room, report: Report) -> list[Next]:
    return list(steps.page(room.session, report, room.person(PRIYA), room.moment).nexts)


def notes(room: Room, report: Report) -> str:
    return " ".join(steps.page(room.session, report, room.person(PRIYA), room.moment).notes)


def test_made_severer_an_amendment_waits_for_an_approval_and_says_so(room: Room, raised: Report) -> None:
    with pytest.raises(NotNow, match="is of severity 1 now"):
        room.amends(raised)
    assert "went out without an approval" in notes(room, raised)
    assert Next.ASK in nexts(room, raised)
    assert Next.AMEND not in nexts(room, raised)


def test_once_somebody_else_approved_it_the_amendment_goes_out(room: Room, raised: Report) -> None:
    room.asks(raised, ANA)
    room.approves(raised)
    assert room.state(raised) is State.PUBLISHED
    assert "Its amendment can go out." in room.said_to(PRIYA)[-1]
    room.amends(raised)
    assert (room.state(raised), raised.approved_by) == (State.AMENDED, ANA)
    room.writes(raised, "impact", "About 4,000 customers waited.")
    room.amends(raised)
    assert raised.approved_by == ANA


def test_words_that_change_after_that_approval_are_approved_anew(room: Room, raised: Report) -> None:
    room.asks(raised, ANA)
    room.approves(raised)
    room.writes(raised, "impact", "Nobody waited.")
    assert room.state(raised) is State.PUBLISHED
    with pytest.raises(NotNow):
        room.amends(raised)
    room.approves(raised)
    room.amends(raised)


def test_whoever_approved_it_and_holds_its_pen_now_does_not_amend_it_alone(room: Room, raised: Report) -> None:
    room.asks(raised, ANA)
    room.approves(raised)
    told: dict[str, Any] = {"by": room.person(PRIYA), "settings": room.settings, "now": room.now}
    owners.hand_over(room.session, raised.id, ANA, "", **told)
    assert raised.approved_by is None
    assert room.state(raised) is State.PUBLISHED
    assert "as its owner you no longer can" in room.said_to(ANA)[-1]
    with pytest.raises(NotNow):
        room.amends(raised, by=ANA)


def test_what_is_out_as_it_was_approved_stays_approved_whoever_holds_its_pen(room: Room) -> None:
    report = room.published()
    told: dict[str, Any] = {"by": room.person(PRIYA), "settings": room.settings, "now": room.now}
    owners.hand_over(room.session, report.id, ANA, "", **told)
    assert report.approved_by == ANA


def test_sent_back_it_stays_published_and_waits(room: Room, raised: Report) -> None:
    room.asks(raised, ANA)
    told: dict[str, Any] = {"by": room.person(ANA), "settings": room.settings, "now": room.now}
    reviewing.send_back(room.session, raised.id, "The impact is missing.", **told)
    assert room.state(raised) is State.PUBLISHED
    assert "sent this report back to you" in room.said_to(PRIYA)[-1]
    with pytest.raises(NotNow):
        room.amends(raised)


def test_lowered_again_it_needs_none(room: Room, raised: Report) -> None:
    makes_it(room, raised, room.settings.reports.severities)
    room.writes(raised, "impact", "Nobody waited.")
    room.amends(raised)
    assert room.state(raised) is State.AMENDED


def test_as_severe_as_it_went_out_it_is_amended_without_one(room: Room) -> None:
    waives(room)
    report = room.written(severity=room.settings.reports.severities)
    room.publishes(report)
    room.settings = room.settings.model_copy(
        update={"reports": room.settings.reports.model_copy(update={"waive_approval_for_lowest": False})}
    )
    room.writes(report, "impact", "Nobody waited.")
    room.amends(report)
    assert room.state(report) is State.AMENDED


def test_what_was_approved_before_it_went_out_is_made_severer_by_an_amendment_alone(room: Room) -> None:
    report = room.published(severity=3)
    makes_it(room, report, 1)
    assert not waiving.lacks_approval(room.session, report, room.settings)
    room.amends(report)


def test_nobody_reviews_what_is_out_and_approved(room: Room) -> None:
    report = room.published()
    with pytest.raises(NotNow):
        room.asks(report, JONAS)
    with pytest.raises(NotNow):
        room.approves(report)
