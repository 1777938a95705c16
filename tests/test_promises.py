"""docs/reliability.md names the test that shows each promise."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_test_that_shows_a_promise_exists() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\(\.\./(tests/[\w/]+\.py)\): ((?:`test_\w+`(?:, )?)+)", page)
    missing = [
        f"{file}: {name}"
        for file, names in shown
        for name in re.findall(r"`(\w+)`", names)
        if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]

    assert len(shown) > 20
    assert missing == []
