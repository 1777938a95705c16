"""Selects whose options the app looks up while a person types."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import ControlRefused, Player, SandboxClient
from tests.sandbox.claims import claim
from tests.sandbox.payloads import field, modal


def option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.capitalize()}, "value": value}


def offers(app: AsyncApp, **answer: Any) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []

    async def listener(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack(**answer)

    app.options("owner")(listener)
    return seen


async def opens_form(app: AsyncApp, maya: Player, **more: Any) -> list[dict[str, Any]]:
    submitted: list[dict[str, Any]] = []
    select = {"type": "external_select", "action_id": "owner", **more}

    async def ask(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("who", select), callback_id="ask"))

    async def asked(ack: Any, view: dict[str, Any]) -> None:
        await ack()
        submitted.append(view)

    app.command("/ask")(ask)
    app.view("ask")(asked)
    await maya.runs("/ask")
    return submitted


@claim(
    "block_suggestion",
    "asks the app for options, in place of a list",
    "reference/interaction-payloads/block_suggestion-payload",
)
@pytest.mark.parametrize(
    "answer",
    [
        {"options": [option("priya"), option("tom")]},
        {
            "option_groups": [
                {"label": {"type": "plain_text", "text": "All"}, "options": [option("priya"), option("tom")]}
            ]
        },
    ],
    ids=["options", "groups"],
)
async def test_a_person_picks_from_what_the_app_found(
    connected: AsyncApp, maya: Player, answer: dict[str, Any]
) -> None:
    seen, submitted = offers(connected, **answer), await opens_form(connected, maya)
    found = await maya.looks_up("owner", "pri")
    assert [each["value"] for each in found] == ["priya", "tom"]
    asked = seen[0]
    assert (asked["type"], asked["action_id"], asked["block_id"], asked["value"]) == (
        "block_suggestion",
        "owner",
        "who",
        "pri",
    )
    assert asked["container"] == {"type": "view", "view_id": asked["view"]["id"]}
    assert "trigger_id" not in asked
    await maya.submits({"who": found[0]})
    assert submitted[0]["state"]["values"]["who"]["owner"]["selected_option"]["value"] == "priya"


async def test_the_same_in_a_message_over_http(over_http: AsyncApp, slack: AsyncWebClient, maya: Player) -> None:
    seen = offers(over_http, options=[option("priya")])
    row = {"type": "actions", "elements": [{"type": "external_select", "action_id": "owner", "min_query_length": 0}]}
    posted = (await slack.chat_postMessage(channel="C0CTO", text="Card", blocks=[row])).data
    assert len(await maya.looks_up("owner", "", on=posted)) == 1
    assert (seen[0]["container"]["message_ts"], seen[0]["channel"]["id"]) == (posted["ts"], "C0CTO")


@claim(
    "block_suggestion",
    "nothing is asked before min_query_length, three if not told",
    "reference/block-kit/block-elements/select-menu-element",
)
async def test_nothing_is_looked_up_before_the_third_letter(connected: AsyncApp, maya: Player) -> None:
    seen = offers(connected, options=[])
    await opens_form(connected, maya)
    with pytest.raises(ControlRefused, match="query_too_short"):
        await maya.looks_up("owner", "pr")
    assert seen == []


@claim(
    "block_suggestion",
    "an answer beyond the limits of options shows nothing",
    "reference/block-kit/block-elements/select-menu-element",
)
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"options": [option("x" * 151)]}, "151 characters"),
        ({"options": [option(str(number)) for number in range(101)]}, "no more than 100 items allowed"),
    ],
)
async def test_options_that_slack_would_not_show_are_refused(
    connected: AsyncApp, maya: Player, answer: dict[str, Any], sentence: str
) -> None:
    offers(connected, **answer)
    await opens_form(connected, maya)
    with pytest.raises(ControlRefused, match=sentence):
        await maya.looks_up("owner", "pri")


async def test_only_an_external_select_looks_anything_up(
    connected: AsyncApp, slack: AsyncWebClient, maya: Player, people: SandboxClient
) -> None:
    row = {"type": "actions", "elements": [{"type": "users_select", "action_id": "owner"}]}
    posted = (await slack.chat_postMessage(channel="C0CTO", text="Card", blocks=[row])).data
    with pytest.raises(ControlRefused, match="owner is a users_select"):
        await maya.looks_up("owner", "pri", on=posted)
