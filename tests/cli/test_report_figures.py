"""`cadence export report-figures`: a row a report, without words and people."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from bot import clock
from bot.cli import main
from bot.reports.states import Audience, State
from bot.storage import Database
from tests.commitments.office import remember_everybody
from tests.factories import MAYA, settings
from tests.reports.desk import Desk

Cadence = Callable[..., Result]


@pytest.fixture
def cadence(database: Database, database_url: str) -> Cadence:
    """One report for everybody is published, one for named people is written."""

    def live(session: Session) -> None:
        desk = Desk(session, settings(), clock.now())
        remember_everybody(session, desk.now)
        report = desk.starts()
        report.state, report.published_at = State.PUBLISHED, desk.now
        desk.starts(title="The secret one", audience=Audience.NAMED, named=(MAYA,))

    database.run_here(live)

    def run(*arguments: str) -> Result:
        told = ["export", "report-figures", *arguments]
        return CliRunner().invoke(main, told, env={"CADENCE_DATABASE_URL": database_url})

    return run


def test_as_a_table(cadence: Cadence) -> None:
    head, row = cadence().output.splitlines()
    assert head.startswith("report,severity,incident_ended_on,draft_after_working_days")
    assert row.startswith("1,2,")
    assert row.endswith(",False,False,0")


def test_as_json_without_words_people_and_what_is_not_for_everybody(cadence: Cadence) -> None:
    told = cadence("--format", "json").output
    (row,) = json.loads(told)
    assert row["published_after_working_days"] in (0, 1)
    assert not any(word in told for word in ("U0", "secret", "Checkout"))


def test_a_period_without_reports_is_an_empty_table(cadence: Cadence) -> None:
    assert len(cadence("--until", "2020-01-01").output.splitlines()) == 1
