"""The running bot as a whole."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr

from bot import clock, startup
from bot.app import Cadence
from bot.deployment import Deployment
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox


class Watch:
    """A clock that can break."""

    broken = False

    def now(self) -> datetime:
        if self.broken:
            raise OSError("the clock is gone")
        return clock.now()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(invented().with_manifest(startup.manifest())) as sandbox:
        yield sandbox


@pytest.fixture
def deployment(sandbox: Sandbox, tmp_path: Path) -> Deployment:
    return Deployment(
        slack_bot_token=SecretStr("xoxb-sandbox"),
        slack_app_token=SecretStr("xapp-sandbox"),
        slack_api_url=sandbox.api_url,
        database_url=SecretStr(f"sqlite:///{tmp_path / 'cadence.sqlite3'}"),
    )


async def test_a_bot_whose_deliveries_broke_down_does_not_live_on_as_if_nothing_were(deployment: Deployment) -> None:
    watch = Watch()
    cadence = Cadence(deployment, now=watch.now)
    await cadence.start()
    watch.broken = True

    with pytest.raises(BaseExceptionGroup) as ended:
        await asyncio.wait_for(cadence.ended, 5)
    watch.broken = False
    await cadence.stop()

    assert ended.group_contains(OSError, match="the clock is gone")


async def test_a_bot_that_waits_to_ask_slack_for_everybody_again_stops_at_once(
    sandbox: Sandbox, deployment: Deployment
) -> None:
    fault = sandbox.workspace.faults.add("error", error="fatal_error", method="users.list")
    cadence = Cadence(deployment)
    await cadence.start()
    async with asyncio.timeout(10):
        while not fault.fired:
            await asyncio.sleep(0.01)

    with structlog.testing.capture_logs() as log:
        await cadence.stop()

    assert [entry["event"] for entry in log] == [], "nothing was left to be cut off"
