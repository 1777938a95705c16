"""An office that was set up on Friday 27 February 2026 at 14:00 in Berlin, before the CTO is asked."""

import pytest
from sqlalchemy.orm import Session

from tests.factories import settings
from tests.focus.office import Office, berlin, remember_everybody

SET_UP = "2026-02-27 14:00"


@pytest.fixture
def office(session: Session) -> Office:
    office = Office(session, settings(), berlin(SET_UP))
    remember_everybody(session, office.now)
    office.changes_settings(settings())
    office.runs_jobs(SET_UP)
    return office
