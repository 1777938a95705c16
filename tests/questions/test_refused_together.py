"""What is declined, or cannot be shared yet, is told to everybody who waits for it: also of what was joined."""

import pytest
import sqlalchemy as sa

from bot.questions import menu
from bot.questions.models import QuestionEvent
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, MAYA
from tests.questions.desk import BEN, LEA, ME_TOO, NOT_YET, Desk, choice, day

WHY = "Two pipelines?"
OTHER = "Why pipelines twice?"
REASON = "The contract is not signed."
CANNOT = {"reason": REASON, "look_again": day("2026-03-05")}
DECLINED = "*Maya Okafor declines to answer this*: The contract is not signed."


async def joined(desk: Desk, visibility: str = "public") -> None:
    """Ben's with what Ana asked. Lea wants to know what Ben asked."""
    await desk.asks_in_form(WHY, by=ANA, visibility=visibility)
    await desk.asks_in_form(OTHER, by=BEN, visibility=visibility)
    if visibility == "public":
        await desk.clicks(ME_TOO, by=LEA, question=2)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)
    desk.at("Tue 11:00")


def told(desk: Desk, reader: str) -> list[str]:
    """Of what was decided, as it reads now."""
    return [text for key, text in desk.keyed_messages(reader) if ":decided:" in key or ":refused:" in key]


def said_in(desk: Desk, question: int) -> list[str]:
    """Of what was decided of the other, in each of its threads, as it reads now."""
    changed = {row.about: row for row in desk.rows(Delivery.kind == Kind.UPDATE)}
    rows = desk.rows(Delivery.key.like(f"question:{question}:decided_of:%"), Delivery.kind == Kind.POST)
    return [str(changed.get(row.key, row).payload["text"]) for row in rows]


async def test_declined_the_asker_of_what_was_joined_hears_why(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)

    (to_ben,) = told(desk, BEN)
    assert to_ben.startswith("Maya Okafor declines to answer your question ")
    assert OTHER in to_ben
    assert WHY not in to_ben
    assert REASON in to_ben
    assert len(told(desk, ANA)) == 1
    assert said_in(desk, 2) == [DECLINED]
    assert said_in(desk, 1) == []


async def test_what_cannot_be_shared_yet_they_hear_with_the_day_on_which_their_own_thread_says_more(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.CANNOT_SHARE, CANNOT, question=1)

    (to_ben,) = told(desk, BEN)
    assert to_ben.startswith("Maya Okafor cannot talk about your question yet ")
    assert "5 March" in to_ben
    assert "It comes back here on 5 March" in said_in(desk, 2)[0]
    desk.lives_until("Thu 9:00")
    assert desk.in_thread(2)[-1].startswith("Today is the day on which this is looked at again.")


async def test_of_a_private_one_it_stands_under_each_card(desk: Desk) -> None:
    await joined(desk, "private")
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)

    assert said_in(desk, 2) == [DECLINED] * 2
    assert len(told(desk, BEN)) == 1


async def test_what_was_answered_before_is_not_said_to_be_declined(desk: Desk) -> None:
    await joined(desk)
    await desk.replies("One for the apps.", by=MAYA, question=1)
    desk.at("Tue 12:00")
    await desk.clicks(NOT_YET, by=ANA, value="1:1")
    desk.at("Tue 13:00")
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)

    assert desk.question(2).answer == "One for the apps."
    assert (told(desk, BEN), told(desk, LEA), said_in(desk, 2)) == ([], [], [])


async def test_nor_is_what_was_taken_back(desk: Desk) -> None:
    await joined(desk)
    await desk.clicks(menu.WITHDRAW, by=BEN, question=2)
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)

    assert (told(desk, BEN), said_in(desk, 2)) == ([], [])


async def test_those_who_wanted_to_know_hear_it_of_the_question_that_they_follow(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)

    (to_lea,) = told(desk, LEA)
    assert to_lea.startswith("Maya Okafor declines to answer a question that you follow ")
    assert OTHER in to_lea
    assert REASON in to_lea
    assert to_lea.endswith("If it is answered later, you are told.")


