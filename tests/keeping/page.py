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
    yield _QUESTIONS
    for names, said in _COLUMNS.items():
        yield f"| {', '.join(f'`{name}`' for name in names.split(', '))} | {said} |"


def columns_told() -> set[str]:
    """Of `cadence export questions`."""
    return {name for names in _COLUMNS for name in names.split(", ")}


_QUESTIONS = """
## Questions, measured

`cadence export questions` writes a row a question, a column an instant, and nobody's words. Of private ones it does
not say who asked. What has not gone out yet is not in it.

| columns | what they say |
|---|---|"""

_COLUMNS = {
    "id": "the number of the question",
    "kind": "`question`, `challenge` or `tell`",
    "visibility, channel": "who reads it, and in which channel its card stands: Slack's id, and none of a private one",
    "state": "where it stands: `open`, `acknowledged`, `answered` and so on",
    "asker": "who asked, where that is known and not private",
    "asked_at, acknowledged_at, responded_at, answered_at, ended_at": "the instants of the first round, in UTC",
    "responded_by, answered_by, answered_by_hand": "who spoke first, and who answered; whether it was entered by hand",
    "respond_due_at, answer_due_at, respond_late, answer_late": "until when each was due, and whether it was late",
    "respond_working, respond_waiting, answer_working, answer_waiting": "seconds of working time, and on the clock",
    "answer_paused, answer_paused_waiting": "the same of the time for which the answer clock rested",
    "refused": "`declined` or `cannot share`, where that ended the waiting",
    "rounds, community": "how many rounds it went through, and how many answers colleagues gave",
    "duplicate_of": "the question that it was joined with",
    "promised_until, look_again_on": "until when somebody would get back to it, and when it is looked at again",
}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
