"""A Tuesday afternoon after an incident."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, TypeVar

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.storage import Database
from tests.commitments.office import remember_everybody
from tests.conftest import NOW
from tests.factories import settings
from tests.reports.desk import REPORTS, Desk
from tests.reports.room import Room
from tests.slack_driver import SlackDriver, slack_driver

T = TypeVar("T")
Inside = Callable[[Callable[[Room], T]], T]


@pytest.fixture
def desk(session: Session) -> Desk:
    operating = settings().model_copy(update={"reports": REPORTS})
    remember_everybody(session, NOW)
    settings_.save(session, operating, by="test", now=NOW)
    return Desk(session, operating, NOW)


@pytest.fixture
def room(desk: Desk) -> Room:
    return Room(desk.session, desk.settings, desk.now)


@pytest.fixture
def inside(database: Database, now: datetime) -> Inside[Any]:
    """Acts at the desk, in a transaction of their own."""

    def run(act: Callable[[Room], Any]) -> Any:
        return database.run_here(lambda session: act(Room(session, settings_.load(session), now)))

    return run


@pytest.fixture
async def slack(database: Database, now: datetime) -> AsyncIterator[SlackDriver]:
    def set_up(session: Session) -> None:
        operating = settings().model_copy(update={"reports": REPORTS})
        settings_.save(session, operating, by="test", now=now)
        remember_everybody(session, now)

    database.run_here(set_up)
    async with slack_driver(database, now) as slack:
        yield slack
