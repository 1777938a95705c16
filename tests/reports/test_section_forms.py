"""A section of any length in fields of a form: what comes back is what stood there, to the character."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import prompts
from bot.reports import section_forms
from bot.reports.blame.check import Finding
from bot.reports.blame.rulebook import Severity
from bot.reports.found_sentences import Sentence
from bot.reports.templates import forms
from bot.slack import validation
from bot.slack.text import length

WORDS = prompts.load().of("reports")
ASK = forms(WORDS).ask("summary")
View = dict[str, Any]


def submitted(view: View) -> View:
    """As it was shown."""
    inputs = (block for block in view["blocks"] if block["type"] == "input")
    values = {
        block["block_id"]: {block["element"]["action_id"]: {"value": block["element"].get("initial_value")}}
        for block in inputs
    }
    return {**view, "state": {"values": values}}


def came_back(text: str) -> str:
    view = section_forms.section_form(1, ASK, text, 3, WORDS)
    validation.check(view)
    report, key, base, whole = section_forms.read_section(submitted(view))
    assert (report, key, base) == (1, "summary", 3)
    return whole


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "word " * 2000,
        "x" * 9000,
        "A paragraph.\n\n" * 900,
        "line\n" * 2500,
        "🚨" * 5000,
        "a🚨 " * 3000,
        "  \n\n  leading and trailing  \n",
    ],
)
def test_what_was_not_touched_comes_back_as_it_was(text: str) -> None:
    assert came_back(text) == text


@given(st.text(alphabet="a \n🚨é", max_size=12_000))
def test_so_does_anything_else(text: str) -> None:
    assert "".join(part + gap for part, gap in section_forms.split(text)) == text
    assert all(length(part) <= section_forms.FULL for part, _ in section_forms.split(text))


def test_a_sentence_that_no_field_holds_cannot_be_replaced_by_half_of_it() -> None:
    finding = Finding(1, 0, 3, "xxx", "kind", Severity.WARN, "Why.", "How.")
    long, short = (Sentence(0, size, "x" * size, (finding,)) for size in (4000, 10))
    view = section_forms.findings_form(1, "summary", 2, [long, short], WORDS)
    validation.check(view)
    look = section_forms.read_findings(submitted(view))
    assert look.instead == [None, "x" * 10]
    assert list(look.kept) == ["", ""]
