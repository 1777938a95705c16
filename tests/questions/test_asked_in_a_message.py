"""Under a mention of the bot as under the card: who replies there is heard as they would be here."""

import pytest

from bot.questions import menu
from bot.slack.outbox import Delivery
from tests.factories import ANA, CTO_CHANNEL, MAYA, TOM
from tests.questions.desk import BEN, BOT, Desk
from tests.questions.stories import reading

WHY = "Why do we run two deploy pipelines?"
MENTION = "1772528400.000100"


@pytest.fixture(autouse=True)
async def asked_in_a_message(desk: Desk) -> None:
    mention = {"type": "app_mention", "channel": CTO_CHANNEL, "ts": MENTION, "user": ANA}
    await desk.slack.event(**mention, text=f"<@U0CADENCE> {WHY}")
    desk.delivers()


async def replies(desk: Desk, text: str, by: str, **told: object) -> str:
    """Under the mention."""
    ts = f"{desk.slack.now.timestamp():.6f}"
    told = {"type": "message", "channel": CTO_CHANNEL, "channel_type": "channel", **told}
    await desk.slack.event(**{"thread_ts": MENTION, **told}, ts=ts, text=text, user=by)  # type: ignore[arg-type]  # an event holds anything
    desk.delivers()
    return ts


def measured(desk: Desk) -> str:
    current = desk.clocks().current
    return " ".join(map(reading, (current.acknowledge, current.respond, current.answer)))


async def test_a_responders_reply_there_is_the_answer(desk: Desk) -> None:
    desk.at("Tue 10:30")
    await replies(desk, "One for the apps.", by=TOM)

    kept = desk.question()
    assert (kept.state, kept.answered_by, kept.answer) == ("answered", TOM, "One for the apps.")
    assert measured(desk) == "0:30/0:30 0:30/0:30 0:30/0:30"
    assert desk.whispers(TOM) == ["Your reply counts as the answer."]


async def test_a_question_back_there_rests_until_whoever_asked_says_more_there(desk: Desk) -> None:
    desk.at("Tue 10:30")
    await desk.does(menu.ASK_BACK, {"text": "Which?"})
    desk.at("Tue 12:00")
    await replies(desk, "Both.", by=ANA)
    desk.at("Tue 12:30")

    assert desk.question().owes == "office"
    assert measured(desk) == "0:30/0:30 0:30/0:30 1:00/2:30-1:30…"


async def test_colleagues_and_machines_stop_nothing_there(desk: Desk) -> None:
    desk.at("Tue 10:30")
    await replies(desk, "One for the apps, I believe.", by=BEN)
    desk.at("Tue 10:31")
    await replies(desk, "Deployed.", by=BOT, bot_id="B1")

    assert desk.question().community == 1
    assert measured(desk) == "0:31/0:31… 0:31/0:31… 0:31/0:31…"


async def test_an_emoji_on_it_acknowledges(desk: Desk) -> None:
    desk.at("Tue 10:05")
    item = {"type": "message", "channel": CTO_CHANNEL, "ts": MENTION}
    await desk.slack.event(type="reaction_added", user=MAYA, reaction="eyes", item=item)

    assert desk.question().state == "acknowledged"


async def test_an_answer_that_is_deleted_there_reopens_it_from_its_start(desk: Desk) -> None:
    desk.at("Tue 10:30")
    answer = await replies(desk, "One for the apps.", by=MAYA)
    desk.at("Tue 11:00")
    await desk.deletes(answer, by=MAYA)

    assert measured(desk) == "0:30/0:30 1:00/1:00… 1:00/1:00…"


async def test_a_mention_there_asks_nothing_new(desk: Desk) -> None:
    await desk.slack.event(
        type="app_mention", channel=CTO_CHANNEL, ts="2.2", thread_ts=MENTION, user=ANA, text="<@U0CADENCE> Anybody?"
    )

    assert len(desk.questions()) == 1


async def test_below_the_card_it_is_said_once_that_there_is_more_elsewhere(desk: Desk) -> None:
    await replies(desk, "I wonder, too.", by=BEN)
    desk.at("Tue 10:30")
    await replies(desk, "One for the apps.", by=MAYA)

    (said,) = desk.in_thread()
    assert said == "The thread of the message in which this was asked is heard, too: there is more in it."


async def test_made_private_it_is_heard_still_and_read_by_those_whom_it_concerns(desk: Desk) -> None:
    await desk.clicks(menu.MAKE_PRIVATE, by=ANA, value="1:1")
    await replies(desk, "One for the apps.", by=MAYA)

    assert desk.question().state == "answered"
    relayed = desk.rows(Delivery.key.like("question:1:relayed:%"))
    assert [row.channel for row in relayed] == [ANA]


