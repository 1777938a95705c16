"""The client reads like a story."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from tests.sandbox.payloads import button, field, modal, section

TEXT = {"type": "plain_text_input"}


def card(question: str) -> list[dict[str, Any]]:
    me_too = {**button("me_too"), "text": {"type": "plain_text", "text": "Me too"}}
    answer = {**button("answer"), "text": {"type": "plain_text", "text": "Answer"}}
    return [section(question), {"type": "actions", "elements": [me_too, answer]}]


async def questions(app: AsyncApp) -> None:
    async def ask(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack("Your question is in #cto.")
        await client.chat_postMessage(channel="C0CTO", text=command["text"], blocks=card(command["text"]))

    async def me_too(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond("Counted.")

    async def answer(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        view = modal(field("answer", TEXT), callback_id="answered", private_metadata=body["message"]["ts"])
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def answered(ack: Any, view: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        said = view["state"]["values"]["answer"]["entry"]["value"]
        await client.chat_postMessage(channel="C0CTO", text=said, thread_ts=view["private_metadata"])

    app.command("/ask-cto")(ask)
    app.action("me_too")(me_too)
    app.action("answer")(answer)
    app.view("answered")(answered)


async def test_a_question_is_asked_joined_and_answered(connected: AsyncApp, people: SandboxClient) -> None:
    await questions(connected)
    ana, jonas, cto = map(people.person, ("ana", "jonas", "maya"))
    channel = people.channel("#cto")

    await ana.runs("/ask-cto", "Why two pipelines?", channel="#cto")
    await channel.shows("Your question is in #cto.", to="ana")
    await channel.hides("Your question is in #cto.", to="jonas")
    asked = await channel.shows("Why two pipelines?")

    await jonas.clicks("Me too", on=asked)
    await channel.shows("Counted.", to="jonas")

    form = (await cto.clicks("Answer", on=asked))["view"]
    await cto.submits(form, answer="Because of history")
    await channel.shows("Because of history", thread=asked["ts"])


@pytest.mark.parametrize("name", ["answer", "entry", "Answer"], ids=["block_id", "action_id", "label"])
async def test_a_field_has_three_names(connected: AsyncApp, people: SandboxClient, name: str) -> None:
    await questions(connected)
    cto, channel = people.person("maya"), people.channel("#cto")
    await cto.runs("/ask-cto", "Why?")
    await cto.clicks("answer", on=await channel.shows("Why?"))
    await cto.submits({name: "Because"})
    await channel.shows("Because")


async def test_what_is_not_there_is_told_with_what_is(people: SandboxClient) -> None:
    channel = people.channel("#cto")
    with pytest.raises(AssertionError, match="does not show 'Hello', but:\nnothing"):
        await channel.shows("Hello", seconds=0.05)
    await people.person("maya").says("#cto", "Good morning")
    with pytest.raises(AssertionError, match="but:\nGood morning"):
        await channel.shows("Hello", seconds=0.05)
    with pytest.raises(AssertionError, match="shows 'Good'"):
        await channel.hides("Good")
