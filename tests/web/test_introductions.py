"""Before Slack's list of everybody is through, whoever acts is looked up: a guest is no member meanwhile, either."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import clock, startup
from bot import settings as settings_
from bot.app import Cadence
from bot.deployment import Deployment
from bot.sandbox.client import SandboxClient
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.slack import people
from tests.factories import ANA, settings

MEMBERS_ONLY = "Only people of this organisation may do this."
AGAIN = "Slack did not say in time who you are, so nothing was done. Try again in a minute."


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """It tells nobody's name in its list."""
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox:
        sandbox.workspace.faults.add("error", method="users.list", error="fatal_error", times=1000)
        yield sandbox


@pytest.fixture
async def cadence(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Cadence]:
    cadence = Cadence(
        Deployment(
            slack_bot_token=SecretStr("xoxb-sandbox"),
            slack_app_token=SecretStr("xapp-sandbox"),
            slack_signing_secret=None,
            slack_api_url=sandbox.api_url,
            database_url=SecretStr(f"sqlite:///{tmp_path / 'cadence.sqlite3'}"),
            port=None,
            installer=None,
            prompts=None,
        )
    )
    await cadence.start()
    await cadence.database.run(settings_.save, settings(), by="test", now=clock.now())
    yield cadence
    await cadence.stop()


@pytest.fixture
async def workspace(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as client:
        yield client


async def answer(workspace: SandboxClient, name: str) -> str:
    told = await workspace.person(name).runs("/focus")
    return str(told["ack"]["text"])


async def test_a_guest_is_refused_and_a_member_served_from_the_first_act_on(
    cadence: Cadence, workspace: SandboxClient
) -> None:
    assert await answer(workspace, "remy") == MEMBERS_ONLY
    assert await answer(workspace, "ana") not in (MEMBERS_ONLY, AGAIN)


async def test_a_member_is_asked_about_once(cadence: Cadence, workspace: SandboxClient, sandbox: Sandbox) -> None:
    await answer(workspace, "ana")
    silent = sandbox.workspace.faults.add("drop", method="users.info", times=1000)

    assert await answer(workspace, "ana") not in (MEMBERS_ONLY, AGAIN)
    assert silent.fired == 0


@pytest.mark.parametrize(
    ("kind", "told", "is_served"),
    [
        ("drop", {}, False),
        ("rate_limited", {"retry_after": 30}, False),
        ("error", {"error": "user_not_found"}, False),
        ("error", {"error": "missing_scope"}, True),
    ],
    ids=["no answer", "too many calls", "a stranger", "it tells nothing of anybody"],
)
async def test_whom_slack_does_not_tell_of_waits_unless_it_never_will(
    cadence: Cadence, workspace: SandboxClient, sandbox: Sandbox, kind: str, told: dict[str, Any], is_served: bool
) -> None:
    fault = sandbox.workspace.faults.add(kind, method="users.info", times=9, **told)

    said = await answer(workspace, "ana")

    assert fault.fired
    sandbox.workspace.faults.clear()
    assert (said not in (MEMBERS_ONLY, AGAIN)) is is_served
    assert await answer(workspace, "ana") not in (MEMBERS_ONLY, AGAIN), "at the next try they are known"


async def test_nobody_is_asked_about_once_everybody_is_met(
    cadence: Cadence, workspace: SandboxClient, sandbox: Sandbox
) -> None:
    sandbox.workspace.faults.clear()
    await cadence.introductions.meet_everybody()
    silent = sandbox.workspace.faults.add("drop", method="users.info", times=1000)

    assert await answer(workspace, "remy") == MEMBERS_ONLY
    assert await answer(workspace, "ana") not in (MEMBERS_ONLY, AGAIN)
    assert silent.fired == 0
    assert await cadence.database.run(people.is_known, ANA)
