"""Who is let in where: a row for every door in tests/slack/roles.txt, and each is tried by each role."""

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.errors import NotAllowed
from bot.focus.rules import ALONE
from bot.operating import doors as operating
from bot.slack.doors import Answer, Call, Done, Door, Route, together
from bot.slack.people import Profile
from bot.storage import Database
from bot.wiring import ROUTES, WORDS
from tests.factories import ANA, MAYA, TOM, settings
from tests.slack import tried
from tests.slack.roles import ROLES, SAY_SO, doors, words
from tests.slack.things import Given
from tests.slack_driver import SlackDriver, slack_driver

WHO = {"cto": MAYA, "delegate": "U0DELE", "operator": TOM, "stand-in": "U0STAND", "member": ANA}
WHO |= {"owner": "U0OWNER", "installer": "U0INST", "guest": "U0GUEST", "outsider": "U0OUT"}

#: Upon one thing, which its row names.
UPON_ONE = {"command /promises NUMBER", "command /ask-cto CODE", "command /incident-report NUMBER"}


def there_are() -> list[str]:
    return [f"{route.door} {route.id}" for route in together(ROUTES)]


def test_every_door_has_a_row_and_every_row_a_door() -> None:
    assert sorted(set(there_are()) - doors().keys()) == [], SAY_SO
    assert sorted(doors().keys() - set(there_are())) == [], "These doors are gone: take their rows out."


def test_every_word_behind_a_command_has_a_row() -> None:
    known = {*(f"command /cadence {word}" for word in (*operating.WORDS, *WORDS)), *UPON_ONE}
    known |= {f"command /focus {word}" for word in ALONE}

    assert words().keys() == known, SAY_SO


def test_no_two_handlers_stand_behind_one_door() -> None:
    """Slack's act would reach the first of them alone."""
    assert [door for door, count in Counter(there_are()).items() if count > 1] == []


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_is_let_in_where_its_row_says_and_nowhere_else(
    database: Database, now: datetime, role: str
) -> None:
    database.run_here(_organisation, now, role)
    let_in: list[str] = []

    def recording(route: Route) -> Route:
        def handler(session: Session, call: Call) -> Answer:
            let_in.append(f"{route.door} {route.id}")
            return Done()

        return replace(route, handler=handler)

    routes = tuple(recording(route) for route in together(ROUTES))
    async with slack_driver(database, now, routes, WHO["installer"]) as driver:
        driver.team = _team(role, driver.team)
        for route in routes:
            await _try(driver, route, WHO[role])

    assert sorted(let_in) == sorted(door for door, row in doors().items() if role in row.let_in)


@pytest.mark.parametrize("role", ROLES)
async def test_a_word_behind_a_command_lets_in_whom_its_row_says(database: Database, now: datetime, role: str) -> None:
    database.run_here(_organisation, now, role)
    let_in = set()
    async with tried.doors(database, now, WHO["installer"]) as at:
        at.driver.team = _team(role, at.driver.team)
        for door in words().keys() - UPON_ONE:
            outcome = await at.outcome(door, Given(), WHO[role])
            let_in |= {door} if outcome and at.is_let_through(door, outcome) else set()

    assert let_in == {door for door, row in words().items() if role in row.let_in} - UPON_ONE


async def test_whoever_installed_it_is_like_everybody_once_somebody_operates(database: Database, now: datetime) -> None:
    database.run_here(_organisation, now, "member")
    async with tried.doors(database, now, WHO["installer"]) as at:
        outcome = await at.outcome("command /cadence status", Given(), WHO["installer"])

    assert isinstance(outcome, NotAllowed)


def _organisation(session: Session, now: datetime, role: str) -> None:
    """Whoever installed it acts for operators as long as there is none."""
    people = {"delegates": [WHO["delegate"]], "stand_in": WHO["stand-in"]}
    operators = [] if role == "installer" else [TOM]
    settings_.save(session, settings(people={**people, "operators": operators}), by="test", now=now)
    for person in WHO.values():
        session.add(Profile(id=person, name=person, zone="UTC", guest=person == WHO["guest"], seen_at=now))


def _team(role: str, here: str) -> str:
    return "T0ELSEWHERE" if role == "outsider" else here


async def _try(driver: SlackDriver, route: Route, person: str) -> None:
    match route.door:
        case Door.COMMAND:
            await driver.types(route.id, by=person)
        case Door.ACTION:
            await driver.clicks(route.id, by=person)
        case Door.VIEW:
            await driver.submits({"type": "modal", "callback_id": route.id}, {}, by=person)
        case Door.SHORTCUT:
            await driver.uses(route.id, by=person)
        case Door.EVENT:
            await driver.event(type=route.id, user=person)


def test_a_door_that_only_some_may_use_says_who_in_its_refusal() -> None:
    for act in {route.act for route in ROUTES}:
        assert re.search(r"^Only .+\.$", act.sentence), act.name
