"""The whole bot in a whole workspace: both ways that Slack reaches it, both databases."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot import settings as settings_
from bot.app import Cadence
from bot.cli.demo import organisation_of
from bot.cli.scenes import every
from bot.cli.scenes.scene import OPENS
from bot.cli.scenes.stage import Stage, Transcript
from bot.deployment import Deployment
from bot.sandbox.client import SandboxClient
from bot.sandbox.clock import Clock
from bot.sandbox.limits import Limits
from bot.sandbox.organisation import App
from bot.sandbox.server import Sandbox
from tests.conftest import the_engine
from tests.factories import settings


@pytest.fixture(params=["socket mode", "signed http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def slack_waits() -> float:
    """For an acknowledgement, in seconds: a busy machine is not what the stories are about."""
    return 60


@pytest.fixture
async def stage(
    transport: str, database_url: str, slack_waits: float, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """Friday afternoon, one minute before the CTO is asked; the bot is set up and runs."""
    organisation = organisation_of(every())
    clock = Clock(OPENS)
    limits = Limits(ack_seconds=slack_waits, trigger_seconds=slack_waits)
    monkeypatch.setattr("bot.cli.scenes.stage.PATIENCE_SECONDS", 60)
    monkeypatch.setattr("bot.startup.make_engine", the_engine)
    async with Sandbox(organisation, clock=clock, limits=limits) as sandbox, SandboxClient(sandbox.url) as client:
        cadence = Cadence(_deployment(transport, database_url, sandbox.api_url, organisation.app), now=clock.now)
        await cadence.start()
        try:
            if transport == "signed http":
                await client.app(request_url=f"http://127.0.0.1:{cadence.port}/slack/events")
            await cadence.database.run(settings_.save, settings(), by="test", now=clock.now())
            await cadence.heartbeat.beat()
            yield Stage(client, cadence, Transcript(organisation))
        finally:
            await cadence.stop()


def _deployment(transport: str, database_url: str, api_url: str, app: App) -> Deployment:
    over_http = transport == "signed http"
    return Deployment(
        slack_bot_token=SecretStr(app.bot_token),
        slack_app_token=None if over_http else SecretStr(app.app_token),
        slack_signing_secret=SecretStr(app.signing_secret) if over_http else None,
        slack_api_url=api_url,
        database_url=SecretStr(database_url),
        host="127.0.0.1",
        port=0 if over_http else None,
        installer=None,
        prompts=None,
    )
