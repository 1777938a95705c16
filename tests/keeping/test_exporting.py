"""An export holds everything but what opens a door or leads from an anonymous question to a person."""

import csv
import json
import tracemalloc
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.keeping import exporting, forgetting
from bot.keeping.exporting import CannotExport
from bot.keeping.forgetting import Known
from bot.questions import queries
from bot.questions.models import Question
from bot.slack.events import SeenEvent
from bot.storage import Database
from tests.keeping.page import PAGE, columns_told, page
from tests.keeping.rows import LONG_AGO, fill

WRITE_IT = "`make export-page` writes docs/export.md anew."
DESCRIBE_IT = "Say what the table holds, in its model's docstring or in bot/keeping/exporting.py, TABLES."


def exported(url: str, folder: Path) -> dict[str, int]:
    return dict(exporting.export(url, folder, lambda _: None))


def all_text(folder: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()))


def test_every_table_has_a_line_in_the_documentation() -> None:
    assert [table.name for table in exporting.tables() if not exporting.about(table)] == [], DESCRIBE_IT
    assert PAGE.read_text(encoding="utf-8") == page(), WRITE_IT


def test_every_column_of_what_was_measured_is_explained() -> None:
    assert columns_told() == {*queries.FACTS, *queries.INSTANTS}


def test_every_row_is_in_both_files(database: Database, database_url: str, tmp_path: Path) -> None:
    database.run_here(fill, person="U0PRIYA", name="Priya Raman", said="Zoë says, “yes”\nand more")

    counts = exported(database_url, tmp_path / "out")

    assert counts["questions"] == 1
    (line,) = (tmp_path / "out" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    with (tmp_path / "out" / "questions.csv").open(encoding="utf-8", newline="") as sheet:
        (row,) = csv.DictReader(sheet)
    told = json.loads(line)
    assert told["text"] == row["text"] == "Zoë says, “yes”\nand more"
    assert told["asked_at"] == row["asked_at"] == LONG_AGO.isoformat()
    assert told["asker"] == "U0PRIYA"


def test_secrets_and_what_stands_for_anonymous_people_stay_here(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    database.run_here(fill, person="U0PRIYA", name="Priya Raman", said="yes")
    database.run_here(lambda session: session.execute(sa.update(Question).values(code="FINGERPRINT OF A CODE")))
    for statement in (
        "UPDATE anonymous_keys SET key = 'KEY OF THE DAY'",
        "UPDATE anonymous_counts SET fingerprint = 'WHO'",
    ):
        database.run_here(lambda session, statement=statement: session.execute(sa.text(statement)))

    exported(database_url, tmp_path / "out")

    for secret in ("FINGERPRINT OF A CODE", "KEY OF THE DAY", "WHO"):
        assert secret not in all_text(tmp_path / "out")


@pytest.mark.parametrize("formula", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", " =1", "\r=1"])
def test_a_formula_is_text_in_a_spreadsheet_and_itself_in_json(
    database: Database, database_url: str, tmp_path: Path, formula: str
) -> None:
    database.run_here(fill, person="U0PRIYA", name="Priya Raman", said=formula)

    exported(database_url, tmp_path / "out")

    with (tmp_path / "out" / "commitments.csv").open(encoding="utf-8", newline="") as sheet:
        (row,) = csv.DictReader(sheet)
    assert row["what"] == f"'{formula}"
    assert json.loads((tmp_path / "out" / "commitments.jsonl").read_text(encoding="utf-8"))["what"] == formula


def test_what_was_forgotten_is_in_no_export(database: Database, database_url: str, tmp_path: Path) -> None:
    database.run_here(fill, person="U0PRIYA", name="Priya Raman", said="<@U0PRIYA>, Priya Raman: yes")
    database.run_here(forgetting.forget, Known("U0PRIYA"), by="test", now=LONG_AGO)

    exported(database_url, tmp_path / "out")

    assert "U0PRIYA" not in all_text(tmp_path / "out")
    assert "Priya" not in all_text(tmp_path / "out")
    assert "someone-1" in all_text(tmp_path / "out")


def test_nothing_is_written_over(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(CannotExport, match="not empty"):
        exported(database_url, tmp_path)

    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".jsonl"] == []


def test_only_their_owner_reads_the_files(database_url: str, tmp_path: Path) -> None:
    exported(database_url, tmp_path / "out")

    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "out").iterdir()} == {0o600}


def test_many_rows_are_never_in_memory_at_once(database: Database, database_url: str, tmp_path: Path) -> None:
    def many(session: Session) -> None:
        rows = [{"id": f"Ev{number:06}" + "x" * 50, "seen_at": LONG_AGO} for number in range(30_000)]
        session.execute(sa.insert(SeenEvent), rows)

    database.run_here(many)
    tracemalloc.start()
    try:
        counts = exported(database_url, tmp_path / "out")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert counts["seen_events"] == 30_000
    assert peak < 4_000_000


def test_who_writes_meanwhile_is_not_held_up(database: Database, database_url: str, tmp_path: Path) -> None:
    written = []

    def write(_progress: str) -> None:
        row = {"id": f"Ev{len(written)}", "seen_at": LONG_AGO}
        database.run_here(lambda session: session.execute(sa.insert(SeenEvent).values(row)))
        written.append(row)

    counts = exporting.export(database_url, tmp_path / "out", write)

    assert len(written) == len(counts)
    assert counts["seen_events"] == 0  # as it was at the moment at which the export began
