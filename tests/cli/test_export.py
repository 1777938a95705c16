"""`cadence export focus`: all posts, a week or a quarter, as Markdown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from bot.cli import main
from bot.storage import Database
from tests.factories import settings
from tests.focus.office import Office, berlin, remember_everybody

Cadence = Callable[..., Result]


@pytest.fixture
def cadence(database: Database, database_url: str) -> Cadence:
    """Two posts went out."""

    def live(session: Session) -> None:
        office = Office(session, settings(), berlin("2026-02-27 14:00"))
        remember_everybody(session, office.now)
        office.changes_settings(settings())
        office.runs_jobs("2026-02-27 14:00")
        for week, monday in ((10, "2026-03-02"), (14, "2026-03-30")):
            office.week = type(office.week)(2026, week)
            office.at(f"{monday} 08:00")
            office.writes_and_approves(f"Item of {week}")
            office.runs_jobs(f"{monday} 09:00")

    database.run_here(live)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["export", "focus", *arguments], env={"CADENCE_DATABASE_URL": database_url})

    return run


@pytest.mark.parametrize(
    ("when", "title", "items"),
    [
        ([], "# Focus\n", ["Item of 14", "Item of 10"]),
        (["2026-W10"], "# Focus, 2026-W10\n", ["Item of 10"]),
        (["2026-Q2"], "# Focus, 2026-Q2\n", ["Item of 14"]),
        (["2025-Q4"], "# Focus, 2025-Q4\n", []),
    ],
)
def test_all_a_week_or_a_quarter(cadence: Cadence, when: list[str], title: str, items: list[str]) -> None:
    told = cadence(*when).output

    assert told.startswith(title)
    assert [line[5:15] for line in told.splitlines() if line.startswith("1. ")] == items


def test_into_a_file(cadence: Cadence, tmp_path: Path) -> None:
    file = tmp_path / "focus.md"

    assert cadence("--to", str(file)).output == f"Wrote {file}.\n"
    assert "Maya Okafor" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("when", ["x", "2026-Q5", "2026-W54", "2026"])
def test_any_other_time_is_named(cadence: Cadence, when: str) -> None:
    told = cadence(when)

    assert told.exit_code == 1
    assert told.output == f"{when} is neither a week nor a quarter. Write 2026-W10 or 2026-Q1.\n"
