"""What is no longer true leaves the screen, also where it has stood since yesterday or was said to somebody else."""

from typing import Any

import pytest

from bot import settings as settings_
from bot.questions import menu
from bot.slack.people import Member, remember
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import ANSWER, BEN, LEA, Desk, day, office, person

WHY = "Why do we run two deploy pipelines?"


def has_buttons(payload: dict[str, Any]) -> bool:
    return "actions" in [block["type"] for block in payload["blocks"]]


async def test_yesterdays_list_says_so_once_all_on_it_is_answered(desk: Desk) -> None:
    desk.at("Tue 10:00")
    await desk.asks(WHY)
    desk.lives_until("Wed 9:15")
    assert [text.split("\n")[0] for text in desk.nudges(MAYA, "questions:list")] == ["One question waits for you"]
    desk.at("Thu 8:00")
    await desk.replies("Because.", by=MAYA)

    assert desk.nudges(MAYA, "questions:list") == ["Nothing waits for you any more."]


async def test_whoever_was_asked_to_take_it_over_is_asked_no_more_once_it_is_answered(desk: Desk) -> None:
    desk.at("Tue 10:00")
    await desk.asks(WHY)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    assert has_buttons(desk.newest_payload(LEA, "question:1:handed"))
    await desk.replies("Because.", by=MAYA)

    assert not has_buttons(desk.newest_payload(LEA, "question:1:handed"))


async def test_while_whoever_asked_is_asked_back_it_can_still_be_taken_over(desk: Desk) -> None:
    desk.at("Tue 10:00")
    await desk.asks(WHY)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.does(menu.ASK_BACK, {"question": "Which two?"})

    assert has_buttons(desk.newest_payload(LEA, "question:1:handed"))


async def test_a_former_cto_reads_that_somebody_else_has_it(desk: Desk) -> None:
    desk.at("Tue 9:00")
    await desk.asks(WHY)
    desk.lives_until("Tue 14:00")
    assert desk.nudges(MAYA)
    followed = office(people={"delegates": [TOM], "cto": BEN})
    desk.database.run_here(settings_.save, followed, by="test", now=desk.slack.now)
    desk.lives_until("Tue 14:30")

    assert "Somebody else has it now." in desk.nudges(MAYA)[0]


async def test_whether_an_answer_still_holds_is_not_asked_once_its_question_is_taken_back(desk: Desk) -> None:
    desk.at("Tue 10:00")
    await desk.asks(WHY)
    await desk.does(ANSWER, {"answer": "In June.", "look_again": day("2026-03-04")})
    desk.lives_until("Wed 10:00")
    assert has_buttons(desk.newest_payload(MAYA, "question:1:still_true"))
    await desk.clicks(menu.WITHDRAW, by=ANA)

    assert not has_buttons(desk.newest_payload(MAYA, "question:1:still_true"))


async def test_of_what_was_taken_back_nobody_is_asked_later_whether_it_still_holds(desk: Desk) -> None:
    desk.at("Tue 10:00")
    await desk.asks(WHY)
    await desk.does(ANSWER, {"answer": "In June.", "look_again": day("2026-03-05")})
    await desk.clicks(menu.WITHDRAW, by=ANA)
    desk.lives_until("Thu 12:00")

    assert desk.rows()
    assert not [key for key, _ in desk.keyed_messages(MAYA) if "still_true" in key]


@pytest.mark.parametrize("back", ["2026-03-07", "2026-03-13"])  # a Saturday; while the CTO is away
async def test_what_cannot_be_shared_comes_back_on_the_day_that_was_said(desk: Desk, back: str) -> None:
    desk.at("Tue 10:00")
    away = office(calendar={"days_off": ["2026-03-12", "2026-03-13"]})
    desk.database.run_here(settings_.save, away, by="test", now=desk.slack.now)
    await desk.asks(WHY)
    await desk.does(menu.CANNOT_SHARE, {"reason": "Not signed.", "look_again": day(back)})
    desk.lives_until("Sat 12:00" if back == "2026-03-07" else "Fri2 12:00")

    assert desk.question().state == "open"


async def test_a_delegate_who_left_is_told_nothing_and_named_nowhere(desk: Desk) -> None:
    desk.at("Tue 10:00")
    await desk.asks(WHY, by=MAYA)
    assert "Tom Brandt" in desk.card()
    gone = Member(TOM, "Tom Brandt", "America/New_York", False, False, True)
    desk.database.run_here(remember, [gone], desk.slack.now)
    desk.lives_until("Thu 18:00")

    assert desk.keyed_messages(TOM) == []
    assert "Tom Brandt" not in desk.card()
