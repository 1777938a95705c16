"""Who is in the channels of the settings: asked where it is not known, and not each hour again."""

from datetime import timedelta

import pytest

from bot.reports import destinations
from bot.slack import channels, members
from tests.factories import ANA
from tests.reports.desk import CHECKOUT, ENGINEERING, EVERYBODY, SEVERE
from tests.reports.room import Room

ALL = {ENGINEERING, EVERYBODY, SEVERE, CHECKOUT}


def asked(room: Room, **later: int) -> set[str]:
    room.now += timedelta(**later)
    destinations.keep_watching(room.session, room.settings, room.now)
    return set(members.wanted(room.session))


def answered(room: Room) -> None:
    for channel in members.wanted(room.session):
        members.learn(room.session, channel, {}, [ANA], room.now)


@pytest.fixture
def known(room: Room) -> Room:
    told = [{"id": one, "name": one.lower(), "num_members": 9, "is_member": True} for one in sorted(ALL)]
    channels.remember(room.session, told, room.now)
    assert asked(room) == ALL
    answered(room)
    return room


def test_what_is_known_is_not_asked_again_within_a_day(known: Room) -> None:
    assert [asked(known, hours=1) for _ in range(23)] == [set()] * 23
    assert asked(known, hours=2) == ALL


def test_a_channel_that_is_new_in_the_settings_is_asked_for_within_the_hour(known: Room) -> None:
    section = known.settings.reports.model_copy(update={"severe_channel": "C0OTHER"})
    known.settings = known.settings.model_copy(update={"reports": section})
    assert asked(known, hours=1) == {"C0OTHER"}


def test_a_channel_whose_events_do_not_reach_the_bot_is_asked_for_each_hour(known: Room) -> None:
    told = [{"id": ENGINEERING, "name": "engineering", "num_members": 9, "is_member": False}]
    channels.remember(known.session, told, known.now)
    assert asked(known, hours=1) == {ENGINEERING}


def test_at_start_all_are_asked_for_since_nobody_listened_before(known: Room) -> None:
    known.later(minutes=1)
    destinations.watch(known.session, known.settings, known.now)
    assert set(members.wanted(known.session)) == ALL
