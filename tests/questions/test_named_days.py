"""A day by which somebody said that they would get back is kept or missed for good, and the card says which."""

import pytest

from bot.questions import menu
from bot.questions.promised import named
from tests.factories import ANA, MAYA
from tests.questions.desk import NOT_YET, Desk, day


@pytest.fixture(autouse=True)
async def asked(desk: Desk) -> None:
    """Ana asked on Tuesday at ten, and Maya said on the hour: by Wednesday."""
    await desk.asks("Why do we run two deploy pipelines?")
    await desk.does(menu.PROMISE, {"until": day("2026-03-04")})


def fates(desk: Desk) -> list[bool | None]:
    return [one.kept for one in named(desk.clocks().course, desk.slack.now)]


async def test_a_day_that_was_kept_stays_so_when_the_question_is_asked_again(desk: Desk) -> None:
    desk.at("Wed 10:00")
    await desk.replies("One for the apps.", by=MAYA)
    assert "Kept." in desk.card()
    desk.at("Wed 11:00")
    await desk.clicks(NOT_YET, by=ANA, value="1:1")
    assert "Kept." in desk.card()

    desk.at("Thu2 10:00")
    desk.beats()
    assert "Kept." in desk.card()
    assert "Missed." not in desk.card()


async def test_a_new_day_wipes_away_none_that_was_missed(desk: Desk) -> None:
    desk.at("Thu 9:00")
    await desk.does(menu.PROMISE, {"until": day("2026-03-10")})
    assert desk.card().count("Maya Okafor said: by") == 2
    assert desk.card().count("Missed.") == 1

    desk.at("Tue2 10:00")
    await desk.replies("One for the apps.", by=MAYA)
    assert fates(desk) == [False, True]
    assert (desk.card().count("Missed."), desk.card().count("Kept.")) == (1, 1)


async def test_why_tells_each_day_that_was_named(desk: Desk) -> None:
    desk.at("Thu 9:00")
    await desk.does(menu.PROMISE, {"until": day("2026-03-10")})

    await desk.clicks(menu.WHY, by="U0BEN", value="1:1")

    shown = str(desk.slack.opened()["blocks"])
    assert shown.count("Maya Okafor said: by <!date^") == 2
    assert "4 Mar" in shown
    assert "10 Mar" in shown


async def test_a_day_is_missed_on_the_card_also_while_the_office_waits_for_whoever_asked(desk: Desk) -> None:
    await desk.does(menu.ASK_BACK, {"text": "Build or release?"})
    desk.at("Thu 0:00")
    desk.beats()

    assert "Missed." in desk.card()


async def test_a_day_that_passed_while_nothing_ran_is_missed_on_the_card_the_next_morning(desk: Desk) -> None:
    await desk.does(menu.ASK_BACK, {"text": "Build or release?"})
    desk.at("Thu 8:45")
    desk.beats()

    assert "Missed." in desk.card()


async def test_a_day_is_missed_on_the_card_within_a_quarter_of_an_hour_however_many_are_open(desk: Desk) -> None:
    desk.at("Thu 0:00")
    desk.beats()

    assert "Missed." in desk.card(), "before the morning, which draws the oldest anew"


async def test_of_many_days_the_last_stand_on_the_card(desk: Desk) -> None:
    for number in (5, 6, 9, 10):
        desk.at(f"Tue 11:{number:02}")
        await desk.does(menu.PROMISE, {"until": day(f"2026-03-{number:02}")})

    assert desk.card().count("said: by") == 3
    assert "2 earlier days that were named" in desk.card()
    assert "Missed." not in desk.card()
