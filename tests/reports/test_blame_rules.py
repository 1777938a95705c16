"""Every rule finds what its examples say, and leaves alone what they say."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import CannotStart
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
    kinds = {hit.rule.kind for hit in hits(Prose.read(text, BOOK.people, NAMES, ()), BOOK)}

    assert rule.kind in kinds


@pytest.mark.parametrize(("rule", "text"), PASSES, ids=names(PASSES))
def test_no_rule_finds_what_looks_alike(rule: Rule, text: str) -> None:
    assert [hit.rule.kind for hit in hits(Prose.read(text, BOOK.people, NAMES, ()), BOOK)] == []


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.kind)
def test_every_rule_says_what_why_and_where_from(rule: Rule) -> None:
    assert rule.reason
    assert rule.rewrite
    assert rule.source
    assert min(len(rule.flags), len(rule.passes)) >= 3
    assert rule.reason.count(". ") <= 1, "a sentence or two"


def test_leaving_sentences_out_by_their_pieces_changes_nothing_but_the_time() -> None:
    texts = [text for _, text in FLAGS + PASSES]
    woken = [set(BOOK.triggers.woken_by(Prose.read(text, BOOK.people, NAMES, ()).marked)) for text in texts]

    for text, numbers in zip(texts, woken, strict=True):
        marked = Prose.read(text, BOOK.people, NAMES, ()).marked
        matching = {number for number, (_, pattern, _) in enumerate(BOOK.patterns) if pattern.search(marked)}
        assert matching <= numbers, text


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("{who}{did}", "{whom}{did}", "{whom}, which is not among words and verbs"),
        ('    - "{who}{did}', '    - "({who}{did}', "is no regular expression"),
        ("  reason: ", "  raison: ", "'reason'"),
        ("rules:\n", "rules: {\n", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_understood_says_where(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    ours = (Path(__file__).parents[2] / "prompts" / "blame.yaml").read_text(encoding="utf-8")
    (tmp_path / "blame.yaml").write_text(ours.replace(before, after), encoding="utf-8")

    with pytest.raises(CannotStart) as refused:
        load(tmp_path)

    assert sentence in str(refused.value)
    assert str(tmp_path) in str(refused.value)


def test_an_organisation_may_turn_the_hint_off() -> None:
    text = "It took the responders forever to admit that anything was wrong."
    off = replace(BOOK, rules=(), hint=replace(BOOK.hint, likelihood=1))

    assert [found.kind for found in check(text, replace(BOOK, rules=()))] == ["reads-as-blame"]
    assert check(text, off) == []
