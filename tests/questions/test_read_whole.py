"""What is said reaches whoever it is for, whole and once; what reaches nobody counts for nothing."""

from typing import Any

from bot.questions import menu, refusals
from bot.slack.outbox import Delivery, Kind
from tests.factories import ANA, MAYA, TOM
from tests.questions.desk import BEN, NOT_YET, Desk, choice, day

WHY = "Why do we run two deploy pipelines?"
FILE: dict[str, Any] = {"subtype": "file_share", "files": [{"id": "F1"}]}


def told_under_the_card_of(desk: Desk, reader: str, name: str) -> list[str]:
    sent = desk.rows(Delivery.channel == reader, Delivery.kind == Kind.POST)
    return [str(row.payload["blocks"]) for row in sent if f":{name}:" in row.key]


async def test_a_file_alone_under_a_private_card_stops_no_clock_and_its_writer_is_told(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")
    for person in (MAYA, ANA):
        await desk.replies("", by=person, **FILE)

        assert desk.whispers(person)[-1].startswith("A file alone reaches nobody here, and counts as no reply")
    assert (desk.question().state, desk.question().responded_at) == ("open", None)
    assert not any("answered" in message for message in desk.messages(ANA))


async def test_of_a_file_beside_words_under_a_private_card_its_writer_is_told_that_only_the_words_went_on(
    desk: Desk,
) -> None:
    await desk.asks_in_form(WHY, visibility="private")
    await desk.replies("As in this drawing.", by=ANA, **FILE)
    assert desk.whispers(ANA) == [
        "Your words went on to the others, and the file did not: they read cards of their own. Say in words what it "
        "shows or where they find it."
    ]
    await desk.replies("One for the apps.", by=MAYA, **FILE)
    assert [text.partition(" ")[2][:8] for text in desk.whispers(MAYA)] == ["words we", "reply co"]


async def test_of_a_file_where_everybody_reads_it_nothing_is_said(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.replies("As in this drawing.", by=ANA, **FILE)

    assert desk.whispers(ANA) == []


async def test_of_a_long_private_answer_all_stands_under_the_askers_card(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")
    await desk.replies("word " * 2500 + "THE END", by=MAYA)

    assert "THE END" in told_under_the_card_of(desk, ANA, "relayed")[-1]


async def test_of_a_long_answer_all_stands_under_a_joined_private_card(desk: Desk) -> None:
    await desk.asks_in_form(WHY, visibility="private")
    await desk.asks_in_form("When do two deploy pipelines become one?", visibility="private", by=BEN)
    await desk.does(menu.MERGE, {"into": choice("1"), "reason": "same"}, question=2)
    await desk.replies("word " * 2500 + "THE END", by=MAYA, question=1)

    assert "THE END" in told_under_the_card_of(desk, BEN, "answer_of:1")[-1]


async def test_a_file_as_the_second_answer_leaves_no_words_of_the_first(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.replies("Because of history.", by=MAYA)
    desk.at("Tue 11:00")
    await desk.clicks(NOT_YET, by=ANA, value="1:1")
    desk.at("Tue 12:00")
    await desk.replies("", by=MAYA, **FILE)

    assert (desk.question().answer, desk.question().state) == (None, "answered")


async def test_what_was_joined_is_found_by_its_own_words_and_leads_to_the_answer(desk: Desk) -> None:
    await desk.asks(WHY)
    await desk.asks("When will Jenkins finally retire?", by=BEN)
    await desk.does(menu.MERGE, {"into": choice("1"), "reason": "same"}, question=2)
    await desk.replies("In June.", by=MAYA, question=1)
    await desk.asks("When will Jenkins retire, finally?", by=TOM)

    shown = str(desk.slack.opened())
    assert len(desk.questions()) == 2
    assert "In June." in shown
    assert WHY in shown


async def test_what_was_answered_meanwhile_is_neither_declined_nor_kept_for_later(desk: Desk) -> None:
    await desk.asks(WHY)
    forms = {
        menu.DECLINE: {"reason": "Not for us."},
        menu.CANNOT_SHARE: {"reason": "No.", "look_again": day("2026-03-12")},
    }
    opened = {}
    for action in forms:
        await desk.clicks(action, by=MAYA)
        opened[action] = desk.slack.opened()
    desk.at("Tue 10:30")
    await desk.replies("Because.", by=TOM)
    desk.at("Tue 10:31")
    for action, values in forms.items():
        told = await desk.submits(opened[action], values, MAYA)

        assert told["errors"] == {"reason": refusals.ANSWERED_BY_NOW}
    assert not any(
        "declines" in message or "cannot talk" in message for message in (*desk.messages(ANA), *desk.in_thread())
    )
