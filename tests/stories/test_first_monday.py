"""Friday to Monday, as people live through it."""

from datetime import datetime
from typing import Any

from bot.cli.scenes import focus
from bot.cli.scenes.focus import MONDAY_NINE, WRITTEN
from bot.cli.scenes.stage import ZONE, Stage, action_of, offers, says

Json = dict[str, Any]


async def click(stage: Stage, name: str, label: str, message: Json) -> Json:
    return await stage.person(name).clicks(str(action_of(message, label)), on=message)


async def posts_in_cto(stage: Stage) -> list[Json]:
    messages = await stage.client.messages("#cto", viewer="ana")
    return [message for message in messages if message["text"].startswith("Week ")]


async def test_an_approved_post_stands_in_cto_once_on_monday_at_nine_and_is_pinned(stage: Stage) -> None:
    await focus.SCENE.play(stage)

    (post,) = await posts_in_cto(stage)
    assert post["pinned_to"] == ["C0CTO"]


async def test_nothing_goes_out_unapproved_and_one_button_posts_it_late(stage: Stage) -> None:
    await stage.until(datetime(2026, 2, 27, 15, 0, tzinfo=ZONE))
    asked = await stage.sees("maya", "maya", offers("Write Monday's post"), "Friday's question")
    await click(stage, "maya", "Write Monday's post", asked)
    await stage.person("maya").submits(WRITTEN)
    await stage.sees("maya", "maya", offers("Approve"), "the preview")
    await stage.until(datetime(2026, 3, 2, 8, 0, tzinfo=ZONE))
    await stage.sees("maya", "maya", says("not approved yet"), "the reminder")
    await stage.until(MONDAY_NINE)
    missed = await stage.sees("maya", "maya", offers("Approve and post now"), "that nothing went out")
    assert "Nothing went out" in missed["text"]
    assert await posts_in_cto(stage) == []

    await stage.until(datetime(2026, 3, 3, 10, 30, tzinfo=ZONE), hourly=False)
    await click(stage, "maya", "Approve and post now", missed)

    await stage.sees("ana", "#cto", says("Week 10, 3 March"), "the late post")
    assert len(await posts_in_cto(stage)) == 1


async def test_the_modal_says_beside_the_field_what_is_missing_and_keeps_what_was_typed(stage: Stage) -> None:
    await stage.person("maya").runs("/focus", channel="#general")

    refused = await stage.person("maya").submits({"what-0": "Payments", "why-0": "It costs.", "what-1": "On-call"})

    assert refused["ack"] == {
        "response_action": "errors",
        "errors": {"why-1": "Say in a sentence why this matters now."},
    }
    assert (await stage.person("maya").sees())["modals"][-1]["callback_id"] == "focus.form"


async def test_words_that_would_ping_everybody_ping_nobody(stage: Stage) -> None:
    await stage.person("maya").runs("/focus", channel="#general")
    await stage.person("maya").submits({"what-0": "<!channel> calm & @here", "why-0": "<@U0TOM> said so ‮ *really*"})

    preview = await stage.sees("maya", "maya", offers("Approve"), "the preview")

    shown = str(preview["text"]) + str(preview["blocks"])
    assert "<!channel>" not in shown
    assert "<@U0TOM>" not in shown
    assert "@here" not in shown


async def test_anybody_else_reads_the_current_post(stage: Stage) -> None:
    await focus.SCENE.play(stage)

    answer = await stage.person("priya").runs("/focus", channel="#general")

    assert WRITTEN["what-0"] in answer["ack"]["text"]
    assert (await stage.person("priya").sees())["modals"] == []
