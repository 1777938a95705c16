"""What was answered before, offered to those who ask where no form could show it first; nothing is held up by it."""

import pytest

from bot.questions import notes, offers
from bot.slack.outbox import Delivery
from tests.factories import ANA, CTO_CHANNEL, MAYA
from tests.questions.desk import BEN, LEA, Desk

WHY = "Why do we run two deploy pipelines?"
ALIKE = "Why are there two deploy pipelines at all?"
ANSWER = "One for the apps, one for the platform."


@pytest.fixture(autouse=True)
async def answered(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.replies(ANSWER, by=MAYA)
    desk.at("Tue 10:30")


async def mentions(desk: Desk, text: str, channel: str = CTO_CHANNEL, by: str = BEN) -> str:
    """What whoever mentions the bot reads."""
    told = {"type": "app_mention", "channel": channel, "ts": f"{desk.slack.now.timestamp():.6f}", "user": by}
    await desk.slack.event(**told, text=f"<@U0CADENCE> {text}")
    desk.delivers()
    return desk.whispers(by)[-1]


async def writes(desk: Desk, text: str, by: str = BEN) -> str:
    await desk.slack.event(type="message", channel="D1", channel_type="im", ts="1.1", user=by, text=text)
    desk.delivers()
    return desk.messages(by)[-1]


async def test_a_mention_is_asked_at_once_and_what_may_answer_it_stands_beside_it(desk: Desk) -> None:
    told = await mentions(desk, ALIKE)

    assert desk.question(2).text == ALIKE
    assert told.startswith("Asked, with your name: ")
    assert "Perhaps already answered:" in told
    assert ANSWER in told
    assert "Answered on 3 March 2026 by Maya Okafor." in told


async def test_that_answers_it_takes_the_question_back_and_leads_to_the_answer(desk: Desk) -> None:
    await mentions(desk, ALIKE)
    await desk.clicks(offers.THAT_ANSWERS, by=BEN, value="2:1")

    assert desk.question(2).state == "withdrawn"
    assert ALIKE not in desk.card(2)
    assert desk.in_thread(2)[-1].startswith("*Ben Ode found it answered*: <https://slack.com/archives/")
    assert desk.whispers(BEN)[-1].startswith("Your question is taken back. Its answer stands here: <https://")


async def test_nobody_else_takes_it_back(desk: Desk) -> None:
    await mentions(desk, ALIKE)
    await desk.clicks(offers.THAT_ANSWERS, by=LEA, value="2:1")

    assert desk.question(2).state == "open"
    assert desk.whispers(LEA) == ["Only whoever asked can do this."]


async def test_once_it_was_answered_the_button_changes_nothing(desk: Desk) -> None:
    await mentions(desk, ALIKE)
    await desk.replies("As I said.", by=MAYA, question=2)
    await desk.clicks(offers.THAT_ANSWERS, by=BEN, value="2:1")

    assert desk.question(2).state == "answered"
    assert desk.whispers(BEN)[-1].startswith("Your question was answered or taken back meanwhile")


async def test_a_mention_of_something_else_is_told_only_that_it_was_asked(desk: Desk) -> None:
    assert "Perhaps" not in await mentions(desk, "Are we moving offices?")


@pytest.mark.parametrize("by_way", ["mention elsewhere", "direct message"])
async def test_where_it_is_not_asked_yet_it_stands_beside_the_offer_to_ask(desk: Desk, by_way: str) -> None:
    told = await (writes(desk, ALIKE) if by_way == "direct message" else mentions(desk, ALIKE, "C0ENG"))

    assert told.startswith("Shall this go to the CTO? Nothing was passed on yet.")
    assert "Perhaps already answered:" in told
    assert ANSWER in told
    assert len(desk.cards()) == 1


async def test_asked_all_the_same_it_is_not_shown_a_second_time(desk: Desk) -> None:
    await writes(desk, ALIKE)
    (offer,) = desk.rows(Delivery.channel == BEN)
    button = next(block for block in offer.payload["blocks"] if block["type"] == "actions")["elements"][0]
    await desk.slack.clicks(notes.PUT, button["value"], by=BEN, on=offer.payload)
    form = desk.slack.opened()
    text = next(block for block in form["blocks"] if block.get("block_id") == "text")
    assert text["element"]["initial_value"] == ALIKE

    await desk.fills({"text": ALIKE}, by=BEN)
    assert desk.question(2).text == ALIKE


async def test_what_is_private_is_offered_to_nobody(desk: Desk) -> None:
    await desk.asks_in_form("Will the Zephyr merger close offices?", visibility="private", by=ANA)
    await desk.replies("Yes.", by=MAYA, question=2, channel_type="im")

    assert "Perhaps" not in await mentions(desk, "Will the Zephyr merger happen?")
    assert "Perhaps" not in await writes(desk, "Will the Zephyr merger happen?")
