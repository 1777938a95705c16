"""Context that anybody adds to a question, in a form: it stands in the thread under their name, and moves no clock."""

import pytest

from bot.questions import menu
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import ANSWER, BEN, LEA, MORE, Desk
from tests.questions.stories import hours

WHY = "Why do we run two deploy pipelines?"
CONTEXT = {"words": "The second one came with the merger of 2024."}


@pytest.fixture(autouse=True)
async def asked(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.at("Tue 10:30")


async def test_the_words_stand_in_the_thread_in_the_name_of_whoever_added_them(desk: Desk) -> None:
    await desk.does(menu.ADD_CONTEXT, CONTEXT, by=BEN)

    assert desk.in_thread() == ["*Ben Ode adds*\nThe second one came with the merger of 2024."]


async def test_the_card_says_that_context_was_added_and_by_whom(desk: Desk) -> None:
    await desk.does(menu.ADD_CONTEXT, CONTEXT, by=BEN)
    assert "Ben Ode added context" in str(desk.card_blocks())

    desk.at("Tue 10:40")
    await desk.does(menu.ADD_CONTEXT, CONTEXT, by=LEA)
    assert "2 people added context" in str(desk.card_blocks())


@pytest.mark.parametrize("by", [BEN, TOM, MAYA])
async def test_it_moves_no_clock_whoever_adds_it(desk: Desk, by: str) -> None:
    await desk.does(menu.ADD_CONTEXT, CONTEXT, by=by)

    assert (desk.question().state, desk.question().owes) == ("open", "office")
    assert desk.clocks().first.respond.is_running
    assert desk.clocks().first.acknowledge.is_running
    assert desk.question().community == 0


async def test_what_the_asker_adds_is_their_word_and_ends_a_pause(desk: Desk) -> None:
    await desk.does(menu.ASK_BACK, {"text": "Build or release?"}, by=MAYA)
    desk.at("Tue 11:00")
    await desk.does(menu.ADD_CONTEXT, {"words": "Release."}, by=ANA)

    assert desk.question().owes == "office"
    assert hours(desk.clocks().first.answer.paused) == "0:30"


async def test_taken_away_in_slack_the_card_says_no_more_of_it(desk: Desk) -> None:
    await desk.does(menu.ADD_CONTEXT, CONTEXT, by=BEN)
    (added,) = [row for row in desk.rows() if row.about == "question:1:card" and "adds" in row.payload["text"]]
    await desk.deletes(str(added.ts), by="U0CADENCE")

    assert "added context" not in str(desk.card_blocks())


@pytest.mark.parametrize(
    ("words", "said"), [("", "This says nothing yet"), ("word " * 300, "At most 1,000 characters")]
)
async def test_what_is_wrong_with_it_stands_beside_the_field(desk: Desk, words: str, said: str) -> None:
    told = await desk.does(menu.ADD_CONTEXT, {"words": words}, by=BEN)

    assert told["errors"]["words"].startswith(said)


async def test_it_is_offered_to_everybody_where_everybody_reads_and_not_in_private(desk: Desk) -> None:
    await desk.asks_in_form("Are we moving?", visibility="private")
    offered = {}
    for question, by in ((1, BEN), (1, ANA), (1, MAYA), (2, MAYA)):
        await desk.clicks(MORE, by=by, value=f"{question}:1")
        offered[question, by] = "Add context" in str(desk.slack.opened()["blocks"])

    assert offered == {(1, BEN): True, (1, ANA): True, (1, MAYA): True, (2, MAYA): False}
    await desk.clicks(menu.ADD_CONTEXT, by=BEN, value="2:1")
    assert desk.whispers(BEN) == ["This question is not there any more."]


async def test_why_this_number_shows_it_and_that_it_moves_nothing(desk: Desk) -> None:
    await desk.does(menu.ADD_CONTEXT, CONTEXT, by=BEN)
    await desk.clicks(menu.WHY, by=ANA, value="1:1")

    assert "Ben Ode added context: _moves no clock_" in str(desk.slack.opened())


async def test_in_the_menu_it_stands_beside_an_answer(desk: Desk) -> None:
    await desk.does(ANSWER, {"answer": "One for the apps."}, by=MAYA)
    await desk.does(menu.ADD_CONTEXT, CONTEXT, by=BEN)

    assert desk.question().state == "answered"
    assert desk.question().answer == "One for the apps."
