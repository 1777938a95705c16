"""From a text to its findings."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.reports.blame.advisories import Remark, remarks
from bot.reports.blame.learned import Token, learned, tokens_of
from bot.reports.blame.prose import Prose
from bot.reports.blame.rulebook import Hint, Rule, Rulebook, Severity

#: Characters of a mark that tell one finding of a text from another.
SHORT = 12


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

    @property
    def mark(self) -> str:
        """The same phrase for the same reason is the same finding, wherever in its section it stands."""
        told = f"{self.kind}\n{' '.join(self.text.casefold().split())}"
        return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:40]

    @property
    def short_mark(self) -> str:
        """For what a window remembers."""
        return self.mark[:SHORT]

    def as_json(self) -> Mapping[str, object]:
        return {**asdict(self), "severity": str(self.severity)}


@dataclass(frozen=True)
class Hit:
    """Where a rule's pattern stands in the text."""

    start: int
    end: int
    severity: Severity
    rule: Rule


#: A shorter sentence says too little for a hint.
FEWEST_WORDS = 3
_AROUND = " ,;:-\n"


def check(text: str, rulebook: Rulebook, names: Collection[str] = (), template: Iterable[str] = ()) -> list[Finding]:
    """What in `text` judges people, in order of its lines.

    `names` are the roster's, matched as they are written; without any, common first names stand in. `template` are
    words that the report's form already held. A line with `<!-- keep: reason -->`, or the one after it, is left alone.
    """
    prose = Prose.read(text, rulebook.people, names, (*rulebook.template, *template))
    kept = dict(_kept(text))
    chosen = strongest([hit for hit in hits(prose, rulebook) if not doubted(prose, rulebook.hint, hit)])
    found = [_finding(prose, hit) for hit in chosen]
    found += hints(prose, rulebook.hint, chosen)
    found += [_advice(prose, rulebook, remark) for remark in remarks(prose, rulebook.action_verbs)]
    unexplained = [_unexplained(prose, rulebook, line) for line, why in kept.items() if not why]
    left = [one for one in found if not kept.get(one.line)]
    return sorted(left + unexplained, key=lambda one: (one.line, one.start))


def hits(prose: Prose, rulebook: Rulebook) -> Iterator[Hit]:
    for start, end in prose.sentences:
        for number in rulebook.triggers.woken_by(prose.marked[start:end]):
            severity, pattern, rule = rulebook.patterns[number]
            for first, last in _at_words(pattern, prose.marked, start, end):
                if not (rule.unless and rule.unless.search(prose.marked, start, end)):
                    yield Hit(first, last, severity, rule)


def _at_words(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Matches that begin where a word does, without the blanks and commas around them."""
    while found := pattern.search(text, start, end):
        first, last = found.span()
        if first == 0 or not text[first - 1].isalnum():
            yield last - len(found[0].lstrip(_AROUND)), first + len(found[0].rstrip(_AROUND))
            start = max(last, first + 1)
        else:
            start = first + 1


def strongest(found: Sequence[Hit]) -> list[Hit]:
    """One finding for one place: of those that overlap, the most severe, then the longest."""
    chosen: list[Hit] = []
    for hit in sorted(found, key=lambda one: (-one.severity, one.start - one.end, one.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return chosen


def doubted(prose: Prose, hint: Hint, hit: Hit) -> bool:
    """A rule's hint in a sentence whose words together are far from blame."""
    if hit.severity > Severity.INFO or not hint.doubt:
        return False
    start, end = next(one for one in prose.sentences if one[0] <= hit.start < one[1])
    tokens = tokens_of(prose.marked[start:end])
    return len(tokens) >= FEWEST_WORDS and learned().likelihood(tokens) < hint.doubt


def hints(prose: Prose, hint: Hint, known: Sequence[Hit]) -> Iterator[Finding]:
    """Sentences that no rule knows and that resemble those that blame."""
    for start, end in prose.sentences:
        tokens = tokens_of(prose.marked[start:end])
        if len(tokens) < FEWEST_WORDS or any(start <= hit.start < end for hit in known):
            continue
        if hint.unless and hint.unless.search(prose.marked, start, end):
            continue
        if learned().likelihood(tokens) >= _enough(tokens, hint):
            words = (prose.text[start + token.start : start + token.end] for token in learned().telling(tokens))
            reason = hint.reason.replace("{words}", ", ".join(words))
            first, last = start + tokens[0].start, start + tokens[-1].end
            yield _at(prose, first, last, hint.kind, Severity.INFO, reason, hint.rewrite)


def _enough(tokens: Sequence[Token], hint: Hint) -> float:
    """Where nobody is spoken of, it has to be twice as sure."""
    spoken_of = any(token.form[0].isupper() for token in tokens)
    return hint.likelihood if spoken_of else (1 + hint.likelihood) / 2


def _finding(prose: Prose, hit: Hit) -> Finding:
    return _at(prose, hit.start, hit.end, hit.rule.kind, hit.severity, hit.rule.reason, hit.rule.rewrite)


def _at(prose: Prose, first: int, last: int, kind: str, severity: Severity, reason: str, rewrite: str) -> Finding:
    line, start = prose.place(first)
    phrase = prose.text[first:last].replace("\n", " ")
    return Finding(line, start, start + len(phrase), phrase, kind, severity, reason, rewrite)


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
