"""What counts as a response: the cases that others got wrong, in the order of our survey, and the rule adopted."""

from datetime import date, time, timedelta

import pytest

from bot.questions.clocks import clocks
from bot.questions.course import Owes, State
from bot.questions.office_hours import OfficeHours
from bot.questions.versions import Targets, Versions
from bot.working_time import WorkingCalendar
from tests.questions.stories import BERLIN, CALENDAR, OFFICE, OFFICE_WEEK, TARGETS, at, hours, read, reading, told


def test_an_automatic_reply_stops_no_clock() -> None:
    found = read("Tue 10:00 ask, 10:00 bot away", "Tue 12:00").first

    assert found.acknowledge.is_running
    assert found.respond.is_running


def test_eyes_stop_the_clock_of_acknowledgement_only() -> None:
    found = read("Tue 10:00 ask, 10:10 eyes", "Tue 12:00").first

    assert reading(found.acknowledge) == "0:10/0:10"
    assert found.respond.is_running


def test_assigned_and_nobody_spoke_stops_nothing() -> None:
    found = read("Tue 10:00 ask, 10:10 hand tom", "Thu 12:00").first

    assert found.acknowledge.is_running
    assert found.respond.late


def test_a_reply_by_somebody_who_is_no_responder_is_a_community_answer() -> None:
    found = read("Tue 10:00 ask, 10:10 peer p", "Tue 12:00")

    assert [answer.message for answer in found.course.community] == ["p"]
    assert found.first.answer.is_running


def test_a_community_answer_counts_from_when_a_responder_endorses_it() -> None:
    found = read("Tue 10:00 ask, 10:10 peer p, 11:00 endorse p", "Tue 12:00")

    assert reading(found.first.answer) == "1:00/1:00"
    assert found.course.round.answered
    assert found.course.round.answered.message == "p"


def test_the_reply_of_any_named_responder_stops_it_and_is_theirs() -> None:
    log = told("Tue 10:00 ask, 10:10 hand tom, 10:30 says a")

    found = clocks(log, CALENDAR, TARGETS, at("Tue 12:00"))

    assert found.state is State.ANSWERED


def test_delegated_the_askers_clock_never_restarts_and_a_second_one_starts() -> None:
    found = read("Tue 10:00 ask, 11:00 hand tom, 11:30 accept, 12:00 says a", "Tue 13:00")

    assert reading(found.first.answer) == "2:00/2:00"
    assert [reading(one) for one in found.handed] == ["1:00/1:00"]


def test_passed_on_each_hand_has_its_own_clock() -> None:
    found = read("Tue 10:00 ask, 11:00 hand tom, 11:30 hand lea, 12:30 return", "Tue 13:00")

    assert [reading(one) for one in found.handed] == ["0:30/0:30", "1:00/1:00"]
    assert reading(found.first.answer) == "3:00/3:00…"


def test_a_reply_outside_the_thread_counts_from_its_own_time_marked_by_hand() -> None:
    found = read("Tue 10:00 ask, 10:30 elsewhere x", "Wed 12:00")

    assert found.course.round.answered
    assert (found.course.round.answered.at, found.course.round.answered.by_hand) == (at("Tue 10:30"), True)


def test_a_clarifying_question_is_a_first_response_and_pauses_the_answer_only() -> None:
    found = read("Tue 10:00 ask, 10:30 asks-back q", "Tue 12:00")

    assert (found.state, found.owes, found.owed_since) == (State.WAITING_ON_ASKER, Owes.ASKER, at("Tue 10:30"))
    assert reading(found.first.respond) == "0:30/0:30"
    assert reading(found.first.answer) == "0:30/2:00-1:30…"
    assert found.first.answer.due is None


def test_no_pause_without_a_question_that_the_asker_can_see() -> None:
    """Neither handing over nor seeing nor promising pauses; and a question taken back ends its pause."""
    silent = read("Tue 10:00 ask, 10:30 hand tom, 10:40 accept, 10:50 promise p", "Tue 12:00").first
    taken_back = read("Tue 10:00 ask, 10:30 asks-back q, 11:00 delete q", "Tue 12:00").first

    assert silent.answer.paused == timedelta()
    assert hours(taken_back.answer.paused) == "0:30"


