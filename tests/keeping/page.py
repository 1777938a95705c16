"""Writes docs/export.md from the tables there are: make export-page."""

from collections.abc import Iterator
from pathlib import Path

import bot.app  # noqa: F401  # with it, every practice's tables are known
from bot.contents import Holds, declared
from bot.keeping import exporting

PAGE = Path(__file__).parents[2] / "docs" / "export.md"

_HEAD = """# What an export holds

```sh
cadence export everything FOLDER
```

writes all that the database holds into an empty folder, as it was at one moment, while the bot goes on: each table as
JSON lines (`questions.jsonl`, one row a line) and as CSV (`questions.csv`). Rows are written as they are read, so a
large database needs no more memory than a small one. The files are readable by their owner alone.

An export is an operator's act on the command line, like a backup: **private questions, drafts, reports that few may
read and everybody's words are in it.** `cadence audit` says when one was made.

Instants are ISO 8601 in UTC, days are ISO dates. People are Slack's ids; `profiles` has their names. Whoever was
forgotten is `someone-1`, `someone-2` and so on. In CSV an empty cell is an empty text or nothing, documents are JSON in
a cell, and what a spreadsheet would run as a formula begins with an apostrophe; JSON lines have every text as it is.

Never in it: tokens and secrets (they are in no table), the fingerprints of codes and people by which anonymous
questions are kept apart, the key of the day, and what was asked without a name and has not gone out yet. To move to
another database, use `cadence backup` and `cadence restore`: an export is made for reading elsewhere.

This page is made from the tables themselves: `make export-page`.

| table | what is in it | columns |
|---|---|---|
"""


def page() -> str:
    return _HEAD + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for table in sorted(exporting.tables(), key=lambda table: table.name):
        columns = []
        for column in exporting.columns(table):
            found = declared(column)
            mark = "*" if found and found.holds is Holds.WORDS else ""
            columns.append(f"{mark}{column.name}{mark}")
        yield f"| `{table.name}` | {exporting.about(table)} | {', '.join(columns)} |"
    yield "\nColumns in *italics* hold what people wrote."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
