"""Who is let through inside: everybody's part in a thing, at every door that acts upon one. The table: roles.txt."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.storage import Database
from tests.slack.roles import SAY_SO, THINGS, Row, rows
from tests.slack.things import SECRET, STRANGER, Case, Thing, know, nothing, organisation
from tests.slack.things.reports import UNSAID
from tests.slack.tried import doors, shown

EVENTS = "event "


def upon(thing: str) -> dict[str, Row]:
    return {door: row for door, row in rows().items() if row.thing == thing}


def upon_nothing() -> list[str]:
    """What everybody may, and what could show a thing of others all the same."""
    return [door for door, row in upon("").items() if "member" in row.let_in and not door.startswith(EVENTS)]


def prepared(session: Session, thing: Thing, now: datetime) -> Sequence[Case]:
    return thing.prepare(session, organisation(session, now), now)


@pytest.mark.parametrize("name", THINGS)
async def test_each_is_let_through_where_their_part_is_in_the_row_and_nowhere_else(
    database: Database, now: datetime, name: str
) -> None:
    """And nothing that they are shown says what is kept from them."""
    thing, through = THINGS[name], defaultdict[str, set[str]](set)
    cases = database.run_here(prepared, thing, now)
    async with doors(database, now) as tried:
        for door in upon(name):
            for word, person, names in cases:
                answer = await tried.answer(door, thing.given(door, names), person)
                through[door] |= {word} if tried.is_let_through(door, answer) else set()
                assert thing.kept_from.get(word, "\0") not in shown(answer), f"{door} shows it to {word}"

    assert dict(through) == {door: set(row.let_through) for door, row in upon(name).items()}, SAY_SO


async def test_what_is_upon_no_thing_shows_strangers_nothing_of_any(database: Database, now: datetime) -> None:
    for thing in THINGS.values():
        database.run_here(prepared, thing, now)
    database.run_here(know, {"stranger": STRANGER}, now)
    async with doors(database, now) as tried:
        for door in upon_nothing():
            answer = await tried.answer(door, nothing.given(door), STRANGER)
            assert tried.is_let_through(door, answer), door
            assert SECRET not in shown(answer), door
            assert UNSAID not in shown(answer), door


@pytest.mark.parametrize("name", THINGS)
def test_there_are_doors_upon_each_thing_and_strangers_stand_at_all_of_them(name: str) -> None:
    assert upon(name)
    assert "stranger" in THINGS[name].words
    assert not any("stranger" in row.let_through for row in upon(name).values())
