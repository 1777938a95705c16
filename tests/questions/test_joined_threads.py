"""Joined questions share one answer, in whichever of their threads it is given."""

import pytest
from sqlalchemy.orm import Session

from bot.questions import menu, notes
from bot.questions.models import QuestionEvent
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import ANSWER, BEN, LEA, NOT_YET, Desk, choice, day, person
from tests.questions.stories import reading


async def joined(desk: Desk, visibility: str = "public") -> None:
    """Ben's and Lea's, with what Ana asked first."""
    for text, by in (("Two pipelines?", ANA), ("Why pipelines twice?", BEN), ("Pipelines again?", LEA)):
        await desk.asks_in_form(text, by=by, visibility=visibility)
    for number in (2, 3):
        await desk.does(menu.MERGE, {"into": choice("1")}, question=number)
    desk.at("Tue 10:30")


def states(desk: Desk) -> list[str]:
    return [one.state for one in desk.questions() if one.answered_at]


def answers(desk: Desk) -> list[str | None]:
    return [one.answer for one in desk.questions()]


def said_in(desk: Desk, question: int) -> list[str]:
    """In all of its threads, of the answer that was given elsewhere."""
    told = Delivery.key.like(f"question:{question}:answer_of:%")
    return [str(row.payload["text"]) for row in desk.rows(told)]


@pytest.mark.parametrize("visibility", ["public", "private"])
async def test_a_reply_under_one_that_was_joined_answers_all_and_stands_in_every_thread(
    desk: Desk, visibility: str
) -> None:
    await joined(desk, visibility)
    await desk.replies("One for the apps.", by=MAYA, question=2)

    assert answers(desk) == ["One for the apps."] * 3
    assert all(one.answered_by == MAYA for one in desk.questions())
    assert all(reading(desk.clocks(id).first.answer) == "0:30/0:30" for id in (1, 2, 3))
    for other in (1, 3):
        assert said_in(desk, other)
        assert all("One for the apps." in text for text in said_in(desk, other))
    assert said_in(desk, 2) == []
    for asker in (ANA, BEN, LEA):
        assert any("answered your question" in text for text in desk.messages(asker))


async def test_whoever_replies_is_told_how_many_others_read_it(desk: Desk) -> None:
    await joined(desk, "private")
    await desk.replies("One for the apps.", by=MAYA, question=2)

    told = "Your reply counts as the answer. It is told in the thread of 2 questions joined with this one, too."
    assert desk.whispers(MAYA)[-1] == told


async def test_of_a_private_one_nobody_elses_words_nor_name_reach_the_others(desk: Desk) -> None:
    await joined(desk, "private")
    await desk.replies("One for the apps.", by=MAYA, question=2)

    to_ana = [*desk.messages(ANA), *said_in(desk, 1)]
    assert not any("Why pipelines twice?" in text or "Ben Ode" in text for text in to_ana)


async def test_called_a_remark_it_answers_none_of_them_any_more(desk: Desk) -> None:
    await joined(desk)
    message = await desk.replies("One for the apps.", by=MAYA, question=2)
    await desk.clicks(notes.CALL_REMARK, by=MAYA, value=f"2:{message}")

    assert states(desk) == []
    assert [one.owes for one in desk.questions()] == ["office"] * 3


async def test_a_remark_is_a_first_response_only_where_it_was_said(desk: Desk) -> None:
    await joined(desk)
    message = await desk.replies("I ask the platform team.", by=MAYA, question=2)
    await desk.clicks(notes.CALL_REMARK, by=MAYA, value=f"2:{message}")

    assert [bool(desk.clocks(id).course.round.responded) for id in (1, 2, 3)] == [False, True, False]


async def test_whoever_answers_answers_all_but_their_own(desk: Desk) -> None:
    await desk.asks("Two pipelines?", by=ANA)
    await desk.asks("Why pipelines twice?", by=TOM)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)
    await desk.replies("One for the apps.", by=TOM, question=1)

    assert [one.answered_by for one in desk.questions()] == [TOM, None]
    assert desk.clocks(2).current.respond.is_running


async def test_that_it_was_no_answer_is_said_where_it_was_said_whosever_menu_says_so(desk: Desk) -> None:
    await joined(desk)
    message = await desk.replies("I ask the platform team.", by=MAYA, question=2)
    await desk.clicks(notes.CALL_NO_ANSWER, by=TOM, value=f"3:{message}")

    assert [bool(desk.clocks(id).course.round.responded) for id in (1, 2, 3)] == [False, True, False]
    assert desk.in_thread(2)[-1] == "Tom Brandt says that this was no answer yet. The question is open."
    assert reads_in(desk, 3) == {"What stood here was no answer, says whoever wrote it. The question is open."}


