"""Whether a promise can be checked, and what is wrong beside which field."""

from dataclasses import replace
from datetime import date

import pytest

from bot.commitments.checks import Draft, Measure, advice, date_fault, faults, read_measure, read_value, word_faults
from bot.commitments.states import State

TODAY = date(2026, 3, 5)
SEARCH = Draft("Search answers in under 200 ms", "U0PRIYA", date(2026, 3, 27), how="p95 in the search dashboard")


def test_what_has_a_date_and_a_way_to_know_needs_no_advice() -> None:
    assert not list(advice(SEARCH))
    assert not list(faults(SEARCH, TODAY))


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (replace(SEARCH, day=None), "no date yet"),
        (replace(SEARCH, how=""), "how we will know"),
        (Draft("Improve the search", "U0PRIYA", date(2026, 3, 27), how="It feels quick"), "names a direction"),
    ],
)
def test_what_cannot_be_checked_is_said_and_not_refused(draft: Draft, says: str) -> None:
    (sentence,) = advice(draft)

    assert says in sentence
    assert not list(faults(draft, TODAY))


def test_a_measure_is_a_way_to_know() -> None:
    assert not list(advice(replace(SEARCH, how="", measure=Measure("640", "200", "ms"))))


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(SEARCH, what=" … "), "what"),
        (replace(SEARCH, what="a" * 201), "what"),
        (replace(SEARCH, how="a" * 1001), "how"),
        (replace(SEARCH, day=date(2026, 3, 4)), "day"),
        (replace(SEARCH, day=date(2206, 3, 4)), "day"),
        (replace(SEARCH, links=("see the wiki",)), "links"),
        (replace(SEARCH, links=("https://x.example/" + "a" * 2000,)), "links"),
    ],
)
def test_a_fault_stands_beside_its_field(draft: Draft, field: str) -> None:
    assert [name for name, _ in faults(draft, TODAY)] == [field]


def test_today_is_a_date_to_promise() -> None:
    assert date_fault(TODAY, TODAY) == ""


@pytest.mark.parametrize(
    ("typed", "measure"),
    [
        ("", None),
        ("640 ms to 200 ms", Measure("640", "200", "ms")),
        ("640 to 200 ms", Measure("640", "200", "ms")),
        ("from 1,200 to 90 tickets", Measure("1,200", "90", "tickets")),
        ("3 -> 5", Measure("3", "5")),
        ("99.5 % → 99.9 %", Measure("99.5", "99.9", "%")),
    ],
)
def test_a_measure_has_start_target_and_unit(typed: str, measure: Measure | None) -> None:
    assert read_measure(typed) == measure


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("200 ms", "start and target"),
        ("640 ms to 1 s", "Start is in ms and target in s"),
        ("200 ms to 200 ms", "the same"),
        ("a to b", "start and target"),
    ],
)
def test_a_measure_that_cannot_be_read_says_how_to_write_it(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_measure(typed)


def test_a_measure_is_updated_in_its_own_unit() -> None:
    measure = Measure("640", "200", "ms")

    assert read_value("480", measure) == "480"
    assert read_value(" 480 ms ", measure) == "480"
    with pytest.raises(ValueError, match="measured in ms, not in s"):
        read_value("0.48 s", measure)
    with pytest.raises(ValueError, match="a number in ms"):
        read_value("quite fast", measure)


@pytest.mark.parametrize(
    ("state", "note", "until", "day", "fields"),
    [
        (State.ON_TRACK, "", None, None, []),
        (State.PAUSED, "Waits for the contract", date(2026, 4, 1), None, []),
        (State.PAUSED, "", None, None, ["note", "until"]),
        (State.PAUSED, "Waits", date(2026, 3, 1), None, ["until"]),
        (State.DROPPED, " ", None, None, ["note"]),
        (State.KEPT, "", None, date(2026, 3, 6), ["forecast"]),
        (State.KEPT, "", None, date(2026, 3, 5), []),
        (State.KEPT, "", None, date(2026, 2, 5), []),
        (State.AT_RISK, "a" * 1001, None, None, ["note"]),
        (State.AT_RISK, "", None, date(2026, 3, 5), []),
        (State.AT_RISK, "", None, date(2026, 3, 4), ["forecast"]),
        (State.ON_TRACK, "", None, date(2206, 3, 5), ["forecast"]),
        (State.PAUSED, "Waits", date(2206, 3, 5), None, ["until"]),
    ],
)
def test_some_words_need_a_reason_or_a_day(
    state: State, note: str, until: date | None, day: date | None, fields: list[str]
) -> None:
    assert [field for field, _ in word_faults(state, note, until, day, TODAY)] == fields
