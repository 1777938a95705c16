"""Every bench runs, with numbers so small that they say nothing, and writes what it found into its section."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import NAMES
from bench.page import Table

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "performance.md"


@pytest.mark.parametrize("name", [*NAMES, "blame"])
def test_a_bench_runs_and_writes_its_section(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before\n<!-- bench.{name} -->\nold\n<!-- end -->\nAfter\n", encoding="utf-8")

    command = [sys.executable, "-m", f"bench.{name}", "--tiny", "--markdown", page]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)

    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Before\n<!-- bench.{name} -->\n**")
    assert text.endswith("<!-- end -->\nAfter\n")
    assert "old" not in text
    assert "Measured 20" in text


def test_the_page_has_a_section_for_every_bench() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [name for name in NAMES if f"<!-- bench.{name} -->" not in page] == []


def test_a_table_is_markdown_with_the_numbers_to_the_right() -> None:
    assert Table("Title", ("what", "ms"), [["one", "7"], ["another", "1,000"]]).text().splitlines() == [
        "**Title**",
        "",
        "| what    |    ms |",
        "|---------|------:|",
        "| one     |     7 |",
        "| another | 1,000 |",
    ]