@pytest.mark.parametrize("way", ["deleted", "a remark"])
async def test_of_two_answers_the_one_that_stands_is_told_in_all_threads(desk: Desk, way: str) -> None:
    await joined(desk)
    first = await desk.replies("k", by=TOM, question=2)
    desk.at("Tue 11:00")
    await desk.replies("One for the apps.", by=MAYA, question=2)
    desk.at("Tue 11:05")
    if way == "deleted":
        await desk.deletes(first, by=TOM, channel=str(desk.card_row(2).sent_channel))
    else:
        await desk.clicks(notes.CALL_REMARK, by=TOM, value=f"2:{first}")

    assert answers(desk) == ["One for the apps."] * 3
    for other in (1, 3):
        assert any("One for the apps." in text for text in reads_in(desk, other))
        assert not any("is open" in text for text in reads_in(desk, other))


async def test_what_is_answered_again_after_a_not_yet_of_one_alone_stands_in_its_thread(desk: Desk) -> None:
    await joined(desk)
    await desk.replies("No.", by=MAYA, question=1)
    desk.at("Tue 11:00")
    await desk.clicks(NOT_YET, by=LEA, value="3:1")
    desk.at("Tue 11:30")
    await desk.replies("One for the apps.", by=MAYA, question=1)

    assert desk.question(3).answer == "One for the apps."
    assert any("One for the apps." in text for text in reads_in(desk, 3))


async def test_told_by_hand_from_before_a_joined_one_was_asked_it_reaches_that_asker_now(desk: Desk) -> None:
    await desk.asks("Two pipelines?", by=ANA)
    desk.at("Wed 10:00")
    await desk.asks("Why pipelines twice?", by=BEN)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)
    desk.at("Fri 10:00")
    told = {"answer": "One for the apps.", "day": day("2026-03-03"), "time": "11:00", "link": ""}
    await desk.does(menu.ELSEWHERE, told, question=1)

    assert [reading(desk.clocks(id).first.answer) for id in (1, 2)] == ["1:00/1:00", "17:00/48:00!"]


async def test_the_words_of_an_answer_are_kept_once_and_gone_with_it(desk: Desk) -> None:
    await joined(desk)
    message = await desk.replies("One for the apps.", by=MAYA, question=2)

    def kept(session: Session) -> int:
        return sum("One for the apps." in event.says for event in session.query(QuestionEvent))

    assert desk.database.run_here(kept) == 1
    await desk.deletes(message, by=MAYA, channel=str(desk.card_row(2).sent_channel))
    assert desk.database.run_here(kept) == 0


async def test_an_edit_reaches_them_all(desk: Desk) -> None:
    await joined(desk)
    ts = await desk.replies("One for the apps.", by=MAYA, question=2)
    new = {"user": MAYA, "ts": ts, "text": "None of them, from May on.", "edited": {"user": MAYA, "ts": ts}}
    old = {"user": MAYA, "ts": ts, "text": "One for the apps."}
    where = desk.card_row(2).sent_channel
    edit = {"type": "message", "subtype": "message_changed", "channel": where, "message": new}
    await desk.slack.event(**edit, previous_message=old, ts=f"{desk.slack.now.timestamp():.6f}")

    assert answers(desk) == ["None of them, from May on."] * 3


async def test_what_is_decided_of_a_joined_one_is_decided_of_it_alone(desk: Desk) -> None:
    await joined(desk)
    kept = {"reason": "Not signed.", "look_again": day("2026-03-16")}
    await desk.does(menu.CANNOT_SHARE, kept, question=2)

    assert [one.refused for one in desk.questions()] == [None, "cannot share", None]


async def test_whoever_was_handed_one_alone_answers_that_one_alone(desk: Desk) -> None:
    await desk.asks_in_form("Two pipelines?", by=ANA, visibility="private")
    await desk.asks_in_form("Why pipelines twice?", by=BEN, visibility="private")
    await desk.does(menu.DELEGATE, {"to": person(LEA)}, question=2)
    await desk.clicks(notes.ACCEPT, by=LEA, question=2)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)
    await desk.replies("One for the apps.", by=LEA, question=2)

    assert answers(desk) == [None, "One for the apps."]
    assert said_in(desk, 1) == []


async def test_under_what_was_made_private_nothing_is_told_where_everybody_reads(desk: Desk) -> None:
    await joined(desk)
    await desk.clicks(menu.MAKE_PRIVATE, by=BEN, value="2:1")
    await desk.replies("Between us: one for the apps.", by=MAYA, question=2)

    assert answers(desk) == [None, "Between us: one for the apps.", None]
    assert (said_in(desk, 1), said_in(desk, 3)) == ([], [])


