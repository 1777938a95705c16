"""One person writes on their phone and at their desk: a window loses no draft that it knew nothing of."""

from typing import Any

from bot.reports import actions_views, debrief_views, meanwhile, section_forms, timeline_views, workbench_views, writing
from bot.reports.sharing_models import ReportDebrief
from tests.commitments.office import JONAS, PRIYA
from tests.reports.conftest import Inside
from tests.reports.room import Room
from tests.reports.test_actions_meanwhile import begun as an_action
from tests.reports.test_written_meanwhile import begun, line, met
from tests.reports.windows import Person
from tests.slack_driver import SlackDriver

PHONE, DESK = "What was typed on the way.", "What was typed at the desk."


async def opens(slack: SlackDriver, action: str, value: str, by: str = JONAS) -> Person:
    writer = Person(slack, by, {})
    await writer.clicks_in_message(action, value)
    return writer


async def writes(slack: SlackDriver, by: str = JONAS) -> Person:
    return await opens(slack, workbench_views.WRITE, "1:impact", by)


async def keeps(window: Person, text: str) -> str:
    """What the window says of it."""
    typed = {name: {name: {"type": "plain_text_input", "value": text}} for name in window.fields}
    view = {**window.view, "type": "modal", "id": "V1", "state": {"values": typed}}
    await window.slack.clicks(section_forms.KEEP_DRAFT, "1", by=window.id, view=view)
    return str(window.slack.wire.asked("views.update")[-1]["view"])


def draft(inside: Inside[Any]) -> str | None:
    found: str | None = inside(lambda room: writing.draft(room.session, 1, "impact", JONAS))
    return found


