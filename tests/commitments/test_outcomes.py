"""What became of the dates that were promised: each counts once, in its period."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commitments.counting import Course, Period
from bot.commitments.outcomes import Outcome, outcomes
from tests.commitments.courses import course, noon

JANUARY = Period(noon("1 Jan"), noon("31 Jan"))
FEBRUARY = Period(noon("31 Jan"), noon("28 Feb"))
MARCH = Period(noon("28 Feb"), noon("31 Mar"))
YEAR = Period(noon("1 Jan"), noon("31 Dec"))


@pytest.mark.parametrize(
    ("told", "february"),
    [
        (["2 Jan promise 20 Feb", "18 Feb kept"], (Outcome.KEPT,)),
        (["2 Jan promise 20 Feb", "20 Feb kept"], (Outcome.KEPT,)),
        (["2 Jan promise 20 Feb", "23 Feb kept 20 Feb"], (Outcome.KEPT,)),
        (["2 Jan promise 20 Feb", "23 Feb kept"], (Outcome.KEPT_LATE,)),
        (["2 Jan promise 20 Feb", "18 Feb partly kept"], (Outcome.PARTLY_KEPT,)),
        (["2 Jan promise 20 Feb", "23 Feb missed"], (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "18 Feb dropped"], (Outcome.DROPPED,)),
        (["2 Jan promise 20 Feb"], (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "19 Feb on track"], (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "3 Mar kept"], (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "19 Feb move 13 Mar"], (Outcome.MOVED,)),
        (["2 Jan promise 20 Feb", "10 Feb move 25 Feb", "24 Feb kept"], (Outcome.MOVED, Outcome.KEPT)),
        (["2 Jan promise 20 Feb", "10 Feb move 25 Feb", "19 Feb kept"], (Outcome.MOVED, Outcome.KEPT)),
        (["2 Jan promise 20 Feb", "21 Feb move 13 Mar"], (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "21 Feb move 27 Feb", "26 Feb kept"], (Outcome.MISSED, Outcome.KEPT)),
        (["2 Jan promise 20 Feb", "23 Feb missed", "24 Feb move 10 Apr"], (Outcome.MISSED,)),
        (["5 Feb promise 20 Feb", "18 Feb kept"], (Outcome.KEPT,)),
        (["5 Feb promise 20 Feb", "6 Feb move 10 Mar"], (Outcome.MOVED,)),
        (["2 Jan promise 20 Mar", "18 Feb kept"], (Outcome.KEPT,)),
        (["2 Jan promise 20 Mar", "18 Feb dropped"], (Outcome.DROPPED,)),
        (["2 Jan promise 20 Mar", "18 Feb move 8 May"], (Outcome.MOVED,)),
        (["2 Jan promise 20 Feb", "23 Feb dropped"], (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "23 Feb partly kept"], (Outcome.PARTLY_KEPT,)),
        (["2 Jan promise 20 Mar", "18 Feb on track"], ()),
        (["2 Jan promise 20 Jan"], ()),
        (["2 Jan promise 20 Jan", "5 Feb kept"], ()),
        (["2 Jan promise"], ()),
        (["2 Jan propose 20 Feb"], ()),
        (["2 Jan propose 20 Feb", "3 Jan declined"], ()),
        (["2 Jan promise 20 Feb", "10 Jan dropped"], ()),
        (["2 Jan promise 20 Jan", "19 Jan move 20 Feb", "18 Feb kept"], (Outcome.KEPT,)),
        (["2 Jan promise 20 Feb", "19 Feb move 21 Feb", "26 Feb missed"], (Outcome.MOVED, Outcome.MISSED)),
        (
            ["2 Jan promise 20 Feb", "19 Feb move 21 Feb", "21 Feb move 23 Feb"],
            (Outcome.MOVED,) * 2 + (Outcome.MISSED,),
        ),
        (["2 Jan promise 5 Feb", "6 Feb move 20 Feb", "21 Feb move 27 Feb"], (Outcome.MISSED,) * 3),
        (
            ["2 Jan promise 20 Feb", "10 Feb dropped", "11 Feb move 20 Feb", "23 Feb kept"],
            (Outcome.DROPPED, Outcome.KEPT_LATE),
        ),
        (["2 Jan promise 20 Feb", "21 Feb on track", "23 Feb kept"], (Outcome.KEPT_LATE,)),
        (["2 Jan promise 20 Feb", "21 Feb hand over to U0JONAS", "23 Feb kept"], (Outcome.KEPT_LATE,)),
        (["2 Jan promise 20 Feb", "19 Feb kept", "23 Feb missed"], (Outcome.MISSED,)),
        # It had passed before it was accepted: it ends then.
        (["2 Jan propose 20 Jan", "5 Feb accepted"], (Outcome.MISSED,)),
        (["2 Jan propose 20 Jan", "5 Feb accepted", "9 Feb kept"], (Outcome.KEPT_LATE,)),
        (["2 Jan propose 20 Jan", "5 Feb accepted", "9 Feb move 27 Feb"], (Outcome.MISSED, Outcome.MISSED)),
    ],
)
def test_what_became_of_the_dates_that_ended_in_february(told: list[str], february: tuple[Outcome, ...]) -> None:
    assert outcomes(course(*told), FEBRUARY) == february


def test_whoever_moves_a_date_in_time_is_counted_in_both_periods() -> None:
    moved = course("2 Jan promise 20 Feb", "19 Feb move 13 Mar", "12 Mar kept")

    assert (outcomes(moved, FEBRUARY), outcomes(moved, MARCH)) == ((Outcome.MOVED,), (Outcome.KEPT,))


def test_a_miss_cannot_leave_the_count_by_a_move_of_a_day() -> None:
    told = course("2 Jan promise 20 Feb", "19 Feb move 21 Feb", "26 Feb missed")

    assert (outcomes(told, FEBRUARY), outcomes(told, MARCH)) == ((Outcome.MOVED, Outcome.MISSED), ())


def test_what_comes_late_after_the_period_was_missed_in_it_for_ever() -> None:
    late = course("2 Jan promise 20 Feb", "10 Mar kept")

    assert (outcomes(late, FEBRUARY), outcomes(late, MARCH)) == ((Outcome.MISSED,), ())


# --- put right


def corrected(*told: str) -> Course:
    """The last word puts the one before it right."""
    found = course(*told)
    right = found.updates[-1]._replace(corrects=found.updates[-2].number)
    return replace(found, updates=[*found.updates[:-1], right])


def test_a_closing_that_was_put_right_does_not_count() -> None:
    assert outcomes(corrected("2 Jan promise 20 Feb", "10 Feb kept", "11 Feb at risk"), FEBRUARY) == (Outcome.MISSED,)


@pytest.mark.parametrize(
    ("told", "february", "march"),
    [
        (["2 Jan promise 20 Feb", "19 Feb kept", "9 Mar missed"], Outcome.KEPT, (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "19 Feb kept", "9 Mar dropped"], Outcome.KEPT, (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "19 Feb kept", "9 Mar kept 25 Feb"], Outcome.KEPT, (Outcome.KEPT_LATE,)),
        (["2 Jan promise 20 Feb", "19 Feb kept", "9 Mar kept 18 Feb"], Outcome.KEPT, ()),
        (["2 Jan promise 20 Mar", "19 Feb kept", "9 Mar missed"], Outcome.KEPT, (Outcome.MISSED,)),
        (["2 Jan promise 20 Feb", "23 Feb missed", "9 Mar kept 20 Feb"], Outcome.MISSED, (Outcome.KEPT,)),
        (["2 Jan promise 20 Feb", "23 Feb missed", "9 Mar kept"], Outcome.MISSED, ()),
        (["2 Jan promise 20 Feb", "23 Feb missed", "9 Mar dropped"], Outcome.MISSED, ()),
    ],
)
@pytest.mark.parametrize("says_so", [True, False])
def test_a_closing_put_right_after_it_was_read_out_counts_in_the_next_period(
    told: list[str], february: Outcome, march: tuple[Outcome, ...], says_so: bool
) -> None:
    found = corrected(*told) if says_so else course(*told)

    assert (outcomes(found, FEBRUARY), outcomes(found, MARCH)) == ((february,), march)
    assert outcomes(found, Period(noon("31 Mar"), noon("30 Apr"))) == ()


def test_a_closing_taken_back_leaves_a_date_that_was_missed() -> None:
    back = corrected("2 Jan promise 20 Feb", "19 Feb kept", "9 Mar at risk")

    assert (outcomes(back, FEBRUARY), outcomes(back, MARCH)) == ((Outcome.KEPT,), (Outcome.MISSED,))


# --- whatever is done


DAYS = [f"{number} {month}" for month in ("Jan", "Feb", "Mar") for number in (3, 9, 15, 21, 27)]
MOVES = st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)), max_size=4)


def moved(moves: list[tuple[str, str]], kept: str) -> Course:
    told = sorted([(at, f"{at} move {to}") for at, to in moves], key=lambda each: noon(each[0]))
    return course("1 Jan promise 21 Feb", *(word for at, word in told if noon(at) < noon(kept)), f"{kept} kept")


@given(moves=MOVES, kept=st.sampled_from(DAYS))
def test_whatever_is_done_to_a_promise_it_is_counted(moves: list[tuple[str, str]], kept: str) -> None:
    assert any(outcomes(moved(moves, kept), period) for period in (JANUARY, FEBRUARY, MARCH))


@given(moves=MOVES, kept=st.sampled_from(DAYS))
def test_however_the_all_hands_fall_every_date_is_counted_once(moves: list[tuple[str, str]], kept: str) -> None:
    found = moved(moves, kept)
    months = [outcome for period in (JANUARY, FEBRUARY, MARCH) for outcome in outcomes(found, period)]
    year = outcomes(found, Period(noon("1 Jan"), noon("31 Mar")))

    # A miss that was read out stays one; where nobody read it out, what came late is called so.
    as_read_out = {Outcome.KEPT_LATE: Outcome.MISSED}
    assert [as_read_out.get(each, each) for each in months] == [as_read_out.get(each, each) for each in year]
    assert year.count(Outcome.KEPT) + year.count(Outcome.KEPT_LATE) <= 1
