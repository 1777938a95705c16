"""What people hear of waiting questions: little, in their hours, and only what is still true."""

from datetime import timedelta

import pytest

from bot import settings as settings_
from bot.questions import menu, notes, nudges
from bot.questions.rules import Stage, stage
from bot.slack import people
from bot.slack.outbox import Delivery
from bot.slack.people import Member
from bot.slack.validation import problems
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, LEA, Desk, day, office, person
from tests.questions.stories import at

WHY = "Why do we run two deploy pipelines?"


@pytest.mark.parametrize(
    ("hours", "expected"), [(1.9, None), (2, Stage.HALF), (3.9, Stage.HALF), (4, Stage.TARGET), (40, Stage.TARGET)]
)
def test_half_the_target_and_the_target_are_worth_a_word(hours: float, expected: Stage | None) -> None:
    assert stage(timedelta(hours=hours), timedelta(hours=4)) is expected


async def test_at_half_the_target_and_at_the_target_the_cto_hears_once_each(desk: Desk) -> None:
    await desk.asks(WHY)

    quarter = timedelta(minutes=15)
    desk.lives_until("Tue 11:45", every=quarter)
    assert desk.nudges(MAYA) == []
    desk.lives_until("Tue 13:30", every=quarter)
    assert [text.split("\n")[0] for text in desk.nudges(MAYA)] == ["This waits for you"]
    desk.lives_until("Tue 17:30", every=quarter)
    assert len(desk.nudges(MAYA)) == 2
    assert desk.nudges(MAYA)[1].startswith("This waits for you")


async def test_nobody_hears_outside_their_own_working_hours(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.DELEGATE, {"to": person(TOM)})
    await desk.clicks(notes.ACCEPT, by=TOM)

    desk.lives_until("Tue 14:45")  # 8:45 in New York
    assert desk.nudges(TOM) == []
    desk.lives_until("Tue 15:15")

    assert len(desk.nudges(TOM)) == 1
    assert desk.nudges(MAYA) == []


