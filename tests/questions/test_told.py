"""No silent drop: whoever asked hears in their own messages what was decided of their question, with the reason."""

from collections.abc import Awaitable, Callable

import pytest

from bot import settings as settings_
from bot.questions import menu, notes
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM
from tests.questions.desk import BEN, LEA, Desk, choice, day, office, person
from tests.questions.stories import at
from tests.questions.test_anonymity import shown_code

Way = Callable[[Desk], Awaitable[None]]
WHY = "Why do we run two deploy pipelines?"
CANNOT = {"reason": "The contract is not signed.", "look_again": day("2026-03-16")}


async def asks_by_command(desk: Desk) -> None:
    await desk.asks(WHY)


async def asks_in_a_form(desk: Desk) -> None:
    """As from App Home and the shortcuts."""
    await desk.asks_in_form(WHY)


async def asks_in_private(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")


async def asks_by_direct_message(desk: Desk) -> None:
    await desk.slack.event(type="message", channel="D1", channel_type="im", ts="1.1", user=ANA, text=WHY)
    desk.delivers()
    (offer,) = [row for row in desk.rows() if row.channel == ANA]
    await desk.slack.clicks(notes.PUT, by=ANA, on=offer.payload)
    await desk.fills({"text": WHY, "kind": choice("question"), "visibility": choice("public")}, by=ANA)


WAYS = pytest.mark.parametrize("asks", [asks_by_command, asks_in_a_form, asks_in_private, asks_by_direct_message])


@WAYS
async def test_declined_the_asker_hears_why(desk: Desk, asks: Way) -> None:
    await asks(desk)
    await desk.does(menu.DECLINE, {"reason": "It concerns one person."})

    told = desk.messages(ANA)[-1]
    assert told.startswith("Maya Okafor declines to answer your question ")
    assert "It concerns one person." in told
    assert WHY in told


@WAYS
async def test_what_cannot_be_shared_yet_the_asker_hears_why_and_when_it_comes_back(desk: Desk, asks: Way) -> None:
    await asks(desk)
    await desk.does(menu.CANNOT_SHARE, CANNOT)

    told = desk.messages(ANA)[-1]
    assert told.startswith("Maya Okafor cannot talk about your question yet ")
    assert "The contract is not signed." in told
    assert "16 March" in told


async def test_what_could_not_be_shared_twice_is_told_twice(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.CANNOT_SHARE, CANNOT)
    desk.at("Tue 11:00")
    await desk.does(menu.CANNOT_SHARE, {**CANNOT, "look_again": day("2026-04-01")})

    assert len([text for text in desk.messages(ANA) if "cannot talk about" in text]) == 2


async def test_handed_over_the_asker_hears_to_whom_and_that_their_clock_runs_on(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})

    told = desk.messages(ANA)[-1]
    assert told.startswith("Maya Okafor asked Lea Roth to answer your question ")
    assert "Your wait is measured on the same clock." in told

    await desk.clicks(notes.PASS_ON, by=LEA)
    assert desk.messages(ANA)[-1].endswith("It is back with the CTO's office. Your wait is measured on the same clock.")


async def test_joined_the_asker_hears_with_which_question_and_why(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.asks("Why two pipelines and not one?", by=BEN)
    await desk.does(menu.MERGE, {"into": choice("1"), "reason": "Both ask what the second one is for."}, question=2)

    told = desk.messages(BEN)[-1]
    assert told.startswith("Maya Okafor joined your question ")
    assert WHY in told
    assert "Both ask what the second one is for." in told
    assert "Both ask what the second one is for." in desk.in_thread(2)[-1]
    assert "Both ask what the second one is for." in desk.card(2)
    assert desk.messages(ANA) == []


async def test_joined_without_a_reason_it_says_which_question_answers_it(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.asks("Why two pipelines and not one?", by=BEN)
    await desk.does(menu.MERGE, {"into": choice("1"), "reason": ""}, question=2)

    assert "That question asks the same, and its answer answers this one, too." in desk.messages(BEN)[-1]
    assert "That question asks the same, and its answer answers this one, too." in desk.in_thread(2)[-1]


async def test_too_long_a_reason_for_joining_is_said_beside_the_field(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.asks("Why two pipelines and not one?", by=BEN)
    told = await desk.does(menu.MERGE, {"into": choice("1"), "reason": "word " * 200}, question=2)

    assert told["errors"]["reason"].startswith("At most 500 characters")
    assert desk.question(2).duplicate_of is None


# Without a name


@pytest.fixture
async def code(desk: Desk) -> str:
    few = office(questions={"anonymous_audience": 5})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    code = shown_code(await desk.asks_in_form("Are we moving offices?", visibility="anonymous"))
    desk.lives_until("Tue 12:00")
    return code


async def opened(desk: Desk, code: str) -> str:
    await desk.slack.types("/ask-cto", code, by=ANA)
    return str(desk.slack.opened()["blocks"])


async def test_without_a_name_declined_is_read_behind_the_code_and_written_to_nobody(desk: Desk, code: str) -> None:
    await desk.does(menu.DECLINE, {"reason": "It concerns one person."})

    shown = await opened(desk, code)
    assert "*Declined by Maya Okafor*: It concerns one person." in shown
    assert "questions.anonymous_not_yet" in shown
    assert desk.messages(ANA) == []


async def test_without_a_name_not_to_be_told_yet_is_read_behind_the_code(desk: Desk, code: str) -> None:
    await desk.does(menu.CANNOT_SHARE, CANNOT)

    assert "The contract is not signed. It is looked at again on 16 March" in await opened(desk, code)
    assert desk.messages(ANA) == []


async def test_without_a_name_handed_over_is_read_behind_the_code(desk: Desk, code: str) -> None:
    await desk.does(menu.DELEGATE, {"to": person(LEA)})

    assert "who asked Lea Roth to take it" in await opened(desk, code)
    assert desk.messages(ANA) == []


async def test_without_a_name_joined_is_read_behind_the_code_with_its_reason(desk: Desk, code: str) -> None:
    await desk.asks_in_form("Moving offices, is it true?", visibility="anonymous", by=TOM)
    desk.lives_until("Tue 15:00")
    await desk.does(menu.MERGE, {"into": choice("2"), "reason": "Both ask about offices."}, question=1)

    shown = await opened(desk, code)
    assert f"*Joined with* <https://slack.com/archives/{CTO_CHANNEL}/" in shown
    assert "Both ask about offices." in shown
    assert desk.messages(ANA) == []
    assert desk.messages(TOM) == []
    assert [text for text in desk.messages(MAYA) if "joined your" in text] == []
