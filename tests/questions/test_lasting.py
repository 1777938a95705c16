"""How long an answer holds: a day on which its owner sees whether it still does, whichever way it was given."""

from collections.abc import Awaitable, Callable

import pytest

from bot.questions import menu, outcomes
from bot.slack.people import Member, remember
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import ANSWER, BEN, LEA, MORE, Desk, choice, day

Way = Callable[[Desk], Awaitable[None]]
WHY = "Why do we run two deploy pipelines?"
NOT_FOR_EVER = {"look_again": day("2026-03-10")}
REMINDED = "Today this answer is looked at again: "


@pytest.fixture(autouse=True)
async def asked(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.at("Tue 10:30")


async def in_the_thread(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=TOM)


async def endorsed(desk: Desk) -> None:
    ts = await desk.replies("One for the apps.", by=BEN)
    await desk.does(menu.ENDORSE, {"message": choice(ts)}, by=TOM)


async def elsewhere(desk: Desk) -> None:
    await desk.does(
        menu.ELSEWHERE, {"answer": "One for the apps.", "day": day("2026-03-03"), "time": "10:10", "link": ""}, by=TOM
    )


async def in_the_form(desk: Desk) -> None:
    await desk.does(ANSWER, {"answer": "One for the apps."}, by=TOM)


async def dated(desk: Desk) -> None:
    await in_the_thread(desk)
    await desk.does(menu.LOOK_AGAIN, NOT_FOR_EVER, by=MAYA)


def reminders(desk: Desk, reader: str) -> list[str]:
    return [text for text in desk.messages(reader) if text.startswith(REMINDED)]


@pytest.mark.parametrize("answers", [in_the_thread, endorsed, elsewhere, in_the_form])
async def test_any_answer_can_have_a_day_and_its_owner_is_asked_on_it(desk: Desk, answers: Way) -> None:
    await answers(desk)
    await desk.does(menu.LOOK_AGAIN, NOT_FOR_EVER, by=MAYA)
    assert "Looked at again on 10 March by Tom Brandt." in desk.card()

    desk.at("Tue2 8:00")
    desk.lives_until("Tue2 14:00")  # 9:00 in New York
    (reminder,) = reminders(desk, TOM)
    assert "One for the apps." in reminder
    assert reminders(desk, MAYA) == []


async def test_the_day_and_its_owner_stand_where_the_answer_is_found(desk: Desk) -> None:
    await dated(desk)
    await desk.asks("Why are there two deploy pipelines at all?", by=LEA)
    assert "Answered on 3 March 2026 by Tom Brandt; looked at again on 10 March." in str(desk.slack.opened()["blocks"])

    desk.at("Wed2 12:00")
    await desk.asks("Why are there two deploy pipelines at all?", by=LEA)
    assert "by Tom Brandt; to be looked at again since 10 March." in str(desk.slack.opened()["blocks"])


async def test_still_true_moves_the_day_on_by_as_much_as_it_was_away_and_says_so(desk: Desk) -> None:
    await dated(desk)  # a week away
    desk.at("Tue2 8:00")
    desk.lives_until("Tue2 14:00")  # 9:00 in New York
    await desk.clicks(outcomes.STILL_TRUE, by=TOM, value="1:2026-03-10")

    assert str(desk.question().still_true_until) == "2026-03-17"
    assert desk.messages(TOM)[-1].endswith("Still true. It is looked at again on 17 March.")
    assert "Looked at again on 17 March by Tom Brandt." in desk.card()
    desk.at("Tue3 8:00")
    desk.lives_until("Tue3 14:00")
    assert len(reminders(desk, TOM)) == 1
    await desk.clicks(outcomes.STILL_TRUE, by=TOM, value="1:2026-03-17")
    assert str(desk.question().still_true_until) == "2026-03-24"


async def test_an_old_button_moves_nothing(desk: Desk) -> None:
    await dated(desk)
    await desk.does(menu.LOOK_AGAIN, {"look_again": day("2026-03-20")}, by=MAYA)
    await desk.clicks(outcomes.STILL_TRUE, by=TOM, value="1:2026-03-10")

    assert str(desk.question().still_true_until) == "2026-03-20"
    assert desk.whispers(TOM)[-1] == "The day or the answer was changed meanwhile, so nothing was changed."


async def test_a_new_answer_takes_the_place_of_the_old_and_of_its_reminder(desk: Desk) -> None:
    await dated(desk)
    desk.at("Tue2 8:00")
    desk.lives_until("Tue2 14:00")  # 9:00 in New York
    await desk.does(ANSWER, {"answer": "Only one is left.", "look_again": day("2026-04-10")}, by=TOM)

    assert desk.question().answer == "Only one is left."
    assert reminders(desk, TOM) == []
    assert desk.messages(TOM)[-1].endswith("A new answer was given.")
    assert "Looked at again on 10 April by Tom Brandt." in desk.card()


async def test_of_whoever_left_the_cto_is_asked_and_named(desk: Desk) -> None:
    await dated(desk)
    gone = Member(TOM, "Tom Brandt", "America/New_York", False, False, True)
    desk.database.run_here(remember, [gone], desk.slack.now)
    desk.at("Tue2 8:00")
    desk.lives_until("Tue2 14:00")  # 9:00 in New York

    assert len(reminders(desk, MAYA)) == 1
    await desk.asks("Why are there two deploy pipelines at all?", by=LEA)
    assert "by Maya Okafor; to be looked at again" in str(desk.slack.opened()["blocks"])


@pytest.mark.parametrize("wrong", ["", "2026-03-03", "2026-02-01"])
async def test_a_day_that_does_not_lie_ahead_is_said_beside_the_field(desk: Desk, wrong: str) -> None:
    await in_the_thread(desk)
    told = await desk.does(menu.LOOK_AGAIN, {"look_again": day(wrong)}, by=MAYA)

    assert told["errors"] == {"look_again": "Choose a day that lies ahead."}


async def test_it_is_offered_to_those_who_answer_and_once_there_is_an_answer(desk: Desk) -> None:
    offered = {}
    for state in ("open", "answered"):
        for by in (MAYA, ANA, BEN):
            await desk.clicks(MORE, by=by, value="1:1")
            offered[state, by] = "Look again on…" in str(desk.slack.opened()["blocks"])
        await in_the_thread(desk)

    assert [where for where, is_there in offered.items() if is_there] == [("answered", MAYA)]
    await desk.clicks(menu.LOOK_AGAIN, by=BEN, value="1:1")
    assert desk.whispers(BEN)[-1].startswith("Only the CTO, delegates")
    await desk.clicks(outcomes.STILL_TRUE, by=BEN, value="1:2026-03-10")
    assert desk.whispers(BEN)[-1].startswith("Only the CTO, delegates")
