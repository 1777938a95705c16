"""An office on Tuesday 3 March 2026, 10:00 in Berlin."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.storage import Database
from tests.commitments.office import BERLIN, Office, remember_everybody
from tests.conftest import NOW
from tests.factories import settings
from tests.slack_driver import SlackDriver, slack_driver


@pytest.fixture
def office(session: Session) -> Office:
    office = Office(session, settings(), NOW.astimezone(BERLIN))
    office.at("3 Mar 10:00")
    remember_everybody(session, office.now)
    settings_.save(session, office.settings, by="test", now=office.now)
    return office


@pytest.fixture
async def slack(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    def set_up(session: Session) -> None:
        settings_.save(session, settings(), by="test", now=now)
        remember_everybody(session, now)

    database.run_here(set_up)
    async with slack_driver(database, now) as slack:
        yield slack
