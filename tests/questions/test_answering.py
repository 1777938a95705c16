"""Answering: in the thread and in forms, by the office and by others, and what the asker says to it."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions import menu, notes
from bot.questions.course import State
from bot.questions.models import Question, QuestionEvent
from bot.questions.notes import CALL_NO_ANSWER
from bot.slack import people
from bot.slack.outbox import Delivery
from bot.slack.people import Member
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM
from tests.questions.desk import ANSWER, BEN, BOT, LEA, ME_TOO, MORE, NOT_YET, YES, Desk, Payload, choice, day, person
from tests.questions.stories import hours

WHY = "Why do we run two deploy pipelines?"


@pytest.fixture(autouse=True)
async def asked(desk: Desk) -> None:
    """Ana asked on Tuesday at ten; it is half past now."""
    await desk.asks(WHY)
    desk.at("Tue 10:30")


async def test_a_reply_of_the_cto_in_the_thread_is_the_answer(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=MAYA)

    assert desk.question().state == "answered"
    assert (
        "*Answered by Maya Okafor* · first reply after 30 m, answer after 30 m of working time (30 m on the clock)"
        in desk.card()
    )


async def test_a_reply_at_once_came_within_a_minute(desk: Desk) -> None:
    await desk.asks("Are we moving offices?", by=BEN)
    await desk.replies("No.", by=MAYA, question=2)

    assert "first reply within 1 m, answer within 1 m of working time" in desk.card(2)


async def test_a_delegate_answers_for_the_cto(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=TOM)

    assert "*Answered by Tom Brandt for Maya Okafor*" in desk.card()


async def test_the_form_answers_in_the_thread_under_ones_name(desk: Desk) -> None:
    await desk.does(ANSWER, {"answer": "One for the apps."}, by=TOM)

    assert desk.question().state == "answered"
    assert desk.in_thread() == ["*Tom Brandt answers*\nOne for the apps."]


async def test_others_may_not_answer_for_the_office_and_are_told_who_may(desk: Desk) -> None:
    await desk.clicks(ANSWER, by=BEN)

    (told,) = desk.whispers(BEN)
    assert told.startswith("Only the CTO, delegates, and whoever a question was handed to can do this.")


async def test_a_peers_reply_is_a_community_answer_until_it_is_endorsed(desk: Desk) -> None:
    ts = await desk.replies("I think for the apps.", by=BEN)
    assert desk.question().state == "open"

    desk.at("Tue 11:00")
    await desk.does(menu.ENDORSE, {"message": choice(ts)})

    assert "*Answered by Ben Ode, endorsed by Maya Okafor*" in desk.card()
    assert hours(desk.clocks().first.answer.working) == "1:00"


async def edits(desk: Desk, ts: str, text: str, by: str) -> None:
    old = {"user": by, "ts": ts, "text": "before"}
    new = {**old, "text": text, "edited": {"ts": "2.2", "user": by}}
    told = {"type": "message", "subtype": "message_changed", "channel": CTO_CHANNEL, "ts": "1772530400.000100"}
    await desk.slack.event(**told, message=new, previous_message=old)


async def finds(desk: Desk) -> str:
    """What is shown to whoever asks something alike."""
    await desk.asks("Why are there two deploy pipelines at all?", by=LEA)
    return str(desk.slack.opened()["blocks"]) if desk.slack.wire.asked("views.open") else ""


async def test_an_endorsed_answer_is_found_by_whoever_asks_alike_as_it_was_last_edited(desk: Desk) -> None:
    ts = await desk.replies("Ask the platform team.", by=BEN)
    assert await finds(desk) == ""

    desk.at("Tue 10:40")
    await edits(desk, ts, "One is for the apps, says the platform team.", by=BEN)
    await desk.does(menu.ENDORSE, {"message": choice(ts)})

    assert "One is for the apps, says the platform team." in await finds(desk)


async def test_what_is_said_after_the_answer_is_not_found_in_its_place(desk: Desk) -> None:
    await desk.replies("One is for the apps.", by=MAYA)
    desk.at("Tue 10:40")

    ts = await desk.replies("You are welcome.", by=MAYA)

    assert "One is for the apps." in await finds(desk)
    await desk.deletes(ts, by=MAYA)
    assert desk.question().answer == "One is for the apps."


async def test_where_the_first_reply_was_only_a_remark_its_words_are_not_the_answers(desk: Desk) -> None:
    remark = await desk.replies("I ask the platform team.", by=MAYA)
    desk.at("Tue 10:40")
    await desk.replies("One is for the apps.", by=MAYA)

    await desk.clicks(notes.CALL_REMARK, by=MAYA, value=f"1:{remark}")

    assert desk.question().state == "answered"
    assert desk.question().answer != "I ask the platform team."


async def test_what_a_colleague_deletes_is_kept_nowhere_and_found_no_more(desk: Desk) -> None:
    ts = await desk.replies("One is for the apps.", by=BEN)
    await desk.does(menu.ENDORSE, {"message": choice(ts)})
    desk.at("Tue 10:40")

    await desk.deletes(ts, by=BEN)

    assert not desk.question().closed
    assert desk.question().answer is None
    says = desk.database.run_here(lambda session: session.scalars(sa.select(QuestionEvent.says)).all())
    assert "One is for the apps." not in says


async def test_a_bot_in_the_thread_changes_nothing(desk: Desk) -> None:
    await desk.replies("Deployed.", by=BOT)
    await desk.replies("Deployed.", by="U0WORKFLOW", bot_id="B1")

    assert desk.question().state == "open"
    assert ("wrote", "machine") in desk.events()


async def test_an_emoji_of_the_cto_acknowledges(desk: Desk) -> None:
    await desk.reacts(by=BEN)
    assert desk.question().state == "open"
    await desk.reacts(by=MAYA)

    assert desk.question().state == "acknowledged"
    assert "seen by Maya Okafor" in desk.card()


async def test_asking_back_waits_for_the_asker_and_says_so(desk: Desk) -> None:
    await desk.does(menu.ASK_BACK, {"text": "Build or release?"}, by=TOM)

    assert "*Waiting for Ana Silva*" in desk.card()
    assert "asked back: “Build or release?”" in desk.card()
    assert desk.messages(ANA)[-1].startswith("There is a question back to you about ")

    desk.at("Tue 12:30")
    await desk.replies("Release.", by=ANA)

    assert "*Waiting for Maya Okafor*" in desk.card()
    assert "2 h 00 m paused" in desk.card()


async def test_a_reply_that_asks_back_can_be_called_so(desk: Desk) -> None:
    ts = await desk.replies("Which of the two?", by=MAYA)
    assert desk.whispers(MAYA) == ["Your reply counts as the answer."]

    await desk.clicks(notes.CALL_ASKS_BACK, by=MAYA, value=f"1:{ts}")

    assert desk.question().state == "waiting on asker"
    assert any("The answer was taken back." in told for told in desk.messages(ANA))
    assert desk.messages(ANA)[-1].splitlines()[1] == "Which of the two?"


async def test_called_a_question_back_once_the_asker_went_on_it_pauses_nothing(desk: Desk) -> None:
    ts = await desk.replies("Which of the two?", by=MAYA)
    desk.at("Tue 10:40")
    await desk.replies("The slow one.", by=ANA)
    told = desk.messages(ANA)

    desk.at("Tue 10:50")
    await desk.clicks(notes.CALL_ASKS_BACK, by=MAYA, value=f"1:{ts}")

    assert desk.question().owes == "office"
    assert len(desk.messages(ANA)) == len(told)


async def test_called_a_question_back_days_later_it_makes_no_miss_good(desk: Desk) -> None:
    ts = await desk.replies("Which of the two?", by=MAYA)

    desk.at("Fri 10:30")
    await desk.clicks(notes.CALL_ASKS_BACK, by=MAYA, value=f"1:{ts}")

    assert desk.clocks().first.answer.late
    assert hours(desk.clocks().first.answer.working) == "26:00"


async def test_called_a_remark_and_days_later_the_answer_it_makes_no_miss_good(desk: Desk) -> None:
    ts = await desk.replies("One for the apps.", by=MAYA)
    await desk.clicks(notes.CALL_REMARK, by=MAYA, value=f"1:{ts}")

    desk.at("Fri 10:30")
    await desk.clicks(notes.CALL_ANSWER, by=MAYA, value=f"1:{ts}")

    assert desk.question().answer == "One for the apps."
    assert desk.clocks().first.answer.late
    assert (desk.question().answered_by, desk.clocks().first.answer.stopped) == (MAYA, desk.slack.now)


async def test_what_counts_as_the_answer_can_be_said_to_be_none_later(desk: Desk) -> None:
    await desk.does(ANSWER, {"answer": "Of the other question."}, by=TOM)
    desk.at("Tue 11:00")
    await desk.clicks(MORE, by=MAYA)
    entry = next(b for b in desk.slack.opened()["blocks"] if b.get("accessory", {}).get("action_id") == CALL_NO_ANSWER)

    await desk.clicks(CALL_NO_ANSWER, by=MAYA, value=entry["accessory"]["value"])

    assert desk.in_thread()[-1] == "Maya Okafor says that this was no answer yet. The question is open."
    assert desk.question().state == "acknowledged"
    assert hours(desk.clocks().first.answer.working) == "1:00"
    assert "The answer was taken back." in desk.messages(ANA)[-1]


async def test_no_answer_is_offered_to_be_none_where_there_is_none(desk: Desk) -> None:
    await desk.clicks(MORE, by=MAYA)

    assert CALL_NO_ANSWER not in str(desk.slack.opened())


async def test_not_yet_can_also_be_said_from_the_menu(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=MAYA)
    desk.at("Tue 11:00")

    await desk.clicks(menu.REOPEN, by=ANA, value="1:1")

    assert (desk.question().state, desk.question().rounds) == ("open", 2)


async def test_nobody_else_says_what_a_reply_was(desk: Desk) -> None:
    ts = await desk.replies("Which of the two?", by=MAYA)

    await desk.clicks(notes.CALL_REMARK, by=BEN, value=f"1:{ts}")

    assert desk.question().state == "answered"


async def test_the_asker_is_asked_whether_this_answered_it_and_agrees(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=MAYA)
    assert desk.messages(ANA)[-1].endswith("Did this answer it?")

    await desk.clicks(YES, by=ANA, value="1:1")

    assert desk.messages(ANA)[-1].endswith("You said that this answered it. Thank you.")
    assert desk.question().state == "answered"


async def test_not_yet_opens_the_next_round_and_keeps_what_was_measured(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=MAYA)
    desk.at("Tue 11:00")
    await desk.clicks(NOT_YET, by=ANA, value="1:1")

    assert "*Waiting for Maya Okafor*" in desk.card()
    assert "Round 2: an earlier answer was not enough." in desk.card()
    assert (desk.question().answer_working, desk.question().rounds) == (1800, 2)

    await desk.clicks(NOT_YET, by=ANA, value="1:1")  # an old button
    assert desk.question().rounds == 2


async def test_only_the_asker_says_whether_it_was_answered(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=MAYA)
    await desk.clicks(NOT_YET, by=BEN, value="1:1")

    assert desk.question().rounds == 1
    assert desk.whispers(BEN) == ["Only whoever asked can do this."]


async def test_thanks_reopens_nothing(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=MAYA)
    desk.at("Tue 11:00")
    await desk.replies("Thanks", by=ANA)

    assert desk.question().state == "answered"


async def test_a_reply_that_slack_tells_twice_counts_once(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=MAYA)
    await desk.replies("One for the apps.", by=MAYA)

    assert desk.events().count(("wrote", "responder")) == 1


async def test_a_deleted_only_answer_opens_the_question_again_from_its_start(desk: Desk) -> None:
    ts = await desk.replies("One for the apps.", by=MAYA)
    desk.at("Tue 11:00")
    await desk.deletes(ts, by=MAYA)

    assert desk.question().state == "acknowledged"
    assert desk.question().answer_working is None


async def test_of_two_answers_the_one_that_stands_counts_from_its_own_time_and_is_found(desk: Desk) -> None:
    first = await desk.replies("k", by=TOM)
    desk.at("Fri 10:30")
    await desk.replies("One is for the apps.", by=MAYA)
    desk.at("Fri 10:31")
    await desk.deletes(first, by=TOM)

    assert (desk.question().answered_by, desk.question().answer) == (MAYA, "One is for the apps.")
    assert desk.clocks().first.answer.late
    assert "One is for the apps." in await finds(desk)


async def test_of_an_answer_in_the_form_the_words_are_found_once_a_remark_before_it_is_called_one(desk: Desk) -> None:
    remark = await desk.replies("Will look.", by=TOM)
    desk.at("Tue 10:40")
    await desk.does(ANSWER, {"answer": "One is for the apps."}, by=MAYA)
    await desk.clicks(notes.CALL_REMARK, by=TOM, value=f"1:{remark}")

    assert desk.question().answer == "One is for the apps."
    assert "One is for the apps." in await finds(desk)


async def test_what_was_no_answer_is_not_kept_as_one(desk: Desk) -> None:
    ts = await desk.replies("Will look.", by=TOM)
    await desk.clicks(notes.CALL_REMARK, by=TOM, value=f"1:{ts}")

    assert desk.question().answer is None


async def test_after_a_yes_to_what_was_deleted_the_next_answer_is_put_to_the_asker_again(desk: Desk) -> None:
    ts = await desk.replies("Of the other question.", by=MAYA)
    await desk.clicks(YES, by=ANA, value="1:1")
    desk.at("Tue 11:00")
    await desk.deletes(ts, by=MAYA)
    desk.at("Tue 11:30")
    await desk.replies("One for the apps.", by=MAYA)

    assert desk.messages(ANA)[-1].endswith("Did this answer it?")


async def test_a_card_deleted_by_an_admin_is_put_back_and_its_thread_is_still_heard(desk: Desk) -> None:
    old = desk.card_row()
    await desk.deletes(str(old.ts), by="U0CADENCE")

    new = desk.card_row()
    assert new.ts != old.ts
    assert desk.in_thread()[-1].startswith("This card was deleted and is put back.")
    await desk.slack.event(
        type="message",
        channel=CTO_CHANNEL,
        thread_ts=old.ts,
        ts="1772530300.000200",
        text="One for the apps.",
        user=MAYA,
    )
    assert desk.question().state == "answered"


async def test_a_private_answer_reaches_the_asker_and_only_them(desk: Desk) -> None:
    await desk.asks_in_form("Are we moving?", visibility="private")

    await desk.replies("Not this year.", by=MAYA, question=2, channel_type="im")

    assert "*Maya Okafor*: Not this year." in desk.messages(ANA)
    assert desk.question(2).state == "answered"


async def test_a_question_edited_after_its_answer_asks_whether_the_answer_still_holds(desk: Desk) -> None:
    source = {"channel": CTO_CHANNEL, "ts": "1772530300.000100"}
    await desk.slack.event(type="app_mention", user=BEN, text="<@U0CADENCE> Is it slow?", **source)
    desk.delivers()
    await desk.replies("Yes.", by=MAYA, question=2)
    old = {"user": BEN, "ts": source["ts"], "text": "<@U0CADENCE> Is it slow?"}
    new = {**old, "text": "<@U0CADENCE> Is it slow on Fridays?", "edited": {"ts": "2.2", "user": BEN}}
    changed = {"type": "message", "subtype": "message_changed", "channel": CTO_CHANNEL, "ts": "1772530400.000100"}
    await desk.slack.event(**changed, message=new, previous_message=old)

    assert desk.question(2).text == "Is it slow on Fridays?"
    assert desk.question(2).answer_working == 0
    assert desk.messages(MAYA)[-1].startswith("The question was edited after you answered it. ")


async def test_slacks_own_changes_of_a_message_are_no_edits(desk: Desk) -> None:
    ts = await desk.replies("See https://example.org", by=MAYA)
    same = {"user": MAYA, "ts": ts, "text": "See https://example.org"}
    changed = {"type": "message", "subtype": "message_changed", "channel": CTO_CHANNEL, "ts": "1772530400.000100"}
    await desk.slack.event(**changed, message=same, previous_message=same)

    assert "edited" not in [what for what, _ in desk.events()]


async def test_nobody_writes_to_an_asker_who_left(desk: Desk) -> None:
    gone = Member(ANA, "Ana Silva", "Europe/Berlin", False, False, True)
    desk.database.run_here(people.remember, [gone], desk.slack.now)
    await desk.replies("One for the apps.", by=MAYA)

    assert desk.messages(ANA) == []
    assert desk.question().state == "answered"


async def test_nobody_else_sees_what_is_private(desk: Desk) -> None:
    await desk.asks_in_form("Are we moving?", visibility="private")

    await desk.clicks(MORE, by=BEN, question=2)

    assert desk.whispers(BEN) == ["This question is not there any more."]


# --- decided otherwise


async def test_what_cannot_be_shared_says_why_and_when_it_is_looked_at_again(desk: Desk) -> None:
    await desk.does(menu.CANNOT_SHARE, {"reason": "The contract is not signed.", "look_again": day("2026-03-16")})

    assert (
        "*Maya Okafor cannot talk about this yet*: The contract is not signed. It is looked at again on 16 March"
        in desk.card()
    )
    assert desk.question().respond_working == 1800


async def test_a_day_that_has_passed_is_said_beside_the_field(desk: Desk) -> None:
    told = await desk.does(
        menu.CANNOT_SHARE, {"reason": "The contract is not signed.", "look_again": day("2026-03-03")}
    )

    assert told["errors"] == {"look_again": "Choose a day that lies ahead."}


async def test_declined_says_why_in_the_thread(desk: Desk) -> None:
    await desk.does(menu.DECLINE, {"reason": "It concerns one person."})

    assert desk.in_thread() == ["*Maya Okafor declines to answer this*: It concerns one person."]
    assert desk.question().answered_at is None


async def test_a_promised_day_is_shown_as_kept_or_as_missed(desk: Desk) -> None:
    await desk.does(menu.PROMISE, {"until": day("2026-03-04")})
    assert "Maya Okafor said: by" in desk.card()
    assert "Missed." not in desk.card()

    desk.at("Thu 9:00")
    await desk.reacts(by=MAYA)
    assert "Missed." in desk.card()


async def test_a_promise_that_was_kept_says_so(desk: Desk) -> None:
    await desk.does(menu.PROMISE, {"until": day("2026-03-04")})
    desk.at("Wed 16:00")
    await desk.replies("One for the apps.", by=MAYA)

    assert "Kept." in desk.card()


async def test_handed_over_accepted_and_answered_on_the_askers_first_clock(desk: Desk) -> None:
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    assert "*Waiting for Maya Okafor*, who asked Lea Roth to take it" in desk.card()

    desk.at("Tue 11:00")
    await desk.clicks(notes.ACCEPT, by=LEA)
    assert "*Waiting for Lea Roth, for Maya Okafor*" in desk.card()

    desk.at("Tue 12:00")
    await desk.replies("One for the apps.", by=LEA)
    assert "*Answered by Lea Roth for Maya Okafor*" in desk.card()
    assert hours(desk.clocks().first.answer.working) == "2:00"


async def test_handed_over_and_returned(desk: Desk) -> None:
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    await desk.clicks(notes.PASS_ON, by=LEA)

    assert "*Waiting for Maya Okafor* since" in desk.card()
    assert "You gave it back." in desk.messages(LEA)[-1]
    await desk.clicks(notes.ACCEPT, by=LEA)
    assert desk.whispers(LEA) == ["This question is not in your hands any more, so nothing was changed."]


async def test_joined_the_answer_of_one_is_the_answer_of_both(desk: Desk) -> None:
    await desk.asks("Why two pipelines and not one?", by=BEN)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)
    assert "*Joined with* <https://slack.com/archives/C0CTO/" in desk.card(2)

    desk.at("Tue 11:00")
    await desk.replies("One for the apps.", by=MAYA)

    assert "*Answered by Maya Okafor*" in desk.card(2)
    assert desk.messages(BEN)[-1].endswith("Did this answer it?")
    assert (desk.question(1).answer_working, desk.question(2).answer_working) == (3600, 1800)
    assert desk.question(2).answer == "One for the apps."


async def test_joined_their_people_count_together_and_all_are_told(desk: Desk) -> None:
    await desk.asks("Why two pipelines and not one?", by=BEN)
    await desk.clicks(ME_TOO, by=TOM, value="2:1")
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)
    assert "1 other wants to know" in str(desk.card_blocks(1))

    await desk.replies("One for the apps.", by=MAYA)
    (said,) = desk.rows(Delivery.key.like("question:2:answer_of:1:%"))
    assert "One for the apps." in said.payload["text"]
    assert "Maya Okafor" in desk.messages(TOM)[-1]


def asked_since(desk: Desk, count: int) -> None:
    """So many others, all newer."""

    def ask(session: Session) -> None:
        newest = session.get_one(Question, 1)
        columns = {column.name: getattr(newest, column.name) for column in Question.__table__.columns}
        rows = [{**columns, "id": 100 + number, "text": f"Lunch idea {number}?"} for number in range(count)]
        session.execute(sa.insert(Question), rows)

    desk.database.run_here(ask)


def offered(view: Payload) -> list[str]:
    return [
        option["text"]["text"] for block in view["blocks"] for option in block.get("element", {}).get("options", ())
    ]


async def test_what_looks_alike_is_offered_first_however_old_it_is_and_others_are_found_by_words(desk: Desk) -> None:
    asked_since(desk, 120)
    await desk.asks("Why two deploy pipelines and not one?", by=BEN)
    (mine,) = [row.id for row in desk.questions() if row.asker == BEN]

    await desk.clicks(menu.MERGE, by=MAYA, question=mine)
    assert offered(desk.slack.opened())[0] == WHY
    assert len(offered(desk.slack.opened())) == 100

    form = desk.slack.opened()
    found = await desk.submits(form, {"words": "Lunch"}, by=MAYA)
    assert all(text.startswith("Lunch idea") for text in offered(found["view"]))
    nothing = await desk.submits(form, {"words": "Zeppelin"}, by=MAYA)
    assert "No question says “Zeppelin”." in str(nothing["view"])
    wrong = await desk.submits(form, {}, by=MAYA)
    assert wrong["errors"] == {"words": "Choose a question, or type a few of its words."}


async def test_what_was_joined_before_goes_along(desk: Desk) -> None:
    await desk.asks("Why two pipelines and not one?", by=BEN)
    await desk.asks("Pipelines: which one goes?", by=LEA)
    await desk.does(menu.MERGE, {"into": choice("2")}, question=3)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)

    await desk.replies("One for the apps.", by=MAYA)

    assert "*Answered by Maya Okafor*" in desk.card(3)


async def test_the_cto_does_not_answer_their_own_question(desk: Desk) -> None:
    await desk.asks("Who moved my cheese?", by=MAYA)
    await desk.clicks(ANSWER, by=MAYA, question=2)
    await desk.replies("It was me.", by=MAYA, question=2)

    assert desk.question(2).state == "open"
    assert desk.whispers(MAYA)[-1].startswith("Only the CTO, delegates")


async def test_joined_when_both_were_answered_both_answers_stand(desk: Desk) -> None:
    await desk.asks("Why two pipelines and not one?", by=BEN)
    await desk.replies("One for the apps.", by=MAYA, question=1)
    desk.at("Tue 10:40")
    await desk.replies("Two for safety.", by=MAYA, question=2)
    await desk.does(menu.MERGE, {"into": choice("1")}, question=2)

    assert (desk.question(1).answer_working, desk.question(2).answer_working) == (1800, 600)


async def test_an_answer_given_elsewhere_counts_from_then_and_is_marked(desk: Desk) -> None:
    desk.at("Wed 10:00")
    spoken = {"answer": "One for the apps.", "day": day("2026-03-03"), "time": "11:00", "link": ""}
    await desk.does(menu.ELSEWHERE, spoken)

    assert hours(desk.clocks().first.answer.working) == "1:00"
    assert "given elsewhere, told by hand" in desk.card()


async def test_a_reply_in_the_wrong_thread_is_moved_by_its_link(desk: Desk) -> None:
    await desk.asks("Are we moving?", by=BEN)
    ts = await desk.replies("One for the apps.", by=MAYA, question=2)
    await desk.clicks(notes.CALL_MISPLACED, by=MAYA, value=f"2:{ts}")
    link = f"https://invented.slack.com/archives/{CTO_CHANNEL}/p{ts.replace('.', '')}?thread_ts=1.1"

    desk.at("Tue 12:00")
    await desk.does(menu.ELSEWHERE, {"answer": "One for the apps.", "link": link, "time": "", "day": day("")})

    assert (desk.question(1).answer_working, desk.question(2).state) == (1800, "open")


async def test_what_was_written_in_the_wrong_thread_is_no_response_there(desk: Desk) -> None:
    ts = await desk.replies("One for the apps.", by=MAYA)
    await desk.clicks(notes.CALL_MISPLACED, by=MAYA, value=f"1:{ts}")

    assert desk.clocks().course.round.responded is None
    assert desk.clocks().current.respond.is_running
    desk.at("Tue 14:00")
    await desk.clicks(notes.CALL_ANSWER, by=MAYA, value=f"1:{ts}")
    assert desk.clocks().state is State.ANSWERED


BEFORE = {"answer": "One for the apps.", "day": day("2026-03-03"), "link": ""}


async def test_elsewhere_is_not_before_it_was_asked_or_asked_again(desk: Desk) -> None:
    told = await desk.does(menu.ELSEWHERE, {**BEFORE, "time": "09:59"})
    assert told["errors"]["link"].startswith("This was said before it was asked, asked again, or first")

    await desk.replies("One for the apps.", by=MAYA)
    desk.at("Tue 11:00")
    await desk.clicks(NOT_YET, by=ANA, value="1:1")
    desk.at("Tue 12:00")
    told = await desk.does(menu.ELSEWHERE, {**BEFORE, "time": "10:59"})
    assert told["errors"]["link"].startswith("This was said before it was asked, asked again, or first")

    await desk.does(menu.ELSEWHERE, {**BEFORE, "time": "11:00"})
    assert desk.question().state == "answered"


async def test_what_was_answered_late_is_not_answered_elsewhere_in_time(desk: Desk) -> None:
    await desk.clicks(menu.ELSEWHERE, by=TOM)
    form = desk.slack.opened()
    desk.at("Fri 12:00")
    await desk.replies("One for the apps.", by=MAYA)

    told = await desk.submits(form, {**BEFORE, "time": "10:05"}, by=TOM)

    assert told["errors"]["answer"].startswith("This was answered meanwhile")
    assert desk.question().answer_late


@pytest.mark.parametrize("late", [menu.PROMISE, menu.CANNOT_SHARE, ANSWER])
async def test_a_late_first_response_is_not_made_good_by_what_is_told_by_hand(desk: Desk, late: str) -> None:
    desk.at("Fri 16:00")
    typed = {"answer": "Of the other question.", "reason": "Not signed."}
    chosen = {"until": day("2026-03-20"), "look_again": day("2026-03-20")}
    await desk.does(late, {**typed, **chosen} if late != ANSWER else {"answer": typed["answer"]}, by=TOM)
    if late == ANSWER:
        answered = desk.clocks().course.round.answered
        await desk.clicks(CALL_NO_ANSWER, by=TOM, value=f"1:{answered.message if answered else ''}")
    desk.at("Fri 16:10")

    told = await desk.does(menu.ELSEWHERE, {**BEFORE, "time": "10:05"}, by=TOM)

    assert told["errors"]["link"].startswith(
        "This was said before it was asked, asked again, or first replied to here."
    )
    assert desk.question().respond_late
    assert desk.question().answer_late


async def test_a_link_leads_into_slack(desk: Desk) -> None:
    link = f"https://evil.example/archives/{CTO_CHANNEL}/p1772530800000100"
    told = await desk.does(menu.ELSEWHERE, {**BEFORE, "day": day(""), "time": "", "link": link})

    assert told["errors"] == {"link": "Paste the link of the message, or say on which day and at what time it was."}


STALE = {
    menu.ASK_BACK: {"text": "Which of the two?"},
    menu.DELEGATE: {"to": person(BEN)},
    menu.PROMISE: {"until": day("2026-03-20")},
    menu.CANNOT_SHARE: {"reason": "Not signed.", "look_again": day("2026-03-20")},
    menu.DECLINE: {"reason": "Not for us."},
    menu.ENDORSE: {"message": choice("1772530200.000000")},
    menu.ELSEWHERE: {**BEFORE, "time": "10:20"},
}


@pytest.mark.parametrize("action", STALE)
@pytest.mark.parametrize("meanwhile", ["answered", "declined"])
async def test_a_form_opened_before_it_was_over_changes_nothing(desk: Desk, action: str, meanwhile: str) -> None:
    desk.at("Tue 10:10")
    await desk.replies("I think for the apps.", by=BEN)
    await desk.clicks(action, by=TOM)
    form = desk.slack.opened()
    desk.at("Tue 10:40")
    if meanwhile == "answered":
        await desk.replies("One for the apps.", by=MAYA)
    else:
        await desk.does(menu.DECLINE, {"reason": "Not for us."}, by=MAYA)
    before = (desk.card(), desk.in_thread())

    told = await desk.submits(form, STALE[action], by=TOM)

    assert [said.startswith(f"This was {meanwhile} meanwhile") for said in told["errors"].values()] == [True]
    assert (desk.card(), desk.in_thread()) == before


async def test_an_answer_elsewhere_needs_its_time(desk: Desk) -> None:
    told = await desk.does(
        menu.ELSEWHERE, {"answer": "One for the apps.", "link": "https://example.org", "time": "", "day": day("")}
    )

    assert told["errors"] == {"link": "Paste the link of the message, or say on which day and at what time it was."}


async def test_withdrawn_the_words_go_and_what_was_measured_stays(desk: Desk) -> None:
    await desk.replies("One for the apps.", by=MAYA)
    await desk.clicks(menu.WITHDRAW, by=ANA, value="1:1")

    assert WHY not in desk.card()
    assert desk.clocks().state is State.WITHDRAWN
    assert desk.question().answer_working == 1800


async def test_nobody_else_withdraws_it(desk: Desk) -> None:
    await desk.clicks(menu.WITHDRAW, by=BEN, value="1:1")

    assert desk.question().state == "open"


async def test_made_private_it_leaves_the_channel_and_never_comes_back(desk: Desk) -> None:
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="1:1")

    assert desk.cards()[-2:] == [f"question:1:card:{ANA}", f"question:1:card:{MAYA}"]
    assert desk.question().channel is None
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="1:1")
    assert desk.whispers(ANA)[-1] == "Only a question that everyone sees under a name can be made private."


async def test_me_too_is_counted_once_and_told_of_the_answer(desk: Desk) -> None:
    await desk.clicks(ME_TOO, by=BEN)
    await desk.clicks(ME_TOO, by=BEN)
    await desk.clicks(ME_TOO, by=LEA)

    assert "2 others want to know" in str(desk.card_blocks())
    await desk.replies("One for the apps.", by=MAYA)
    assert desk.messages(BEN)[-1].startswith("Maya Okafor answered a question that you have, too: ")


async def test_ones_own_question_is_not_counted(desk: Desk) -> None:
    await desk.clicks(ME_TOO, by=ANA)

    assert desk.whispers(ANA) == ["This is your own question."]


async def test_the_menu_shows_each_what_they_may_do(desk: Desk) -> None:
    seen = {}
    for reader in (MAYA, ANA, BEN):
        await desk.clicks(MORE, by=reader, value="1:1")
        blocks = desk.slack.opened()["blocks"]
        seen[reader] = [block["accessory"]["text"]["text"] for block in blocks if "accessory" in block]

    assert seen[BEN] == ["Me too", "Follow", "Add context", "Why this number?"]
    assert seen[ANA] == ["Make private", "Withdraw", "Add context", "Why this number?"]
    assert seen[MAYA][:6] == ["Answer", "Ask back", "Name a day", "Hand over", "Cannot share", "Decline"]
