"""Two people have the form of one debrief open: nobody's plan is overwritten unseen."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.reports import debriefs
from bot.reports.sharing_models import ReportDebrief
from bot.reports.steps_views import Next
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.reports.test_debriefs import plans
from tests.reports.windows import Person, at, people
from tests.slack_driver import SlackDriver


async def opens(slack: SlackDriver, by: str) -> Person:
    planner = Person(slack, by, {})
    await planner.clicks_in_message(Next.DEBRIEF, "1")
    return planner


def planned(inside: Inside[Any]) -> ReportDebrief:
    found: ReportDebrief = inside(lambda room: room.session.get_one(ReportDebrief, 1))
    return found


def invited(inside: Inside[Any]) -> list[str]:
    found: list[str] = inside(lambda room: [row.channel for row in room.rows() if ":debrief:" in row.key])
    return found


async def test_where_two_change_different_things_of_a_plan_both_stay(
    slack: SlackDriver, inside: Inside[Any], now: datetime
) -> None:
    inside(lambda room: plans(room, room.written(), JONAS, PRIYA))
    priya, jonas = await opens(slack, PRIYA), await opens(slack, JONAS)
    was = int(planned(inside).at.timestamp())
    await priya.submits(people=people(JONAS, PRIYA, ANA), at=at(was))
    await jonas.submits(place="Room 4", at=at(was))
    assert (planned(inside).people, planned(inside).place) == ([ANA, JONAS, PRIYA], "Room 4")


async def test_where_two_plan_a_debrief_the_second_sees_both_and_nobody_is_invited_twice(
    slack: SlackDriver, inside: Inside[Any], now: datetime
) -> None:
    inside(Room.written)
    priya, jonas = await opens(slack, PRIYA), await opens(slack, JONAS)
    hers, his = now + timedelta(days=4), now + timedelta(days=5)
    await priya.submits(at=at(hers.timestamp()), people=people(JONAS, ANA), place="Room 4")
    await jonas.submits(at=at(his.timestamp()), people=people(JONAS, MAYA), questions="What surprised you?")
    assert planned(inside).people == [ANA, JONAS]
    assert invited(inside) == [ANA, JONAS]
    assert "Priya Raman saved the plan while you wrote" in jonas.text
    assert "Room 4\\nAna Ruiz, Jonas Keller" in jonas.text
    assert jonas.shows("questions") == "What surprised you?"
    assert int(jonas.fields[jonas.named("at").replace("_", "-")]["initial_date_time"]) == int(his.timestamp())

    (wrong,) = (await jonas.submits(**{jonas.named("people"): people()}))["errors"]
    assert wrong == jonas.named("people").replace("_", "-"), "beside the field"
    await jonas.submits(**{jonas.named("people"): people(JONAS, ANA, MAYA)})
    found = planned(inside)
    assert (sorted(found.people), found.at) == (sorted([JONAS, ANA, MAYA]), his.astimezone(UTC).replace(microsecond=0))


async def test_called_off_meanwhile_it_is_planned_again_only_by_who_knows_it(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: plans(room, room.written(), JONAS, PRIYA))
    jonas = await opens(slack, JONAS)
    inside(lambda room: debriefs.call_off(room.session, 1, by=room.person(PRIYA), moment=room.moment))
    await jonas.submits()
    assert planned(inside).called_off_at
    assert "It was called off." in jonas.text
    await jonas.submits()
    assert planned(inside).called_off_at is None
    assert planned(inside).people == [JONAS, PRIYA]


async def test_who_plans_a_debrief_as_it_is_planned_invites_nobody_anew(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(lambda room: plans(room, room.written(), JONAS, PRIYA, questions="What surprised you?"))
    jonas, before = await opens(slack, JONAS), invited(inside)
    await jonas.submits(at=at(planned(inside).at.timestamp()))
    assert invited(inside) == before
