"""When an owner is asked for a word, and when somebody else hears of the silence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commitments import asking
from bot.commitments.asking import Reason, Step, working_days_between
from tests.commitments.courses import course, day, noon


def weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("told", "today", "why"),
    [
        (["2 Jan promise 27 Mar"], "15 Jan", None),
        (["2 Jan promise 27 Mar"], "16 Jan", Reason.WORD_DUE),
        (["2 Jan promise 27 Mar"], "17 Jan", Reason.SILENT),
        (["2 Jan promise 27 Mar", "15 Jan on track"], "17 Jan", None),
        (["2 Jan promise 27 Mar", "20 Mar on track"], "23 Mar", None),
        (["2 Jan promise 27 Mar", "20 Mar on track"], "24 Mar", Reason.DATE_NEAR),
        (["2 Jan promise 27 Mar", "23 Mar on track"], "25 Mar", None),
        (["2 Jan promise 27 Mar", "23 Mar on track"], "27 Mar", Reason.DATE_NEAR),
        (["2 Jan promise 27 Mar"], "23 Mar", Reason.SILENT),
        (["2 Jan promise 27 Mar"], "24 Mar", Reason.DATE_NEAR),
        (["2 Jan promise 27 Mar", "26 Mar on track"], "28 Mar", None),
        (["2 Jan promise 27 Mar", "26 Mar on track"], "29 Mar", Reason.PAST_DATE),
        (["2 Jan promise 27 Mar", "28 Mar at risk"], "30 Mar", None),
        (["2 Jan promise 27 Mar", "28 Mar at risk"], "31 Mar", Reason.PAST_DATE),
        (["2 Jan promise 27 Mar", "20 Mar hand over to U0JONAS"], "22 Mar", None),
        (["2 Jan promise 30 Jun", "20 Mar hand over to U0JONAS"], "2 Apr", None),
        (["2 Jan promise 30 Jun", "20 Mar hand over to U0JONAS"], "3 Apr", Reason.WORD_DUE),
        (["2 Jan promise 30 Jun", "20 Mar hand over to U0JONAS"], "4 Apr", Reason.SILENT),
        (["2 Jan promise 30 Jun", "5 Jan paused 1 Mar", "2 Feb hand over to U0JONAS"], "28 Feb", None),
        (["2 Jan promise 30 Jun", "5 Jan paused 1 Mar", "2 Feb hand over to U0JONAS"], "1 Mar", Reason.WORD_DUE),
        (["2 Jan promise 27 Mar", "5 Jan paused 1 Mar"], "28 Feb", None),
        (["2 Jan promise 27 Mar", "5 Jan paused 1 Mar"], "1 Mar", Reason.WORD_DUE),
        (["2 Jan promise 27 Mar", "5 Jan paused 1 Mar"], "2 Mar", Reason.SILENT),
        (["2 Jan promise 27 Mar", "5 Jan paused 1 May"], "30 Mar", None),
        (["2 Jan promise 27 Mar", "5 Jan orphaned"], "30 Mar", None),
        (["2 Jan promise 27 Mar", "5 Mar kept"], "30 Apr", None),
        (["2 Jan propose 27 Mar"], "30 Apr", None),
    ],
)
def test_why_a_word_is_wanted(told: list[str], today: str, why: Reason | None) -> None:
    found = course(*told)

    assert asking.reason(found.at(noon(today)), 14, day(today)) is why


@pytest.mark.parametrize(
    ("why", "asked", "asked_on", "step"),
    [
        (None, 0, None, Step.WAIT),
        (Reason.WORD_DUE, 0, None, Step.ASK),
        (Reason.SILENT, 0, None, Step.ASK),
        (Reason.SILENT, 1, "10 Mar", Step.WAIT),
        (Reason.SILENT, 1, "9 Mar", Step.ASK),
        (Reason.SILENT, 2, "10 Mar", Step.WAIT),
        (Reason.SILENT, 2, "9 Mar", Step.TELL_SPONSOR),
        (Reason.PAST_DATE, 2, "9 Mar", Step.TELL_SPONSOR),
        (Reason.SILENT, 3, "2 Mar", Step.WAIT),
        (Reason.SILENT, 2, None, Step.ASK),
        (Reason.SILENT, 3, None, Step.ASK),
        (Reason.DATE_NEAR, 0, "10 Mar", Step.WAIT),
        (Reason.DATE_NEAR, 0, "9 Mar", Step.ASK),
        (Reason.DATE_NEAR, 2, "9 Mar", Step.TELL_SPONSOR),
        (Reason.DATE_NEAR, 3, "9 Mar", Step.ASK),
        (Reason.PAST_DATE, 3, "2 Mar", Step.WAIT),
    ],
)
def test_silence_reaches_its_owner_twice_and_then_the_sponsor(
    why: Reason | None, asked: int, asked_on: str | None, step: Step
) -> None:
    wednesday = day("11 Mar")

    assert asking.step(why, asked, day(asked_on) if asked_on else None, wednesday, weekday) is step


@pytest.mark.parametrize(
    ("why", "asked", "asked_on", "step"),
    [
        (Reason.PAST_DATE, 2, "4 Mar", Step.TELL_SPONSOR),
        (Reason.PAST_DATE, 3, "5 Mar", Step.WAIT),
        (Reason.PAST_DATE, 3, "4 Mar", Step.ASK),
        (Reason.PAST_DATE, 30, "4 Mar", Step.ASK),
        (Reason.SILENT, 3, "4 Mar", Step.WAIT),
    ],
)
def test_what_goes_on_is_asked_about_once_a_week_after_its_date(
    why: Reason, asked: int, asked_on: str, step: Step
) -> None:
    assert asking.step(why, asked, day(asked_on), day("11 Mar"), weekday, goes_on=True) is step


def test_a_silence_that_lasts_beyond_the_date_is_another() -> None:
    assert asking.times(Reason.PAST_DATE, 3, day("26 Mar"), day("27 Mar")) == 0
    assert asking.times(Reason.PAST_DATE, 3, day("30 Mar"), day("27 Mar")) == 3
    assert asking.times(Reason.DATE_NEAR, 3, day("26 Mar"), day("27 Mar")) == 3


def test_a_weekend_is_no_time_to_answer() -> None:
    friday, monday, tuesday = day("6 Mar"), day("9 Mar"), day("10 Mar")

    assert asking.step(Reason.SILENT, 1, friday, monday, weekday) is Step.WAIT
    assert asking.step(Reason.SILENT, 1, friday, tuesday, weekday) is Step.ASK


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    middle = date.fromordinal(start.toordinal() + first)
    end = date.fromordinal(middle.toordinal() + second)

    assert working_days_between(start, end, weekday) == (
        working_days_between(start, middle, weekday) + working_days_between(middle, end, weekday)
    )