async def test_two_processes_nudge_once(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Tue 12:00")
    desk.beats()
    desk.beats()

    assert len(desk.nudges(MAYA)) == 1


async def test_an_answer_takes_the_nudge_off_the_screen(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Tue 12:15")
    await desk.replies("One for the apps.", by=TOM)

    assert desk.nudges(MAYA)[0].endswith("Nothing is owed any more.")


async def ask_two(desk: Desk) -> None:
    desk.at("Tue 10:05")
    await desk.asks(WHY)
    desk.at("Tue 10:10")
    await desk.asks("Are we moving offices?", by=BEN)


async def test_a_card_soon_says_what_has_passed_without_a_word_to_anybody(desk: Desk) -> None:
    desk.at("Tue 10:05")
    await desk.asks(WHY)
    desk.lives_until("Tue 14:00")
    assert " · due <!date" in desk.card()
    before = len(desk.nudges(MAYA))
    desk.lives_until("Tue 14:15")

    assert " · first reply was due <!date" in desk.card()
    assert len(desk.nudges(MAYA)) == before


async def test_what_falls_due_together_is_one_message_that_lists_it(desk: Desk) -> None:
    await ask_two(desk)
    desk.lives_until("Tue 13:30")
    assert [text.split("\n")[0] for text in desk.nudges(MAYA)] == ["2 questions wait for you"]
    desk.lives_until("Tue 15:15")

    _, late = desk.nudges(MAYA)
    assert late.startswith("2 questions are past due\nAna Silva: ")
    assert "\nBen Ode: " in late
    desk.beats()
    assert len(desk.nudges(MAYA)) == 2


async def test_the_list_of_what_fell_due_shows_only_what_still_waits(desk: Desk) -> None:
    await ask_two(desk)
    desk.lives_until("Tue 15:15")
    await desk.replies("One for the apps.", by=TOM)

    late = desk.nudges(MAYA)[1]
    assert late.startswith("One question is past due\nBen Ode: ")
    await desk.replies("Not this year.", by=TOM, question=2)
    assert set(desk.nudges(MAYA)) == {"Nothing waits for you any more."}


async def test_each_hears_only_of_what_waits_for_them(desk: Desk) -> None:
    await ask_two(desk)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.ACCEPT, by=LEA)
    desk.lives_until("Tue 13:30")
    desk.lives_until("Tue 15:15")

    told = [desk.nudges(MAYA)[-1], desk.nudges(LEA)[-1]]
    assert [text.split("\n")[0] for text in told] == ["This is past due"] * 2


async def test_not_now_is_quiet_until_the_next_list(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Tue 12:15")
    await desk.clicks(nudges.NOT_NOW, by=MAYA)

    assert desk.nudges(MAYA)[0].endswith("It is in your next list; the clock runs on.")
    desk.lives_until("Wed 9:00")
    assert desk.nudges(MAYA, "questions:list")[0].startswith("One question waits for you")


async def test_the_morning_list_names_everything_that_waits_once_and_the_most_urgent_first(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.at("Tue 11:00")
    await desk.asks("Are we moving offices?", by=BEN)
    desk.lives_until("Wed 8:45")

    (listed,) = desk.nudges(MAYA, "questions:list")
    assert listed.startswith("2 questions wait for you\nAna Silva: ")
    assert listed.endswith("Nothing else needs you.")


# --- what a row of a list offers


async def listed_two(desk: Desk) -> None:
    await ask_two(desk)
    desk.lives_until("Wed 8:45")


async def test_each_row_of_the_morning_list_offers_all_that_a_nudge_does(desk: Desk) -> None:
    await listed_two(desk)

    payload = desk.newest_payload(MAYA)
    offered = [block["elements"] for block in payload["blocks"] if block["type"] == "actions"]
    assert [len(one) for one in offered] == [2, 2]
    assert {one[0]["text"]["text"] for one in offered} == {"Answer"}
    assert [option["text"]["text"] for option in offered[0][1]["options"]] == [
        "Ask back",
        "Hand over",
        "Cannot share",
        "Not now",
    ]
    assert problems(payload) == []


async def test_a_row_asks_back_in_the_form_of_its_own_question(desk: Desk) -> None:
    await listed_two(desk)
    await desk.chooses("Ask back", by=MAYA, question=2)
    await desk.fills({"text": "Which of them?"}, by=MAYA)

    assert (desk.question(1).state, desk.question(2).state) == ("open", "waiting on asker")
    assert desk.nudges(MAYA, "questions:list")[0].startswith("One question waits for you\nAna Silva: ")


async def test_a_row_hands_over(desk: Desk) -> None:
    await listed_two(desk)
    await desk.chooses("Hand over", by=MAYA, question=1)
    await desk.fills({"to": person(LEA)}, by=MAYA)

    assert desk.question(1).holder == LEA


async def test_a_row_says_that_it_cannot_be_shared(desk: Desk) -> None:
    await listed_two(desk)
    await desk.chooses("Cannot share", by=MAYA, question=2)
    await desk.fills({"reason": "Not signed.", "look_again": day("2026-03-16")}, by=MAYA)

    assert desk.question(2).state == "cannot share"


async def test_not_now_takes_a_row_off_the_list_until_the_next_and_says_so(desk: Desk) -> None:
    await listed_two(desk)
    await desk.chooses("Not now", by=MAYA, question=1)

    (listed,) = desk.nudges(MAYA, "questions:list")
    assert listed.startswith("One question waits for you\nBen Ode: ")
    assert listed.endswith("Nothing else needs you. Put off until your next list: 1.")
    desk.lives_until("Thu 8:45")
    assert desk.nudges(MAYA, "questions:list")[-1].startswith("2 questions wait for you\n")


async def test_not_now_of_all_leaves_a_list_that_says_so(desk: Desk) -> None:
    await listed_two(desk)
    await desk.chooses("Not now", by=MAYA, question=1)
    await desk.chooses("Not now", by=MAYA, question=2)

    assert desk.nudges(MAYA, "questions:list") == [
        "Nothing waits for you now\nNothing else needs you. Put off until your next list: 2."
    ]


async def test_not_now_takes_a_row_out_of_what_fell_due_together(desk: Desk) -> None:
    await ask_two(desk)
    desk.lives_until("Tue 15:15")
    await desk.chooses("Not now", by=MAYA, question=2)

    assert desk.nudges(MAYA)[1].startswith("One question is past due\nAna Silva: ")


async def test_what_one_put_off_another_who_takes_it_over_did_not(desk: Desk) -> None:
    await listed_two(desk)
    await desk.chooses("Not now", by=MAYA, question=1)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.ACCEPT, by=LEA)

    assert desk.question().put_off_on is None


@pytest.mark.parametrize("action", [menu.ASK_BACK, menu.DELEGATE, menu.CANNOT_SHARE, nudges.NOT_NOW])
@pytest.mark.parametrize("by", [ANA, BEN])
async def test_whoever_may_not_answer_chooses_nothing_in_a_row(desk: Desk, action: str, by: str) -> None:
    await desk.asks(WHY)
    await desk.slack.clicks(nudges.ROW, f"{action} 1", by=by, in_menu=True)

    refusal = "does not wait for you" if action == nudges.NOT_NOW else "Only the CTO, delegates, and whoever"
    assert refusal in desk.whispers(by)[-1]
    assert desk.question().put_off_on is None
    assert desk.slack.wire.asked("views.open") == []


async def test_a_private_question_is_not_there_for_whoever_guesses_its_number(desk: Desk) -> None:
    await desk.asks_in_form("Do I get a raise?", visibility="private")
    await desk.slack.clicks(nudges.ROW, f"{menu.ASK_BACK} 1", by=BEN, in_menu=True)

    assert desk.whispers(BEN) == ["This question is not there any more."]


async def test_what_the_cto_asked_is_on_no_list_of_their_own(desk: Desk) -> None:
    await desk.asks(WHY, by=MAYA)
    desk.lives_until("Wed 9:00")

    assert desk.nudges(MAYA, "questions:list") == []


async def test_there_is_no_list_where_nothing_waits(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.replies("One for the apps.", by=MAYA)
    desk.lives_until("Wed 9:00")

    assert desk.nudges(MAYA, "questions:list") == []


async def test_the_list_shows_only_what_still_waits(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Wed 9:00")
    await desk.replies("One for the apps.", by=MAYA)

    assert desk.nudges(MAYA, "questions:list") == ["Nothing waits for you any more."]


async def test_on_a_weekend_and_a_holiday_nobody_hears_anything(desk: Desk) -> None:
    desk.at("Thu2 17:00")
    desk.beats()
    await desk.asks(WHY)
    before = len(desk.messages(MAYA))
    desk.lives_until("Sun2 20:00")

    assert len(desk.messages(MAYA)) == before
    desk.lives_until("Mon3 9:00")
    assert len(desk.nudges(MAYA, "questions:list")) == 1


async def test_after_the_target_the_chief_of_staff_hears_once(desk: Desk) -> None:
    operating = office(questions={"chief_of_staff": LEA})
    desk.database.run_here(settings_.save, operating, by="test", now=at("Tue 9:00"))
    await desk.asks(WHY)

    desk.lives_until("Tue 13:45")
    assert desk.messages(LEA) == []
    desk.lives_until("Thu 12:00")

    (told,) = desk.messages(LEA)
    assert told.startswith("Past due ")
    assert "waits for Maya Okafor" in told


async def test_the_chief_of_staff_hears_once_and_of_several_in_one_message(desk: Desk) -> None:
    operating = office(questions={"chief_of_staff": LEA})
    desk.database.run_here(settings_.save, operating, by="test", now=at("Tue 9:00"))
    await ask_two(desk)
    await desk.asks_in_form("Do I get a raise?", visibility="private")
    desk.lives_until("Thu 12:00")

    (told,) = desk.messages(LEA)
    assert told.startswith("3 questions are past due\n")
    assert told.count("waits for Maya Okafor since") == 3
    assert "a private question\n" in told
    assert "raise" not in told


async def test_of_a_private_question_the_chief_of_staff_hears_no_word(desk: Desk) -> None:
    operating = office(questions={"chief_of_staff": LEA})
    desk.database.run_here(settings_.save, operating, by="test", now=at("Tue 9:00"))
    await desk.asks_in_form("Are we moving offices?", visibility="private")
    desk.lives_until("Tue 16:00")

    (told,) = desk.messages(LEA)
    assert "moving" not in told
    assert "a private question" in told


async def test_what_could_not_be_shared_comes_back_on_its_day(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.CANNOT_SHARE, {"reason": "The contract is not signed.", "look_again": day("2026-03-05")})
    desk.lives_until("Wed 12:00")
    assert desk.question().state == "cannot share"
    desk.lives_until("Thu 9:00")

    assert (desk.question().state, desk.question().rounds) == ("open", 2)
    assert desk.in_thread()[-1].startswith("Today is the day on which this is looked at again.")
    assert desk.nudges(MAYA, "questions:list")


async def test_what_was_handed_to_somebody_who_left_comes_back_to_the_office(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.ACCEPT, by=LEA)
    gone = Member(LEA, "Lea Roth", "Europe/Berlin", False, False, True)
    desk.database.run_here(people.remember, [gone], at("Tue 11:00"))
    desk.lives_until("Wed 9:00")

    assert desk.question().holder is None
    assert desk.nudges(MAYA, "questions:list")


async def test_an_answer_with_a_day_is_looked_at_again_by_whoever_gave_it(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does("questions.answer", {"answer": "Until the move.", "look_again": day("2026-03-05")}, by=TOM)
    desk.lives_until("Thu 15:00")  # 9:00 in New York

    assert desk.messages(TOM)[-1].startswith("Today this answer is looked at again: ")


async def test_a_pause_that_nobody_ends_ends_after_a_week(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.does(menu.ASK_BACK, {"text": "Which?"})
    desk.lives_until("Tue2 9:00")
    assert desk.question().owes == "asker"
    desk.lives_until("Tue2 11:15")

    assert desk.question().owes == "office"
    assert "*Waiting for Maya Okafor*" in desk.card()


async def test_on_friday_the_channel_reads_what_was_asked_and_answered_and_nothing_private(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.replies("One for the apps.", by=MAYA)
    await desk.asks("Are we moving offices?", by=BEN)
    await desk.asks_in_form("Do I get a raise?", visibility="private")
    desk.lives_until("Fri 16:00")

    (digest,) = desk.rows(Delivery.key.like("questions:digest:%"))
    assert digest.payload["text"].startswith("Questions this week: 2 asked, 1 answered, 1 open.\n<https://slack.com/")
    assert "One for the apps." in digest.payload["text"]
    assert "raise" not in str(digest.payload)


async def test_a_week_without_questions_has_no_digest(desk: Desk) -> None:
    desk.lives_until("Fri 16:00")

    assert desk.rows(Delivery.key.like("questions:digest:%")) == []


# --- withdrawn once it is no longer true


async def test_taken_back_by_its_asker_a_question_asks_nothing_of_anybody(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Tue 13:30")
    await desk.clicks(menu.WITHDRAW, by=ANA, value="1:1")

    assert all("Nothing is owed any more." in text for text in desk.nudges(MAYA))
    assert len(desk.nudges(MAYA)) == 1


async def test_taken_back_after_its_answer_nobody_is_asked_whether_it_was_one(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.replies("One for the apps.", by=MAYA)
    await desk.clicks(menu.WITHDRAW, by=ANA, value="1:1")

    assert any("You took this question back." in text for text in desk.nudges(ANA, "question:1:heard"))


async def test_what_cannot_be_shared_loses_its_buttons(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Tue 13:30")
    await desk.does(menu.CANNOT_SHARE, {"reason": "Not signed.", "look_again": day("2026-03-16")})

    assert all("Nothing is owed any more." in text for text in desk.nudges(MAYA))


async def test_who_handed_it_over_is_no_longer_asked(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Tue 13:30")
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.ACCEPT, by=LEA)

    assert all("Somebody else has it now." in text for text in desk.nudges(MAYA))


async def test_given_back_past_the_target_it_is_brought_up_anew(desk: Desk) -> None:
    """What one was nudged for, another was not."""
    await desk.asks(WHY)
    await desk.does(menu.DELEGATE, {"to": person(TOM)})
    await desk.clicks(notes.ACCEPT, by=TOM)
    desk.lives_until("Wed 16:30")
    assert desk.nudges(TOM)[-1].startswith("This is past due")
    await desk.clicks(notes.PASS_ON, by=TOM)
    desk.lives_until("Wed 17:15")

    assert [text.split("\n")[0] for text in desk.nudges(MAYA)] == ["This is past due"]
    desk.lives_until("Fri 12:00")
    assert len(desk.nudges(MAYA)) == 1


async def test_so_it_is_to_whoever_had_heard_of_it_before_they_handed_it_over(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.lives_until("Wed 10:00")
    before = desk.nudges(MAYA)
    assert before[-1].startswith("This waits for you")
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.ACCEPT, by=LEA)
    desk.lives_until("Wed 12:00")
    await desk.clicks(notes.PASS_ON, by=LEA)
    desk.lives_until("Wed 13:15")

    assert len(desk.nudges(MAYA)) == len(before) + 1
    assert desk.nudges(MAYA)[-1].startswith("This is past due")
