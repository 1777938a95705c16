"""The check is as often right as docs/blameless.md says, on sentences and reports that no rule was written from."""

import json
from pathlib import Path

import pytest

from bench.blame import (
    FRESH,
    LATER,
    NEAR,
    NEWCOMERS,
    REPORTS,
    STRANGERS,
    UNSEEN,
    VOICES,
    Figures,
    false_alarms,
    figures,
)
from bench.blame_learning import WEIGHTS, fingerprint
from bot.reports.blame.check import check
from bot.reports.blame.rulebook import Severity, load


@pytest.mark.parametrize("file", [UNSEEN, LATER, FRESH, NEAR, VOICES, STRANGERS, NEWCOMERS], ids=lambda file: file.stem)
def test_four_of_five_are_found_and_nine_of_ten_findings_are_right(file: Path) -> None:
    measured: Figures = figures(file)

    assert measured.recall >= 0.8
    assert measured.precision >= 0.9


@pytest.mark.parametrize(
    "plain",
    ["The database was slow.", "Ana approved this report.", "How many of them gave up?", "Priya holds the pen."],
)
def test_a_plain_sentence_gets_no_hint(plain: str) -> None:
    assert check(plain, load(), ("Ana", "Priya")) == []


def test_reports_without_blame_raise_no_alarm() -> None:
    assert [alarm.text for alarm in false_alarms(REPORTS) if alarm.severity >= Severity.WARN] == []


def test_the_weights_were_learned_from_the_sentences_that_are_here() -> None:
    """Learn anew with `python -m bench.blame_learning` after changing a sentence."""
    assert json.loads(WEIGHTS.read_text(encoding="utf-8"))["learned_from"] == fingerprint()
