"""Where a commitment stands, from what was said of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commitments.counting import Course
from bot.commitments.rules import shown, silent_at, standing, until, word_due_on
from bot.commitments.standing import due_at, end_of
from bot.commitments.states import CLOSING, Kind, Phase, State, Update
from tests.commitments.courses import BERLIN, KOLKATA, PRIYA, course, day, noon

# --- what stands beside it


@pytest.mark.parametrize(
    ("told", "at", "state"),
    [
        (["2 Jan propose 20 Mar"], "3 Jan", State.PROPOSED),
        (["2 Jan propose 20 Mar"], "3 Jun", State.PROPOSED),
        (["2 Jan propose 20 Mar", "3 Jan declined"], "4 Jan", State.DECLINED),
        (["2 Jan propose 20 Mar", "3 Jan withdrawn"], "4 Jan", State.WITHDRAWN),
        (["2 Jan propose 20 Mar", "3 Jan countered 3 Apr"], "4 Jan", State.PROPOSED),
        (["2 Jan promise 20 Mar"], "2 Jan", State.ON_TRACK),
        (["2 Jan promise 20 Mar", "5 Jan at risk"], "6 Jan", State.AT_RISK),
        (["2 Jan promise 20 Mar", "5 Jan off track"], "6 Jan", State.OFF_TRACK),
        (["2 Jan promise 20 Mar", "5 Jan on track"], "19 Jan", State.ON_TRACK),
        (["2 Jan promise 20 Mar", "5 Jan on track"], "20 Jan", State.SILENT),
        (["2 Jan promise 20 Mar", "5 Jan off track"], "20 Jan", State.SILENT),
        (["2 Jan promise 20 Mar", "5 Jan on track", "20 Jan at risk"], "21 Jan", State.AT_RISK),
        (["2 Jan promise 20 Mar", "19 Mar on track"], "20 Mar", State.ON_TRACK),
        (["2 Jan promise 20 Mar", "19 Mar on track"], "21 Mar", State.PAST_DATE),
        (["2 Jan promise 20 Mar"], "21 Mar", State.PAST_DATE),
        (["2 Jan promise 20 Mar", "19 Mar move 3 Apr"], "21 Mar", State.ON_TRACK),
        (["2 Jan promise 20 Mar", "23 Mar move 3 Apr"], "24 Mar", State.ON_TRACK),
        (["2 Jan promise"], "15 Jan", State.ON_TRACK),
        (["2 Jan promise"], "17 Jan", State.SILENT),
        (["2 Jan promise 20 Mar", "5 Jan paused 1 Mar"], "20 Feb", State.PAUSED),
        (["2 Jan promise 20 Mar", "5 Jan paused 1 Mar"], "1 Mar", State.PAUSED),
        (["2 Jan promise 20 Mar", "5 Jan paused 1 Mar"], "2 Mar", State.SILENT),
        (["2 Jan promise 20 Mar", "5 Jan paused 8 Jan"], "9 Jan", State.SILENT),
        (["2 Jan promise 20 Mar", "5 Jan paused 1 Apr"], "21 Mar", State.PAST_DATE),
        (["2 Jan promise 20 Mar", "5 Jan orphaned"], "6 Jan", State.WITHOUT_OWNER),
        (["2 Jan promise 20 Mar", "5 Jan orphaned", "7 Jan hand over to U0JONAS"], "8 Jan", State.ON_TRACK),
        (["2 Jan promise 20 Mar", "5 Mar kept"], "6 Jun", State.KEPT),
        (["2 Jan promise 20 Mar", "5 Mar partly kept"], "6 Jun", State.PARTLY_KEPT),
        (["2 Jan promise 20 Mar", "5 Apr missed"], "6 Jun", State.MISSED),
        (["2 Jan promise 20 Mar", "5 Mar dropped"], "6 Jun", State.DROPPED),
        (["2 Jan promise 20 Mar", "5 Apr missed", "6 Apr move 8 May"], "7 Apr", State.ON_TRACK),
    ],
)
def test_what_is_shown(told: list[str], at: str, state: State) -> None:
    found = course(*told)

    assert shown(found.at(noon(at)), found.rhythm_days, noon(at)) is state


def test_silence_is_never_green_however_green_the_last_word_was() -> None:
    weekly = course("2 Jan promise 20 Mar", "5 Jan on track", rhythm_days=7)

    assert [weekly.shown_at(noon(at)) for at in ("12 Jan", "13 Jan", "28 Feb")] == [
        State.ON_TRACK,
        State.SILENT,
        State.SILENT,
    ]


def test_a_hand_over_is_no_word_and_leaves_what_was_silent_silent() -> None:
    handed = course("2 Jan promise 20 Mar", "20 Jan hand over to U0JONAS")

    assert handed.shown_at(noon("19 Jan")) is State.SILENT
    assert handed.shown_at(noon("21 Jan")) is State.SILENT


# --- three dates that are three facts


def test_the_first_promise_is_never_overwritten() -> None:
    moved = course("2 Jan promise 13 Feb", "1 Feb move 20 Feb", "22 Feb move 13 Mar", "10 Mar move 26 Mar")

    found = standing(moved.updates)

    assert (found.first, found.promised) == (day("13 Feb"), day("26 Mar"))
    assert (len(found.moves), found.moved_days) == (3, 41)
    assert [move.in_time for move in found.moves] == [True, False, True]
    assert [move.days for move in found.moves] == [7, 21, 13]


def test_a_forecast_moves_nothing() -> None:
    found = standing(course("2 Jan promise 13 Mar", "1 Feb at risk 20 Mar").updates)

    assert (found.first, found.promised, found.forecast) == (day("13 Mar"), day("13 Mar"), day("20 Mar"))
    assert found.moves == ()


def test_a_word_without_forecast_leaves_the_last_one() -> None:
    found = standing(course("2 Jan promise 13 Mar", "1 Feb at risk 20 Mar", "5 Feb on track").updates)

    assert found.forecast == day("20 Mar")


def test_what_was_asked_for_is_no_promise() -> None:
    countered = course("2 Jan propose 13 Mar", "3 Jan countered 3 Apr", "4 Jan accepted")

    assert standing(countered.updates[:2]).promised is None
    assert (standing(countered.updates).first, standing(countered.updates).moves) == (day("3 Apr"), ())


def test_the_first_date_of_a_promise_without_one_is_no_move() -> None:
    found = standing(course("2 Jan promise", "1 Feb move 20 Mar").updates)

    assert (found.first, found.promised, found.moves) == (day("20 Mar"), day("20 Mar"), ())


def test_a_move_to_the_same_day_is_none() -> None:
    assert standing(course("2 Jan promise 20 Mar", "1 Feb move 20 Mar").updates).moves == ()


# --- the end


def test_what_was_kept_on_friday_may_be_said_on_monday() -> None:
    found = standing(course("2 Jan promise 20 Mar", "23 Mar kept 20 Mar").updates)

    assert found.closed_on == day("20 Mar")


def test_nothing_is_kept_before_it_is_done() -> None:
    assert standing(course("2 Jan promise 20 Mar", "18 Mar kept 19 Mar").updates).closed_on == day("18 Mar")


def test_a_word_on_what_was_closed_begins_another_round_and_keeps_the_history() -> None:
    found = standing(course("2 Jan promise 20 Feb", "21 Feb missed", "24 Feb move 10 Apr").updates)

    assert (found.round, found.phase, found.closed_on) == (2, Phase.OPEN, None)
    assert (found.first, found.promised, found.moves[0].in_time) == (day("20 Feb"), day("10 Apr"), False)


def test_a_correction_of_the_last_word_begins_no_round() -> None:
    told = course("2 Jan promise 20 Mar", "5 Mar kept", "6 Mar at risk")
    corrected = [*told.updates[:-1], told.updates[-1]._replace(corrects=told.updates[-2].number)]

    assert (standing(corrected).round, standing(corrected).word) == (1, State.AT_RISK)
    assert standing(told.updates).round == 2


def test_a_move_that_was_put_right_counts_once_and_from_where_it_stood() -> None:
    told = course("2 Jan promise 20 Mar", "5 Mar move 30 Apr", "5 Mar move 3 Apr")
    put_right = [*told.updates[:-1], told.updates[-1]._replace(corrects=told.updates[-2].number)]

    found = standing(put_right)
    assert (found.first, found.promised, len(found.moves), found.moved_days) == (day("20 Mar"), day("3 Apr"), 1, 14)
    assert Course(put_right, 14).told[-1][1].moves == found.moves


# --- the day ends where the owner lives


def test_a_commitment_is_due_at_the_end_of_the_day_in_its_owners_zone() -> None:
    berlin, kolkata = (course("2 Jan promise 20 Mar", "19 Mar on track", zone=zone) for zone in (BERLIN, KOLKATA))
    evening_in_berlin = datetime(2026, 3, 20, 22, 0, tzinfo=BERLIN)

    assert due_at(standing(berlin.updates)) == datetime(2026, 3, 20, 23, 0, tzinfo=UTC)
    assert due_at(standing(kolkata.updates)) == datetime(2026, 3, 20, 18, 30, tzinfo=UTC)
    assert berlin.shown_at(evening_in_berlin) is State.ON_TRACK
    assert kolkata.shown_at(evening_in_berlin) is State.PAST_DATE


def test_the_day_of_a_clock_change_ends_at_its_own_midnight() -> None:
    assert end_of(date(2026, 3, 29), BERLIN) == datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    assert end_of(date(2026, 3, 28), BERLIN) == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)


ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Apia", "Pacific/Kiritimati"]
)
DAYS = st.dates(date(2011, 12, 25), date(2030, 12, 31))


@given(day=DAYS, zone=ZONES.map(ZoneInfo))
def test_the_last_instant_of_a_day_is_of_that_day_or_of_one_that_the_clocks_left_out(day: date, zone: ZoneInfo) -> None:
    end = end_of(day, zone)

    assert end.astimezone(zone).date() > day
    assert (end - timedelta.resolution).astimezone(zone).date() <= day


@given(days=st.lists(st.integers(-40, 400), max_size=8), first=DAYS, zone=ZONES.map(ZoneInfo))
def test_moved_days_are_the_sum_of_all_moves(days: list[int], first: date, zone: ZoneInfo) -> None:
    at = datetime.combine(first, time(), UTC) - timedelta(days=90)
    told = [
        Update(1, Kind.PROPOSED, at, PRIYA, day=first, owner=PRIYA, zone=zone),
        Update(2, Kind.ACCEPTED, at, PRIYA),
    ]
    told += [
        Update(3 + number, Kind.MOVED, at + timedelta(days=number), PRIYA, day=first + timedelta(days=offset))
        for number, offset in enumerate(days)
    ]

    found = standing(told)

    assert found.first == first
    assert sum(move.days for move in found.moves) == found.moved_days
    assert all(move.days for move in found.moves)


STATES = st.sampled_from([State.ON_TRACK, State.AT_RISK, State.OFF_TRACK, *CLOSING])


@given(said=st.lists(st.tuples(STATES, st.integers(0, 200)), max_size=8), asked_after=st.integers(0, 300))
def test_what_is_shown_is_the_last_word_or_says_that_it_is_old(said: list[tuple[State, int]], asked_after: int) -> None:
    begun = noon("2 Jan")
    told = [*course("2 Jan promise 20 Mar").updates]
    told += [
        Update(3 + number, Kind.SAID, begun + timedelta(days=after), PRIYA, state=state)
        for number, (state, after) in enumerate(sorted(said, key=lambda each: each[1]))
    ]
    now = begun + timedelta(days=asked_after)
    then = standing(until(told, now))

    found = shown(then, 14, now)

    if found is State.ON_TRACK:
        assert now < silent_at(then, 14)
        assert now < (due_at(then) or now)
    assert found in (then.word, State.SILENT, State.PAST_DATE)


@given(rhythm=st.integers(1, 92), days=st.integers(0, 300), zone=ZONES.map(ZoneInfo))
def test_silence_begins_when_the_day_of_the_next_word_is_over(rhythm: int, days: int, zone: ZoneInfo) -> None:
    found = standing(course("2 Jan promise 31 Dec", zone=zone).updates)
    now = noon("2 Jan") + timedelta(days=days)

    silent = shown(found, rhythm, now) is State.SILENT

    assert silent == (found.local_day(now) > word_due_on(found, rhythm))