async def test_what_was_answered_answers_the_open_one_that_it_is_joined_with(desk: Desk) -> None:
    await desk.asks("Two pipelines?", by=ANA)
    await desk.asks("Why pipelines twice?", by=BEN)
    desk.at("Tue 10:30")
    await desk.replies("One for the apps.", by=MAYA, question=2)
    desk.at("Tue 11:00")
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)

    assert [reading(desk.clocks(id).first.answer) for id in (1, 2)] == ["1:00/1:00", "0:30/0:30"]
    assert (desk.question(1).state, desk.question(1).answer) == ("answered", "One for the apps.")
    assert ["One for the apps." in text for text in said_in(desk, 1)] == [True]
    assert said_in(desk, 2) == []
    assert any("answered your question" in text for text in desk.messages(ANA))
    assert sum("answered your question" in text for text in desk.messages(BEN)) == 1


def reads_in(desk: Desk, question: int) -> set[str]:
    """As it reads now."""
    changed = {row.about: row for row in desk.rows(Delivery.kind == Kind.UPDATE)}
    told = desk.rows(Delivery.key.like(f"question:{question}:answer_of:%"), Delivery.kind == Kind.POST)
    return {str(changed.get(row.key, row).payload["text"]) for row in told}


GONE = "What stood here was deleted by whoever wrote it."


@pytest.mark.parametrize("visibility", ["public", "private"])
async def test_an_answer_that_is_deleted_is_gone_from_every_thread_and_from_what_is_kept(
    desk: Desk, visibility: str
) -> None:
    await joined(desk, visibility)
    ts = await desk.replies("One for the apps.", by=MAYA, question=2)
    desk.at("Tue 10:40")
    await desk.deletes(ts, by=MAYA, channel=str(desk.card_row(2, MAYA).sent_channel))

    assert answers(desk) == [None] * 3
    assert reads_in(desk, 1) == reads_in(desk, 3) == {GONE}

    desk.at("Tue 10:50")
    await desk.replies("Two, until June.", by=MAYA, question=2)
    assert answers(desk) == ["Two, until June."] * 3
    assert len(reads_in(desk, 1)) == 2
    assert any("Two, until June." in text for text in reads_in(desk, 3))


async def test_so_is_one_that_was_given_in_a_form(desk: Desk) -> None:
    await joined(desk)
    await desk.does(ANSWER, {"answer": "One for the apps."}, question=2)
    (said,) = desk.rows(Delivery.key.like("question:2:said:%"))
    desk.at("Tue 10:40")
    await desk.deletes(str(said.ts), by="U0ADMIN")

    assert answers(desk) == [None] * 3
    assert reads_in(desk, 1) == reads_in(desk, 3) == {GONE}


async def test_called_a_remark_it_stands_as_an_answer_in_no_thread_and_called_the_answer_again_in_all(
    desk: Desk,
) -> None:
    await joined(desk)
    message = await desk.replies("One for the apps.", by=MAYA, question=2)
    await desk.clicks(notes.CALL_REMARK, by=MAYA, value=f"2:{message}")
    no_answer = "What stood here was no answer, says whoever wrote it. The question is open."
    assert reads_in(desk, 1) == reads_in(desk, 3) == {no_answer}

    desk.at("Tue 10:31")
    await desk.clicks(notes.CALL_ANSWER, by=MAYA, value=f"2:{message}")
    assert all(text.startswith("*Answered* <") for other in (1, 3) for text in reads_in(desk, other))


async def test_an_edit_changes_the_answer_that_was_edited_and_none_of_an_earlier_round(desk: Desk) -> None:
    await joined(desk)
    await desk.replies("One for the apps.", by=MAYA, question=2)
    desk.at("Tue 11:00")
    for id, by in ((1, ANA), (2, BEN), (3, LEA)):
        await desk.clicks(NOT_YET, by=by, value=f"{id}:1")
    desk.at("Tue 11:30")
    second = await desk.replies("Two, until June.", by=MAYA, question=2)
    new = {"user": MAYA, "ts": second, "text": "Two, until the end of July.", "edited": {"user": MAYA, "ts": second}}
    old = {"user": MAYA, "ts": second, "text": "Two, until June."}
    edit = {"type": "message", "subtype": "message_changed", "channel": desk.card_row(2).sent_channel, "message": new}
    await desk.slack.event(**edit, previous_message=old, ts=f"{desk.slack.now.timestamp():.6f}")

    first, second = sorted(text.partition("\n")[2] for text in reads_in(desk, 1))
    assert (first, second) == ("One for the apps.", "Two, until the end of July.")


