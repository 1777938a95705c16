"""What is remembered of people, and who they are at a door."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.sandbox.shapes import person_json
from bot.slack import people
from bot.slack.people import Member, Profile, read_member
from bot.storage import Database
from tests.factories import ANA, MAYA
from tests.slack_driver import slack_driver

ANA_AS_SLACK_TELLS: dict[str, Any] = {
    "id": ANA,
    "name": "ana",
    "real_name": "Ana Ruiz",
    "tz": "Europe/Berlin",
    "deleted": False,
    "is_bot": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
    "profile": {"display_name": "ana!", "real_name": "Ana Ruiz"},
}


def member(user: str = ANA, name: str = "Ana Ruiz", **flags: bool) -> Member:
    return Member(user, name, "Europe/Berlin", **{"guest": False, "bot": False, "left": False, **flags})


def test_a_member_is_reduced_to_what_is_kept() -> None:
    assert read_member(ANA_AS_SLACK_TELLS) == member()


def test_everybody_of_a_workspace_can_be_read() -> None:
    workspace = Sandbox(invented()).workspace
    members = [read_member(person_json(workspace, person)) for person in workspace.people.values()]

    assert {each.id for each in members if each.guest} == {"U0REMY"}
    assert {each.id for each in members if each.bot} >= {"U0CADENCE"}
    assert next(each for each in members if each.id == MAYA) == member(MAYA, "Maya Okafor")


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted", "is_stranger"])
def test_guests_and_strangers_are_guests(flag: str) -> None:
    assert read_member({**ANA_AS_SLACK_TELLS, flag: True}).guest


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"real_name": "Ana Ruiz", "profile": {}}, "Ana Ruiz"),
        ({"real_name": "", "profile": {"display_name": "ana!"}}, "ana!"),
        ({"name": "ana"}, "ana"),
        ({}, ANA),
    ],
)
def test_somebody_without_a_full_name_is_called_what_there_is(told: dict[str, Any], name: str) -> None:
    assert read_member({"id": ANA, **told}).name == name


def test_somebody_without_a_zone_lives_in_utc() -> None:
    assert read_member({"id": ANA, "tz": None}).zone == "UTC"


def test_an_endless_name_is_cut_to_what_is_kept() -> None:
    assert len(read_member({"id": ANA, "real_name": "a" * 500}).name) == 120


def test_what_was_heard_last_is_what_is_known(session: Session, now: datetime) -> None:
    people.remember(session, [member(), member(MAYA, "Maya Okafor")], now)
    people.remember(session, [member(name="Ana Ruiz-Okafor", left=True)], now + timedelta(days=1))

    assert people.name(session, ANA) == "Ana Ruiz-Okafor"
    assert people.name(session, MAYA) == "Maya Okafor"
    assert session.scalar(sa.select(Profile.seen_at).where(Profile.id == ANA)) == now + timedelta(days=1)


def test_what_changes_is_seen_by_whoever_has_looked_before(session: Session, now: datetime) -> None:
    people.remember(session, [member()], now)
    assert not people.person(session, ANA).guest
    people.remember(session, [member(left=True)], now)

    assert people.person(session, ANA).guest


@pytest.mark.parametrize(("flags", "guest"), [({}, False), ({"guest": True}, True), ({"left": True}, True)])
def test_guests_and_those_who_left_are_guests_at_the_door(
    session: Session, now: datetime, flags: dict[str, bool], guest: bool
) -> None:
    people.remember(session, [member(**flags)], now)

    assert people.person(session, ANA).guest is guest


def test_whoever_left_before_they_were_met_stays_unknown(session: Session, now: datetime) -> None:
    """Slack lists them for ever, also those who were forgotten here."""
    people.meet(session, [member(left=True)], now)
    assert session.get(Profile, ANA) is None

    people.meet(session, [member()], now)
    people.meet(session, [member(left=True)], now)
    assert people.person(session, ANA).guest


def test_somebody_never_seen_is_a_member_and_is_mentioned_instead_of_named(session: Session) -> None:
    assert not people.person(session, ANA).guest
    assert people.name(session, ANA) == f"<@{ANA}>"


async def test_of_whoever_left_and_is_unknown_nothing_is_remembered_and_whoever_comes_back_is_met(
    database: Database, now: datetime
) -> None:
    """They may have been forgotten here; coming back is their own doing."""
    async with slack_driver(database, now) as slack:
        await slack.event(type="user_change", user={**ANA_AS_SLACK_TELLS, "deleted": True})
        assert database.run_here(lambda session: session.get(Profile, ANA)) is None

        await slack.event(type="user_change", user=ANA_AS_SLACK_TELLS)
        assert database.run_here(lambda session: session.get(Profile, ANA)) is not None
