"""What is open now is told as open, in whatever round; what was measured in the first stays as it was."""

from collections.abc import Sequence

import pytest

from bot.access import Person
from bot.questions import digest, figure_doors, menu, queries
from bot.questions.figures import Figures, figures
from bot.questions.home import response_times
from bot.questions.queries import Which
from bot.slack.home import Look
from bot.slack.outbox import Delivery
from bot.spread import Share
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, NOT_YET, PROMPTS, Desk, choice, day
from tests.questions.stories import at
from tests.slack_driver import said


async def ask_again(desk: Desk) -> None:
    """Answered by Tom after a minute, which was not enough."""
    await desk.asks("Pipelines?")
    desk.at("Tue 10:01")
    await desk.replies("Two.", by=TOM)
    desk.at("Tue 10:02")
    await desk.clicks(NOT_YET, by=ANA, value="1:1")


async def bring_back(desk: Desk) -> None:
    """Kept for later by Maya after a minute, until the next Tuesday."""
    await desk.asks("Pipelines?")
    desk.at("Tue 10:01")
    await desk.does(menu.CANNOT_SHARE, {"reason": "Not signed.", "look_again": day("2026-03-10")})
    desk.at("Tue2 8:45")
    desk.beats()


def found(desk: Desk, **which: str) -> Figures:
    asked = Which(at("Mon 0:00"), at("Mon9 0:00"), cto=MAYA, **which)  # type: ignore[arg-type]  # responder alone
    return figures(desk.database.run_here(queries.cases, asked, desk.slack.now))


async def times(desk: Desk, words: str = "quarter") -> str:
    return str(said(await desk.slack.types("/cadence", f"response-times {words}", by=BEN))["text"])


async def test_a_question_that_waits_again_after_not_yet_is_open_past_due_and_the_oldest(desk: Desk) -> None:
    await ask_again(desk)
    assert (found(desk).open, found(desk).running) == (1, 1)
    desk.at("Tue4 10:00")

    told = await times(desk)
    assert "1 question asked: 0 answered, 1 open." in told
    assert "1 is open again, in another round; 1 past due." in told
    assert "The oldest open one waits since" in told
    assert "Answer: 1 of 1 in time." in told, "the first round stays as it was"


async def test_a_question_that_was_brought_back_is_open_past_due_and_the_oldest(desk: Desk) -> None:
    await bring_back(desk)
    desk.at("Tue4 10:00")

    told = await times(desk)
    assert "1 question asked: 0 answered, 1 open." in told
    assert "kept for later" not in told
    assert "1 is open again, in another round; 1 past due." in told
    assert "The oldest open one waits since" in told


async def test_what_is_answered_in_a_later_round_is_open_no_more(desk: Desk) -> None:
    await ask_again(desk)
    desk.at("Tue4 10:00")
    await desk.replies("And one for the data.", by=MAYA)

    now = found(desk)
    assert (now.answers, now.open, now.again, now.oldest_open) == (1, 0, 0, None)
    assert now.answered == Share(in_time=1, late=0, missed=0)


async def test_it_is_the_oldest_open_of_whoever_has_it_now(desk: Desk) -> None:
    await ask_again(desk)
    desk.at("Tue4 10:00")

    of_maya, of_tom = found(desk, responder=MAYA), found(desk, responder=TOM)
    assert (of_maya.asked, of_maya.open, of_maya.answered.of) == (1, 1, 0)
    assert of_maya.oldest_open
    assert (of_tom.answered, of_tom.oldest_open) == (Share(in_time=1, late=0, missed=0), None)


async def test_each_is_told_as_it_stands_now(desk: Desk) -> None:
    await bring_back(desk)
    desk.at("Tue2 10:00")
    await desk.replies("It is signed.", by=MAYA)
    assert "1 question asked: 1 answered." in await times(desk)

    await desk.clicks(NOT_YET, by=ANA, value="1:2")
    desk.at("Tue2 10:10")
    await desk.does(menu.DECLINE, {"reason": "Not ours."})
    now = found(desk)
    assert (now.asked, now.answers, now.declined, now.declined_late, now.kept, now.open) == (1, 0, 1, 0, 0, 0)


