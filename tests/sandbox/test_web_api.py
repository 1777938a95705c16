import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim

BEARER = {"Authorization": "Bearer xoxb-sandbox"}


@pytest.mark.parametrize(
    ("headers", "method", "error"),
    [
        ({}, "auth.test", "not_authed"),
        ({"Authorization": "Bearer xoxb-other"}, "auth.test", "invalid_auth"),
        ({"Authorization": "Bearer xapp-sandbox"}, "auth.test", "not_allowed_token_type"),
        (BEARER, "apps.connections.open", "not_allowed_token_type"),
        (BEARER, "chat.shout", "unknown_method"),
    ],
)
async def test_a_call_that_may_not_be_made_is_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, headers: dict[str, str], method: str, error: str
) -> None:
    async with http.post(sandbox.api_url + method, headers=headers) as response:
        assert response.status == 200
        told = await response.json()
    assert (told["ok"], told["error"]) == (False, error)


async def test_auth_test_names_the_team_and_the_bot(slack: AsyncWebClient) -> None:
    told = await slack.auth_test()
    assert told["team"] == "Larkspur Freight"
    assert (told["user_id"], told["bot_id"]) == ("U0CADENCE", "B0CADENCE")
    assert "x-slack-req-id" in told.headers


async def test_a_revoked_token_opens_nothing(slack: AsyncWebClient, people: SandboxClient, refusal: Any) -> None:
    await people.app(token_revoked=True)
    async with refusal("token_revoked"):
        await slack.auth_test()


@claim("requests", "query, form and JSON are understood, and merged", "apis/web-api/")
@pytest.mark.parametrize(
    "sent",
    [
        {"params": {"channel": "C0CTO", "text": "Hello", "unfurl_links": "0"}},
        {"data": {"channel": "C0CTO", "text": "Hello", "blocks": json.dumps([{"type": "divider"}])}},
        {"json": {"channel": "C0CTO", "text": "Hello", "team_id": "T0SANDBOX"}},
        {"params": {"channel": "C0CTO"}, "json": {"text": "Hello"}},
        {"data": {"channel": "C0CTO", "text": "Hello", "token": "xoxb-sandbox"}, "headers": {}},
    ],
    ids=["query", "form", "json", "query and json", "token in the form"],
)
async def test_every_encoding_of_slack_is_understood(
    sandbox: Sandbox, http: aiohttp.ClientSession, sent: dict[str, Any]
) -> None:
    async with http.post(sandbox.api_url + "chat.postMessage", **{"headers": BEARER, **sent}) as response:
        told = await response.json()
    assert told["message"]["text"] == "Hello"


@claim("requests", "an empty body that claims to be JSON is no error", "slack-sdk 3.47", Evidence.OBSERVED)
async def test_an_empty_body_that_claims_to_be_json_is_no_error(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    headers = {**BEARER, "Content-Type": "application/json;charset=utf-8"}
    async with http.post(sandbox.api_url + "auth.test", headers=headers) as response:
        assert (await response.json())["ok"]


@claim(
    "requests",
    "missing_post_type, invalid_post_type, invalid_charset and invalid_arg_name",
    "reference/methods/api.test",
)
@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        (None, "channel=C0CTO", "missing_post_type"),
        ("text/xml", "<channel/>", "invalid_post_type"),
        ("application/json; charset=utf-7", '{"channel": "C0CTO"}', "invalid_charset"),
        ("application/json; charset=utf-8", '{"the channel": "C0CTO"}', "invalid_arg_name"),
        ("application/x-www-form-urlencoded", f"{'x' * 256}=1", "invalid_arg_name"),
    ],
)
async def test_a_malformed_request_is_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, kind: str | None, body: str, error: str
) -> None:
    headers = {**BEARER, **({"Content-Type": kind} if kind else {})}
    skipped = () if kind else ("Content-Type",)
    url = sandbox.api_url + "auth.test"
    async with http.post(url, headers=headers, data=body, skip_auto_headers=skipped) as response:
        assert (await response.json())["error"] == error