async def test_a_save_from_another_window_leaves_a_draft_that_it_knew_nothing_of(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(Room.starts)
    desk, phone = await writes(slack), await writes(slack)
    await keeps(phone, PHONE)
    await desk.submits(text_0=DESK)
    assert draft(inside) == PHONE
    assert "a draft of yours waits here" in desk.text

    again = await writes(slack)
    assert again.shows("text") == PHONE
    assert DESK in again.text, "what stands there now is shown, too"
    await again.submits(**{again.named("text"): f"{DESK} {PHONE}"})
    assert draft(inside) is None


async def test_a_draft_is_kept_below_one_from_another_window(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(Room.starts)
    desk, phone = await writes(slack), await writes(slack)
    assert "Another draft" not in await keeps(phone, PHONE)
    assert "Another draft of yours waited here already: both are in it" in await keeps(desk, DESK)
    assert draft(inside) == f"{PHONE}\n\n{DESK}"
    again = await writes(slack)
    await keeps(again, "Both in short.")
    assert draft(inside) == "Both in short.", "it began with that draft"
    await keeps(again, "Both in short.")
    assert draft(inside) == "Both in short."


async def test_where_somebody_else_saved_meanwhile_both_drafts_wait(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(Room.starts)
    desk, phone, priya = await writes(slack), await writes(slack), await writes(slack, PRIYA)
    await keeps(phone, PHONE)
    await priya.submits(text_0="Priya's words.")
    await desk.submits(text_0=DESK)
    assert desk.shows("text") == f"{PHONE}\n\n{DESK}"
    assert draft(inside) == f"{PHONE}\n\n{DESK}"
    await desk.submits(**{desk.named("text"): "All three in short."})
    assert draft(inside) is None


async def test_a_draft_of_a_line_goes_only_with_the_window_that_shows_it(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(begun)
    desk, phone, priya = [await opens(slack, timeline_views.EDIT_LINE, "1", by) for by in (JONAS, JONAS, PRIYA)]
    await priya.submits(text="The hit rate fell to 40 %.")
    await phone.submits(text=PHONE)
    await desk.submits(mark={"type": "static_select", "selected_option": {"value": "detection"}})
    assert line(inside) == ("The hit rate fell to 40 %.", "detection")
    again = await opens(slack, timeline_views.EDIT_LINE, "1")
    assert again.shows("text") == PHONE
    await again.submits(**{again.named("text"): DESK})
    assert (await opens(slack, timeline_views.EDIT_LINE, "1")).shows("text") == DESK


async def test_a_draft_of_notes_goes_only_with_the_window_that_shows_it(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(met)
    desk, phone, priya = [await opens(slack, debrief_views.NOTES, "1", by) for by in (JONAS, JONAS, PRIYA)]
    await priya.submits(notes="The runbook is old.")
    await phone.submits(notes=PHONE)
    await desk.submits()
    again = await opens(slack, debrief_views.NOTES, "1")
    assert again.shows("notes") == PHONE
    await again.submits(**{again.named("notes"): DESK})
    assert inside(lambda room: room.session.get_one(ReportDebrief, 1).notes) == DESK
    assert inside(lambda room: writing.draft(room.session, 1, "debrief:notes", JONAS)) is None


async def names_an_owner(slack: SlackDriver, by: str = JONAS) -> Person:
    writer = await opens(slack, actions_views.LIST, "1", by)
    writer.view = {**writer.view, "id": "V1"}
    await writer.clicks("Name an owner")
    return writer


async def test_two_drafts_that_the_field_of_an_action_does_not_hold_come_one_after_the_other(
    slack: SlackDriver, inside: Inside[Any]
) -> None:
    inside(an_action)
    desk, phone, priya = [await names_an_owner(slack, by) for by in (JONAS, JONAS, PRIYA)]
    await priya.submits(what="Page whoever owns the cache")
    await phone.submits(what="a" * 150)
    assert section_forms.MORE_WAITS not in phone.text
    await desk.submits(what="b" * 150)
    assert desk.shows("what") == "b" * 150
    assert section_forms.MORE_WAITS in desk.text
    await desk.submits(**{desk.named("what"): "Alert on its fill rate"})

    again = await names_an_owner(slack)
    assert again.shows("what") == "a" * 150
    assert section_forms.MORE_WAITS not in again.text
    await again.submits(**{again.named("what"): "Alert on both"})
    assert (await names_an_owner(slack)).shows("what") == "Alert on both"


async def test_no_word_of_two_long_drafts_of_a_line_is_lost(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(begun)
    desk, phone, priya = [await opens(slack, timeline_views.EDIT_LINE, "1", by) for by in (JONAS, JONAS, PRIYA)]
    await priya.submits(text="The hit rate fell to 40 %.")
    await phone.submits(text="a" * 2000)
    await desk.submits(text="b" * 2000)
    assert desk.shows("text") == "b" * 2000
    assert section_forms.MORE_WAITS in desk.text
    await desk.submits()
    assert (await opens(slack, timeline_views.EDIT_LINE, "1")).shows("text") == "a" * 2000


async def test_no_word_of_two_long_drafts_of_notes_is_lost(slack: SlackDriver, inside: Inside[Any]) -> None:
    inside(met)
    desk, phone, priya = [await opens(slack, debrief_views.NOTES, "1", by) for by in (JONAS, JONAS, PRIYA)]
    await priya.submits(notes="The runbook is old.")
    await phone.submits(notes="a" * 2000)
    await desk.submits(notes="b" * 2000)
    assert desk.shows("notes") == "b" * 2000
    assert section_forms.MORE_WAITS in desk.text
    await desk.submits()
    assert (await opens(slack, debrief_views.NOTES, "1")).shows("notes") == "a" * 2000


def test_a_draft_that_is_longer_than_its_field_waits_in_parts(room: Room) -> None:
    report = room.starts()
    words = " ".join(f"word{at}" for at in range(100))
    place, seen = "action:1", ""
    shown: str | None = writing.keep_draft(room.session, report, place, words, JONAS, room.now, longest=200)
    while shown is not None:
        assert len(shown) <= 200
        seen += shown
        writing.forget_draft(room.session, report.id, place, JONAS, began=meanwhile.stamp(shown), saved="Other words.")
        shown = writing.draft(room.session, report.id, place, JONAS)
    assert seen == words


def test_of_drafts_that_wait_what_was_saved_waits_no_longer(room: Room) -> None:
    report = room.starts()
    for text in ("a" * 150, "b" * 150, "c" * 150, "b" * 150):
        writing.keep_draft(room.session, report, "action:1", text, JONAS, room.now, longest=200)
    writing.forget_draft(room.session, report.id, "action:1", JONAS, began="", saved="b" * 150)
    left = writing.draft(room.session, report.id, "action:1", JONAS)
    assert left in ("a" * 150, "c" * 150)
    writing.forget_draft(room.session, report.id, "action:1", JONAS, began="", saved=left or "")
    last = writing.draft(room.session, report.id, "action:1", JONAS)
    assert {left, last} == {"a" * 150, "c" * 150}
