"""Each act upon a report, found by what it takes, asks who does it: whatever its door lets through."""

import pytest

import bot.reports
from bot.errors import NotAllowed
from bot.reports.learning import NotAsked
from bot.reports.sight import NotThere
from tests.acts import acts, does
from tests.reports.room import PROMPTS, Room

#: What everybody may do who may read it.
READING = {"debriefs.seen", "readers.not_for_me", "readers.read", "readers.take"}
REFUSED = (NotThere, NotAllowed, NotAsked)
#: They have no part in any report here.
STRANGER = "U0STRANGER"


ACTS = acts(bot.reports, lambda taken: {"session", "report_id", "by"} <= taken.keys())


def tries(room: Room, act: str, report_id: int) -> None:
    given = {"session": room.session, "report_id": report_id, "by": room.person(STRANGER)}
    told = {"moment": room.moment, "settings": room.settings, "now": room.now, "prompts": PROMPTS}
    does(ACTS[act], **given, **told)


def test_the_acts_are_found() -> None:
    assert len(ACTS) > 25
    assert set(ACTS) >= READING


@pytest.mark.parametrize("act", sorted(ACTS))
def test_upon_a_draft_a_stranger_does_nothing(room: Room, act: str) -> None:
    report = room.written()

    with pytest.raises(REFUSED):
        tries(room, act, report.id)


@pytest.mark.parametrize("act", sorted(set(ACTS) - READING))
def test_upon_what_is_published_a_reader_only_reads(room: Room, act: str) -> None:
    report = room.published()

    with pytest.raises(REFUSED):
        tries(room, act, report.id)
