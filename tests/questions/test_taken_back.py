"""What somebody takes back is gone: nothing is joined with it, and nothing leads to its words."""

import pytest

from bot import settings as settings_
from bot.questions import anonymous, menu, so_far_views
from bot.questions.models import QuestionEvent
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, CTO_CHANNEL, MAYA
from tests.questions.desk import BEN, LEA, Desk, choice, office, person
from tests.questions.stories import at
from tests.questions.test_anonymity import shown_code
from tests.questions.test_said_so_far import PRIVATE, edits

WHY = "Why do we run two deploy pipelines?"
MENTION = "1772528400.000100"


async def test_what_was_taken_back_meanwhile_is_joined_with_nothing_and_nobody_hears_of_it(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.asks("Why pipelines twice?", by=BEN)
    await desk.clicks(menu.MERGE, by=MAYA, question=2)
    form = desk.slack.opened()
    await desk.clicks(menu.WITHDRAW, by=ANA, question=1)
    before = len(desk.messages(BEN)), desk.in_thread(2), desk.card(2)
    told = await desk.submits(form, {"into": choice("1")}, by=MAYA)

    assert told["errors"] == {"into": "This was taken back meanwhile, so nothing was joined. Choose another."}
    assert (len(desk.messages(BEN)), desk.in_thread(2), desk.card(2)) == before
    assert (desk.question(2).duplicate_of, desk.question(2).state) == (None, "open")


async def test_nothing_leads_to_the_message_in_which_it_was_asked(desk: Desk) -> None:
    text = f"<@U0CADENCE> {WHY}"
    await desk.slack.event(type="app_mention", channel=CTO_CHANNEL, user=ANA, text=text, ts=MENTION)
    desk.delivers()
    leads = f"p{MENTION.replace('.', '')}"
    assert leads in str(desk.card_payload())
    await desk.clicks(menu.WITHDRAW, by=ANA)

    assert leads not in str(desk.card_payload())
    assert desk.question().source is None


# What the bot posted of their words

GONE = "What stood here was taken back by whoever wrote it."
WORDS = "The Zephyr team is mine."


def stands(desk: Desk, name: str) -> list[str]:
    """As it reads now."""
    changed = {row.about: row for row in desk.rows(Delivery.kind == Kind.UPDATE)}
    rows = desk.rows(Delivery.key.like(f"question:1:{name}:%"), Delivery.kind == Kind.POST)
    return [str(changed.get(row.key, row).payload["text"]) for row in rows]


def kept(desk: Desk) -> list[str]:
    """Rows that hold a word of it, where others read it or did."""
    rows = [(row.key, str(row.payload)) for row in desk.rows(Delivery.channel != ANA)]
    events = desk.database.run_here(lambda session: [row.says for row in session.query(QuestionEvent)])
    return [key for key, payload in rows if "Zephyr" in payload] + [says for says in events if "Zephyr" in says]


@pytest.fixture
async def code(desk: Desk) -> str:
    few = office(questions={"anonymous_audience": 5})
    desk.database.run_here(settings_.save, few, by="test", now=at("Tue 9:00"))
    return shown_code(await desk.asks_in_form("Are we moving offices?", visibility="anonymous"))


async def test_what_was_added_behind_a_code_stands_in_no_thread_any_more(desk: Desk, code: str) -> None:
    desk.lives_until("Tue 12:00")
    await desk.slack.types("/ask-cto", code, by=ANA)
    await desk.fills({"words": WORDS}, by=ANA)
    assert stands(desk, "said") == [f"*Whoever asked adds*\n{WORDS}"]
    desk.at("Tue 12:10")
    await desk.slack.clicks(anonymous.WITHDRAW, code, by=ANA, view={"type": "modal", "private_metadata": code})
    desk.delivers()

    assert stands(desk, "said") == [GONE]
    assert kept(desk) == []


async def test_nor_does_what_was_said_in_a_form_and_what_others_said_stays(desk: Desk) -> None:
    await desk.asks(WHY)
    desk.at("Tue 10:05")
    await desk.does(menu.ASK_BACK, {"text": "Which two?"})
    desk.at("Tue 10:10")
    await desk.does(menu.ADD_CONTEXT, {"words": WORDS}, by=ANA)
    desk.at("Tue 10:15")
    await desk.does(menu.ADD_CONTEXT, {"words": "Both build the apps."}, by=BEN)
    await desk.clicks(menu.WITHDRAW, by=ANA)

    back, reply, context = stands(desk, "said")
    assert (back.endswith("Which two?"), reply, context.endswith("Both build the apps.")) == (True, GONE, True)
    assert kept(desk) == []


async def test_private_words_stand_under_no_other_card_nor_behind_what_was_said(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    desk.at("Tue 10:05")
    ts = await desk.replies("My lease ends in May.", by=ANA, **PRIVATE)
    desk.at("Tue 10:06")
    await edits(desk, ts, "My lease ends in May.", WORDS)
    desk.at("Tue 10:10")
    await desk.replies("Noted, and looked at.", by=MAYA, **PRIVATE)
    await desk.does(menu.ADD_CONTEXT, {"words": f"{WORDS} Still."}, by=ANA)
    assert sum("Zephyr" in text for reader in (MAYA, LEA) for text in desk.messages(reader)) == 4
    await desk.clicks(menu.WITHDRAW, by=ANA)

    assert not any("Zephyr" in text or "lease" in text for by in (MAYA, LEA, ANA) for text in desk.messages(by))
    assert [text for text in stands(desk, "relayed") if text != GONE] == ["*Maya Okafor*: Noted, and looked at."] * 2
    assert kept(desk) == []
    await desk.clicks(so_far_views.SAID, by=MAYA, value="1:1")
    shown = str(desk.slack.opened())
    assert GONE in shown
    assert "Zephyr" not in shown


async def test_edited_after_that_it_is_told_to_nobody(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")
    ts = await desk.replies("My lease ends in May.", by=ANA, **PRIVATE)
    await desk.clicks(menu.WITHDRAW, by=ANA)
    desk.at("Tue 10:10")
    await edits(desk, ts, "My lease ends in May.", WORDS)

    assert set(stands(desk, "relayed")) == {GONE}
    assert kept(desk) == []


async def test_a_copy_that_somebody_deleted_before_keeps_no_word_and_is_not_put_back(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")
    await desk.replies(WORDS, by=ANA, **PRIVATE)
    (lost,) = desk.rows(Delivery.key.like("question:1:relayed:%"))
    await desk.deletes(str(lost.ts), by="U0ADMIN", channel=str(lost.sent_channel))
    await desk.clicks(menu.WITHDRAW, by=ANA)
    assert kept(desk) == []

    (again,) = desk.rows(Delivery.key.like("question:1:relayed:%"), Delivery.kind == Kind.POST)
    await desk.deletes(str(again.ts), by="U0ADMIN", channel=str(again.sent_channel))
    assert len(desk.rows(Delivery.key.like("%question:1:relayed:%"), Delivery.kind == Kind.POST)) == 2


async def test_nothing_is_kept_of_how_messages_about_it_read_before(desk: Desk) -> None:
    """Its card, and what the office was told of it."""
    await desk.asks("Is the Zephyr team mine?")
    await desk.does(menu.DELEGATE, {"to": person(LEA)})
    desk.lives_until("Tue 13:30")
    await desk.clicks(menu.WITHDRAW, by=ANA)

    assert kept(desk) == []


async def test_neither_todays_list_nor_a_word_about_several_keeps_it(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.asks("Where do we meet?", by=BEN)
    desk.lives_until("Wed 12:00")
    about = Delivery.key.like("questions:%")
    assert {row.key.split(":")[1] for row in desk.rows(about) if WHY in str(row.payload)} == {"list", "nudge"}

    await desk.clicks(menu.WITHDRAW, by=ANA, question=1)
    desk.delivers()

    assert [row.key for row in desk.rows(about) if WHY in str(row.payload)] == []
