"""The running bot as a whole."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import clock, startup
from bot.app import Cadence
from bot.sandbox.organisation import invented
from bot.sandbox.server import Sandbox
from bot.settings import Deployment


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


async def test_a_bot_whose_deliveries_broke_down_does_not_live_on_as_if_nothing_were(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    watch = Watch()
    deployment = Deployment(
        slack_bot_token=SecretStr("xoxb-sandbox"),
        slack_app_token=SecretStr("xapp-sandbox"),
        slack_api_url=sandbox.api_url,
        database_url=SecretStr(f"sqlite:///{tmp_path / 'cadence.sqlite3'}"),
    )
    cadence = Cadence(deployment, now=watch.now)
    await cadence.start()
    watch.broken = True

    with pytest.raises(BaseExceptionGroup) as ended:
        await asyncio.wait_for(cadence.ended, 5)
    watch.broken = False
    await cadence.stop()

    assert ended.group_contains(OSError, match="the clock is gone")
