"""What the all-hands counts."""

import pytest

from bot.commitments.counting import Change, Period, change, forecasts
from bot.commitments.states import State
from tests.commitments.courses import course, noon

FEBRUARY = Period(noon("31 Jan"), noon("28 Feb"))
YEAR = Period(noon("1 Jan"), noon("31 Dec"))


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
        (["2 Jan promise 20 Mar", "5 Jan kept", "9 Feb missed"], Change.MISSED),
        (["2 Jan promise 20 Mar", "5 Jan kept", "9 Feb kept"], Change.KEPT),
        (["2 Jan promise 20 Feb", "5 Jan kept", "9 Feb move 20 Feb", "18 Feb kept"], Change.KEPT),
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
