"""What an app meets when Slack has moved on, or when it was not Slack at all."""

from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import ControlRefused, Player, SandboxClient
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.hearing import told
from tests.sandbox.payloads import button, modal


async def opening(app: AsyncApp) -> list[str]:
    """An app that opens a modal, and what Slack said to that."""
    said: list[str] = []

    async def listener(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        try:
            await client.views_open(trigger_id=body["trigger_id"], view=modal())
            said.append("ok")
        except SlackApiError as refused:
            said.append(refused.response["error"])

    app.command("/ask")(listener)
    return said


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_a_trigger_may_be_dead_on_arrival(
    connected: AsyncApp, people: SandboxClient, maya: Player, error: str
) -> None:
    said = await opening(connected)
    await people.fault("dead_trigger", error=error, times=1)
    await maya.runs("/ask")
    await maya.runs("/ask")
    assert said == [error, "ok"]


@pytest.mark.parametrize("error", ["expired_url", "used_url"])
async def test_an_address_to_answer_may_be_dead_on_arrival(
    connected: AsyncApp,
    slack: AsyncWebClient,
    people: SandboxClient,
    maya: Player,
    http: aiohttp.ClientSession,
    error: str,
) -> None:
    urls: list[str] = []

    async def listener(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        urls.append(body["response_url"])

    connected.action("press")(listener)
    posted = await slack.chat_postMessage(
        channel="C0CTO", text="Card", blocks=[{"type": "actions", "elements": [button()]}]
    )
    await people.fault("dead_response_url", error=error)
    await maya.clicks("press", on=posted.data)
    async with http.post(urls[0], json={"text": "Done"}) as response:
        assert (response.status, await response.text()) == (404, error)


@claim(
    "signatures",
    "an unsigned, wrongly signed or old request is none of Slack's",
    "authentication/verifying-requests-from-slack",
)
@pytest.mark.parametrize("how", ["unsigned", "wrong", "old"])
async def test_a_forged_request_is_refused_by_bolt_and_the_retry_is_genuine(
    over_http: AsyncApp, people: SandboxClient, maya: Player, how: str
) -> None:
    async def listener(ack: Any) -> None:
        await ack("Welcome")

    over_http.command("/ask")(listener)
    await people.fault("forged_request", how=how, times=1)
    assert (await maya.runs("/ask"))["detail"] == "the app answered 401"
    assert (await maya.runs("/ask"))["ack"] == {"text": "Welcome"}


@claim(
    "client_msg_id",
    "what a second message of one id does is not published: nothing here, or what a test asks for",
    "reports of developers",
    Evidence.OBSERVED,
)
async def test_a_second_message_of_one_client_msg_id(slack: AsyncWebClient, people: SandboxClient) -> None:
    post = {"channel": "C0CTO", "text": "Hello", "client_msg_id": "6a1f0c6e-0000-0000-0000-000000000001"}
    first, second = [(await slack.chat_postMessage(**post))["ts"] for _ in range(2)]
    assert first != second
    await people.app(client_msg_ids="deduplicated")
    assert (await slack.chat_postMessage(**post))["ts"] == first
    assert len(await people.messages("#cto")) == 2
    await people.app(client_msg_ids="refused")
    with pytest.raises(SlackApiError, match="duplicate_message_not_found"):
        await slack.chat_postMessage(**post)
    with pytest.raises(ControlRefused, match="say one of"):
        await people.app(client_msg_ids="perhaps")


@claim("app_uninstalled, tokens_revoked", "are the last that an app hears", "reference/events/app_uninstalled")
async def test_an_app_is_uninstalled(slack: AsyncWebClient, people: SandboxClient, refusal: Any) -> None:
    await people.app(uninstalled=True)
    assert {each["type"] for each in await told(people, "tokens_revoked", "app_uninstalled", count=2)} == {
        "tokens_revoked",
        "app_uninstalled",
    }
    async with refusal("account_inactive"):
        await slack.auth_test()


@claim("auth.revoke", "ends the token, unless it is a test")
async def test_an_app_gives_its_token_up(slack: AsyncWebClient, refusal: Any) -> None:
    assert not (await slack.auth_revoke(test=True))["revoked"]
    assert (await slack.auth_revoke())["revoked"]
    async with refusal("token_revoked"):
        await slack.auth_test()