def test_the_askers_message_resumes_at_once() -> None:
    found = read("Tue 10:00 ask, 10:30 asks-back q, 11:00 writes w", "Tue 12:00")

    assert found.owes is Owes.OFFICE
    assert hours(found.first.answer.paused) == "0:30"


def test_a_pause_ends_by_itself_after_the_days_of_the_settings() -> None:
    targets = Versions(Targets(longest_pause=timedelta(days=1)))

    found = read("Tue 10:00 ask, 10:30 asks-back q", "Wed 12:00", targets=targets)

    assert found.owes is Owes.OFFICE
    assert hours(found.first.answer.paused) == "8:30"


def test_thanks_never_reopens_and_an_answer_stops_all_clocks() -> None:
    found = read("Tue 10:00 ask, 10:30 remark r, 10:40 writes w, 10:50 says a, 11:00 writes thanks", "Fri 12:00")

    assert found.state is State.ANSWERED
    assert found.next_response is None
    assert not found.current.answer.is_running


def test_reopened_the_first_response_stays_and_a_new_round_has_its_own_clock() -> None:
    found = read("Tue 10:00 ask, 10:30 says a, Wed 10:00 not-yet, 10:20 says b", "Wed 12:00")

    assert reading(found.first.respond) == "0:30/0:30"
    assert reading(found.current.answer) == "0:20/0:20"


def test_of_several_messages_the_oldest_without_an_answer_counts() -> None:
    story = "Tue 10:00 ask, 10:30 remark r, 11:00 writes v, 11:10 remark s, 11:30 writes w, 11:50 writes x"

    found = read(story, "Tue 12:00")

    assert found.next_response
    assert reading(found.next_response) == "0:30/0:30…"


def test_a_deleted_message_of_the_asker_waits_for_nobody() -> None:
    found = read("Tue 10:00 ask, 10:30 remark r, 11:00 writes v, 11:30 delete v", "Tue 12:00")

    assert found.next_response is None


def test_several_answers_in_a_row_change_nothing() -> None:
    one = read("Tue 10:00 ask, 10:30 says a", "Tue 12:00").first
    three = read("Tue 10:00 ask, 10:30 says a, 10:35 says b, 10:50 asks-back c", "Tue 12:00").first

    assert three == one


def test_out_of_hours_working_time_starts_at_the_opening_and_waiting_at_once() -> None:
    found = read("Sat 12:00 ask", "Mon2 10:00").first.answer

    assert (hours(found.working), hours(found.waiting)) == ("1:00", "46:00")


def test_a_pause_takes_off_working_time_and_does_not_shift_the_wall_clock() -> None:
    """Paused from Friday 17:00 to Monday 10:00 is 1 h 30 m of working time, not 65 h."""
    found = read("Fri 16:30 ask, 17:00 asks-back q, Mon2 10:00 writes w", "Mon2 11:00").first.answer

    assert hours(found.paused) == "1:30"
    assert found.due == at("Mon2 17:30")


def test_a_calendar_changed_later_moves_open_questions_and_no_answered_one() -> None:
    closed_tuesday = OfficeHours(WorkingCalendar(BERLIN, OFFICE_WEEK, {date(2026, 3, 3)}))
    calendar = Versions(OFFICE, [(at("Thu 9:00"), closed_tuesday)])

    answered = read("Mon 17:00 ask, Wed 9:30 says a", "Fri 12:00", calendar).first.answer
    still_open = read("Mon 17:00 ask", "Thu 9:30", calendar).first.answer

    assert hours(answered.working) == "9:30"
    assert hours(still_open.working) == "9:30"  # without Tuesday


def test_a_target_changed_midway_keeps_what_elapsed_and_its_pauses() -> None:
    targets = Versions(Targets(), [(at("Tue 11:45"), Targets(respond=timedelta(hours=1), answer=timedelta(hours=2)))])

    found = read("Tue 10:00 ask, 10:30 asks-back q, 11:30 writes w", "Tue 12:00", targets=targets).first

    assert reading(found.answer) == "1:00/2:00-1:00…"
    assert (found.answer.target, found.answer.due) == (timedelta(hours=2), at("Tue 13:00"))
    assert not found.respond.late


