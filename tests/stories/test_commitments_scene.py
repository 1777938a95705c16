"""The demo's scene, by itself."""

import pytest

from bot import settings as settings_
from bot.cli.scenes import commitments
from bot.cli.scenes.stage import Stage
from bot.config import validated
from tests.factories import settings


@pytest.fixture
def transport() -> str:
    return "socket mode"


async def test_a_sentence_becomes_a_promise_and_is_read_out(stage: Stage) -> None:
    document = settings().model_dump(mode="json", exclude_defaults=True)
    told = validated({**document, "all_hands": {"dates": ["2026-03-05"]}})
    await stage.cadence.database.run(settings_.save, told, by="test", now=await stage.client.clock())
    await stage.cadence.heartbeat.beat()

    await commitments.SCENE.play(stage)
