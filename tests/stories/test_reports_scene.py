"""The demo's scene, by itself: from what was said in an incident to the last action kept."""

import pytest

from bot import settings as settings_
from bot.cli.scenes import reports
from bot.cli.scenes.stage import Stage
from bot.config import validated
from tests.factories import settings


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def test_an_incident_becomes_a_report_that_is_read_and_followed_to_its_last_action(stage: Stage) -> None:
    document = settings().model_dump(mode="json", exclude_defaults=True)
    channels = {"channel": "C0INCIDENTS", "engineering_channel": "C0ENGINEERING"}
    told = validated({**document, "reports": channels})
    await stage.cadence.database.run(settings_.save, told, by="test", now=await stage.client.clock())
    await stage.cadence.heartbeat.beat()

    await reports.SCENE.play(stage)
