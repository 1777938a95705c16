"""`cadence promises import` and `cadence export all-hands`, as an operator runs them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.cli import main
from bot.commitments import meetings, promises
from bot.commitments.checks import Draft
from bot.elsewhere import Moment
from bot.storage import Database
from tests.commitments.office import PRIYA, WORDS, remember_everybody
from tests.factories import settings

NOW = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
Cadence = Callable[..., Result]


@pytest.fixture
def cadence(database_url: str) -> Cadence:
    def run(*arguments: str) -> Result:
        environment = {"CADENCE_DATABASE_URL": database_url, "CADENCE_SLACK_API_URL": None}
        return CliRunner().invoke(main, arguments, env=environment)

    return run


@pytest.fixture
def set_up(database: Database) -> Database:
    def everything(session: Session) -> None:
        settings_.save(session, settings(), by="test", now=NOW)
        remember_everybody(session, NOW)

    database.run_here(everything)
    return database


def written(tmp_path: Path, text: str) -> str:
    file = tmp_path / "promises.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def posted(session: Session) -> None:
    draft = Draft("=Search under 200 ms", PRIYA, date(2026, 3, 27), how="p95")
    promises.make(session, draft, by=PRIYA, settings=settings(), now=NOW)
    later = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
    meetings.post(session, date(2026, 3, 5), by=None, moment=Moment(settings(), WORDS, later))


def test_a_dry_run_says_how_many_would_be_asked_and_an_import_asks_them(
    cadence: Cadence, set_up: Database, tmp_path: Path
) -> None:
    file = written(tmp_path, "promise,owner\nSearch,Priya Raman\nNights,Jonas Keller\n")

    assert cadence("promises", "import", file, "--dry-run").output == "Owners would be asked about 2 promises.\n"
    assert cadence("promises", "import", file).output == "Owners are asked about 2 promises.\n"
    assert cadence("promises", "import", file).output == ("Owners are asked about 0 promises. 2 are tracked already.\n")


def test_every_bad_row_is_named(cadence: Cadence, set_up: Database, tmp_path: Path) -> None:
    answer = cadence("promises", "import", written(tmp_path, "promise,owner\nSearch,Nobody\n,Jonas Keller\n"))

    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "line 2: Nobody here is called “Nobody”. Write the full name, or the member id.",
        "line 3: Say in a few words what is promised.",
        "Nothing was imported.",
    ]


def test_before_it_is_set_up_nobody_can_be_asked(cadence: Cadence, database: Database, tmp_path: Path) -> None:
    answer = cadence("promises", "import", written(tmp_path, "promise,owner\n"))

    assert (answer.exit_code, answer.output) == (
        1,
        "Set people.cto first: owners are asked in the CTO's name.\n",
    )


def test_a_digest_is_exported_in_every_form(cadence: Cadence, set_up: Database, tmp_path: Path) -> None:
    set_up.run_here(posted)
    page = tmp_path / "all-hands.html"

    assert cadence("export", "all-hands").output.startswith("# All-hands, 5 Mar: what we promised")
    assert "'=Search under 200 ms" in cadence("export", "all-hands", "2026-03-05", "--format", "csv").output
    assert cadence("export", "all-hands", "--format", "html", "--output", str(page)).output == f"Wrote {page}.\n"
    assert "<!doctype html>" in page.read_text(encoding="utf-8")


def test_without_a_digest_there_is_nothing_to_export(cadence: Cadence, set_up: Database) -> None:
    assert cadence("export", "all-hands").output == "There is no posted all-hands digest yet.\n"
    answer = cadence("export", "all-hands", "2026-04-02")
    assert (answer.exit_code, answer.output) == (1, "There is no posted all-hands digest of 2026-04-02.\n")


def test_a_file_too_large_for_promises_is_not_read(cadence: Cadence, set_up: Database, tmp_path: Path) -> None:
    told = cadence("promises", "import", written(tmp_path, "promise,owner\n" + "x" * 5_000_000))

    assert told.exit_code == 1
    assert "has more than 5 MB: is it the right file?" in told.output
