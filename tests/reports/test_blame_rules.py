"""Every rule finds what its examples say, and leaves alone what they say."""

import pytest

from bot.reports.blame.check import check, hits
from bot.reports.blame.prose import Prose
from bot.reports.blame.rulebook import Rule, load

BOOK = load()
NAMES = frozenset({"Kofi", "Mateo", "Wen", "Farid", "Jordan"})
FLAGS = [(rule, text) for rule in BOOK.rules for text in rule.flags]
PASSES = [(rule, text) for rule in BOOK.rules for text in rule.passes]


def names(cases: list[tuple[Rule, str]]) -> list[str]:
    return [f"{rule.kind}: {text}" for rule, text in cases]


@pytest.mark.parametrize(("rule", "text"), FLAGS, ids=names(FLAGS))
def test_a_rule_finds_its_examples(rule: Rule, text: str) -> None:
    assert list(hits(Prose.read(text, BOOK.people, NAMES, ()), [rule]))


@pytest.mark.parametrize(("rule", "text"), PASSES, ids=names(PASSES))
def test_no_rule_finds_what_looks_alike(rule: Rule, text: str) -> None:
    assert [(found.kind, found.text) for found in check(text, BOOK, NAMES)] == []


def test_every_rule_says_what_why_and_where_from() -> None:
    for rule in BOOK.rules:
        assert rule.reason
        assert rule.rewrite
        assert rule.source
        assert len(rule.flags) >= 3, rule.kind
        assert len(rule.passes) >= 3, rule.kind
        assert rule.reason.count(". ") <= 1, "a sentence or two"
