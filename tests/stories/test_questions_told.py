"""Questions, from asking to the answer, as people live through them."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot import settings as settings_
from bot.cli.scenes import questions as scene
from bot.cli.scenes.stage import ZONE, Stage, action_of, says
from tests.factories import settings

Json = dict[str, Any]
TUESDAY = datetime(2026, 3, 3, 10, 12, tzinfo=ZONE)
WHY = "Why do we run two deploy pipelines?"


@pytest.fixture(params=["socket mode"])
def transport(request: pytest.FixtureRequest) -> str:
    """The doors are tested over both elsewhere."""
    return str(request.param)


@pytest.fixture
async def office(stage: Stage) -> Stage:
    """Tuesday morning; Tom is a delegate."""
    await stage.until(TUESDAY, hourly=False)
    people = {"delegates": ["U0TOM"]}
    await stage.cadence.database.run(
        settings_.save, settings(people=people), by="test", now=TUESDAY - timedelta(days=9)
    )
    return stage


async def asks(stage: Stage, text: str = WHY) -> Json:
    """The card, as everybody sees it."""
    await stage.person("ana").runs("/ask-cto", text, channel="#general")
    return await stage.sees("priya", "#cto", says(text), "the card")


async def card(stage: Stage, wanted: str, text: str = WHY) -> Json:
    return await stage.sees(
        "priya", "#cto", lambda message: text in message["text"] and wanted in message["text"], wanted
    )


async def test_a_public_question_answered_in_its_thread_at_two_at_night_by_a_delegate_elsewhere(office: Stage) -> None:
    asked = await asks(office)
    assert "*Waiting for Maya Okafor*" in asked["text"]

    await office.until(TUESDAY.replace(day=4, hour=2, minute=0))
    await office.person("tom").says("#cto", "One for the apps, one for the platform.", thread=asked["ts"])

    answered = await card(office, "Answered by")
    assert "*Answered by Tom Brandt for Maya Okafor*" in answered["text"]
    assert re.search(r"answer after 7 h 1[78] m of working time \(15 h 4[78] m on the clock\)", answered["text"])


async def test_the_asker_says_not_yet_and_the_first_round_stays(office: Stage) -> None:
    asked = await asks(office)
    await office.until(TUESDAY + timedelta(minutes=25))
    await office.person("maya").says("#cto", "Because.", thread=asked["ts"])
    did_it = await office.sees("ana", "ana", says("Did this answer it?"), "the question to the asker")

    await office.until(TUESDAY + timedelta(minutes=40))
    await office.person("ana").clicks(str(action_of(did_it, "Not yet")), on=did_it)

    again = await card(office, "Round 2")
    assert "*Waiting for Maya Okafor*" in again["text"]


async def test_an_admin_deletes_the_card_and_it_is_put_back(office: Stage) -> None:
    asked = await asks(office)

    await office.person("maya").deletes(asked, channel="#cto")

    put_back = await office.sees("priya", "#cto", says(WHY), "the card again")
    assert put_back["ts"] != asked["ts"]


async def test_so_it_is_with_a_card_that_has_replies(office: Stage) -> None:
    asked = await asks(office)
    await office.person("tom").says("#cto", "I wonder, too.", thread=asked["ts"])

    await office.person("maya").deletes(asked, channel="#cto")

    put_back = await office.sees("priya", "#cto", lambda seen: WHY in seen["text"] and seen["ts"] != asked["ts"], "it")
    assert put_back["ts"] > asked["ts"]


async def test_the_shortcut_on_a_message_opens_the_form_with_its_words(office: Stage) -> None:
    await office.person("ana").says("#cto", "Releases are slow on Fridays.")
    message = await office.sees("priya", "#cto", says("Releases are slow"), "the message")

    await office.person("priya").uses("questions.put_message", on=message, channel="#cto")

    (form,) = (await office.person("priya").sees())["modals"]
    assert "“Releases are slow on Fridays.”" in str(form["blocks"])


async def test_the_scene_of_the_demo(stage: Stage) -> None:
    await scene.SCENE.play(stage)


async def test_over_a_weekend_only_waiting_time_runs(office: Stage) -> None:
    await office.until(TUESDAY.replace(day=6, hour=17, minute=0))
    asked = await asks(office)

    await office.until(TUESDAY.replace(day=9, hour=9, minute=30))
    await office.person("maya").says("#cto", "One for the apps.", thread=asked["ts"])

    answered = await card(office, "Answered by")
    assert re.search(r"answer after (59 m|1 h 00 m) of working time \(64 h [23][09] m on the clock\)", answered["text"])


async def test_handed_over_and_returned_on_one_clock(office: Stage) -> None:
    asked = await asks(office)
    await office.person("maya").clicks("questions.more", on=asked)
    await office.person("maya").clicks("questions.delegate")
    await office.person("maya").submits({"to": "priya"})
    await office.person("maya").closes(everything=True)
    offer = await office.sees("priya", "priya", says("asks you to answer this"), "the offer")

    await office.person("priya").clicks(str(action_of(offer, "Pass it on")), on=offer)
    await office.until(TUESDAY + timedelta(hours=1))
    await office.person("maya").says("#cto", "One for the apps.", thread=asked["ts"])

    answered = await card(office, "Answered by")
    assert re.search(r"answer after (59 m|1 h 0[01] m) of working time", answered["text"])


async def test_two_joined_questions_share_one_answer(office: Stage) -> None:
    first = await asks(office)
    await office.person("nisha").runs("/ask-cto", "What is the second pipeline for?", channel="#general")
    second = await office.sees("priya", "#cto", says("second pipeline"), "the other card")
    await office.person("maya").clicks("questions.more", on=second)
    await office.person("maya").clicks("questions.merge")
    told = await office.person("maya").submits({"into": "1"})
    assert told["ok"], told
    await office.person("maya").closes(everything=True)
    await card(office, "Joined with", "second pipeline")

    await office.person("maya").says("#cto", "One for the apps.", thread=first["ts"])

    await card(office, "Answered by Maya Okafor")
    await card(office, "Answered by Maya Okafor", "second pipeline")
    await office.sees("nisha", "nisha", says("Did this answer it?"), "the question to the other asker")


async def test_a_deleted_answer_opens_the_question_again(office: Stage) -> None:
    asked = await asks(office)
    await office.person("maya").says("#cto", "One for the apps.", thread=asked["ts"])
    await card(office, "Answered by")
    replies = await office.client.messages("#cto", "maya", asked["ts"])
    answer = next(reply for reply in replies if "One for the apps" in reply["text"])

    await office.person("maya").deletes(answer, channel="#cto")

    await card(office, "*Waiting for Maya Okafor*")
