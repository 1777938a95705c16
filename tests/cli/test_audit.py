"""`cadence audit`, as an operator runs it: who changed which setting, role or status, in every practice."""

import getpass
from datetime import UTC, datetime

from click.testing import CliRunner
from sqlalchemy.orm import Session

from bot.cli import main
from bot.cli.audit import lines
from tests.commitments.office import remember_everybody as colleagues
from tests.factories import TOM, settings
from tests.focus.office import Office, remember_everybody
from tests.reports.desk import REPORTS
from tests.reports.room import Room

EVER = datetime.min.replace(tzinfo=UTC)


def cadence(database_url: str, *arguments: str) -> str:
    environment = {"CADENCE_DATABASE_URL": database_url, "CADENCE_SLACK_API_URL": None}
    done = CliRunner().invoke(main, arguments, env=environment)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_says_who_changed_what_from_what(database_url: str) -> None:
    assert "Nothing yet" in cadence(database_url, "audit")

    cadence(database_url, "config", "set", "focus.post_at", "08:30")

    told = f'command line ({getpass.getuser()}): focus.post_at from "09:00" to "08:30"'
    assert told in cadence(database_url, "audit")
    assert "focus.post_at" not in cadence(database_url, "audit", "--since", "2999-01-01")


def told(session: Session) -> list[str]:
    """Without the time."""
    session.flush()
    return [line.partition("  ")[2] for line in lines(session, EVER)]


def test_who_decided_on_a_monday_post_is_told(session: Session, now: datetime) -> None:
    remember_everybody(session, now)
    office = Office(session, settings(), now)
    office.changes_settings(settings())
    office.runs_jobs("2026-02-27T08:00")
    before = set(told(session))

    office.writes("Close the audit", by=TOM)
    office.approves(by=TOM)
    office.takes_back()
    office.skips()
    office.writes_and_approves("Close the audit, too")
    office.runs_jobs("2026-03-02T09:00")

    assert [line for line in told(session) if line not in before] == [
        'Tom Brandt: focus 2026-W10 from "draft" to "approved"',
        'Maya Okafor: focus 2026-W10 from "approved" to "draft"',
        'Maya Okafor: focus 2026-W10 from "draft" to "skipped"',
        'Maya Okafor: focus 2026-W10 from "skipped" to "draft"',
        'Maya Okafor: focus 2026-W10 from "draft" to "approved"',
        'cadence: focus 2026-W10 from "approved" to "posted"',
    ]


def test_who_decided_on_a_report_is_told_and_none_of_its_words(session: Session, now: datetime) -> None:
    colleagues(session, now)
    room = Room(session, settings().model_copy(update={"reports": REPORTS}), now)
    report = room.published(title="Checkout was slow")

    assert told(session) == [
        f"Jonas Keller: report {report.id}: started",
        f"Jonas Keller: report {report.id}: submitted",
        f"Jonas Keller: report {report.id}: reviewer",
        f"Jonas Keller: report {report.id}: reviewer",
        f"Ana Ruiz: report {report.id}: approved",
        f"Priya Raman: report {report.id}: published",
    ]
