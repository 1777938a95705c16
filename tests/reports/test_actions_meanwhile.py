"""Two people have the form of one action open: nobody's words are lost, and nobody is asked for nothing."""

from typing import Any

import pytest

from bot import wiring
from bot.commitments.models import Commitment
from bot.reports import actions, actions_views
from bot.reports.actions import Draft
from bot.reports.actions_models import ReportAction
from bot.reports.actions_rules import Kind
from tests.commitments.office import JONAS, PRIYA
from tests.factories import MAYA, TOM
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.reports.windows import Person, chosen, whom
from tests.slack_driver import SlackDriver

ALERT = "Alert on the hit rate of the cache"


def begun(room: Room, owner: str | None = None) -> None:
    report, draft = room.starts(), Draft(ALERT, Kind.DETECT, owner)
    told: dict[str, Any] = {"settings": room.settings, "now": room.now, "promising": wiring.PROMISING}
    actions.write(room.session, report, draft, by=JONAS, **told)


async def opens(slack: SlackDriver, by: str) -> Person:
    writer = Person(slack, by, {})
    await writer.clicks_in_message(actions_views.LIST, "1")
    writer.view = {**writer.view, "id": "V1"}
    await writer.clicks("Name an owner" if "Name an owner" in writer.text else "Ask somebody else")
    return writer


def action(inside: Inside[Any]) -> tuple[str, str, str | None]:
    def read(room: Room) -> tuple[str, str, str | None]:
        row = room.session.get_one(ReportAction, 1)
        return row.what, row.kind, row.owner

    said: tuple[str, str, str | None] = inside(read)
    return said


def promises(inside: Inside[Any]) -> list[tuple[str | None, str | None]]:
    def read(room: Room) -> list[tuple[str | None, str | None]]:
        return [(one.owner, one.word) for one in room.session.query(Commitment).order_by(Commitment.id)]

    found: list[tuple[str | None, str | None]] = inside(read)
    return found


@pytest.fixture
async def two(slack: SlackDriver, inside: Inside[Any]) -> tuple[Person, Person]:
    inside(begun)
    return await opens(slack, PRIYA), await opens(slack, JONAS)


async def test_where_two_change_different_things_of_an_action_both_stay(
    two: tuple[Person, Person], inside: Inside[Any]
) -> None:
    priya, jonas = two
    await priya.submits(what=f"{ALERT} below 80 %", owner=whom(TOM))
    await jonas.submits(kind=chosen("mitigate"))
    assert action(inside) == (f"{ALERT} below 80 %", "mitigate", TOM)
    assert promises(inside)[-1] == (TOM, None), "who was asked is asked still"


async def test_where_two_reword_an_action_the_second_sees_both_and_nothing_is_overwritten(
    two: tuple[Person, Person], inside: Inside[Any], slack: SlackDriver
) -> None:
    priya, jonas = two
    await priya.submits(what=f"{ALERT} below 80 %", owner=whom(TOM))
    await jonas.submits(what="Page whoever owns the cache")
    assert action(inside) == (f"{ALERT} below 80 %", "detect", TOM)
    assert "Priya Raman saved this action while you wrote" in jonas.text
    assert f"{ALERT} below 80 %\\ndetect · Tom Brandt · by 27 March" in jonas.text
    assert jonas.shows("what") == "Page whoever owns the cache"

    again = await opens(slack, JONAS)
    assert again.shows("what") == "Page whoever owns the cache", "it waits for him"
    await again.submits(**{again.named("what"): f"{ALERT} below 80 %, and page its owner"})
    assert action(inside) == (f"{ALERT} below 80 %, and page its owner", "detect", TOM)
    assert (await opens(slack, JONAS)).shows("what").endswith("page its owner")


async def test_where_two_ask_different_people_nobody_is_withdrawn_unseen(
    two: tuple[Person, Person], inside: Inside[Any]
) -> None:
    priya, jonas = two
    await priya.submits(owner=whom(TOM))
    await jonas.submits(owner=whom(MAYA))
    assert promises(inside) == [(TOM, None)]
    assert "Tom Brandt" in jonas.text
    (wrong,) = (await jonas.submits(**{jonas.named("what"): "…"}))["errors"]
    assert wrong == jonas.named("what").replace("_", "-"), "beside the field"
    await jonas.submits()
    assert action(inside)[2] == MAYA
    assert promises(inside) == [(TOM, "withdrawn"), (MAYA, None)]


async def test_who_saves_an_action_as_it_stands_asks_nobody_anew(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(lambda room: begun(room, TOM))
    jonas = await opens(slack, JONAS)
    assert jonas.fields["owner"]["initial_user"] == TOM
    await jonas.submits()
    assert promises(inside) == [(TOM, None)]
    assert action(inside) == (ALERT, "detect", TOM)
