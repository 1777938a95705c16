"""The eighteen rules that the figures stand on, each with its own name."""

from dataclasses import replace
from datetime import date, timedelta

from bot.questions.clocks import clocks
from bot.questions.course import Owes, State
from bot.questions.events import By, Event, What
from bot.questions.office_hours import OfficeHours
from bot.questions.versions import Targets, Versions
from bot.working_time import WorkingCalendar
from tests.questions.stories import BERLIN, CALENDAR, OFFICE, OFFICE_WEEK, TARGETS, at, hours, read, reading, told


def test_rule_1_acknowledged_responded_and_answered_are_three_instants() -> None:
    found = read("Tue 10:00 ask, 10:05 eyes, 10:30 remark r, 11:00 says a", "Tue 12:00").first

    assert found.acknowledge.stopped == at("Tue 10:05")
    assert found.respond.stopped == at("Tue 10:30")
    assert found.answer.stopped == at("Tue 11:00")


def test_rule_2_only_named_responders_stop_a_clock() -> None:
    found = read("Tue 10:00 ask, 10:05 peer-eyes, 10:10 peer p, 10:20 writes w", "Tue 12:00")

    assert found.state is State.OPEN
    assert all(one.is_running for one in (found.first.acknowledge, found.first.respond, found.first.answer))


def test_rule_3_bots_and_workflows_stop_nothing_whatever_they_do() -> None:
    asked = told("Tue 10:00 ask")
    by_machine = [Event(at("Tue 10:01"), what, By.MACHINE, "m") for what in What if what is not What.ASKED]

    found = clocks([*asked, *by_machine], CALENDAR, TARGETS, at("Tue 12:00"))

    assert found.state is State.OPEN
    assert found.first.acknowledge.is_running


def test_rule_4_an_emoji_acknowledges_and_answers_nothing() -> None:
    found = read("Tue 10:00 ask, 10:05 eyes", "Tue 12:00")

    assert found.state is State.ACKNOWLEDGED
    assert found.first.acknowledge.stopped == at("Tue 10:05")
    assert found.first.respond.is_running
    assert found.first.answer.is_running


def test_rule_5_asking_back_is_a_response_and_pauses_the_answer_clock_alone() -> None:
    found = read("Tue 10:00 ask, 10:30 asks-back q, 11:30 writes w, 12:00 says a", "Tue 13:00")

    assert reading(found.first.respond) == "0:30/0:30"
    assert reading(found.first.answer) == "1:00/2:00-1:00"


def test_rule_6_thanks_never_reopens() -> None:
    found = read("Tue 10:00 ask, 10:30 says a, 11:00 writes thanks, Wed 9:00 writes thanks", "Fri 12:00")

    assert found.state is State.ANSWERED
    assert found.next_response is None
    assert len(found.rounds) == 1


def test_rule_7_late_stays_late_also_under_a_kinder_target() -> None:
    kinder = Versions(Targets(), [(at("Thu 9:00"), Targets(respond=timedelta(99), answer=timedelta(99)))])

    found = read("Mon 9:00 ask, Thu 10:00 says a", "Fri 12:00", targets=kinder).first

    assert found.respond.late
    assert found.answer.late


def test_rule_8_open_past_its_target_is_a_miss() -> None:
    found = read("Mon 9:00 ask, 9:05 eyes", "Tue 10:00").first

    assert found.answer.is_running
    assert found.answer.late


def test_rule_9_the_first_response_is_written_once() -> None:
    story = "Tue 10:00 ask, 10:30 says a, 11:00 not-yet, 12:00 says b, 12:05 not-yet, 13:00 remark c"

    found = read(story, "Tue 14:00")

    assert reading(found.first.respond) == "0:30/0:30"
    assert [reading(one.respond) for one in found.rounds] == ["0:30/0:30", "1:00/1:00", "0:55/0:55"]


def test_rule_10_the_next_response_runs_from_the_oldest_message_without_one() -> None:
    story = "Tue 10:00 ask, 10:30 remark r, 11:00 writes v, 11:20 writes w, 11:40 peer p"

    found = read(story, "Tue 12:00")

    assert found.next_response
    assert reading(found.next_response) == "1:00/1:00…"
    assert (found.owes, found.owed_since) == (Owes.OFFICE, at("Tue 11:00"))


def test_rule_11_edits_move_nothing() -> None:
    plain = read("Tue 10:00 ask, 10:30 says a", "Tue 12:00")
    edited = read("Tue 10:00 ask, 10:20 edit, 10:30 says a, 10:40 edit, 11:00 rewrite a", "Tue 12:00")

    assert edited == plain


def test_rule_12_a_deleted_question_keeps_what_was_measured_once_it_was_answered() -> None:
    answered = read("Tue 10:00 ask, 10:30 says a, 11:00 withdraw", "Tue 12:00")
    open_ = read("Tue 10:00 ask, 11:00 withdraw", "Tue 12:00")

    assert answered.state is open_.state is State.WITHDRAWN
    assert answered.course.round.answered
    assert reading(answered.first.answer) == "0:30/0:30"
    assert open_.course.round.answered is None


def test_rule_13_a_deleted_only_answer_reopens_the_clock_from_its_start() -> None:
    found = read("Tue 10:00 ask, 10:30 says a, 11:00 delete a", "Tue 12:00").first

    assert reading(found.respond) == reading(found.answer) == "2:00/2:00…"


