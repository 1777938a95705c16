"""`cadence export report`, `cadence reports import`: a report as files, out and in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from bot import prompts
from bot.access import Person
from bot.cli import main
from bot.reports import actions, customers
from bot.reports.actions import Draft
from bot.reports.actions_rules import Kind
from bot.reports.customers import Wrote
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.states import Audience, State
from bot.storage import Database
from bot.wiring import PROMISING
from tests.commitments.office import JONAS, PRIYA, remember_everybody
from tests.factories import settings
from tests.reports.desk import Desk

Cadence = Callable[..., Result]
NOW = datetime(2026, 2, 27, 14, tzinfo=UTC)


@pytest.fixture
def cadence(database: Database, database_url: str) -> Cadence:
    """One report for everybody, with an action; one for named people."""

    def live(session: Session) -> None:
        desk = Desk(session, settings(), NOW)
        remember_everybody(session, NOW)
        report = desk.starts()
        told: dict[str, Any] = {"by": PRIYA, "settings": settings(), "now": NOW, "promising": PROMISING}
        actions.write(session, report, Draft("Alert on the hit rate", Kind.DETECT, None, date(2026, 3, 6)), **told)
        desk.starts(title="A secret", audience=Audience.NAMED, named=(JONAS,))

    database.run_here(live)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, env={"CADENCE_DATABASE_URL": database_url})

    return run


def test_a_report_is_written_with_its_actions(cadence: Cadence, tmp_path: Path) -> None:
    shown = cadence("export", "report", "1")
    assert shown.exit_code == 0
    assert "# Checkout slow for 47 minutes\n" in shown.output
    assert "- Alert on the hit rate (owner: nobody yet, by 2026-03-06): needs an owner\n" in shown.output
    file = tmp_path / "report.html"
    assert cadence("export", "report", "1", "--format", "html", "--output", str(file)).output == f"Wrote {file}.\n"
    assert "<h1>Checkout slow for 47 minutes</h1>" in file.read_text()


def test_what_customers_may_read_is_written_once_it_is_approved(cadence: Cadence, database: Database) -> None:
    def writes(text: str, number: int, approved: bool = True) -> Callable[[Session], None]:
        def run(session: Session) -> None:
            moment = Moment(settings(), prompts.load(), NOW)
            wrote = Wrote(text, "", "", base=number)
            customers.write(session, 1, wrote, by=Person(PRIYA), moment=moment)
            if approved:
                customers.approve(session, 1, number + 1, by=Person(JONAS), moment=moment)

        return run

    assert "Nobody has written" in cadence("export", "customers", "1").stderr
    database.run_here(writes("Checkout was slow.", 0, approved=False))
    assert "Publish it first" in cadence("export", "customers", "1").stderr
    database.run_here(lambda session: setattr(session.get_one(Report, 1), "state", State.PUBLISHED))
    assert "approved first" in cadence("export", "customers", "1").stderr
    database.run_here(writes("Checkout was slow.", 1))
    assert cadence("export", "customers", "1").output == "## What happened\n\nCheckout was slow.\n"
    page = cadence("export", "customers", "1", "--format", "html").output
    assert "<h1>Incident on 27 February 2026</h1>" in page
    database.run_here(writes("Jonas restarted cache-eu-7.", 2))
    assert "Jonas: the name of somebody here" in cadence("export", "customers", "1").stderr
    assert "cache-eu-7" in cadence("export", "customers", "1", "--they-may-stay").output
    database.run_here(writes("Jonas Keller restarted it.", 3))
    refused = cadence("export", "customers", "1", "--they-may-stay")
    assert refused.exit_code != 0
    assert refused.output == refused.stderr


def test_what_customers_may_read_of_what_is_for_named_people_too(cadence: Cadence) -> None:
    refused = cadence("export", "customers", "2").stderr
    assert refused == cadence("export", "customers", "9").stderr.replace("report 9", "report 2")
    assert "then say --private" in refused
    assert "Nobody has written" in cadence("export", "customers", "2", "--private").stderr


def test_what_is_for_named_people_is_written_only_where_somebody_says_so(cadence: Cadence) -> None:
    refused, missing = cadence("export", "report", "2"), cadence("export", "report", "9")
    assert refused.exit_code == missing.exit_code != 0
    assert "secret" not in refused.output + refused.stderr
    assert "# A secret" in cadence("export", "report", "2", "--private").output


def test_a_draft_comes_in_from_a_file(cadence: Cadence, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Summary\nIt was slow.\n# Timeline\n- 2026-02-27 12:05: Emptied\n", encoding="utf-8")
    came = cadence("reports", "import", str(draft), "--report", "1")
    assert came.output == "Brought in 1 section and 1 line of the timeline.\n"
    assert "It was slow." in cadence("export", "report", "1").output
    assert "There is no report 9." in cadence("reports", "import", str(draft), "--report", "9").stderr


def test_a_file_in_another_coding_is_refused_in_a_sentence(cadence: Cadence, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_bytes("# Zusammenfassung für alle".encode("utf-16"))
    assert "is not UTF-8 text" in cadence("reports", "import", str(draft), "--report", "1").stderr


def test_what_reports_ask_is_shown_by_template(cadence: Cadence) -> None:
    said = cadence("reports", "templates").output
    assert said.startswith("Standard (severity 1, 2, 3)\n  Summary: What happened, in about three sentences")
    assert "\n\nSecurity or privacy (where somebody chooses it)\n  Summary:" in said


def test_it_is_written_as_a_file_to_change_and_read_again(
    cadence: Cadence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = cadence("reports", "templates", "--to-edit").output
    (tmp_path / "reports.toml").write_text(own.replace("Impact in numbers", "Who felt it"), "utf-8")
    monkeypatch.setenv("CADENCE_PROMPTS", str(tmp_path))
    changed = cadence("reports", "templates")
    assert changed.exit_code == 0, changed.output
    assert "  Who felt it: What could people not do" in changed.output
    assert own == cadence("reports", "templates", "--to-edit").output.replace("Who felt it", "Impact in numbers")