def test_a_late_first_reply_stays_late_for_ever() -> None:
    found = read("Mon 9:00 ask, Tue 10:00 remark r, 10:05 says a", "Fri 12:00").first

    assert found.respond.late


def test_never_answered_is_a_miss_with_an_age() -> None:
    found = read("Mon 9:00 ask", "Mon4 9:00").first.answer

    assert found.late
    assert found.waiting == timedelta(days=21)


@pytest.mark.parametrize(
    ("closing", "state"),
    [("decline d", State.DECLINED), ("cannot c", State.CANNOT_SHARE), ("withdraw", State.WITHDRAWN)],
)
def test_closed_with_no_answer_has_a_reason_and_no_clock_that_runs_on(closing: str, state: State) -> None:
    found = read(f"Tue 10:00 ask, 10:30 {closing}", "Fri 12:00")

    assert found.state is state
    assert not found.current.respond.is_running
    assert not found.current.answer.is_running
    assert found.course.round.answered is None


def test_declined_is_a_response_and_never_an_answer_in_time() -> None:
    found = read("Tue 10:00 ask, 10:30 decline d, Fri 10:00 says a", "Fri 12:00")

    assert found.course.round.responded
    assert found.course.round.end == found.course.round.refused
    assert reading(found.first.answer) == "0:30/0:30"
    assert found.state is State.ANSWERED


def test_joined_with_another_its_own_clock_runs_until_the_answer() -> None:
    found = read("Tue 10:00 ask, 10:30 merge other, 12:00 answer a", "Tue 13:00").first

    assert reading(found.answer) == "2:00/2:00"


def test_joined_after_each_was_answered_both_answers_stand() -> None:
    found = read("Tue 10:00 ask, 10:30 says a, 11:00 merge other, 11:00 answer b", "Tue 13:00")

    assert found.state is State.DUPLICATE
    assert reading(found.first.answer) == "0:30/0:30"


def test_several_blocks_of_hours_a_day_lunch_and_a_part_week() -> None:
    part = WorkingCalendar(BERLIN, {0: [(time(9), time(12)), (time(13), time(15))], 2: [(time(9), time(11))]})

    found = read("Mon 11:00 ask, Wed 9:30 says a", "Wed 12:00", Versions(OfficeHours(part))).first.answer

    assert hours(found.working) == "3:30"


def test_an_edited_question_keeps_its_time() -> None:
    assert read("Tue 10:00 ask, 11:00 edit", "Tue 12:00") == read("Tue 10:00 ask", "Tue 12:00")


def test_an_edited_answer_moves_no_clock() -> None:
    edited = read("Tue 10:00 ask, 10:30 says a, 11:00 rewrite a", "Tue 12:00")

    assert edited == read("Tue 10:00 ask, 10:30 says a", "Tue 12:00")


def test_a_deleted_question_is_withdrawn_and_keeps_what_was_measured() -> None:
    found = read("Tue 10:00 ask, 10:30 says a, 11:00 withdraw, 12:00 says b", "Tue 13:00")

    assert found.state is State.WITHDRAWN
    assert reading(found.first.answer) == "0:30/0:30"


def test_of_a_deleted_answer_the_first_response_stands_only_beside_another() -> None:
    with_another = read("Tue 10:00 ask, 10:30 says a, 10:45 remark b, 11:00 delete a", "Tue 12:00").first
    alone = read("Tue 10:00 ask, 10:30 says a, 11:00 delete a, 11:15 remark b", "Tue 12:00").first

    assert reading(with_another.respond) == "0:30/0:30"
    assert with_another.answer.is_running
    assert reading(alone.respond) == "1:15/1:15"


def test_what_waits_longest_is_never_cut() -> None:
    found = read("Mon 9:00 ask, Mon5 9:00 says a", "Mon5 12:00").first.answer

    assert hours(found.waiting) == "671:00"  # four weeks, less the hour that the clocks skip
