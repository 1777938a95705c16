"""From an empty workspace to the first approved post: what it costs people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pydantic import SecretStr

from bot import startup
from bot.app import Cadence
from bot.cli.scenes.focus import MONDAY_NINE
from bot.cli.scenes.scene import OPENS
from bot.cli.scenes.stage import Stage, Transcript, offers, says
from bot.deployment import Deployment
from bot.sandbox import channels
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.limits import Limits
from bot.sandbox.organisation import Organisation, invented
from bot.sandbox.server import Sandbox
from tests.factories import MAYA, TOM

Json = dict[str, Any]
#: What each act takes a person who reads everything, in seconds.
SECONDS = {"click": 8, "choice": 12, "command": 8, "sentence": 45}


@dataclass
class Effort:
    """Whatever people do, and how long they take for it."""

    acts: list[str] = field(default_factory=list)

    def spent(self, *acts: str) -> None:
        self.acts += acts

    @property
    def seconds(self) -> int:
        return sum(SECONDS[act] for act in self.acts)


@dataclass
class Office:
    sandbox: Sandbox
    stage: Stage


@asynccontextmanager
async def just_installed(database_url: str) -> AsyncIterator[Office]:
    """A Friday afternoon: Tom has installed the app and started the bot. There is #general, and nothing else."""
    organisation = _empty(invented().with_manifest(startup.manifest()))
    clock, limits = Clock(OPENS), Limits(ack_seconds=60, trigger_seconds=60)
    async with Sandbox(organisation, clock=clock, limits=limits) as sandbox, SandboxClient(sandbox.url) as client:
        cadence = Cadence(_deployment(database_url, sandbox.api_url), now=clock.now)
        await cadence.start()
        try:
            yield Office(sandbox, Stage(client, cadence, Transcript(organisation)))
        finally:
            await cadence.stop()


@pytest.fixture
async def office(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr("bot.cli.scenes.stage.PATIENCE_SECONDS", 60)
    async with just_installed(database_url) as office:
        yield office


def _empty(organisation: Organisation) -> Organisation:
    return replace(organisation, channels=tuple(each for each in organisation.channels if each.name == "general"))


def _deployment(database_url: str, api_url: str) -> Deployment:
    return Deployment(
        slack_bot_token=SecretStr("xoxb-sandbox"),
        slack_app_token=SecretStr("xapp-sandbox"),
        slack_signing_secret=None,
        slack_api_url=api_url,
        database_url=SecretStr(database_url),
        port=None,
        installer=TOM,
        prompts=None,
    )


async def set_up(office: Office, effort: Effort, **given: Any) -> None:
    """Tom answers what nobody could guess, reads what will happen, and saves."""
    tom = office.stage.person("tom")
    invitation = await office.stage.sees("tom", "tom", offers("Set up cadence"), "the invitation")
    await office.stage.clicks("tom", "Set up cadence", invitation)
    effort.spent("click", *("choice" for _ in given))
    considered = await office.stage.does("tom asks what will happen", await tom.submits(given))
    assert considered["ack"]["response_action"] == "update", considered["ack"]
    await office.stage.does("tom saves", await tom.submits())
    effort.spent("click", "click")


async def write_and_approve(office: Office, effort: Effort) -> None:
    await office.stage.sees("maya", "maya", says("set cadence up, with you as the CTO"), "that she was named")
    await office.stage.person("maya").runs("/focus", channel="#general")
    written = {"what-0": "Payments leave the shared database", "why-0": "Its cost doubled in January."}
    await office.stage.does("maya saves", await office.stage.person("maya").submits(written))
    preview = await office.stage.sees("maya", "maya", offers("Approve"), "the preview")
    await office.stage.clicks("maya", "Approve", preview)
    effort.spent("command", "sentence", "sentence", "click", "click")


async def test_from_an_empty_workspace_to_the_first_approved_post_in_under_five_minutes(office: Office) -> None:
    effort = Effort()
    made = channels.create(office.sandbox.workspace, TOM, "cto", private=False)
    made.members += [MAYA, "U0ANA"]
    effort.spent("click", "choice", "click")  # making a channel in Slack
    await office.stage.sees("tom", "tom", offers("Set up cadence"), "the invitation")

    await set_up(office, effort, **{"people.cto": MAYA})
    await write_and_approve(office, effort)
    assert effort.seconds < 5 * 60
    assert len(effort.acts) <= 12

    await office.stage.until(MONDAY_NINE, hourly=False)
    post = await office.stage.sees("ana", "#cto", says("Payments leave the shared database"), "the post")
    assert post["pinned_to"] == [made.id], "cadence went into the channel by itself"


async def test_without_a_channel_like_cto_the_form_says_how_to_come_by_one(office: Office) -> None:
    await office.stage.person("tom").runs("/cadence", "setup", channel="#general")

    (form,) = (await office.stage.person("tom").sees())["modals"]
    (channel,) = [block for block in form["blocks"] if block["block_id"] == "focus.channel"]
    assert channel["hint"]["text"].startswith("No channel is called like #cto. Make a public one in Slack")


async def test_the_invitation_comes_once_and_ends_when_it_is_done(office: Office) -> None:
    await set_up(office, Effort(), **{"people.cto": MAYA, "focus.channel": "C0GENERAL"})

    done = await office.stage.sees("tom", "tom", says("Tom Brandt set cadence up."), "that it is done")

    assert "Set up cadence" not in str(done["blocks"])
    messages = await office.stage.client.messages("cadence", viewer="tom")
    assert len(messages) == 1


async def test_nothing_happens_before_it_is_set_up(office: Office) -> None:
    await office.stage.until(MONDAY_NINE, hourly=False)

    answer = await office.stage.person("maya").runs("/focus", channel="#general")

    assert answer["ack"]["text"].startswith("cadence is installed here but not set up yet.")
