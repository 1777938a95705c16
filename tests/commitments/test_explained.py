"""Every number that a digest can show stands, with the words around it, in the page that explains it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commitments import digest_post, digest_text, exports
from bot.commitments.counting import Change
from bot.commitments.digest import TELLING, Digest, Line, in_order
from bot.commitments.outcomes import Outcome
from bot.commitments.states import CLOSING, State
from tests.commitments.test_digest import ALL, digest

PAGE = Path("docs/commitments.md").read_text(encoding="utf-8")
ROWS = [row.split("|")[1] for row in PAGE.partition("| on the digest | is |")[2].splitlines() if row.startswith("| ")]
DAY = r"\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( \d{4})?"
#: Said of one, of several, or in the other direction: the same number.
ALIKE = (
    (DAY, "DAY"),
    (r" since (DAY|…)", ""),
    (r"[+-]?\d+", "N"),
    (r"\b(was|are|is)\b", "were"),
    (r"\bday\b", "days"),
    (r"\blate\b", "early"),
    (r"\bbefore the first", "after the first"),
    (r" …(?=$| were)", ""),
    (r" dates due", " due"),
    (r"^. +\*?Search\*? +", ""),
    (r"^(Nov|Dec|Jan|now) (?=N)", ""),
)


def numbers(text: str) -> Iterator[str]:
    """Each piece of a sentence that holds a number, as it is told of any number."""
    for piece in re.split(r"[.;:,](?:\s|$)|[·()|\n“”]", text):
        told = piece.strip(" *_`").removeprefix("and ")
        for pattern, alike in ALIKE:
            told = re.sub(pattern, alike, told)
        if re.search(r"\bN\b", told):
            yield told.lower().strip()


EXPLAINED = {
    *chain.from_iterable(map(numbers, ROWS)),
    *(f"n {state}" for state in State),
    *(f"n {series}" for series in digest_post.SERIES),
}
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    found = []
    for number in range(1, draw(st.integers(1, 8)) * draw(st.sampled_from([1, 1, 1, 14])) + 1):
        first, now, state = draw(DAYS), draw(DAYS), draw(st.sampled_from(TELLING))
        moves = draw(st.integers(1, 4)) if first != now else 0
        line = Line(number, "Search", "Priya", state, first, now, draw(st.none() | DAYS), moves=moves)
        ends = draw(st.lists(st.sampled_from(Outcome), max_size=2))
        closed = draw(DAYS) if state in CLOSING else None
        line = replace(line, moved_days=(now - first).days, outcomes=tuple(ends), closed_on=closed)
        change = Change(state.value) if state.value in list(Change) else draw(st.none() | st.sampled_from(Change))
        found.append(replace(line, change=change, strip=tuple(draw(st.sampled_from([None, *TELLING])) for _ in "123")))
    return found


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    ahead = draw(st.integers(0, 9))
    told = replace(digest(*ALL), questions=(), figures=(), learned=(), opening="")
    told = replace(told, forecasts=ahead, forecasts_kept=draw(st.integers(0, ahead)))
    said = st.sampled_from(["", "A word."])
    return replace(told, lines=in_order([replace(line, sentence=draw(said)) for line in draw(lines())]))


def shown(digest: Digest) -> Iterator[str]:
    messages = [digest_post.post(digest), *digest_post.thread(digest)]
    for message in messages:
        for block in message.blocks or []:
            texts = [block.get("text"), *(block.get("elements") or [])]
            yield from (str(text.get("text")) for text in texts if isinstance(text, dict))
            yield from (str(cell.get("text", "")) for row in block.get("rows", ()) for cell in row)
        yield message.text
    yield from (digest_text.result(digest), exports.as_markdown(digest))


@settings(max_examples=80, deadline=timedelta(seconds=5))
@given(told=digests())
def test_every_number_on_a_digest_is_explained(told: Digest) -> None:
    found = {number: text for text in shown(told) for number in numbers(text)}

    assert {number: text for number, text in found.items() if number not in EXPLAINED} == {}


def test_each_of_these_rows_tells_what_it_is() -> None:
    rows = [row for row in PAGE.partition("| on the digest | is |")[2].splitlines() if row.startswith("| ")]

    assert len(rows) > 20
    assert all(len(row.split("|")[2].split()) > 3 for row in rows)
