"""Which sections a report has, and what each asks."""

import re
from types import MappingProxyType

import pytest

from bot import prompts
from bot.errors import CannotStart
from bot.reports.templates import Forms, forms

OURS = prompts.load().of("reports")


def read(**told: str) -> Forms:
    return forms(MappingProxyType({**OURS, **told}))


def test_no_question_asks_for_somebody_to_blame() -> None:
    for ask in forms(OURS).asks.values():
        assert not re.search(r"\bwho(se|m)?\b|\bwhy did\b|\bwhy didn|\bfault\b", ask.question, re.IGNORECASE), ask
        assert re.search(r"\b(how|what)\b", ask.question, re.IGNORECASE), ask


def test_a_template_is_suggested_by_severity() -> None:
    ours = forms(OURS)
    assert [ours.fitting(severity).key for severity in (1, 2, 3, 4, 6)] == ["standard"] * 3 + ["short"] * 2
    assert len(ours.of("standard").sections) == 11


def test_what_was_written_is_shown_also_where_its_template_was_taken_out() -> None:
    ours = forms(OURS)
    assert ours.of("gone") is ours.templates[0]
    shown = [ask.key for ask in ours.sections("short", ["summary", "factors", "weather_that_day"])]
    assert shown == ["summary", "timeline", "went_well", "learned", "actions", "factors", "weather_that_day"]
    assert ours.ask("weather_that_day").title == "Weather that day"


def test_an_organisation_adds_a_section_and_a_template() -> None:
    own = read(
        sections=f"{OURS['sections']}\nregulator | What the regulator hears | What was reported, and when?",
        templates="bank | As the regulator wants it | 1 | summary regulator actions",
    )
    assert [ask.title for ask in own.of("bank").sections] == ["Summary", "What the regulator hears", "Actions"]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"sections": "summary | Summary | What happened?"}, "no line for timeline"),
        ({"sections": "summary Summary"}, "write a line as “key | title | question”"),
        ({"templates": "\n"}, "names no template"),
        ({"templates": "a | A | 1 | summary weather"}, "weather, which is not among sections"),
        ({"templates": "a | A | 1 | timeline"}, "has no summary"),
        ({"templates": "a | A | high | summary"}, "the severity high, which is no number"),
    ],
)
def test_what_cannot_be_understood_is_named_at_start(told: dict[str, str], says: str) -> None:
    with pytest.raises(CannotStart, match=re.escape(says)):
        read(**told)
