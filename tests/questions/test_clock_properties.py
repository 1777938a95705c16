"""What holds of every log, whatever happened."""

from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.questions.clocks import Clocks, Reading, clocks
from bot.questions.events import By, Event, What
from tests.questions.stories import CALENDAR, TARGETS, at

START = at("Mon 9:00")
ASKED = Event(START, What.ASKED, By.ASKER)
CALLABLE = [What.ANSWERED, What.ASKED_BACK, What.REMARKED]

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
logs = st.lists(st.one_of(happenings, happenings, happenings, calls), max_size=12).map(lambda rest: [ASKED, *rest])


def readings(found: Clocks) -> list[Reading]:
    return [one for round_ in found.rounds for one in (round_.acknowledge, round_.respond, round_.answer)]


@given(logs, instants, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(log: list[Event], now: datetime, random: Random) -> None:
    shuffled = random.sample(log, len(log))

    assert clocks(shuffled, CALENDAR, TARGETS, now) == clocks(log, CALENDAR, TARGETS, now)


@given(logs, instants)
def test_what_arrives_twice_counts_once(log: list[Event], now: datetime) -> None:
    assert clocks([*log, *log], CALENDAR, TARGETS, now) == clocks(log, CALENDAR, TARGETS, now)


@given(logs, instants)
def test_no_pause_exceeds_the_wait_and_working_never_exceeds_waiting(log: list[Event], now: datetime) -> None:
    for one in readings(clocks(log, CALENDAR, TARGETS, now)):
        assert timedelta() <= one.paused <= one.waiting
        assert timedelta() <= one.working <= one.waiting
        assert one.working + one.paused <= one.waiting


@given(logs, instants)
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
