"""What the all-hands counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commitments.counting import Change, Outcome, Period, change, forecasts, outcome
from bot.commitments.states import State
from tests.commitments.courses import course, noon

FEBRUARY = Period(noon("31 Jan"), noon("28 Feb"))
MARCH = Period(noon("28 Feb"), noon("31 Mar"))
YEAR = Period(noon("1 Jan"), noon("31 Dec"))


@pytest.mark.parametrize(
    ("told", "february"),
    [
        (["2 Jan promise 20 Feb", "18 Feb kept"], Outcome.KEPT),
        (["2 Jan promise 20 Feb", "20 Feb kept"], Outcome.KEPT),
        (["2 Jan promise 20 Feb", "23 Feb kept 20 Feb"], Outcome.KEPT),
        (["2 Jan promise 20 Feb", "23 Feb kept"], Outcome.KEPT_LATE),
        (["2 Jan promise 20 Feb", "18 Feb partly kept"], Outcome.PARTLY_KEPT),
        (["2 Jan promise 20 Feb", "23 Feb missed"], Outcome.MISSED),
        (["2 Jan promise 20 Feb", "18 Feb dropped"], Outcome.DROPPED),
        (["2 Jan promise 20 Feb"], Outcome.MISSED),
        (["2 Jan promise 20 Feb", "19 Feb on track"], Outcome.MISSED),
        (["2 Jan promise 20 Feb", "3 Mar kept"], Outcome.MISSED),
        (["2 Jan promise 20 Feb", "19 Feb move 13 Mar"], Outcome.MOVED),
        (["2 Jan promise 20 Feb", "10 Feb move 25 Feb", "24 Feb kept"], Outcome.MOVED),
        (["2 Jan promise 20 Feb", "10 Feb move 25 Feb", "19 Feb kept"], Outcome.KEPT),
        (["2 Jan promise 20 Feb", "21 Feb move 13 Mar"], Outcome.MISSED),
        (["2 Jan promise 20 Feb", "21 Feb move 27 Feb", "26 Feb kept"], Outcome.KEPT_LATE),
        (["2 Jan promise 20 Feb", "23 Feb missed", "24 Feb move 10 Apr"], Outcome.MISSED),
        (["5 Feb promise 20 Feb", "18 Feb kept"], Outcome.KEPT),
        (["5 Feb promise 20 Feb", "6 Feb move 10 Mar"], Outcome.MOVED),
        (["2 Jan promise 20 Mar", "18 Feb kept"], Outcome.KEPT),
        (["2 Jan promise 20 Mar", "18 Feb dropped"], Outcome.DROPPED),
        (["2 Jan promise 20 Mar", "18 Feb move 8 May"], Outcome.MOVED),
        (["2 Jan promise 20 Feb", "23 Feb dropped"], Outcome.MISSED),
        (["2 Jan promise 20 Feb", "23 Feb partly kept"], Outcome.PARTLY_KEPT),
        (["2 Jan promise 20 Mar", "18 Feb on track"], None),
        (["2 Jan promise 20 Jan"], None),
        (["2 Jan promise 20 Jan", "5 Feb kept"], None),
        (["2 Jan promise"], None),
        (["2 Jan propose 20 Feb"], None),
        (["2 Jan propose 20 Feb", "3 Jan declined"], None),
        (["2 Jan promise 20 Feb", "10 Jan dropped"], None),
        (["2 Jan promise 20 Jan", "19 Jan move 20 Feb", "18 Feb kept"], Outcome.KEPT),
    ],
)
def test_what_became_of_what_was_due_in_february(told: list[str], february: Outcome | None) -> None:
    assert outcome(course(*told), FEBRUARY) is february


def test_whoever_moves_a_date_in_time_is_counted_in_both_periods() -> None:
    moved = course("2 Jan promise 20 Feb", "19 Feb move 13 Mar", "12 Mar kept")

    assert (outcome(moved, FEBRUARY), outcome(moved, MARCH)) == (Outcome.MOVED, Outcome.KEPT)


def test_what_comes_late_after_the_period_was_missed_in_it_for_ever() -> None:
    late = course("2 Jan promise 20 Feb", "10 Mar kept")

    assert (outcome(late, FEBRUARY), outcome(late, MARCH)) == (Outcome.MISSED, None)


def test_a_closing_that_was_put_right_does_not_count() -> None:
    told = course("2 Jan promise 20 Feb", "10 Feb kept", "11 Feb at risk")
    right = told.updates[-1]._replace(corrects=told.updates[-2].number)

    assert outcome(replace(told, updates=[*told.updates[:-1], right]), FEBRUARY) is Outcome.MISSED


DAYS = [f"{number} {month}" for month in ("Jan", "Feb", "Mar") for number in (3, 9, 15, 21, 27)]


@given(
    moves=st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)), max_size=4),
    kept=st.sampled_from(DAYS),
)
def test_whatever_is_done_to_a_promise_it_is_counted(moves: list[tuple[str, str]], kept: str) -> None:
    told = sorted([(at, f"{at} move {to}") for at, to in moves], key=lambda each: noon(each[0]))
    before_the_end = [sentence for at, sentence in told if noon(at) < noon(kept)]
    found = course("1 Jan promise 21 Feb", *before_the_end, f"{kept} kept")

    counted = [outcome(found, period) for period in (Period(noon("1 Jan"), noon("31 Jan")), FEBRUARY, MARCH)]

    assert any(counted)


# --- how good forecasts were


@pytest.mark.parametrize(
    ("told", "landed"),
    [
        (["2 Jan promise 20 Mar", "16 Feb on track", "18 Mar kept"], [True]),
        (["2 Jan promise 20 Mar", "16 Feb on track", "23 Mar kept 20 Mar"], [True]),
        (["2 Jan promise 20 Mar", "16 Feb on track", "23 Mar kept"], [False]),
        (["2 Jan promise 20 Mar", "16 Feb on track"], [False]),
        (["2 Jan promise 20 Mar", "16 Feb on track", "10 Mar move 3 Apr", "1 Apr kept"], [False]),
        (["2 Jan promise 20 Mar", "16 Feb on track", "19 Mar partly kept"], [False]),
        (["2 Jan promise 20 Mar", "16 Feb at risk", "18 Mar kept"], []),
        (["2 Jan promise 20 Mar", "5 Jan on track", "18 Mar kept"], []),
        (["1 Mar promise 20 Mar", "18 Mar kept"], []),
        (["2 Jan promise"], []),
        (["2 Jan promise 3 Feb", "3 Jan kept", "4 Jan move 20 Mar", "16 Feb on track"], [False]),
        (
            ["2 Jan promise 20 Mar", "16 Feb on track", "10 Mar move 8 May", "6 Apr on track", "7 May kept"],
            [False, True],
        ),
    ],
)
def test_of_those_on_track_four_weeks_ahead_so_many_were_kept(told: list[str], landed: list[bool]) -> None:
    assert forecasts(course(*told), YEAR) == landed


# --- what changed


@pytest.mark.parametrize(
    ("told", "changed"),
    [
        (["2 Jan promise 20 Mar", "29 Jan on track", "10 Feb on track", "20 Feb on track"], None),
        (["2 Feb promise 20 Mar", "20 Feb on track"], Change.NEW),
        (["2 Feb propose 20 Mar"], None),
        (["2 Jan promise 20 Feb", "29 Jan on track", "18 Feb kept"], Change.KEPT),
        (["2 Jan promise 20 Feb", "29 Jan on track", "21 Feb missed"], Change.MISSED),
        (["2 Jan promise 20 Feb", "29 Jan on track", "21 Feb missed", "22 Feb move 1 Apr"], Change.PROMISED_AGAIN),
        (["2 Jan promise 20 Mar", "29 Jan on track", "21 Feb move 1 Apr"], Change.MOVED),
        (["2 Jan promise 20 Mar", "29 Jan on track", "20 Feb at risk"], Change.AT_RISK),
        (["2 Jan promise 20 Mar", "29 Jan at risk", "20 Feb on track"], Change.BACK_ON_TRACK),
        (["2 Jan promise 20 Mar", "29 Jan on track"], Change.SILENT),
        (["2 Jan promise 20 Feb", "29 Jan on track"], Change.PAST_DATE),
        (["2 Jan promise 20 Mar", "29 Jan on track", "20 Feb hand over to U0JONAS"], Change.SILENT),
        (
            ["2 Jan promise 20 Mar", "29 Jan on track", "18 Feb on track", "20 Feb hand over to U0JONAS"],
            Change.HANDED_OVER,
        ),
        (["2 Jan promise 20 Mar", "29 Jan on track", "20 Feb orphaned"], Change.WITHOUT_OWNER),
        (["2 Jan promise 20 Mar", "5 Jan dropped"], None),
    ],
)
def test_the_most_telling_change_since_the_last_all_hands(told: list[str], changed: Change | None) -> None:
    assert change(course(*told), FEBRUARY) is changed


def test_the_strip_shows_what_stood_then_and_leaves_open_what_was_no_promise_yet() -> None:
    found = course("5 Jan promise 30 Jun", "10 Jan on track", "20 Feb at risk", "25 Feb off track")

    assert found.strip(map(noon, ("1 Jan", "12 Jan", "10 Feb", "21 Feb", "28 Feb"))) == [
        None,
        State.ON_TRACK,
        State.SILENT,
        State.AT_RISK,
        State.OFF_TRACK,
    ]