async def test_an_answer_that_is_deleted_after_not_yet_sets_its_clock_going_from_its_start(desk: Desk) -> None:
    await desk.asks("Pipelines?")
    desk.at("Tue 10:01")
    answer = await desk.replies("Two.", by=MAYA)
    desk.at("Tue 10:02")
    await desk.clicks(NOT_YET, by=ANA, value="1:1")
    desk.at("Thu 10:02")
    await desk.deletes(answer, by=MAYA)

    assert "Answer: 0 of 1 in time, 1 open and past due." in await times(desk)
    assert desk.question().rounds == 1
    assert desk.clocks().first.answer.began == at("Tue 10:00")
    desk.at("Thu 11:00")
    await desk.replies("One for the apps.", by=MAYA)
    assert "Answer: 0 of 1 in time, 1 late." in await times(desk)
    assert "late" in desk.card()


async def test_the_weeks_digest_tells_an_answer_of_a_later_round(desk: Desk) -> None:
    await ask_again(desk)
    desk.at("Tue3 10:00")
    await desk.replies("And one for the data.", by=MAYA)
    desk.at("Fri3 16:00")

    desk.database.run_here(lambda session: digest.post(desk.work(session)))
    (posted,) = desk.rows(Delivery.key.like("questions:digest:%"))
    told = str(posted.payload["text"])
    assert "Asked earlier: 1 answered." in told
    assert "And one for the data." in told
    assert "after 76 h 28 m of working time" in told, "those of the round that it ended"


def lines(desk: Desk) -> Sequence[str]:
    between = (desk.operating, at("Mon 9:00"), at("Mon4 9:00"))
    return list(desk.database.run_here(figure_doors.last_week, *between))


async def test_mondays_line_and_homes_tell_it(desk: Desk) -> None:
    await ask_again(desk)
    desk.at("Mon4 9:00")

    assert lines(desk)[0].startswith("Questions last week: 1 asked, 0 answered; 1 waits, the oldest since <!date^")
    look = Look(Person(BEN), desk.operating, PROMPTS, desk.slack.now)
    assert "1 is open again" in str(desk.database.run_here(response_times, look))


@pytest.mark.parametrize(
    ("action", "values", "told"),
    [
        (menu.DECLINE, {"reason": "Not ours."}, "1 declined with a reason (1 past due)"),
        (
            menu.CANNOT_SHARE,
            {"reason": "Not signed.", "look_again": day("2026-05-04")},
            "1 kept for later with a reason (1 past due)",
        ),
    ],
)
async def test_what_was_past_due_when_it_was_declined_or_kept_stays_told_as_late(
    desk: Desk, action: str, values: dict[str, object], told: str
) -> None:
    await desk.asks("Pipelines?")
    desk.at("Fri 10:00")
    await desk.does(action, values)

    assert told in await times(desk)


async def test_under_a_post_those_are_answered_that_are_so_now(desk: Desk) -> None:
    def counted() -> tuple[int, int]:
        return desk.database.run_here(queries.under_a_post, "2026-W10")

    for text in ("First?", "Second?"):
        await desk.clicks("questions.ask", by=ANA, value="2026-W10")
        await desk.fills({"text": text, "visibility": choice("public"), "kind": choice("question")}, by=ANA)
    await desk.replies("Yes.", by=MAYA)
    assert counted() == (2, 1)

    await desk.clicks(NOT_YET, by=ANA, value="1:1")
    assert counted() == (2, 0)

    await desk.does(menu.DECLINE, {"reason": "Not ours."}, question=2)
    desk.at("Tue 11:00")
    await desk.replies("Yes, in June.", by=MAYA)
    assert counted() == (2, 1)
