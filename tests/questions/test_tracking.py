"""What was answered becomes a promise."""

from bot.questions import menu
from bot.slack.outbox import Delivery
from tests.factories import MAYA, TOM
from tests.questions.desk import ANSWER, BEN, LEA, MORE, Desk, choice, day, person


async def test_what_was_answered_is_promised_by_whoever_is_chosen_and_accepts(desk: Desk) -> None:
    await desk.asks("When do we get quieter Fridays?")
    await desk.does(ANSWER, {"answer": "Deploys stop at 14:00 from April."}, by=TOM)
    await desk.clicks(menu.TRACK, by=TOM)
    form = desk.slack.opened()
    assert "Deploys stop at 14:00 from April." in str(form)
    told = {"owner": person(LEA), "day": day("2026-04-10"), "audience": choice("organisation")}
    await desk.submits(form, {"what": "Deploys stop at 14:00", "how": "", **told}, by=TOM)

    (asked,) = desk.messages(LEA)
    assert "Tom Brandt asks whether you promise this, by 10 Apr." in asked
    (row,) = desk.rows(Delivery.channel == LEA)
    assert "In answer to “When do we get quieter Fridays?”" in str(row.payload["blocks"])
    await desk.clicks(menu.TRACK, by=TOM)
    assert "This is tracked as a promise already" in desk.whispers(TOM)[-1]


async def test_only_responders_make_a_promise_of_an_answer_and_only_once_there_is_one(desk: Desk) -> None:
    await desk.asks("When?")
    assert not await is_offered(desk, TOM)
    await desk.does(ANSWER, {"answer": "In April."}, by=TOM)

    assert await is_offered(desk, TOM)
    assert not await is_offered(desk, BEN)
    await desk.clicks(menu.TRACK, by=BEN)
    assert "Only the CTO, delegates" in desk.whispers(BEN)[-1]


async def test_a_promise_from_a_private_answer_begins_as_private_and_without_the_question(desk: Desk) -> None:
    await desk.asks_in_form("Will there be layoffs?", visibility="private")
    await desk.does(ANSWER, {"answer": "I tell you first."}, by=MAYA)
    await desk.clicks(menu.TRACK, by=MAYA)

    form = desk.slack.opened()
    (audience,) = (block for block in form["blocks"] if block.get("block_id") == "audience")
    assert audience["element"]["initial_option"]["value"] == "private"
    assert "layoffs" not in str(form)


async def is_offered(desk: Desk, person: str) -> bool:
    await desk.clicks(MORE, by=person)
    return "Track as a promise" in str(desk.slack.opened())
