import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.client import ControlRefused, Player, SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.organisation import invented, read_organisation
from bot.sandbox.server import Sandbox
from tests.sandbox.claims import Evidence, claim


def test_the_invented_company_is_the_same_each_time() -> None:
    assert invented() == invented()
    zones = Counter(person.zone for person in invented().people)
    assert set(zones) == {"Europe/Berlin", "America/New_York", "Asia/Kolkata"}
    assert next(person for person in invented().people if person.name == "maya").id == "U0MAYA"


def test_an_organisation_is_read_from_a_file_with_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"features": {}}))
    told = """
        team = "Small Ltd"
        manifest = "manifest.json"
        [app]
        name = "helper"
        [[people]]
        name = "kim"
        real_name = "Kim Lund"
        zone = "Europe/Oslo"
        [[channels]]
        name = "general"
        everyone = true
        with_bot = true
    """
    (tmp_path / "small.toml").write_text(told)
    organisation = read_organisation(tmp_path / "small.toml")
    assert (organisation.team, organisation.app.name) == ("Small Ltd", "helper")
    assert [person.id for person in organisation.people] == ["U0KIM"]
    assert organisation.channels[0].id == "C0GENERAL"
    assert organisation.app.manifest == {"features": {}}


def test_a_stopped_clock_moves_only_when_moved() -> None:
    monday = datetime(2026, 3, 2, 8, tzinfo=UTC)
    clock = Clock(monday, running=False)
    clock.advance(90)
    assert clock.now() == monday + timedelta(seconds=90)
    clock.run(True)
    time.sleep(0.001)
    assert clock.now() > monday + timedelta(seconds=90)
    with pytest.raises(ValueError, match="with its zone"):
        clock.set(datetime(2026, 3, 2, 8))  # noqa: DTZ001 - the mistake it is about


async def test_the_clock_refuses_what_is_no_time(people: SandboxClient) -> None:
    for wrong in ({"at": "yesterday"}, {"at": "2026-03-02T09:00:00"}, {"advance": "soon"}):
        with pytest.raises(ControlRefused):
            await people.post("clock", **wrong)


@claim("users.info", "an address only with users:read.email", "reference/scopes/users.read.email")
async def test_an_address_is_shown_only_with_its_scope(slack: AsyncWebClient) -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["users:read"]}}}
    assert "email" in (await slack.users_info(user="U0MAYA"))["user"]["profile"]
    async with Sandbox(invented().with_manifest(manifest)) as strict:
        slack.base_url = strict.api_url
        assert "email" not in (await slack.users_info(user="U0MAYA"))["user"]["profile"]


@claim("team_join, user_change", "tell of people who come, change and go", "reference/events/user_change")
async def test_the_app_hears_who_comes_and_who_goes(
    connected: AsyncApp, people: SandboxClient, slack: AsyncWebClient
) -> None:
    seen: list[tuple[str, str, bool]] = []

    async def listener(event: dict[str, Any]) -> None:
        seen.append((event["type"], event["user"]["name"], event["user"]["deleted"]))

    connected.event("team_join")(listener)
    connected.event("user_change")(listener)
    await people.hires("kim", real_name="Kim Lund", zone="Europe/Oslo")
    await people.changes("kim", deleted=True)
    assert seen == [("team_join", "kim", False), ("user_change", "kim", True)]
    assert (await slack.users_info(user="U0KIM"))["user"]["tz"] == "Europe/Oslo"
    with pytest.raises(ControlRefused, match="kim is deactivated"):
        await people.person("kim").says("#general", "Hello")


@claim("message_changed, message_deleted", "carry previous_message", "reference/events/message/message_changed")
async def test_edits_and_deletions_are_told_with_what_was_before(connected: AsyncApp, maya: Player) -> None:
    seen: list[dict[str, Any]] = []

    async def listener(event: dict[str, Any]) -> None:
        seen.append(event)

    connected.event("message")(listener)
    said = await maya.says("#cto", "Helo")
    await maya.edits(said, "Hello")
    await maya.deletes(said)
    assert [event.get("subtype") for event in seen] == [None, "message_changed", "message_deleted"]
    assert (seen[1]["previous_message"]["text"], seen[1]["message"]["text"]) == ("Helo", "Hello")
    assert seen[2]["deleted_ts"] == said["ts"]


@claim(
    "message_changed",
    "to a tombstone is what tells that a message with replies was deleted; once its last reply goes, message_deleted",
    "42wim/matterbridge#600, slack-edge/slack-edge#10",
    Evidence.OBSERVED,
)
async def test_of_a_message_with_replies_a_tombstone_is_told_and_then_that_it_is_gone(
    connected: AsyncApp, people: SandboxClient, maya: Player
) -> None:
    said = await maya.says("#cto", "Helo")
    reply = await people.person("ana").says("#cto", "Hello to you", thread=said["ts"])
    seen: list[dict[str, Any]] = []

    async def listener(event: dict[str, Any]) -> None:
        seen.append(event)

    connected.event("message")(listener)
    await maya.deletes(said)
    await people.person("ana").deletes(reply)
    changed, *gone = seen
    left = changed["message"]
    assert (changed["subtype"], left["subtype"], left["user"]) == ("message_changed", "tombstone", "USLACKBOT")
    assert (left["ts"], left["hidden"], changed["previous_message"]["text"]) == (said["ts"], True, "Helo")
    assert [(each["subtype"], each["deleted_ts"]) for each in gone] == [
        ("message_deleted", reply["ts"]),
        ("message_deleted", said["ts"]),
    ]
    assert await people.messages("#cto", viewer="maya") == []


@claim(
    "slash commands",
    "with should_escape names arrive as ids, private channels without their name",
    "interactivity/implementing-slash-commands",
)
async def test_names_that_should_be_escaped_arrive_as_ids() -> None:
    command = {"command": "/ask", "should_escape": True}
    manifest = {"features": {"slash_commands": [command], "app_home": {"messages_tab_enabled": True}}}
    async with Sandbox(invented().with_manifest(manifest)) as strict, SandboxClient(strict.url) as people:
        await people.person("maya").runs("/ask", "@tom about #cto and #leadership")
        (sent,) = await people.log("delivery")
    assert sent["payload"]["text"] == "<@U0TOM|tom> about <#C0CTO|cto> and <#C0LEADERSHIP|>"


async def test_the_state_shows_the_whole_company(people: SandboxClient) -> None:
    state = await people.state()
    assert {each["name"] for each in state["conversations"]} == {"general", "cto", "engineering", "leadership"}
    assert len(state["people"]) == 15
