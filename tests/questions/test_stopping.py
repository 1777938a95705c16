"""Stopping whoever wrote something abusive without a name: nobody learns who it was, and nothing more is kept."""

import pytest

from bot import settings as settings_
from bot.questions import anonymous, menu
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, LEA, MORE, Desk, Payload, office
from tests.questions.stories import at
from tests.questions.test_anonymity import everything_kept, shown_code
from tests.slack_driver import said

VILE = "Something vile about a colleague?"
STOPPED_TODAY = "A question without a name was stopped today."


@pytest.fixture
async def code(desk: Desk) -> str:
    """Ana wrote without a name; it went out."""
    few = office(questions={"anonymous_audience": 5}, people={"delegates": [TOM], "operators": [LEA]})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    code = shown_code(await desk.asks_in_form(VILE, visibility="anonymous"))
    desk.lives_until("Tue 12:00")
    return code


async def stops(desk: Desk, by: str = MAYA) -> None:
    await desk.clicks(menu.STOP, by=by, value="1:1")


async def opens(desk: Desk, code: str) -> str:
    await desk.slack.types("/ask-cto", code, by=ANA)
    return str(desk.slack.opened()["blocks"])


async def asks(desk: Desk, by: str) -> Payload:
    return await desk.asks_in_form("Another one, is it?", visibility="anonymous", by=by)


@pytest.mark.parametrize("by", [MAYA, LEA])
async def test_the_cto_and_operators_stop_whoever_wrote_it_for_the_day(desk: Desk, code: str, by: str) -> None:
    await stops(desk, by)

    assert (await asks(desk, ANA))["errors"]["visibility"].startswith(STOPPED_TODAY)


async def test_nobody_else_may_and_it_is_offered_to_nobody_else(desk: Desk, code: str) -> None:
    for by in (TOM, BEN):
        await stops(desk, by)
        assert desk.whispers(by)[-1].startswith("Only the CTO and operators can stop")
        await desk.clicks(MORE, by=by, value="1:1")
        assert "Stop the writer" not in str(desk.slack.opened()["blocks"])
    await desk.clicks(MORE, by=LEA, value="1:1")
    assert "Stop the writer" in str(desk.slack.opened()["blocks"])

    assert "view" in await asks(desk, ANA)


async def test_behind_the_code_it_says_what_happened_and_takes_no_more_words(desk: Desk, code: str) -> None:
    await desk.replies("This is not how we speak.", by=MAYA)
    await stops(desk)

    shown = await opens(desk, code)
    assert "*The CTO's office stopped this.* Nothing more can be said behind its code." in shown
    assert "words" not in [block.get("block_id") for block in desk.slack.opened()["blocks"]]
    view = {"private_metadata": code}
    before = desk.in_thread()
    await desk.slack.clicks(anonymous.NOT_YET, code, by=ANA, view=view)
    await desk.submits({"type": "modal", "callback_id": anonymous.FORM, **view}, {"words": "More of it."}, by=ANA)
    assert desk.in_thread() == before
    assert desk.question().rounds == 1
    assert desk.messages(ANA) == desk.whispers(ANA) == []


async def test_whoever_wrote_it_can_still_withdraw_it(desk: Desk, code: str) -> None:
    await stops(desk)
    await desk.slack.clicks(anonymous.WITHDRAW, code, by=ANA, view={"private_metadata": code})

    assert desk.question().text is None


async def test_the_card_and_its_events_say_that_it_was_stopped_and_by_whom(desk: Desk, code: str) -> None:
    await stops(desk)

    assert "stopped by the CTO's office" in desk.card()
    await desk.clicks(menu.WHY, by=BEN, value="1:1")
    assert "Maya Okafor stopped further words of whoever asked: _moves no clock_" in str(desk.slack.opened())


async def test_who_asks_for_the_first_time_is_not_held_up(desk: Desk, code: str) -> None:
    await stops(desk)

    assert "view" in await asks(desk, BEN)


async def test_who_asked_before_waits_until_tomorrow_too_since_nobody_can_tell(desk: Desk, code: str) -> None:
    assert "view" in await asks(desk, BEN)
    await stops(desk)

    assert (await asks(desk, BEN))["errors"]["visibility"].startswith(STOPPED_TODAY)
    assert said(await desk.slack.types("/ask-cto", "With my name, then?", by=BEN))["text"].startswith("Asked, with")


async def test_taken_back_all_may_go_on(desk: Desk, code: str) -> None:
    await stops(desk)
    await desk.clicks(menu.LET_GO_ON, by=LEA, value="1:1")

    assert "view" in await asks(desk, ANA)
    assert "stopped" not in await opens(desk, code)
    assert "stopped" not in desk.card()


async def test_it_ends_with_the_day_as_the_key_does(desk: Desk, code: str) -> None:
    await stops(desk)
    desk.lives_until("Wed 10:00")

    assert "view" in await asks(desk, ANA)
    assert "stopped this" in await opens(desk, code)


async def test_of_an_earlier_day_only_the_code_is_stopped(desk: Desk, code: str) -> None:
    desk.lives_until("Wed 10:00")
    assert "view" in await asks(desk, BEN)
    await stops(desk)

    assert "view" in await asks(desk, BEN)
    assert "stopped this" in await opens(desk, code)


async def test_nothing_that_leads_to_whoever_wrote_it_is_kept(desk: Desk, code: str) -> None:
    await stops(desk)
    await asks(desk, ANA)
    await opens(desk, code)

    kept = everything_kept(desk)
    assert ANA not in kept
    assert "Ana Silva" not in kept
    assert code not in kept


async def test_a_question_with_a_name_is_stopped_by_nobody(desk: Desk, code: str) -> None:
    await desk.asks("Is it me?", by=BEN)
    await desk.clicks(menu.STOP, by=MAYA, value="2:1")

    assert desk.whispers(MAYA)[-1].startswith("This was asked under a name")


async def test_its_card_deleted_by_an_admin_is_not_put_back(desk: Desk, code: str) -> None:
    await stops(desk)
    before = desk.cards()
    await desk.deletes(str(desk.card_row().ts), by="U0CADENCE")

    assert desk.cards() == before
