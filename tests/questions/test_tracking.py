"""What was answered becomes a promise."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.commitments.models import Commitment
from bot.questions import menu
from bot.slack.outbox import Delivery
from tests.factories import ANA, MAYA, TOM
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


WHEN = "When do we get quieter Fridays?"


async def promised(desk: Desk) -> None:
    """Ana's question for everybody is answered by Tom, who asks Lea to promise it."""
    await desk.asks(WHEN)
    await desk.does(ANSWER, {"answer": "Deploys stop at 14:00 from April."}, by=TOM)
    await desk.clicks(menu.TRACK, by=TOM)
    form = desk.slack.opened()
    told = {"owner": person(LEA), "day": day("2026-04-10"), "audience": choice("organisation")}
    await desk.submits(form, {"what": "Deploys stop at 14:00", "how": "", **told}, by=TOM)


async def made_private(desk: Desk) -> None:
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="1:1")


async def taken_back(desk: Desk) -> None:
    await desk.clicks(menu.WITHDRAW, by=ANA, value="1:1")


@pytest.mark.parametrize(
    ("closes", "instead"),
    [(made_private, "a private question"), (taken_back, "a question that was taken back")],
)
async def test_once_others_cannot_read_the_question_its_promise_quotes_it_no_more(
    desk: Desk, closes: Any, instead: str
) -> None:
    await promised(desk)
    assert WHEN in promise_of(desk).why
    await closes(desk)

    kept = promise_of(desk)
    assert kept.why == f"In answer to {instead}"
    assert "quieter" not in kept.searchable
    (asked,) = (desk.newest_payload(LEA, key) for key, _ in desk.keyed_messages(LEA) if "commitment:" in key)
    assert WHEN not in str(asked)
    assert f"Why: In answer to {instead}" in str(asked["blocks"])
    assert kept.what == "Deploys stop at 14:00", "the promise stands"


@pytest.mark.parametrize(
    ("closes", "instead"),
    [(made_private, "a private question"), (taken_back, "a question that was taken back")],
)
async def test_a_form_that_was_open_by_then_saves_no_quote_either(desk: Desk, closes: Any, instead: str) -> None:
    await desk.asks(WHEN)
    await desk.does(ANSWER, {"answer": "Deploys stop at 14:00 from April."}, by=TOM)
    await desk.clicks(menu.TRACK, by=TOM)
    form = desk.slack.opened()
    assert WHEN in str(form)
    await closes(desk)
    told = {"owner": person(LEA), "day": day("2026-04-10"), "audience": choice("organisation")}
    await desk.submits(form, {"what": "Deploys stop at 14:00", "how": "", **told}, by=TOM)

    kept = promise_of(desk)
    assert (kept.what, kept.why) == ("Deploys stop at 14:00", f"In answer to {instead}")
    assert "quieter" not in kept.searchable
    assert WHEN not in str([text for key, text in desk.keyed_messages(LEA) if "commitment:" in key])


async def test_what_was_written_beside_the_quote_stays(desk: Desk) -> None:
    await promised(desk)
    beside = "Four squads asked.\nIn answer to “When do we get “quieter” Fridays?”\nAnd “again” in May."
    desk.database.run_here(lambda session: session.execute(sa.update(Commitment).values(why=beside)))
    await made_private(desk)

    assert promise_of(desk).why == "Four squads asked.\nIn answer to a private question\nAnd “again” in May."


async def test_a_promise_that_came_from_elsewhere_keeps_its_words(desk: Desk) -> None:
    await promised(desk)
    desk.database.run_here(lambda session: session.execute(sa.update(Commitment).values(origin="question:11")))
    await made_private(desk)

    assert WHEN in promise_of(desk).why


def promise_of(desk: Desk) -> Commitment:
    return desk.database.run_here(lambda session: session.scalars(sa.select(Commitment)).one())


async def is_offered(desk: Desk, person: str) -> bool:
    await desk.clicks(MORE, by=person)
    return "Track as a promise" in str(desk.slack.opened())
