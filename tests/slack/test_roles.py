"""Who is let in where: a row for every door in tests/slack/roles.txt, and each is tried by each role."""

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.slack.doors import Answer, Call, Done, Door, Route, together
from bot.slack.people import Profile
from bot.storage import Database
from bot.wiring import ROUTES
from tests.factories import ANA, MAYA, TOM, settings
from tests.slack_driver import SlackDriver, slack_driver

FILE = Path(__file__).with_name("roles.txt")
ROLES = ("cto", "delegate", "operator", "stand-in", "member", "owner", "guest", "outsider")
WHO = {"cto": MAYA, "delegate": "U0DELE", "operator": TOM, "stand-in": "U0STAND", "member": ANA}
WHO |= {"owner": "U0OWNER", "guest": "U0GUEST", "outsider": "U0OUT"}
SAY_SO = f"""
A door needs a row in {FILE.name}: `kind id | who is let in | who decides further, inside`.
Let in may be: {", ".join(ROLES)}, or everybody (the first six). The test tries each role at each door."""


def rows() -> dict[str, frozenset[str]]:
    return dict(_read(line) for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")


def _read(line: str) -> tuple[str, frozenset[str]]:
    door, who, _inside = (part.strip() for part in line.split("|"))
    named = set(who.split())
    assert named <= {*ROLES, "everybody"}, f"{line}: {SAY_SO}"
    let_in = named - {"everybody"} | (set(ROLES[:6]) if "everybody" in named else set())
    return " ".join(door.split()), frozenset(let_in)


def doors() -> list[str]:
    return [f"{route.door} {route.id}" for route in together(ROUTES)]


def test_every_door_has_a_row_and_every_row_a_door() -> None:
    assert sorted(set(doors()) - rows().keys()) == [], SAY_SO
    assert sorted(rows().keys() - set(doors())) == [], "These doors are gone: take their rows out."


def test_no_two_handlers_stand_behind_one_door() -> None:
    """Slack's act would reach the first of them alone."""
    assert [door for door, count in Counter(doors()).items() if count > 1] == []


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_is_let_in_where_its_row_says_and_nowhere_else(
    database: Database, now: datetime, role: str
) -> None:
    database.run_here(_organisation, now)
    let_in: list[str] = []

    def recording(route: Route) -> Route:
        def handler(session: Session, call: Call) -> Answer:
            let_in.append(f"{route.door} {route.id}")
            return Done()

        return replace(route, handler=handler)

    routes = tuple(recording(route) for route in together(ROUTES))
    async with slack_driver(database, now, routes) as driver:
        driver.team = "T0ELSEWHERE" if role == "outsider" else driver.team
        for route in routes:
            await _try(driver, route, WHO[role])

    assert sorted(let_in) == sorted(door for door, who in rows().items() if role in who)


def _organisation(session: Session, now: datetime) -> None:
    people = {"delegates": [WHO["delegate"]], "stand_in": WHO["stand-in"]}
    settings_.save(session, settings(people=people), by="test", now=now)
    for person in WHO.values():
        session.add(Profile(id=person, name=person, zone="UTC", guest=person == WHO["guest"], seen_at=now))


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
