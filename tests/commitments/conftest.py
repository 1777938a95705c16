"""An office on Tuesday 3 March 2026, 10:00 in Berlin."""

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from tests.commitments.office import BERLIN, Office, remember_everybody
from tests.conftest import NOW
from tests.factories import settings


@pytest.fixture
def office(session: Session) -> Office:
    office = Office(session, settings(), NOW.astimezone(BERLIN))
    office.at("3 Mar 10:00")
    remember_everybody(session, office.now)
    settings_.save(session, office.settings, by="test", now=office.now)
    return office
