"""What was asked with a name and what was asked without one, joined: everybody could read both already."""

import pytest

from bot import settings as settings_
from bot.questions import anonymous, menu
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, Desk, choice, office
from tests.questions.stories import at
from tests.questions.test_anonymity import everything_kept, shown_code

NAMELESS, NAMED, PRIVATE = "Are we moving offices?", "When do the offices move?", "Will my office close?"
#: As they are numbered.
BENS, ANAS, LEAST = 1, 2, 3


@pytest.fixture
async def code(desk: Desk) -> str:
    """Ana asked without a name, Ben with his; both are out. A third is private."""
    few = office(questions={"anonymous_audience": 5})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    await desk.asks(NAMED, by=BEN)
    code = shown_code(await desk.asks_in_form(NAMELESS, visibility="anonymous"))
    desk.lives_until("Tue 12:00")
    await desk.asks_in_form(PRIVATE, visibility="private", by=BEN)
    return code


async def joins(desk: Desk, question: int, into: int, by: str = TOM) -> str:
    """Tom stands in for the CTO."""
    return str(await desk.does(menu.MERGE, {"into": choice(str(into))}, by=by, question=question))


@pytest.mark.parametrize(("question", "into"), [(BENS, ANAS), (ANAS, BENS)])
async def test_a_delegate_joins_them_and_one_answer_reaches_both(
    desk: Desk, code: str, question: int, into: int
) -> None:
    await joins(desk, question, into)
    await desk.replies("In May.", by=TOM, question=into)

    assert all(desk.question(each).closed for each in (BENS, ANAS))
    assert any(text.endswith("Did this answer it?") for text in desk.messages(BEN))
    await desk.slack.types("/ask-cto", code, by=ANA)
    assert "Did this answer it?" in str(desk.slack.opened()["blocks"])
    await desk.slack.clicks(anonymous.NOT_YET, code, by=ANA, view={"private_metadata": code})
    assert desk.question(ANAS).rounds == 2


async def test_nothing_leads_to_whoever_asked_without_a_name(desk: Desk, code: str) -> None:
    await joins(desk, ANAS, BENS)
    await desk.replies("In May.", by=MAYA, question=BENS)
    await desk.slack.clicks(anonymous.YES, code, by=ANA, view={"private_metadata": code})

    assert desk.messages(ANA) == desk.whispers(ANA) == []
    assert ANA not in everything_kept(desk)


async def test_both_keep_their_words_and_how_they_were_asked(desk: Desk, code: str) -> None:
    await joins(desk, ANAS, BENS)

    assert desk.card(ANAS).startswith(f"Somebody (anonymous) asks: {NAMELESS}")
    assert NAMED in desk.card(ANAS)
    assert desk.card(BENS).startswith(f"Ben Ode asks: {NAMED}")
    assert "Somebody" not in desk.card(BENS)


async def test_made_private_the_one_with_a_name_leaves_the_other_to_go_on(desk: Desk, code: str) -> None:
    await joins(desk, ANAS, BENS)
    await desk.clicks(menu.MAKE_PRIVATE, by=BEN, value="1:1")

    assert desk.question(ANAS).duplicate_of is None
    assert NAMED not in desk.card(ANAS)
    changed = {row.about: row.payload for row in desk.rows(Delivery.kind == Kind.UPDATE)}
    (told,) = desk.rows(Delivery.key.like(f"question:{ANAS}:joined:%"), Delivery.kind == Kind.POST)
    assert NAMED not in str(changed[told.key])


async def test_taken_back_the_one_without_a_name_leaves_the_other_to_go_on(desk: Desk, code: str) -> None:
    await joins(desk, BENS, ANAS)
    await desk.slack.clicks(anonymous.WITHDRAW, code, by=ANA, view={"private_metadata": code})

    assert desk.question(BENS).duplicate_of is None
    assert NAMELESS not in desk.card(BENS)


@pytest.mark.parametrize(("question", "into"), [(BENS, LEAST), (ANAS, LEAST), (LEAST, ANAS)])
async def test_what_is_private_is_joined_with_neither(desk: Desk, code: str, question: int, into: int) -> None:
    await desk.clicks(menu.MERGE, by=MAYA, question=question)
    form = {"type": "modal", "callback_id": "questions.merge_form", "private_metadata": str(question)}
    told = await desk.submits(form, {"into": choice(str(into))}, by=MAYA)

    assert "There is no other question to join this one with." in str(told)
    assert desk.question(question).duplicate_of is None
