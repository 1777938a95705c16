"""Doors of `/cadence` on a real database, before and after the set-up."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot import settings as settings_
from bot.settings import Operating
from bot.slack import channels, people
from bot.slack.people import Member
from bot.storage import Database
from tests.factories import ANA, MAYA, TOM, settings
from tests.slack_driver import SlackDriver, slack_driver

REMY, ROBOT, LENA = "U0REMY", "U0ROBOT", "U0LENA"
CHANNELS = (
    {"id": "C0CTO", "name": "cto", "num_members": 14, "is_member": True},
    {"id": "C0GENERAL", "name": "general", "num_members": 14, "is_member": True},
    {"id": "C0ENGINEERING", "name": "engineering", "num_members": 8, "is_member": False},
    {"id": "C0OLD", "name": "cto-old", "num_members": 3, "is_member": True, "is_archived": True},
)


def member(id: str, name: str, **told: object) -> Member:
    return Member(
        **{"id": id, "name": name, "zone": "Europe/Berlin", "guest": False, "bot": False, "left": False, **told}
    )


EVERYBODY = (
    member(MAYA, "Maya Okafor"),
    member(TOM, "Tom Brandt"),
    member(ANA, "Ana Ruiz"),
    member(REMY, "Remy Laurent", guest=True),
    member(ROBOT, "Deploy robot", bot=True),
    member(LENA, "Lena Vogel"),
)


async def save(database: Database, operating: Operating, now: datetime) -> None:
    await database.run(settings_.save, operating, by="test", now=now)


async def meet(database: Database, now: datetime) -> None:
    await database.run(people.remember, EVERYBODY, now)
    await database.run(people.remember, [member(LENA, "Lena Vogel", left=True)], now)
    await database.run(channels.remember, CHANNELS, now)


@pytest.fixture
async def slack(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    """Set up: Maya is CTO, Tom operates. Tom is also whom the deployment names as the installer."""
    await meet(database, now)
    await save(database, settings(), now)
    async with slack_driver(database, now, installer=TOM) as driver:
        yield driver


@pytest.fixture
async def fresh(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    """Installed, and nothing else."""
    await meet(database, now)
    async with slack_driver(database, now, installer=TOM) as driver:
        yield driver
