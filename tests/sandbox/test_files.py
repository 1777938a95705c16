"""Files: asked for, uploaded, shared, read again."""

import asyncio
from functools import partial

import aiohttp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim
from tests.sandbox.hearing import told


@claim("files.completeUploadExternal", "shares the files in a message, with initial_comment and in a thread")
async def test_the_sdk_uploads_a_file_in_three_steps(slack: AsyncWebClient, people: SandboxClient) -> None:
    parent = await slack.chat_postMessage(channel="C0CTO", text="Numbers?")
    uploaded = await slack.files_upload_v2(
        channel="C0CTO", content="a,b\n1,2\n", filename="numbers.csv", initial_comment="Here", thread_ts=parent["ts"]
    )
    file = uploaded["files"][0]
    assert (file["name"], file["size"], file["mimetype"]) == ("numbers.csv", 8, "text/csv")
    (reply,) = [each for each in await people.messages("#cto", thread_ts=parent["ts"]) if each["ts"] != parent["ts"]]
    assert (reply["text"], reply["subtype"], reply["files"][0]["id"]) == ("Here", "file_share", file["id"])
    (shared,) = await told(people, "file_shared")
    assert (shared["file_id"], shared["channel_id"]) == (file["id"], "C0CTO")


@claim("files.info", "names the channels that show the file, and where its bytes are")
async def test_a_file_is_read_with_the_bots_token(slack: AsyncWebClient, http: aiohttp.ClientSession) -> None:
    uploaded = await slack.files_upload_v2(channel="C0CTO", content="plan", filename="plan.txt")
    file = (await slack.files_info(file=uploaded["files"][0]["id"]))["file"]
    assert (file["channels"], list(file["shares"]["public"])) == (["C0CTO"], ["C0CTO"])
    async with http.get(file["url_private"], headers={"Authorization": "Bearer xoxb-sandbox"}) as response:
        assert await response.read() == b"plan"
    assert [each["id"] for each in (await slack.files_list(channel="C0CTO"))["files"]] == [file["id"]]


@claim(
    "files",
    "without a token url_private is a page to sign in, not an error",
    "reports of developers",
    Evidence.OBSERVED,
)
async def test_without_a_token_there_is_a_page_to_sign_in(slack: AsyncWebClient, http: aiohttp.ClientSession) -> None:
    uploaded = await slack.files_upload_v2(channel="C0CTO", content="secret", filename="plan.txt")
    file = (await slack.files_info(file=uploaded["files"][0]["id"]))["file"]
    async with http.get(file["url_private"]) as response:
        assert (response.status, "secret" in await response.text()) == (200, False)


async def test_the_sync_sdk_uploads_too(sandbox: Sandbox, people: SandboxClient) -> None:
    client = WebClient(token="xoxb-sandbox", base_url=sandbox.api_url)
    upload = partial(client.files_upload_v2, channel="C0CTO", content="plan", filename="plan.txt")
    assert (await asyncio.to_thread(upload))["ok"]
    (shown,) = await people.messages("#cto")
    assert shown["files"][0]["name"] == "plan.txt"


async def test_an_address_to_upload_to_is_good_once(slack: AsyncWebClient, http: aiohttp.ClientSession) -> None:
    url = (await slack.files_getUploadURLExternal(filename="a", length=1))["upload_url"]
    async with http.post(url, data=b"a") as first, http.post(url, data=b"b") as second:
        assert (first.status, second.status) == (200, 404)


async def test_a_deleted_file_is_gone(slack: AsyncWebClient, refusal: object) -> None:
    uploaded = await slack.files_upload_v2(channel="C0CTO", content="plan", filename="plan.txt")
    await slack.files_delete(file=uploaded["files"][0]["id"])
    async with refusal("file_not_found"):
        await slack.files_info(file=uploaded["files"][0]["id"])