async def test_an_answer_that_somebody_deleted_only_where_it_was_told_is_put_back_there(desk: Desk) -> None:
    await joined(desk)
    await desk.replies("One for the apps.", by=MAYA, question=2)
    (lost,) = desk.rows(Delivery.key.like("question:1:answer_of:%"), Delivery.kind == Kind.POST)
    await desk.deletes(str(lost.ts), by="U0ADMIN")

    (again,) = desk.rows(Delivery.key.like("question:1:answer_of:%"), Delivery.kind == Kind.POST)
    assert (again.id != lost.id, again.payload, again.about) == (True, lost.payload, "question:1:card")
    assert answers(desk) == ["One for the apps."] * 3


# Where it was said, and by whom


async def test_an_answer_that_takes_anothers_place_is_told_in_the_name_of_the_thread_in_which_it_stands(
    desk: Desk,
) -> None:
    await joined(desk)
    first = await desk.replies("k", by=TOM, question=1)
    desk.at("Tue 11:00")
    second = await desk.replies("One for the apps.", by=MAYA, question=2)
    await desk.clicks(notes.CALL_REMARK, by=TOM, value=f"1:{first}")

    assert any("One for the apps." in text for text in reads_in(desk, 1))
    assert not any("One for the apps." in text for text in reads_in(desk, 2))
    await desk.deletes(second, by=MAYA, channel=str(desk.card_row(2).sent_channel))
    assert answers(desk) == [None] * 3
    assert not any("One for the apps." in text for id in (1, 2, 3) for text in reads_in(desk, id))


async def test_a_new_answer_in_private_changes_nothing_that_everybody_reads(desk: Desk) -> None:
    await joined(desk)
    await desk.replies("One for the apps.", by=MAYA, question=2)
    await desk.clicks(menu.MAKE_PRIVATE, by=BEN, value="2:1")
    desk.at("Tue 11:00")
    await desk.does(ANSWER, {"answer": "Between us: neither."}, question=2)

    assert answers(desk) == ["One for the apps.", "Between us: neither.", "One for the apps."]
    assert not any("Between us" in text for id in (1, 3) for text in reads_in(desk, id))


async def test_joining_another_one_closes_no_round_of_those_that_were_joined_before(desk: Desk) -> None:
    await joined(desk)
    await desk.replies("No.", by=MAYA, question=1)
    desk.at("Tue 11:00")
    await desk.clicks(NOT_YET, by=LEA, value="3:1")
    await desk.asks("Where do we meet?", by=BEN)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=4)

    assert desk.clocks(3).course.round.answered is None
    assert desk.question(4).answer == "No."


async def test_what_somebody_never_heard_is_not_their_answer_once_it_is_called_one(desk: Desk) -> None:
    await desk.asks("Two pipelines?", by=ANA)
    await desk.asks("Why pipelines twice?", by=MAYA)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2, by=TOM)
    message = await desk.replies("One for the apps.", by=MAYA, question=1)
    for name, at in ((notes.CALL_REMARK, "Tue 10:31"), (notes.CALL_ANSWER, "Tue 10:32")):
        desk.at(at)
        await desk.clicks(name, by=MAYA, value=f"1:{message}")

    assert [bool(one.answered_by) for one in desk.questions()] == [True, False]


async def test_no_answer_yet_reaches_nothing_that_was_parted_from_it(desk: Desk) -> None:
    await joined(desk)
    message = await desk.replies("One for the apps.", by=MAYA, question=1)
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="1:1")
    await desk.clicks(notes.CALL_NO_ANSWER, by=MAYA, value=f"2:{message}")

    assert (desk.question(1).closed, desk.question(2).closed) == (True, False)


async def test_what_is_told_by_hand_makes_no_late_reply_of_a_joined_one_good(desk: Desk) -> None:
    await joined(desk)
    desk.at("Fri 16:00")
    await desk.does(menu.PROMISE, {"until": day("2026-03-20")}, question=2)
    desk.at("Fri 16:10")
    told = {"answer": "One for the apps.", "day": day("2026-03-03"), "time": "10:05", "link": ""}
    await desk.does(menu.ELSEWHERE, told, question=1)

    assert desk.question(2).respond_late
    assert desk.question(2).closed


async def test_a_deleted_answer_of_the_form_leaves_the_one_that_stands(desk: Desk) -> None:
    await desk.asks("Two pipelines?", by=ANA)
    desk.at("Tue 10:30")
    await desk.replies("One for the apps.", by=MAYA)
    desk.at("Tue 11:00")
    await desk.does(ANSWER, {"answer": "Neither."}, by=TOM)
    (said,) = desk.rows(Delivery.key.like("question:1:said:%"), Delivery.kind == Kind.POST)
    await desk.deletes(str(said.ts), by="U0ADMIN")

    assert desk.question().answer == "One for the apps."