@pytest.mark.parametrize("method", ["files.upload", "channels.list", "im.open"])
async def test_a_retired_method_is_deprecated(sandbox: Sandbox, http: aiohttp.ClientSession, method: str) -> None:
    async with http.post(sandbox.api_url + method, headers=BEARER) as response:
        assert (await response.json())["error"] == "method_deprecated"


@claim("requests", "invalid_json, json_not_object", "apis/web-api/")
@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_broken_json_is_refused(sandbox: Sandbox, http: aiohttp.ClientSession, body: str, error: str) -> None:
    headers = {**BEARER, "Content-Type": "application/json"}
    async with http.post(sandbox.api_url + "auth.test", headers=headers, data=body) as response:
        assert (await response.json())["error"] == error


@claim("scopes", "a method needs the scope of its page, from the manifest", "reference/scopes")
async def test_a_method_needs_the_scope_of_the_manifest(http: aiohttp.ClientSession, refusal: Any) -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["users:read"]}}}
    async with Sandbox(invented().with_manifest(manifest)) as strict:
        slack = AsyncWebClient(token="xoxb-sandbox", base_url=strict.api_url, session=http)
        await slack.users_info(user="U0MAYA")
        async with refusal("missing_scope"):
            await slack.chat_postMessage(channel="C0CTO", text="Hello")


async def test_people_live_in_three_time_zones(slack: AsyncWebClient) -> None:
    members = (await slack.users_list())["members"]
    zones = {person["tz"] for person in members if not person["is_bot"] and person["id"] != "USLACKBOT"}
    assert zones == {"Europe/Berlin", "America/New_York", "Asia/Kolkata"}


async def test_an_unknown_user_is_not_found(slack: AsyncWebClient, refusal: Any) -> None:
    async with refusal("user_not_found"):
        await slack.users_info(user="U0NOBODY")


@claim("pagination", "next_cursor is empty on the last page", "apis/web-api/pagination")
async def test_lists_come_in_pages_until_the_cursor_is_empty(slack: AsyncWebClient) -> None:
    seen, cursor = [], None
    while cursor != "":
        page = await slack.users_list(limit=4, cursor=cursor)
        seen += [person["id"] for person in page["members"]]
        cursor = page["response_metadata"]["next_cursor"]
    assert len(seen) == len(set(seen)) == 15


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"cursor": "later"}, "invalid_cursor"),
        ({"limit": 1001}, "invalid_limit"),
        ({"limit": -1}, "invalid_limit"),
    ],
)
async def test_a_page_that_does_not_exist_is_refused(
    slack: AsyncWebClient, refusal: Any, asked: dict[str, Any], error: str
) -> None:
    async with refusal(error):
        await slack.conversations_list(**asked)


async def test_tokens_do_not_stand_in_the_log(sandbox: Sandbox, slack: AsyncWebClient, people: SandboxClient) -> None:
    await slack.chat_postMessage(channel="C0CTO", text="my token is xoxb-1-secret")
    assert "secret" not in json.dumps(await people.log())


async def test_a_form_in_several_parts_is_understood(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    form = aiohttp.FormData()
    form.add_field("channel", "C0CTO")
    form.add_field("text", "Grüße\r\nin two lines")
    form.add_field("file", b"\x00\x01", filename="plan.bin", content_type="application/octet-stream")
    form._is_multipart = True
    async with http.post(sandbox.api_url + "chat.postMessage", headers=BEARER, data=form) as response:
        told = await response.json()
    assert told["message"]["text"] == "Grüße\r\nin two lines"


@claim("requests", "invalid_form_data", "apis/web-api/")
async def test_parts_without_a_boundary_are_no_form(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    headers = {**BEARER, "Content-Type": "multipart/form-data"}
    async with http.post(sandbox.api_url + "auth.test", headers=headers, data=b"--nothing") as response:
        assert (await response.json())["error"] == "invalid_form_data"