@pytest.mark.parametrize("follows", [ME_TOO, menu.FOLLOW])
async def test_so_they_do_of_one_that_nothing_is_joined_with(desk: Desk, follows: str) -> None:
    await desk.asks(WHY)
    await desk.clicks(follows, by=LEA)
    await desk.does(menu.CANNOT_SHARE, CANNOT)

    (to_lea,) = told(desk, LEA)
    assert to_lea.startswith("Maya Okafor cannot talk yet about a question that you follow ")
    assert to_lea.endswith("It is looked at again on 5 March. You are told when it is answered.")


# No longer true


async def test_the_same_decided_again_is_one_message_that_says_the_newer(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.CANNOT_SHARE, CANNOT, question=1)
    desk.at("Tue 12:00")
    await desk.does(menu.CANNOT_SHARE, {**CANNOT, "look_again": day("2026-03-16")}, question=1)

    (to_lea,) = told(desk, LEA)
    assert "16 March" in to_lea


async def test_declined_after_it_could_not_be_shared_is_news(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.CANNOT_SHARE, CANNOT, question=1)
    desk.at("Tue 12:00")
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)

    before, after = told(desk, LEA)
    assert before.endswith("Something else was decided since.")
    assert after.startswith("Maya Okafor declines to answer a question")


async def test_answered_after_it_could_not_be_shared_they_are_told_anew(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.CANNOT_SHARE, CANNOT, question=1)
    desk.at("Tue 12:00")
    await desk.replies("Signed: one goes.", by=MAYA, question=1)

    assert [text.partition("\n")[2] for text in told(desk, LEA)] == ["It was answered since."]
    assert desk.messages(LEA)[-1].endswith("Did this answer it?")


async def test_asked_again_it_is_open_again(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)
    desk.at("Tue 12:00")
    await desk.clicks(NOT_YET, by=BEN, value="2:1")

    assert [text.partition("\n")[2] for text in told(desk, LEA)] == ["The question is open again."]


async def test_the_message_deleted_it_stands_nowhere_any_more(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)
    (said,) = desk.rows(Delivery.key.like("question:1:said:%"), Delivery.kind == Kind.POST)
    desk.at("Tue 12:00")
    await desk.deletes(str(said.ts), by="U0ADMIN")

    assert said_in(desk, 2) == ["What stood here was deleted by whoever wrote it."]
    assert [text.partition("\n")[2] for text in told(desk, LEA)] == ["The question is open again."]
    query = sa.select(QuestionEvent.what).where(QuestionEvent.question_id == 2)
    assert "deleted" in desk.database.run_here(lambda session: session.scalars(query).all())


async def test_deleted_only_where_it_was_told_it_is_put_back_there(desk: Desk) -> None:
    await joined(desk)
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)
    (lost,) = desk.rows(Delivery.key.like("question:2:decided_of:%"))
    await desk.deletes(str(lost.ts), by="U0ADMIN")

    (again,) = desk.rows(Delivery.key.like("question:2:decided_of:%"))
    assert (again.id != lost.id, again.payload) == (True, lost.payload)
    assert desk.question(2).state == "declined"


@pytest.mark.parametrize("closes", [menu.WITHDRAW, menu.MAKE_PRIVATE])
async def test_taken_back_or_made_private_no_word_of_it_is_left_with_those_who_followed_it(
    desk: Desk, closes: str
) -> None:
    await joined(desk)
    await desk.does(menu.DECLINE, {"reason": REASON}, question=1)
    await desk.clicks(closes, by=BEN, question=2)

    assert all(text.startswith("A question that you followed ") for text in desk.messages(LEA))


async def test_made_private_meanwhile_they_hear_nothing_more_of_it(desk: Desk) -> None:
    await desk.asks(WHY, by=ANA)
    await desk.clicks(ME_TOO, by=LEA)
    desk.at("Tue 11:00")
    await desk.does(menu.CANNOT_SHARE, CANNOT)
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="1:1")
    before = told(desk, LEA)

    desk.at("Tue 11:30")
    await desk.replies("One for the apps.", by=MAYA)

    assert told(desk, LEA) == before
