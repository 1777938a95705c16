"""A Tuesday afternoon after an incident."""

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.settings import Reports
from tests.commitments.office import remember_everybody
from tests.conftest import NOW
from tests.factories import settings
from tests.reports.desk import ENGINEERING, Desk
from tests.reports.room import Room


@pytest.fixture
def desk(session: Session) -> Desk:
    operating = settings().model_copy(update={"reports": Reports(engineering_channel=ENGINEERING)})
    remember_everybody(session, NOW)
    settings_.save(session, operating, by="test", now=NOW)
    return Desk(session, operating, NOW)


@pytest.fixture
def room(desk: Desk) -> Room:
    return Room(desk.session, desk.settings, desk.now)