def test_rule_14_an_answer_given_elsewhere_counts_from_its_own_time_and_is_marked() -> None:
    found = read("Tue 10:00 ask, 10:30 elsewhere x", "Fri 12:00")

    assert reading(found.first.answer) == "0:30/0:30"
    assert found.course.round.answered
    assert found.course.round.answered.by_hand


def test_rule_15_calendar_and_targets_have_versions() -> None:
    with_holiday = OfficeHours(WorkingCalendar(BERLIN, OFFICE_WEEK, {date(2026, 3, 3)}))
    calendar = Versions(OFFICE, [(at("Wed 12:00"), with_holiday)])
    targets = Versions(Targets(), [(at("Wed 12:00"), Targets(answer=timedelta(hours=16)))])

    answered = read("Mon 17:00 ask, Wed 10:00 says a", "Thu 10:00", calendar, targets).first.answer
    waiting = read("Mon 17:00 ask", "Wed 13:00", calendar, targets).first.answer

    assert (hours(answered.working), answered.target) == ("10:00", timedelta(hours=8))
    assert (hours(waiting.working), waiting.target) == ("4:30", timedelta(hours=16))


def test_rule_16_working_time_runs_by_the_hours_and_holidays_of_the_cto() -> None:
    over_holiday = read("Thu2 17:00 ask, Mon3 9:30 says a", "Mon3 12:00").first

    assert hours(over_holiday.answer.working) == "1:00"


def test_rule_16_and_of_whoever_took_it_over_from_then_until_they_give_it_back() -> None:
    story = "Tue 10:00 ask, 11:00 hand tom, 11:00 accept york"  # 9:00 there is 15:00 here

    assert hours(read(story, "Tue 14:00").first.answer.working) == "4:00"  # the CTO's, which count more
    assert hours(read(story, "Tue 23:00").first.answer.working) == "9:00"  # 1 here and 8 there
    assert hours(read(f"{story}, 20:00 return", "Tue 23:00").first.answer.working) == "7:30"  # 6 there, 7 h 30 here


def test_rule_16_handing_over_moves_no_due_time_later() -> None:
    asked_late = "Mon 17:00 ask"
    handed = f"{asked_late}, 23:00 hand tom, 23:00 accept york"

    due = read(asked_late, "Mon 23:10").first.answer.due
    assert due == read(handed, "Mon 23:10").first.answer.due == at("Tue 16:30")


def test_rule_16_a_due_time_comes_sooner_where_whoever_took_it_over_works_sooner() -> None:
    handed = read("Tue 16:30 ask, 17:30 hand kei, 17:30 accept tokyo", "Tue 18:00").first

    assert handed.respond.due == at("Wed 4:00")  # noon in Tokyo, three hours after they began
    assert handed.answer.half == at("Wed 4:00")


def test_rule_16_a_day_off_of_the_cto_alone_stops_nobody_else() -> None:
    away = OfficeHours(WorkingCalendar(BERLIN, OFFICE_WEEK, {date(2026, 3, 4)}))
    story = "Tue 17:00 ask, 17:30 hand lea"

    at_the_office = read(f"{story}, 17:30 accept berlin", "Wed 17:30", Versions(away)).first.answer

    assert hours(at_the_office.working) == "9:00"
    assert hours(read(story, "Wed 17:30", Versions(away)).first.answer.working) == "0:30"


def test_rule_16_what_was_taken_over_before_zones_were_written_down_keeps_the_ctos_hours() -> None:
    old = "Tue 10:00 ask, 10:10 hand tom, 11:00 accept, 23:00 says a"

    assert hours(read(old, "Wed 12:00").first.answer.working) == "7:30"


def test_rule_16_a_zone_that_nobody_knows_any_more_leaves_the_ctos_hours() -> None:
    log = [
        replace(event, says="Mars/Olympus") if event.what is What.ACCEPTED else event
        for event in told("Tue 10:00 ask, 11:00 hand tom, 11:00 accept york, 23:00 says a")
    ]

    assert hours(clocks(log, CALENDAR, TARGETS, at("Wed 12:00")).first.answer.working) == "7:30"


def test_rule_17_waiting_time_is_on_the_wall_clock_and_both_are_kept() -> None:
    over_holiday = read("Thu2 17:00 ask, Mon3 9:30 says a", "Mon3 12:00").first

    assert (hours(over_holiday.answer.working), hours(over_holiday.answer.waiting)) == ("1:00", "88:30")


def test_rule_18_the_log_alone_decides_so_any_figure_can_be_computed_again() -> None:
    log = told("Tue 10:00 ask, 10:30 asks-back q, 11:30 writes w, 12:00 says a")
    arrived = [*reversed(log), *log]

    again = clocks(arrived, CALENDAR, TARGETS, at("Tue 13:00"))

    assert again == clocks(log, CALENDAR, TARGETS, at("Tue 13:00"))
    assert clocks(log, CALENDAR, TARGETS, at("Tue 11:00")).state is State.WAITING_ON_ASKER


def test_whoever_asks_is_the_asker_also_where_they_could_answer() -> None:
    log = [replace(event, by=By.ASKER) for event in told("Tue 10:00 ask, 10:30 writes w")]

    assert clocks(log, CALENDAR, TARGETS, at("Tue 12:00")).first.respond.is_running
