"""What holds of every log, whatever happened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, pairwise
from random import Random

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from bot.questions.clocks import Clocks, Reading, clocks
from bot.questions.events import By, Event, What
from tests.questions.stories import CALENDAR, TARGETS, ZONES, at

START = at("Mon 9:00")
ASKED = Event(START, What.ASKED, By.ASKER)
CALLABLE = [What.ANSWERED, What.ASKED_BACK, What.REMARKED, What.MISPLACED]

instants = st.integers(0, 3 * 7 * 24 * 4).map(lambda quarters: START + quarters * timedelta(minutes=15))
messages = st.sampled_from(["a", "b", "c", "d"])
happenings = st.builds(
    Event,
    at=instants,
    what=st.sampled_from([what for what in What if what not in (What.ASKED, What.CALLED)]),
    by=st.sampled_from(By),
    message=messages,
)
calls = st.builds(Event, at=instants, what=st.just(What.CALLED), message=messages, says=st.sampled_from(CALLABLE))
#: Handed over, taken and given back, by people who live anywhere.
takings = st.builds(Event, at=instants, what=st.just(What.ACCEPTED), says=st.sampled_from(sorted(ZONES.values())))
handings = st.builds(Event, at=instants, what=st.sampled_from([What.DELEGATED, What.PASSED_ON]), says=st.just("tom"))
logs = st.lists(st.one_of(happenings, happenings, happenings, calls, handings, takings), max_size=12).map(
    lambda rest: [ASKED, *rest]
)
#: Asked back at least once, among whatever else happens.
asking_back = st.builds(Event, at=instants, what=st.just(What.ASKED_BACK), by=st.just(By.RESPONDER), message=messages)
saying_more = st.builds(Event, at=instants, what=st.just(What.WROTE), by=st.just(By.ASKER), message=messages)
anything = st.one_of(happenings, happenings, calls, handings, takings)
talks = st.builds(
    lambda backs, mores, rest: [ASKED, *backs, *mores, *rest],
    st.lists(asking_back, min_size=1, max_size=3),
    st.lists(saying_more, max_size=3),
    st.lists(anything, max_size=6),
)


def readings(found: Clocks) -> list[Reading]:
    return [one for round_ in found.rounds for one in (round_.acknowledge, round_.respond, round_.answer)]


@given(logs, instants, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(log: list[Event], now: datetime, random: Random) -> None:
    shuffled = random.sample(log, len(log))

    assert clocks(shuffled, CALENDAR, TARGETS, now) == clocks(log, CALENDAR, TARGETS, now)


@given(logs, instants)
def test_what_arrives_twice_counts_once(log: list[Event], now: datetime) -> None:
    assert clocks([*log, *log], CALENDAR, TARGETS, now) == clocks(log, CALENDAR, TARGETS, now)


@pytest.mark.parametrize("pauses", [1, 2])
def test_in_talks_clocks_rest_and_run_again(pauses: int) -> None:
    """Else what is said of pauses below would be said of nothing."""

    def runs_again(told: tuple[list[Event], datetime]) -> bool:
        log, now = told
        found = clocks(log, CALENDAR, TARGETS, now)
        round_, answer = found.course.round, found.current.answer
        return len(round_.pauses) == pauses and timedelta() < answer.paused < answer.working and answer.is_running

    any_one = settings(max_examples=2000, phases=[Phase.generate])  # not the least of them, which takes long
    assert find(st.tuples(talks, instants), runs_again, settings=any_one)


@given(talks, instants)
def test_no_pause_exceeds_the_wait_and_working_never_exceeds_waiting(log: list[Event], now: datetime) -> None:
    for one in readings(clocks(log, CALENDAR, TARGETS, now)):
        assert timedelta() <= one.paused <= one.waiting
        assert timedelta() <= one.working <= one.waiting
        assert one.working + one.paused <= one.waiting


@given(talks, instants)
def test_a_rest_on_the_clock_holds_its_pause_and_is_held_by_the_wait(log: list[Event], now: datetime) -> None:
    for one in readings(clocks(log, CALENDAR, TARGETS, now)):
        assert one.paused <= one.rested <= one.waiting


@given(talks, instants, st.randoms(use_true_random=False))
def test_the_order_of_arrival_moves_no_pause(log: list[Event], now: datetime, random: Random) -> None:
    shuffled = random.sample(log, len(log))

    assert clocks(shuffled, CALENDAR, TARGETS, now) == clocks(log, CALENDAR, TARGETS, now)


@given(talks, instants)
def test_no_pause_outlasts_the_longest_and_no_two_are_at_once(log: list[Event], now: datetime) -> None:
    longest = TARGETS.at(START).longest_pause
    for round_ in clocks(log, CALENDAR, TARGETS, now).course.rounds:
        for pause in round_.pauses:
            assert pause.began <= pause.until(now) <= pause.began + longest
        for one, following in pairwise(round_.pauses):
            assert one.until(now) <= following.began


@given(talks, instants)
def test_only_the_answer_clock_pauses(log: list[Event], now: datetime) -> None:
    for round_ in clocks(log, CALENDAR, TARGETS, now).rounds:
        assert round_.acknowledge.paused == round_.respond.paused == timedelta()


@given(logs, instants)
def test_acknowledged_before_responded_before_answered(log: list[Event], now: datetime) -> None:
    for round_ in clocks(log, CALENDAR, TARGETS, now).rounds:
        assert round_.acknowledge.waiting <= round_.respond.waiting <= round_.answer.waiting


@given(logs, instants)
def test_only_the_last_round_runs(log: list[Event], now: datetime) -> None:
    for round_ in clocks(log, CALENDAR, TARGETS, now).rounds[:-1]:
        assert not round_.answer.is_running


@given(logs, instants)
def test_late_is_more_than_the_target_and_never_before_it_is_due(log: list[Event], now: datetime) -> None:
    for one in readings(clocks(log, CALENDAR, TARGETS, now)):
        assert one.late == (one.target is not None and one.working > one.target)
        if one.late:
            assert one.due
            assert one.due < (one.stopped or now)


@given(logs, instants, instants)
def test_the_log_up_to_a_moment_says_what_was_known_then(log: list[Event], first: datetime, second: datetime) -> None:
    earlier = min(first, second)
    known = [event for event in log if event.at <= earlier]

    assert clocks(log, CALENDAR, TARGETS, earlier) == clocks(known, CALENDAR, TARGETS, earlier)


# Whose hours count


def at_instant(event: Event, instant: datetime) -> Event:
    return replace(event, at=instant)


handed = st.just(replace(ASKED, what=What.DELEGATED, by=By.RESPONDER, says="tom"))
returned = st.just(replace(ASKED, what=What.PASSED_ON, by=By.RESPONDER))
#: Handed over and taken, again and again, and given back now and then.
legs = st.tuples(handed, takings, st.one_of(happenings, returned)).map(list)
relays = st.builds(
    lambda each, when: [ASKED, *map(at_instant, chain(*each), sorted(when))],
    st.lists(legs, min_size=1, max_size=3),
    st.lists(instants, min_size=9, max_size=9),
)


def living_in(zone: str, log: Sequence[Event]) -> list[Event]:
    return [replace(event, says=zone) if event.what is What.ACCEPTED else event for event in log]


def all_readings(found: Clocks) -> list[Reading]:
    return [*readings(found), *([found.next_response] if found.next_response else []), *found.handed]


@given(relays, instants)
def test_people_of_the_ctos_zone_who_take_it_over_change_nothing(log: list[Event], now: datetime) -> None:
    alone = clocks(living_in("", log), CALENDAR, TARGETS, now)
    beside = clocks(living_in("Europe/Berlin", log), CALENDAR, TARGETS, now)

    assert all_readings(beside) == all_readings(alone)


@given(relays, instants)
def test_handing_over_never_makes_a_wait_shorter_or_a_due_time_later(log: list[Event], now: datetime) -> None:
    alone = all_readings(clocks(living_in("", log), CALENDAR, TARGETS, now))

    for mine, ctos in zip(all_readings(clocks(log, CALENDAR, TARGETS, now)), alone, strict=True):
        assert (mine.began, mine.stopped, mine.waiting) == (ctos.began, ctos.stopped, ctos.waiting)
        assert mine.working >= ctos.working
        assert mine.late >= ctos.late
        for sooner, later in ((mine.due, ctos.due), (mine.half, ctos.half)):
            assert later is None or (sooner is not None and sooner <= later)


@given(relays, instants)
def test_what_is_due_is_due_at_exactly_its_target(log: list[Event], now: datetime) -> None:
    """Where nobody is waited for: by then so much was worked, and a moment before less."""
    for one in readings(clocks(log, CALENDAR, TARGETS, now)):
        if one.is_running and one.due and one.target and one.due > now:
            known = [event for event in log if event.at <= now]
            then = readings(clocks(known, CALENDAR, TARGETS, one.due))
            before = readings(clocks(known, CALENDAR, TARGETS, one.due - timedelta(seconds=1)))
            same = [each for each in then if (each.began, each.target) == (one.began, one.target)]
            earlier = [each for each in before if (each.began, each.target) == (one.began, one.target)]
            assert one.target in [each.working for each in same]
            assert any(each.working < one.target for each in earlier)
