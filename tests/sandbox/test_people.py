"""What people do, and what an unmodified Bolt app over Socket Mode makes of it."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import ControlRefused, Player, SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.payloads import button, field, home, modal, section

TEXT = {"type": "plain_text_input"}


async def opens(app: AsyncApp, view: dict[str, Any]) -> None:
    async def listener(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    app.command("/ask")(listener)


def answers(app: AsyncApp, callback_id: str, **ack_with: Any) -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []

    async def listener(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack(**ack_with)

    app.view(callback_id)(listener)
    return seen


@claim(
    "slash commands",
    "the answer in the acknowledgement is seen by who ran it",
    "interactivity/implementing-slash-commands",
)
async def test_a_command_is_answered_to_who_ran_it(connected: AsyncApp, maya: Player, people: SandboxClient) -> None:
    async def listener(ack: Any, body: dict[str, Any]) -> None:
        await ack(f"You said {body['text']} in {body['channel_name']}")

    connected.command("/echo")(listener)
    told = await maya.runs("/echo", "hello", channel="#cto")
    assert (told["ok"], told["acked"], told["error"]) == (True, True, None)
    assert [each["text"] for each in await maya.reads("#cto")] == ["You said hello in cto"]
    assert await people.messages("#cto", viewer="tom") == []


@claim(
    "slash commands",
    "without acknowledgement within three seconds the person sees operation_timeout",
    "interactivity/implementing-slash-commands",
)
async def test_a_command_that_nobody_acknowledges_fails_visibly(connected: AsyncApp, maya: Player) -> None:
    async def listener() -> None:
        raise RuntimeError("broken")

    connected.command("/broken")(listener)
    told = await maya.runs("/broken")
    assert (told["ok"], told["error"]) == (False, "operation_timeout")


async def test_a_command_without_any_app_fails_visibly(maya: Player) -> None:
    told = await maya.runs("/ask")
    assert (told["error"], told["detail"]) == ("dispatch_failed", "no Socket Mode connection is open")


@claim("slash commands", "one that no app declared is not valid", "interactivity/implementing-slash-commands")
async def test_a_command_that_the_manifest_does_not_declare_is_not_valid() -> None:
    manifest = {"features": {"slash_commands": [{"command": "/ask"}]}}
    async with Sandbox(invented().with_manifest(manifest)) as strict, SandboxClient(strict.url) as people:
        told = await people.person("maya").runs("/tell", channel="cto")
        assert told["error"] == "/tell is not a valid command"
        assert await people.log("delivery") == []


@claim(
    "view_submission",
    "state.values holds each input by block_id and action_id",
    "reference/interaction-payloads/view-interactions-payload",
)
async def test_a_modal_is_opened_filled_in_and_submitted(connected: AsyncApp, maya: Player) -> None:
    await opens(connected, modal(field("why", TEXT), field("when", {"type": "datepicker"}), callback_id="ask"))
    seen = answers(connected, "ask")
    await maya.runs("/ask")
    told = await maya.submits({"why": "Because", "when": "2026-03-02"})
    assert (told["ok"], told["view"]) == (True, None)
    assert seen[0]["view"]["state"]["values"] == {
        "why": {"entry": {"type": "plain_text_input", "value": "Because"}},
        "when": {"entry": {"type": "datepicker", "selected_date": "2026-03-02"}},
    }
    assert seen[0]["response_urls"] == []
    assert (await maya.sees())["modals"] == []


@claim("view_submission", "is not sent before the client's own checks pass", "behaviour of clients", Evidence.OBSERVED)
@claim(
    "view_submission",
    "response_urls has an address for each conversation chosen with response_url_enabled",
    "reference/interaction-payloads/view-interactions-payload",
)
async def test_a_form_can_be_answered_where_the_person_chose(
    connected: AsyncApp, maya: Player, http: aiohttp.ClientSession
) -> None:
    picker = {"type": "conversations_select", "response_url_enabled": True}
    await opens(connected, modal(field("where", picker), callback_id="ask"))
    seen = answers(connected, "ask")
    await maya.runs("/ask")
    await maya.submits(where="#cto")
    (answer_to,) = seen[0]["response_urls"]
    assert (answer_to["block_id"], answer_to["channel_id"]) == ("where", "C0CTO")
    async with http.post(answer_to["response_url"], json={"text": "Asked", "response_type": "in_channel"}) as response:
        assert response.status == 200
    assert [each["text"] for each in await maya.reads("#cto")] == ["Asked"]


@pytest.mark.parametrize(
    ("element", "value", "said"),
    [
        (TEXT, None, "Please complete this required field."),
        ({**TEXT, "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({**TEXT, "max_length": 3}, "abcd", "Please enter at most 3 characters."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a valid number."),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "2"},
            "1",
            "Please enter a number of at least 2.",
        ),
        ({"type": "datepicker"}, "2026-02-30", "Please enter a valid date."),
        ({"type": "timepicker"}, "25:00", "Please enter a valid time."),
        ({"type": "email_text_input"}, "maya", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "example.org", "Please enter a valid URL."),
    ],
)
async def test_the_client_keeps_a_wrong_form_to_itself(
    sandbox: Sandbox, slack: AsyncWebClient, maya: Player, people: SandboxClient, element: Any, value: Any, said: str
) -> None:
    trigger_id = sandbox.workspace.triggers.issue("U0MAYA")
    await slack.views_open(trigger_id=trigger_id, view=modal(field("why", element)))
    told = await maya.submits({"why": value})
    assert (told["error"], told["errors"]) == ("invalid_form", {"why": said})
    assert await people.log("delivery") == []


@claim(
    "view_submission",
    "response_action errors, update, push and clear; an error for no input block fails",
    "surfaces/modals",
)
@pytest.mark.parametrize(
    ("answer", "error", "errors", "open_views"),
    [
        ({"response_action": "errors", "errors": {"why": "Say more"}}, None, {"why": "Say more"}, 1),
        ({"response_action": "errors", "errors": {"where": "Say more"}}, "dispatch_failed", None, 1),
        ({"response_action": "update", "view": modal(section("Thanks"))}, None, {}, 1),
        ({"response_action": "push", "view": modal(section("Sure?"))}, None, {}, 2),
        ({"response_action": "update", "view": modal(title=None)}, "dispatch_failed", None, 1),
        ({"response_action": "clear"}, None, {}, 0),
    ],
    ids=["errors", "errors elsewhere", "update", "push", "bad update", "clear"],
)
async def test_the_answer_to_a_submission_decides_what_is_open(
    connected: AsyncApp, maya: Player, answer: Any, error: Any, errors: Any, open_views: int
) -> None:
    await opens(connected, modal(field("why", TEXT), callback_id="ask"))
    answers(connected, "ask", **answer)
    await maya.runs("/ask")
    told = await maya.submits({"why": {"entry": "Because"}})
    assert (told["error"], told.get("errors")) == (error, errors)
    assert told["ok"] == (not error and not errors)
    assert len((await maya.sees())["modals"]) == open_views


@claim(
    "view_closed",
    "is sent with notify_on_close, without trigger_id",
    "reference/interaction-payloads/view-interactions-payload",
)
async def test_closing_is_told_only_to_who_asked_for_it(connected: AsyncApp, maya: Player) -> None:
    closed: list[dict[str, Any]] = []

    async def listener(ack: Any, body: dict[str, Any]) -> None:
        closed.append(body)
        await ack()

    connected.view_closed("ask")(listener)
    await opens(connected, modal(callback_id="ask", notify_on_close=True))
    await maya.runs("/ask")
    assert (await maya.closes())["ok"]
    assert closed[0]["is_cleared"] is False
    assert "trigger_id" not in closed[0]


@claim("response_url", "takes five answers, then HTTP 404 used_url", "interactivity/handling-user-interaction")
async def test_a_button_answers_through_its_response_url_five_times(
    connected: AsyncApp, slack: AsyncWebClient, maya: Player, http: aiohttp.ClientSession
) -> None:
    seen: list[dict[str, Any]] = []

    async def listener(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        seen.append(body)
        await respond("Only for you")

    connected.action("press")(listener)
    blocks = [{"type": "actions", "block_id": "row", "elements": [button(value="17")]}]
    posted = await slack.chat_postMessage(channel="C0CTO", text="Card", blocks=blocks)
    assert (await maya.clicks("press", on=posted.data))["ok"]
    action = seen[0]["actions"][0]
    assert (action["value"], action["block_id"]) == ("17", "row")
    assert seen[0]["container"]["message_ts"] == posted["ts"]
    statuses = []
    for _ in range(5):
        async with http.post(seen[0]["response_url"], json={"text": "Again"}) as response:
            statuses.append((response.status, await response.text()))
    assert statuses == [(200, "ok")] * 4 + [(404, "used_url")]


@claim(
    "response_url", "is open for thirty minutes, then HTTP 404 expired_url", "interactivity/handling-user-interaction"
)
async def test_a_response_url_lives_thirty_minutes(
    sandbox: Sandbox, people: SandboxClient, http: aiohttp.ClientSession
) -> None:
    await people.clock(running=False)
    token = sandbox.workspace.response_urls.mint("C0CTO", "U0MAYA")
    await people.clock(advance=30 * 60 + 1)
    async with http.post(f"{sandbox.url}/response/{token}", json={"text": "Late"}) as response:
        assert (response.status, await response.text()) == (404, "expired_url")


@claim(
    "response_url",
    "answers ephemeral, in_channel, in place of the original, or deletes it",
    "interactivity/handling-user-interaction",
)
@pytest.mark.parametrize(
    ("told", "for_maya", "for_tom"),
    [
        ({"text": "New"}, ["Card", "New"], ["Card"]),
        ({"text": "New", "response_type": "in_channel"}, ["Card", "New"], ["Card", "New"]),
        ({"text": "New", "replace_original": True}, ["New"], ["New"]),
        ({"delete_original": True}, [], []),
    ],
    ids=["ephemeral", "in channel", "replaced", "deleted"],
)
async def test_a_response_url_can_answer_in_four_ways(
    sandbox: Sandbox,
    slack: AsyncWebClient,
    people: SandboxClient,
    http: aiohttp.ClientSession,
    told: dict[str, Any],
    for_maya: list[str],
    for_tom: list[str],
) -> None:
    posted = await slack.chat_postMessage(channel="C0CTO", text="Card")
    token = sandbox.workspace.response_urls.mint("C0CTO", "U0MAYA", posted["ts"])
    async with http.post(f"{sandbox.url}/response/{token}", json=told) as response:
        assert response.status == 200
    assert [each["text"] for each in await people.messages("cto", viewer="maya")] == for_maya
    assert [each["text"] for each in await people.messages("cto", viewer="tom")] == for_tom


@claim("events", "messages come only from conversations that the bot is in", "reference/events/message.channels")
async def test_events_arrive_only_from_where_the_bot_is(
    connected: AsyncApp, maya: Player, people: SandboxClient
) -> None:
    seen: list[dict[str, Any]] = []

    async def listener(event: dict[str, Any]) -> None:
        seen.append(event)

    for name in ("message", "app_mention", "reaction_added", "member_joined_channel", "app_home_opened"):
        connected.event(name)(listener)
    await maya.says("#engineering", "Unheard")
    said = await maya.says("#cto", "Hello @cadence")
    assert said["acked"]
    await maya.reacts("eyes", on=said)
    await maya.says("@cadence", "Between us")
    await people.invite_bot("engineering")
    await maya.opens_home()
    assert [(each["type"], each.get("channel_type")) for each in seen] == [
        ("message", "channel"),
        ("app_mention", None),
        ("reaction_added", None),
        ("message", "im"),
        ("member_joined_channel", "C"),
        ("app_home_opened", None),
    ]
    assert seen[0]["text"] == "Hello <@U0CADENCE>"
    assert seen[0]["ts"] == seen[1]["ts"]


@claim("events", "only those of the manifest come", "reference/app-manifest")
async def test_only_subscribed_events_arrive(http: aiohttp.ClientSession) -> None:
    manifest = {"settings": {"event_subscriptions": {"bot_events": ["message.im"]}}}
    async with Sandbox(invented().with_manifest(manifest)) as strict, SandboxClient(strict.url) as people:
        said = await people.person("maya").says("#cto", "Unheard")
        assert (said["ok"], said["deliveries"]) == (True, 0)


async def test_a_home_with_a_picker_tells_what_was_picked(
    connected: AsyncApp, slack: AsyncWebClient, maya: Player
) -> None:
    seen: list[dict[str, Any]] = []

    async def listener(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack()

    connected.action("owner")(listener)
    row = {"type": "actions", "block_id": "row", "elements": [{"type": "users_select", "action_id": "owner"}]}
    await slack.views_publish(user_id="U0MAYA", view=home(row))
    await maya.clicks("owner", value="priya")
    assert seen[0]["actions"][0]["selected_user"] == "U0PRIYA"
    assert seen[0]["view"]["state"]["values"]["row"]["owner"]["selected_user"] == "U0PRIYA"


@claim(
    "shortcut, message_action",
    "a message shortcut carries the message, a global one no channel",
    "reference/interaction-payloads/shortcuts-interaction-payload",
)
async def test_both_kinds_of_shortcut_arrive(connected: AsyncApp, slack: AsyncWebClient, maya: Player) -> None:
    seen: list[str] = []

    async def listener(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body["type"])
        await ack()

    connected.shortcut("ask")(listener)
    posted = await slack.chat_postMessage(channel="C0CTO", text="Card")
    await maya.uses("ask")
    await maya.uses("ask", on=posted.data)
    assert seen == ["shortcut", "message_action"]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda remy: remy.says("#cto", "Hello"), "remy is not in #cto"),
        (lambda remy: remy.says("#nowhere", "Hello"), "there is no channel #nowhere"),
        (lambda remy: remy.submits(), "remy has no such view open on top"),
        (lambda remy: remy.clicks("press"), "remy has no such view open on top"),
        (lambda remy: remy.leaves("#cto"), "U0REMY is not in #cto, or cannot leave it"),
        (
            lambda remy: remy.edits({"channel": "D0REMY", "ts": "1.2"}, "x"),
            "remy sees no message 1.2 in direct messages with the app",
        ),
    ],
)
async def test_a_person_can_only_do_what_a_person_can(people: SandboxClient, act: Any, sentence: str) -> None:
    with pytest.raises(ControlRefused, match=f"^{sentence}$"):
        await act(people.person("remy"))


async def test_a_button_that_is_not_there_cannot_be_clicked(slack: AsyncWebClient, maya: Player) -> None:
    blocks = [{"type": "actions", "elements": [button("yes"), button("no")]}]
    posted = await slack.chat_postMessage(channel="C0CTO", text="Card", blocks=blocks)
    with pytest.raises(ControlRefused, match="there is no maybe to click here, only yes, no"):
        await maya.clicks("maybe", on=posted.data)


async def test_nothing_is_left_running(http: aiohttp.ClientSession) -> None:
    before = asyncio.all_tasks()
    async with Sandbox() as sandbox, SandboxClient(sandbox.url) as people:
        await people.person("maya").says("#cto", "Nobody listens, so it will be tried again")
    assert asyncio.all_tasks() <= before


@claim("message", "& < > are escaped, names and links are in brackets", "messaging/formatting-message-text")
@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("ask @tom in #cto", "ask <@U0TOM> in <#C0CTO|cto>"),
        ("ask @nobody at maya@larkspur.example", "ask @nobody at maya@larkspur.example"),
        ("<@U0TOM> @channel", "<@U0TOM> <!channel>"),
        ("see https://example.org/?a=1&b=2 now", "see <https://example.org/?a=1&b=2> now"),
    ],
)
async def test_what_a_person_types_arrives_as_slack_writes_it(maya: Player, typed: str, arrives: str) -> None:
    await maya.says("#cto", typed)
    assert [each["text"] for each in await maya.reads("#cto")] == [arrives]


@claim("app_home", "without messages tab nobody writes to the app, nor it to them", "surfaces/app-home")
async def test_an_app_without_messages_tab_cannot_write_nor_be_written_to(slack: AsyncWebClient, refusal: Any) -> None:
    manifest = {
        "features": {"app_home": {"messages_tab_enabled": False}},
        "oauth_config": {"scopes": {"bot": ["chat:write"]}},
    }
    async with Sandbox(invented().with_manifest(manifest)) as strict, SandboxClient(strict.url) as people:
        slack.base_url = strict.api_url
        async with refusal("messages_tab_disabled"):
            await slack.chat_postMessage(channel="U0MAYA", text="Hello")
        with pytest.raises(ControlRefused, match="does not take direct messages"):
            await people.person("maya").says("@cadence", "Hello")


@claim("views.update", "what was entered stays where block_id and action_id stay", "surfaces/modals")
async def test_what_was_entered_survives_an_update_of_the_same_field(
    connected: AsyncApp, slack: AsyncWebClient, maya: Player
) -> None:
    form = modal(field("why", TEXT, dispatch_action=True), callback_id="ask")

    async def listener(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=form)

    connected.action("entry")(listener)
    await opens(connected, form)
    await maya.runs("/ask")
    told = await maya.clicks("entry", value="Because")
    assert told["view"]["state"]["values"]["why"]["entry"]["value"] == "Because"


@claim("member_left_channel", "is sent to the bot that was taken out as well", "reference/events/member_left_channel")
async def test_the_bot_is_told_that_it_was_taken_out(
    connected: AsyncApp, people: SandboxClient, slack: AsyncWebClient, refusal: Any
) -> None:
    seen: list[str] = []

    async def listener(event: dict[str, Any]) -> None:
        seen.append(event["user"])

    connected.event("member_left_channel")(listener)
    await people.remove_bot("cto")
    assert seen == ["U0CADENCE"]
    async with refusal("not_in_channel"):
        await slack.chat_postMessage(channel="C0CTO", text="Hello")
