"""The check stays fast by what it does, and within its bars by the processor's own time, whatever the clock of a busy
machine says; `python -m bench.blame` has the times.
"""

import time

from bench.blame import MOST_WORDS, PAGE_WORDS, long_text
from bot.reports.blame.check import check
from bot.reports.blame.prose import Prose
from bot.reports.blame.rulebook import load

#: Of all patterns, so many are tried on a sentence.
MOST_TRIED = 0.2


def tried(words: int) -> float:
    """Which share of the patterns is tried on a sentence, on average."""
    book = load()
    prose = Prose.read(long_text(words), book.people, (), book.template)
    woken = [len(list(book.triggers.woken_by(prose.marked[start:end]))) for start, end in prose.sentences]
    return sum(woken) / len(woken) / len(book.patterns)


def cost(text: str) -> float:
    began = time.process_time()
    check(text, load())
    return time.process_time() - began


def test_most_patterns_are_not_even_tried_on_a_sentence() -> None:
    assert tried(2_000) < MOST_TRIED


def test_a_pattern_that_any_sentence_wakes_is_rare() -> None:
    book = load()
    always = set(book.triggers.woken_by("zz"))
    assert len(always) <= len(book.patterns) // 50


def test_forty_pages_cost_no_more_than_forty_times_a_page() -> None:
    """Side by side, so that whatever else the machine does slows both."""
    page, forty = long_text(PAGE_WORDS), long_text(MOST_WORDS)
    cost(page)
    ratios = [cost(forty) / cost(page) for _ in range(3)]
    assert min(ratios) < 1.5 * MOST_WORDS / PAGE_WORDS


def test_a_page_takes_less_than_a_tenth_of_a_second_of_the_processor() -> None:
    page = long_text(PAGE_WORDS)
    assert min(cost(page) for _ in range(5)) < 0.1


def test_forty_pages_take_less_than_a_second_of_the_processor() -> None:
    forty = long_text(MOST_WORDS)
    assert min(cost(forty) for _ in range(5)) < 1


def test_a_line_without_an_end_costs_no_more_than_lines_of_the_same_length() -> None:
    lines = "the team said that the alert was late and the on-call looked\n" * 400
    endless = lines.replace("\n", " ")
    cost(lines)
    assert min(cost(endless) / cost(lines) for _ in range(3)) < 3
