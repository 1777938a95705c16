"""Those who have the same question are asked, too, whether the answer was enough; counted, never by name."""

import pytest

from bot.questions import menu, outcomes
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, LEA, ME_TOO, NOT_YET, Desk, choice

WHY = "Why do we run two deploy pipelines?"


@pytest.fixture(autouse=True)
async def answered(desk: Desk) -> None:
    """Ana asked; Ben, Lea and Tom want to know, too; Maya answered."""
    await desk.asks(WHY)
    for person in (BEN, LEA):
        await desk.clicks(ME_TOO, by=person)
    await desk.replies("One for the apps.", by=MAYA)


async def say(desk: Desk, enough: bool, by: str, value: str = "1:1") -> None:
    await desk.clicks(outcomes.YES_TOO if enough else outcomes.NOT_YET_TOO, by=by, value=value)


async def test_who_has_the_same_question_is_asked_whether_this_answered_it(desk: Desk) -> None:
    told = desk.messages(BEN)[-1]

    assert told.startswith("Maya Okafor answered a question that you have, too: ")
    assert told.endswith("Did this answer it?")


async def test_who_only_follows_is_told_and_not_asked(desk: Desk) -> None:
    await desk.asks("Are we moving offices?")
    await desk.clicks(menu.FOLLOW, by=BEN, value="2:1")
    await desk.replies("No.", by=MAYA, question=2)

    assert "Did this answer it?" not in desk.messages(BEN)[-1]


async def test_yes_is_thanked_for_and_shown_to_nobody(desk: Desk) -> None:
    await say(desk, True, BEN)

    assert desk.messages(BEN)[-1].endswith("You said that this answered it. Thank you.")
    assert "not yet" not in desk.card()


async def test_not_yet_opens_no_round_and_is_shown_as_a_count_to_the_office_and_to_whoever_asked(desk: Desk) -> None:
    await say(desk, False, BEN)

    assert (desk.question().rounds, desk.question().state) == (1, "answered")
    assert "1 of 2 who wanted to know, too, says: not yet." in desk.card()
    assert "1 of 2 who wanted to know, too, says: not yet." in desk.messages(ANA)[-1]
    assert desk.messages(ANA)[-1].endswith("Did this answer it?")


async def test_it_is_never_by_name(desk: Desk) -> None:
    await say(desk, False, BEN)

    read = [desk.card(), str(desk.card_blocks()), *desk.messages(ANA), *desk.messages(MAYA), *desk.messages(LEA)]
    assert [text for text in read if "Ben Ode" in text or BEN in text] == []
    assert all(what != "not yet" for what, _ in desk.events())


async def test_each_counts_once_and_may_think_again(desk: Desk) -> None:
    await say(desk, False, BEN)
    await say(desk, False, BEN)
    await say(desk, False, LEA)
    assert "2 of 2 who wanted to know, too, say: not yet." in desk.card()

    await say(desk, True, BEN)
    await say(desk, True, LEA)
    assert "not yet" not in desk.card()


async def test_nobody_else_is_counted_and_no_old_button_counts(desk: Desk) -> None:
    await say(desk, False, TOM)
    await say(desk, False, BEN, value="1:2")

    assert "not yet" not in desk.card()


async def test_what_is_missing_may_be_asked_as_a_question_of_ones_own(desk: Desk) -> None:
    await say(desk, False, BEN)
    assert "Ask again" in str([row.payload for row in desk.rows() if row.about == f"question:1:followed:1:{BEN}"])

    await desk.clicks(outcomes.ASK_AGAIN, by=BEN, value="1")
    text = next(block for block in desk.slack.opened()["blocks"] if block.get("block_id") == "text")
    assert text["element"]["initial_value"].startswith(f"“{WHY}”")
    asked = {"text": f"“{WHY}” Which one goes first?", "kind": choice("question"), "visibility": choice("public")}
    await desk.fills(asked, by=BEN)
    assert desk.card(2).startswith("Ben Ode asks: ")
    assert "about this message" in str(desk.card_blocks(2))


async def test_once_it_is_open_again_the_count_begins_anew_and_old_buttons_go(desk: Desk) -> None:
    await say(desk, False, BEN)
    await desk.clicks(NOT_YET, by=ANA, value="1:1")

    assert "not yet." not in desk.card()
    assert desk.messages(BEN)[-1].endswith("The question is open again.")
    desk.at("Tue 10:30")
    await desk.replies("And one for the platform.", by=MAYA)
    assert "who wanted to know, too" not in desk.card()
    assert desk.messages(BEN)[-1].endswith("Did this answer it?")


async def test_of_what_was_joined_with_it_they_count_together(desk: Desk) -> None:
    await desk.asks("What is the second one good for?", by=TOM)
    await desk.clicks(ME_TOO, by=LEA, value="2:1")
    await desk.clicks(ME_TOO, by=ANA, value="2:1")
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)
    await say(desk, False, BEN)

    assert "1 of 3 who wanted to know, too, says: not yet." in desk.card()
