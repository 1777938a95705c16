"""How often the blame check is right, and how fast it is: python -m bench.blame"""

import json
import time as clock
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.page import Result, Table, Target, command
from bot.reports.blame.check import Finding, check
from bot.reports.blame.rulebook import Severity, load

SENTENCES = Path(__file__).parent.parent / "tests" / "reports" / "blame"
SEEN, UNSEEN, LATER, FRESH, NEAR, VOICES, STRANGERS, STRANGERS_READ, NEWCOMERS, NEWCOMERS_READ = (
    SENTENCES / f"{name}.jsonl"
    for name in (
        "development",
        "held_out",
        "later",
        "fresh",
        "near_misses",
        "voices",
        "strangers",
        "strangers_read",
        "newcomers",
        "newcomers_read",
    )
)
REPORTS = SENTENCES / "reports" / "held_out"
SETS = {
    "read while rules were written": SEEN,
    "read, half of the strangers' sentences": STRANGERS_READ,
    "read, half of the newcomers' sentences": NEWCOMERS_READ,
    "held out, written before the rules": UNSEEN,
    "held out, written after the rules": LATER,
    "held out, in voices unlike before": FRESH,
    "held out, blame and its near misses": NEAR,
    "held out, two thirds of many voices": VOICES,
    "held out, the strangers' other half": STRANGERS,
    "held out, the newcomers' other half": NEWCOMERS,
}
PAGE_WORDS = 500
MOST_WORDS = 20_000


@dataclass(frozen=True)
class Figures:
    """Of sentences with a label: how many that blame were found, and how many of the found do blame."""

    blaming: int
    fine: int
    found: int
    wrongly: int

    @property
    def recall(self) -> float:
        return self.found / self.blaming

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrongly)

    def row(self, name: str) -> list[str]:
        counts = [f"{self.blaming:,}", f"{self.fine:,}"]
        return [name, *counts, f"{self.recall:.1%}", f"{self.precision:.1%}"]


def figures(file: Path) -> Figures:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    book = load()
    outcomes = [(row["label"] == "blame", bool(check(row["text"], book))) for row in rows]
    blaming = sum(blames for blames, _ in outcomes)
    return Figures(
        blaming=blaming,
        fine=len(outcomes) - blaming,
        found=sum(blames and found for blames, found in outcomes),
        wrongly=sum(found and not blames for blames, found in outcomes),
    )


def false_alarms(folder: Path) -> list[Finding]:
    """Everything that is found in reports in which nobody is blamed."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))]
    return [found for text in texts for found in check(text, load())]


def words_in(folder: Path) -> int:
    return sum(len(file.read_text(encoding="utf-8").split()) for file in folder.glob("*.md"))


def measure(tiny: bool) -> Result:
    sets = {name: figures(file) for name, file in SETS.items()}
    _, _, _, *unseen = sets.values()
    *alike, unlike, near, voices, strangers, newcomers = unseen
    page, long = _milliseconds(PAGE_WORDS), _milliseconds(1_000 if tiny else MOST_WORDS)
    loud = sum(alarm.severity >= Severity.WARN for alarm in false_alarms(REPORTS))
    return Result(
        [
            Table("Sentences", ("set", "blame", "do not", "recall", "precision"), [f.row(n) for n, f in sets.items()]),
            Table("Reports in which nobody is blamed", ("severity", "alarms in 10,000 words"), _alarm_rows()),
            Table(
                "Processor time", ("text", "ms"), [["a page", f"{page:.0f}"], [f"{MOST_WORDS:,} words", f"{long:.0f}"]]
            ),
        ],
        [
            Target("recall of at least 80 % on sentences held out", all(one.recall >= 0.8 for one in (*alike, near))),
            Target("and in voices unlike before", min(unlike.recall, voices.recall) >= 0.8),
            Target("and of what strangers wrote", min(strangers.recall, newcomers.recall) >= 0.8),
            Target("precision of at least 90 % on them", all(one.precision >= 0.9 for one in unseen)),
            Target("no false alarm at warn or above in our reports", loud == 0),
            Target("a page within 100 ms", page < 100),
            Target(f"{MOST_WORDS:,} words within 1 s", long < 1_000),
        ],
    )


def _alarm_rows() -> list[list[str]]:
    words = words_in(REPORTS)
    alarms = false_alarms(REPORTS)
    rows = {
        "warn and above": sum(alarm.severity >= Severity.WARN for alarm in alarms),
        "info": sum(alarm.severity < Severity.WARN for alarm in alarms),
    }
    return [[f"{name} ({words:,} words)", f"{count * 10_000 / words:.1f}"] for name, count in rows.items()]


def _milliseconds(words: int) -> float:
    """Of the processor, for one check of that many words of reports; the best of three."""
    text = long_text(words)
    check("The rules are read once.", load())
    times = []
    for _ in range(3):
        began = clock.process_time()
        check(text, load())
        times.append(clock.process_time() - began)
    return min(times) * 1_000


def long_text(words: int) -> str:
    texts: Sequence[str] = [file.read_text(encoding="utf-8") for file in sorted(REPORTS.glob("*.md"))]
    lines = [line for text in texts for line in text.splitlines()]
    long = lines * (words * 2 // sum(len(line.split()) for line in lines) + 1)
    count = 0
    for number, line in enumerate(long):
        count += len(line.split())
        if count >= words:
            return "\n".join(long[: number + 1])
    raise AssertionError("long is long enough")


if __name__ == "__main__":
    command("blame", measure)
