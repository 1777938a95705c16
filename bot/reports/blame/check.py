"""From a text to its findings."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.reports.blame.advisories import Remark, remarks
from bot.reports.blame.prose import Prose
from bot.reports.blame.rulebook import Rule, Rulebook, Severity


@dataclass(frozen=True)
class Finding:
    """`start` and `end` count characters within the line; a phrase that runs into the next line counts on."""

    line: int
    start: int
    end: int
    text: str
    kind: str
    severity: Severity
    reason: str
    rewrite: str

    def as_json(self) -> Mapping[str, object]:
        return {**asdict(self), "severity": str(self.severity)}


@dataclass(frozen=True)
class Hit:
    """Where a rule's pattern stands in the text."""

    start: int
    end: int
    severity: Severity
    rule: Rule


def check(text: str, rulebook: Rulebook, names: Collection[str] = (), template: Iterable[str] = ()) -> list[Finding]:
    """What in `text` judges people, in order of its lines.

    `names` are the roster's, matched as they are written; without any, common first names stand in. `template` are
    words that the report's form already held. A line with `<!-- keep: reason -->`, or the one after it, is left alone.
    """
    prose = Prose.read(text, rulebook.people, names, (*rulebook.template, *template))
    kept = dict(_kept(text))
    found = [_finding(prose, hit) for hit in strongest(list(hits(prose, rulebook.rules)))]
    found += [_advice(prose, rulebook, remark) for remark in remarks(prose, rulebook.action_verbs)]
    unexplained = [_unexplained(prose, rulebook, line) for line, why in kept.items() if not why]
    left = [one for one in found if not kept.get(one.line)]
    return sorted(left + unexplained, key=lambda one: (one.line, one.start))


def hits(prose: Prose, rules: Iterable[Rule]) -> Iterator[Hit]:
    for rule in rules:
        for severity, pattern in rule.patterns:
            for found in pattern.finditer(prose.marked):
                start, end = _trimmed(found)
                if not (rule.unless and rule.unless.search(prose.sentence_around(start, end))):
                    yield Hit(start, end, severity, rule)


def _trimmed(found: re.Match[str]) -> tuple[int, int]:
    phrase = found[0]
    return found.end() - len(phrase.lstrip(" ,;:-\n")), found.start() + len(phrase.rstrip(" ,;:-\n"))


def strongest(found: Sequence[Hit]) -> list[Hit]:
    """One finding for one place: of those that overlap, the most severe, then the longest."""
    chosen: list[Hit] = []
    for hit in sorted(found, key=lambda one: (-one.severity, one.start - one.end, one.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return chosen


def _finding(prose: Prose, hit: Hit) -> Finding:
    line, start = prose.place(hit.start)
    phrase = prose.text[hit.start : hit.end].replace("\n", " ")
    rule = hit.rule
    return Finding(line, start, start + len(phrase), phrase, rule.kind, hit.severity, rule.reason, rule.rewrite)


def _advice(prose: Prose, rulebook: Rulebook, remark: Remark) -> Finding:
    advice = rulebook.advice[remark.kind]
    start = max(0, prose.line(remark.line)[1].find(remark.text))
    end = start + len(remark.text)
    return Finding(remark.line, start, end, remark.text, remark.kind, advice.severity, advice.reason, advice.rewrite)


def _unexplained(prose: Prose, rulebook: Rulebook, line: int) -> Finding:
    where = min(line, len(prose.line_starts))
    return _advice(prose, rulebook, Remark("keep-without-reason", where))


_KEEP = re.compile(r"<!--\s*keep\b[:,]?\s*(?P<why>.*?)\s*-->")


def _kept(text: str) -> Iterator[tuple[int, str]]:
    """Line → why it is left alone; empty where no reason is given."""
    for number, line in enumerate(text.split("\n"), start=1):
        for found in _KEEP.finditer(line):
            alone = line.strip() == found[0]
            yield number + alone, found["why"]