async def test_the_thread_of_a_message_that_somebody_put_to_the_cto_is_not_the_questions(desk: Desk) -> None:
    """Whoever wrote there did not know of the question: an answer given there is entered by hand."""
    await desk.slack.uses("questions.put_message", by=ANA, on={"channel": CTO_CHANNEL, "ts": "3.3", "text": "Slow?"})
    await desk.fills({"text": "“Slow?” Is it?"}, by=ANA)
    talk = {"type": "message", "channel": CTO_CHANNEL, "channel_type": "channel", "thread_ts": "3.3", "ts": "4.4"}
    await desk.slack.event(**talk, text="No.", user=MAYA)

    asked = desk.questions()[-1]
    assert (asked.source, asked.state) == (f"{CTO_CHANNEL}:3.3", "open")


@pytest.mark.parametrize(("edited", "asks"), [("Why do we run two deploy pipelnes?", False), ("Why three?", True)])
async def test_whoever_answered_is_asked_whether_it_holds_where_more_than_spelling_was_edited(
    desk: Desk, edited: str, asks: bool
) -> None:
    await replies(desk, "One for the apps.", by=MAYA)
    new = {"user": ANA, "ts": MENTION, "text": f"<@U0CADENCE> {edited}", "edited": {"user": ANA, "ts": "9.9"}}
    change = {"type": "message", "subtype": "message_changed", "channel": CTO_CHANNEL, "message": new, "ts": "9.9"}
    await desk.slack.event(**change, previous_message={"user": ANA, "ts": MENTION, "text": f"<@U0CADENCE> {WHY}"})

    assert desk.question().text == edited
    assert any("Does the answer still hold?" in text for text in desk.messages(MAYA)) == asks


AGAIN = "1772528405.000200"


async def asks_again(desk: Desk) -> None:
    """The same words, five seconds later."""
    mention = {"type": "app_mention", "channel": CTO_CHANNEL, "ts": AGAIN, "user": ANA}
    await desk.slack.event(**mention, text=f"<@U0CADENCE> {WHY}")
    desk.delivers()


async def test_under_a_second_mention_with_the_same_words_people_are_heard_as_under_the_first(desk: Desk) -> None:
    await asks_again(desk)
    desk.at("Tue 10:20")
    await replies(desk, "One for the apps, I believe.", by=BEN, thread_ts=AGAIN)
    desk.at("Tue 10:30")
    await replies(desk, "One for the apps.", by=TOM, thread_ts=AGAIN)

    (asked,) = desk.questions()
    assert (asked.community, asked.answered_by, asked.answer) == (1, TOM, "One for the apps.")
    assert measured(desk) == "0:30/0:30 0:30/0:30 0:30/0:30"
    assert desk.in_thread() == ["The thread of the message in which this was asked is heard, too: there is more in it."]
    await desk.clicks(menu.WHY, by=BEN, value="1:1")
    assert "Ana Silva asked: _the same again: it stays one question, on its clock_" in str(desk.slack.opened())


async def test_an_emoji_on_the_second_mention_acknowledges(desk: Desk) -> None:
    await asks_again(desk)
    item = {"type": "message", "channel": CTO_CHANNEL, "ts": AGAIN}
    await desk.slack.event(type="reaction_added", user=MAYA, reaction="eyes", item=item)

    assert desk.question().state == "acknowledged"


async def test_a_mention_after_the_command_is_heard_too(desk: Desk) -> None:
    await desk.asks("Are we moving offices?")
    mention = {"type": "app_mention", "channel": CTO_CHANNEL, "ts": AGAIN, "user": ANA}
    await desk.slack.event(**mention, text="<@U0CADENCE> Are we moving offices?")
    desk.at("Tue 10:30")
    await replies(desk, "No.", by=MAYA, thread_ts=AGAIN)

    assert [one.state for one in desk.questions()] == ["open", "answered"]


async def deletes_mention(desk: Desk, ts: str) -> None:
    old = {"user": ANA, "ts": ts, "text": f"<@U0CADENCE> {WHY}"}
    gone = {"type": "message", "subtype": "message_deleted", "channel": CTO_CHANNEL, "deleted_ts": ts}
    await desk.slack.event(**gone, previous_message=old, ts=f"{desk.slack.now.timestamp():.6f}")
    desk.delivers()


async def test_whoever_deletes_one_of_two_asks_still_and_with_the_last_takes_it_back(desk: Desk) -> None:
    await asks_again(desk)
    desk.at("Tue 10:10")
    await deletes_mention(desk, MENTION)

    assert (desk.question().state, desk.question().source) == ("open", f"{CTO_CHANNEL}:{AGAIN}")
    assert AGAIN.replace(".", "") in str(desk.card_blocks())

    desk.at("Tue 10:20")
    await deletes_mention(desk, AGAIN)
    assert desk.question().state == "withdrawn"
