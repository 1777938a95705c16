"""The chief of staff hears once of all that is past due, but not of what they asked themselves."""

from datetime import timedelta

import pytest

from bot import settings as settings_
from tests.factories import ANA, MAYA
from tests.questions.desk import LEA, Desk, office
from tests.questions.stories import at

WHY = "Why do we run two deploy pipelines?"


@pytest.fixture(autouse=True)
def chief(desk: Desk) -> None:
    settings = office(questions={"chief_of_staff": LEA})
    desk.database.run_here(settings_.save, settings, by="test", now=at("Tue 9:00"))


async def test_they_do_not_hear_of_their_own(desk: Desk) -> None:
    await desk.asks(WHY, by=LEA)
    desk.lives_until("Thu 12:00")
    assert desk.nudges(LEA, ":chief:") == []
    assert len(desk.nudges(MAYA)) == 2

    await desk.asks("Are we moving offices?", by=ANA)
    desk.lives_until("Fri 12:00")
    (told,) = desk.nudges(LEA, ":chief:")
    assert "offices" in told
    assert "pipelines" not in told


async def test_however_long_nobody_was_there_to_tell_they_hear_of_it_once(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.at("Tue3 10:00")  # the bot stood still
    desk.beats()
    desk.lives_until("Wed3 12:00", every=timedelta(hours=1))

    (told,) = desk.nudges(LEA, ":chief:")
    assert told.startswith("Past due ")
