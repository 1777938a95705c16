"""Learns the blame check's weights anew from its sentences: python -m bench.blame_learning"""

import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.reports.blame.learned import features, tokens_of
from bot.reports.blame.prose import Prose
from bot.reports.blame.rulebook import load

ROOT = Path(__file__).parent.parent
SENTENCES = ROOT / "tests" / "reports" / "blame"
WEIGHTS = ROOT / "bot" / "reports" / "blame" / "learned.json"
EPOCHS = 300
STEP = 0.5
#: How strongly weights are drawn to nothing.
RESTRAINT = 6.0
SMALLEST = 0.04

Sample = tuple[list[str], bool]


def learned_from() -> list[Path]:
    """Sentences with labels, and pages in which nobody is blamed. Never what figures are measured on."""
    sentences = [
        SENTENCES / f"{name}.jsonl" for name in ("development", "voices_read", "strangers_read", "newcomers_read")
    ]
    return [*sentences, *sorted((SENTENCES / "reports" / "development").glob("*.md"))]


def fingerprint() -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in learned_from())).hexdigest()


def samples() -> list[Sample]:
    files = learned_from()
    pages = [file.read_text(encoding="utf-8") for file in files if file.suffix == ".md"]
    lines = [
        line for file in files if file.suffix == ".jsonl" for line in file.read_text(encoding="utf-8").splitlines()
    ]
    rows = [json.loads(line) for line in lines]
    labelled = [(names, row["label"] == "blame") for row in rows for names in _features_of(row["text"])]
    return labelled + [(names, False) for page in pages for names in _features_of(page)]


def _features_of(text: str) -> Iterator[list[str]]:
    book = load()
    prose = Prose.read(text, book.people, (), book.template)
    for start, end in prose.sentences:
        if tokens := tokens_of(prose.marked[start:end]):
            yield sorted({name for name, _ in features(tokens)})


def weights_of(found: Sequence[Sample]) -> tuple[dict[str, float], float]:
    """Logistic regression by gradient descent, each weight with a step of its own: the same from the same samples."""
    counts = Counter(name for names, _ in found for name in names)
    known = [([name for name in names if counts[name] > 1], blames) for names, blames in found]
    weights = {name: 0.0 for name, count in counts.items() if count > 1}
    squares = dict.fromkeys(weights, 1e-6)
    bias = 0.0
    for _ in range(EPOCHS):
        slopes = {name: RESTRAINT * weight for name, weight in weights.items()}
        drift = 0.0
        for names, blames in known:
            error = 1 / (1 + math.exp(-bias - sum(weights[name] for name in names))) - blames
            drift += error
            for name in names:
                slopes[name] += error
        for name, slope in slopes.items():
            squares[name] += slope * slope
            weights[name] -= STEP * slope / math.sqrt(squares[name])
        bias -= drift / len(known)
    return weights, bias


def main() -> None:
    found = samples()
    weights, bias = weights_of(found)
    kept = {name: round(weight, 2) for name, weight in sorted(weights.items()) if abs(weight) >= SMALLEST}
    content = {"learned_from": fingerprint(), "bias": round(bias, 3), "weights": kept}
    WEIGHTS.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(kept):,} weights from {len(found):,} sentences, in {WEIGHTS.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
