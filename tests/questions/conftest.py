from collections.abc import AsyncIterator

import pytest

from bot.storage import Database
from tests.questions.desk import Desk, office, set_up
from tests.questions.stories import at
from tests.slack_driver import slack_driver


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """Tuesday at ten; nothing was asked yet."""
    now = at("Tue 10:00")
    set_up(database, office(), now)
    async with slack_driver(database, now) as slack:
        desk = Desk(database, slack)
        desk.beats()
        yield desk
