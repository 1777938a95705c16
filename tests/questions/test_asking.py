"""Asking, from wherever people are."""

import pytest

from bot import settings as settings_
from bot.questions import notes
from bot.slack.outbox import Delivery
from tests.factories import ANA, CTO_CHANNEL, MAYA
from tests.questions.desk import BEN, BOT, GIL, Desk, choice, office

WHY = "Why do we run two deploy pipelines?"


async def test_typed_behind_the_command_it_is_asked_at_once_and_stands_in_the_channel(desk: Desk) -> None:
    told = await desk.asks(WHY)

    assert told == f"Asked, with your name: <#{CTO_CHANNEL}>. The answer comes in its thread, and you are told."
    assert desk.card_row().channel == CTO_CHANNEL
    assert desk.card().startswith(f"Ana Silva asks: {WHY}")
    assert "*Waiting for Maya Okafor*" in desk.card()


async def test_without_text_the_command_opens_the_form(desk: Desk) -> None:
    await desk.slack.types("/ask-cto", by=ANA)

    assert desk.slack.opened()["callback_id"] == "questions.ask_form"
    assert desk.cards() == []


async def test_a_private_question_stands_with_the_cto_and_whoever_asked_and_nowhere_else(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")

    assert desk.cards() == [f"question:1:card:{ANA}", f"question:1:card:{MAYA}"]
    assert desk.rows(Delivery.channel == CTO_CHANNEL) == []


@pytest.mark.parametrize(
    ("button", "verb"), [("questions.ask", "asks"), ("questions.challenge", "challenges"), ("questions.tell", "tells")]
)
async def test_the_buttons_under_a_focus_post_know_kind_and_week(desk: Desk, button: str, verb: str) -> None:
    await desk.slack.clicks(button, "2026-W10", by=ANA)
    kind = next(
        block["element"]["initial_option"]["value"]
        for block in desk.slack.opened()["blocks"]
        if block.get("block_id") == "kind"
    )
    await desk.fills({"text": WHY, "kind": choice(kind), "visibility": choice("public")}, by=ANA)

    assert desk.card().startswith(f"Ana Silva {verb}: ")
    assert desk.question().week == "2026-W10"


async def test_the_global_shortcut_opens_the_form(desk: Desk) -> None:
    await desk.slack.uses("questions.ask", by=ANA)

    assert desk.slack.opened()["callback_id"] == "questions.ask_form"


async def test_the_shortcut_on_a_message_quotes_it_and_links_it(desk: Desk) -> None:
    await desk.slack.uses(
        "questions.put_message",
        by=ANA,
        on={"channel": "C0ENG", "ts": "1700000000.000100", "text": "Is it &lt;slow&gt;?"},
    )
    await desk.fills(
        {"text": "“Is it <slow>?” Is it?", "visibility": choice("public"), "kind": choice("question")}, by=ANA
    )

    text = next(block for block in desk.slack.opened()["blocks"] if block.get("block_id") == "text")
    assert text["element"]["initial_value"].startswith("“Is it <slow>?”")
    about = desk.card_row().payload["blocks"][1]["elements"][0]["text"]
    assert "<https://slack.com/archives/C0ENG/p1700000000000100|about this message>" in about


async def mentions(desk: Desk, text: str = WHY, channel: str = CTO_CHANNEL) -> None:
    mention = {"type": "app_mention", "channel": channel, "ts": "1.1", "user": ANA, "text": f"<@U0CADENCE> {text}"}
    await desk.slack.event(**mention)
    desk.delivers()


async def test_a_mention_where_questions_stand_is_asked_at_once(desk: Desk) -> None:
    await mentions(desk)

    assert desk.question().text == WHY


async def deletes_the_mention(desk: Desk) -> None:
    old = {"user": ANA, "ts": "1.1", "text": f"<@U0CADENCE> {WHY}"}
    gone = {"type": "message", "subtype": "message_deleted", "channel": CTO_CHANNEL, "deleted_ts": "1.1"}
    await desk.slack.event(**gone, previous_message=old, ts=f"{desk.slack.now.timestamp():.6f}")
    desk.delivers()


async def test_a_mention_that_is_deleted_takes_its_question_back(desk: Desk) -> None:
    await mentions(desk)
    assert WHY in desk.card()
    await deletes_the_mention(desk)

    assert (desk.question().state, desk.question().text) == ("withdrawn", None)
    assert WHY not in desk.card()


async def test_a_mention_that_is_deleted_after_its_answer_leaves_what_was_measured(desk: Desk) -> None:
    await mentions(desk)
    desk.at("Tue 10:30")
    await desk.replies("One for the apps.", by=MAYA)
    desk.at("Tue 12:00")
    await deletes_the_mention(desk)

    kept = desk.question()
    assert (kept.state, kept.text) == ("withdrawn", None)
    assert (kept.answered_by, kept.answer_working, kept.answer_waiting) == (MAYA, 1800, 1800)


async def test_where_questions_have_a_channel_of_their_own_their_cards_stand_there(desk: Desk) -> None:
    apart = office(questions={"channel": "C0ASK"})
    desk.database.run_here(settings_.save, apart, by="test", now=desk.slack.now)

    told = await desk.asks(WHY)
    await mentions(desk, "Why is the sky blue?", channel="C0ASK")

    assert told.startswith("Asked, with your name: <#C0ASK>.")
    assert [desk.card_row(id).channel for id in (1, 2)] == ["C0ASK", "C0ASK"]
    assert desk.rows(Delivery.channel == CTO_CHANNEL) == []


async def test_a_mention_elsewhere_is_passed_on_only_once_its_writer_says_so(desk: Desk) -> None:
    mention = {"type": "app_mention", "channel": "C0SECRET", "ts": "1.1", "user": ANA, "text": f"<@U0CADENCE> {WHY}"}
    await desk.slack.event(**mention)

    assert desk.cards() == []
    (offer,) = desk.rows(Delivery.reader == ANA)
    await desk.slack.clicks(notes.PUT, by=ANA, on=offer.payload)
    text = next(block for block in desk.slack.opened()["blocks"] if block.get("block_id") == "text")
    assert text["element"]["initial_value"] == WHY


async def test_a_direct_message_is_passed_on_only_once_its_writer_says_so(desk: Desk) -> None:
    await desk.slack.event(type="message", channel="D1", channel_type="im", ts="1.1", user=ANA, text=WHY)

    assert desk.cards() == []
    assert desk.messages(ANA) == [f"Shall this go to the CTO? Nothing was passed on yet.\n{WHY}"]


@pytest.mark.parametrize("text", ["", "  ", ":wave:", "<@U0CADENCE>"])
async def test_a_direct_message_that_says_nothing_is_told_so_and_offered_nowhere(desk: Desk, text: str) -> None:
    told = {"channel_type": "im", "ts": "1.1", "user": ANA, "text": text, "files": [{"id": "F1"}]}
    await desk.slack.event(type="message", channel="D1", subtype="file_share", **told)

    assert desk.messages(ANA) == ["This says nothing yet. A few words are enough."]
    assert desk.cards() == []


@pytest.mark.parametrize("text", ["<@U0CADENCE>", ":wave:", "?!", "<!channel>", "…"])
async def test_what_says_nothing_is_not_asked_and_stays_with_its_writer(desk: Desk, text: str) -> None:
    told = await desk.asks(text)

    assert "This says nothing yet" in told
    assert desk.cards() == []


async def test_what_is_far_too_long_is_not_cut_in_silence(desk: Desk) -> None:
    told = await desk.asks("word " * 8000)

    assert "At most 3,000 characters; this has" in told
    assert "word word" in told
    assert desk.cards() == []


async def test_in_the_form_what_is_wrong_stands_beside_the_field(desk: Desk) -> None:
    told = await desk.asks_in_form("??")

    assert told == {"response_action": "errors", "errors": {"text": "This says nothing yet. A few words are enough."}}


async def test_whatever_is_typed_pings_nobody_and_hides_no_address(desk: Desk) -> None:
    await desk.asks("Is <https://evil.example|https://bank.example> ours, <!channel>? `rm -rf` <@U0BEN>")

    shown = str(desk.card_row().payload)
    assert "<!channel>" not in shown
    assert "<@U0BEN>" not in shown
    assert "https://bank.example (https://evil.example)" in shown
    assert "Ben Ode" in shown


async def test_the_same_five_times_by_one_person_is_one_question(desk: Desk) -> None:
    told = [await desk.asks(WHY) for _ in range(5)]

    assert desk.cards() == ["question:1:card"]
    assert told[4].startswith("You asked this already, so it was not asked twice: <https://slack.com/archives/C0CTO/")


async def test_the_same_by_five_people_is_five_questions(desk: Desk) -> None:
    for person in (ANA, BEN, "U0C", "U0D", "U0E"):
        await desk.asks(WHY, by=person)

    assert len(desk.cards()) == 5


async def test_a_guest_may_not_ask(desk: Desk) -> None:
    told = await desk.asks(WHY, by=GIL)

    assert told == "Only people of this organisation may do this."
    assert desk.cards() == []


async def test_a_bot_asks_nothing(desk: Desk) -> None:
    mention = {"type": "app_mention", "channel": CTO_CHANNEL, "ts": "1.1", "user": BOT, "text": f"<@U0CADENCE> {WHY}"}
    await desk.slack.event(**mention)

    assert desk.cards() == []


async def test_the_cto_may_ask_and_is_an_asker_then(desk: Desk) -> None:
    await desk.asks(WHY, by=MAYA)
    desk.at("Tue 10:30")
    await desk.replies("Anyone?", by=MAYA)

    assert desk.question().state == "open"


async def test_an_answered_question_that_looks_alike_is_shown_first_and_blocks_nothing(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.replies("One for the apps, one for the platform.", by=MAYA)

    await desk.asks("Why are there two deploy pipelines at all?", by=BEN)

    form = desk.slack.opened()
    shown = str(form["blocks"])
    assert "This was answered before" in shown
    assert "One for the apps, one for the platform." in shown
    assert "Answered on 3 March 2026 by Maya Okafor." in shown
    await desk.fills(
        {
            "text": "Why are there two deploy pipelines at all?",
            "kind": choice("question"),
            "visibility": choice("public"),
        },
        by=BEN,
    )
    assert len(desk.cards()) == 2


async def test_in_the_form_it_is_shown_before_asking_once(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.replies("One for the apps, one for the platform.", by=MAYA)
    again = {"text": "Two deploy pipelines: why?", "kind": choice("question"), "visibility": choice("public")}

    await desk.slack.types("/ask-cto", by=BEN)
    first = await desk.fills(again, by=BEN)
    assert first["response_action"] == "update"
    await desk.submits(first["view"], again, by=BEN)

    assert len(desk.cards()) == 2


async def test_what_is_private_is_never_shown_to_others(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")
    await desk.replies("One for the apps, one for the platform.", by=MAYA)

    told = await desk.asks(WHY, by=BEN)

    assert told.startswith("Asked, with your name")
