"""What somebody takes away as a file: only what they may see as it leaves, whole, and in their own messages."""

from typing import Any

import pytest

from bot.reports import audiences, customers, debrief_views, debriefs, findings, imports, readers, reading, taken
from bot.reports.customers import Wrote
from bot.reports.models import Report
from bot.reports.states import Audience
from bot.reports.templates import forms
from bot.slack import upkeep
from bot.slack.files import FILE, File
from bot.slack.messages import Message
from bot.slack.outbox import Delivery, Kind, State
from tests.commitments.office import JONAS, PRIYA
from tests.factories import ANA, MAYA
from tests.reports.room import PROMPTS, Room
from tests.reports.test_debriefs import plans

SALES = "U0SALES"
DRAWERS = taken.drawers(PROMPTS)


def asked(room: Room) -> list[Delivery]:
    return [row for row in room.rows(Delivery.kind == Kind.FILE)]


def draws(room: Room, row: Delivery) -> File | Message | None:
    told: dict[str, Any] = row.payload[FILE]
    found = DRAWERS[told["drawer"]](room.session, told["of"], room.now)
    assert not callable(found)
    return found


def drawn(room: Room, row: Delivery) -> str:
    file = draws(room, row)
    assert isinstance(file, File)
    return file.content.decode()


def takes(room: Room, report: Report, form: str = "markdown", by: str = ANA) -> Delivery:
    taken.ask(room.session, taken.REPORT, {"report": report.id, "form": form}, by=by, now=room.now)
    return asked(room)[-1]


@pytest.mark.parametrize(
    ("form", "name", "begins"),
    [("markdown", "report-1.md", "# Checkout slow"), ("html", "report-1.html", "<!doctype html>")],
)
def test_a_report_goes_to_whoever_asked_as_markdown_or_as_a_page(room: Room, form: str, name: str, begins: str) -> None:
    row = takes(room, room.published(), form)
    file = draws(room, row)
    assert isinstance(file, File)
    assert (row.channel, file.name) == (ANA, name)
    assert file.content.decode().startswith(begins)
    assert b"3,100 customers" in file.content


def test_an_amended_report_tells_what_changed_and_why_who_approved_it_and_what_people_take_from_it(room: Room) -> None:
    report = room.published()
    readers.take(room.session, report.id, ANA, "I warm the *cache* first now.", by=room.person(ANA), moment=room.moment)
    room.writes(report, "impact", "About 3,400 customers waited.")
    room.amends(report, changed="The impact is 3,400.", why="Two regions were missing.")
    text = drawn(room, takes(room, report))
    assert "- State: amended" in text
    assert "- Approved by: Ana Ruiz" in text
    changed = text.partition("## What changed and why\n\n")[2]
    assert changed.startswith("- 2026-")
    assert "Priya Raman: The impact is 3,400. Why: Two regions were missing." in changed
    assert text.endswith("## What people take from it\n\n- Ana Ruiz: I warm the \\*cache\\* first now.\n")


def test_an_amended_report_comes_in_again_the_same_and_what_became_of_it_stands_apart(room: Room) -> None:
    report = room.published()
    readers.take(room.session, report.id, ANA, "I warm the cache.", by=room.person(ANA), moment=room.moment)
    room.writes(report, "impact", "About 3,400 customers waited.")
    room.amends(report, changed="The impact is 3,400.", why="Two regions were missing.")
    again = room.starts()
    told: dict[str, Any] = {"by": room.person(JONAS), "settings": room.settings, "now": room.now}
    known = {"forms": forms(PROMPTS.of("reports")), "checker": findings.checker(room.session, PROMPTS)}
    imports.bring_in(room.session, again.id, drawn(room, takes(room, report)), **known, **told)
    before, after = (reading.newest_sections(room.session, one.id) for one in (report, again))
    assert {key: after[key].text for key in before} == {key: one.text for key, one in before.items()}
    apart = after["other"].text
    assert "The impact is 3,400." in apart
    assert "I warm the cache." in apart


def test_a_draft_tells_of_no_approval_and_no_amendment(room: Room) -> None:
    text = drawn(room, takes(room, room.written(), by=PRIYA))
    assert "Approved by" not in text
    assert "What changed and why" not in text
    assert "What people take from it" not in text


def test_what_they_may_no_longer_see_when_it_leaves_is_not_drawn(room: Room) -> None:
    report = room.published()
    row = takes(room, report, by=SALES)
    assert draws(room, row)
    told: dict[str, Any] = {"by": room.person(PRIYA), "moment": room.moment}
    audiences.change_audience(room.session, report.id, Audience.NAMED, (MAYA,), **told)
    assert draws(room, row) is None


def test_its_row_holds_no_word_of_it(room: Room) -> None:
    row = takes(room, room.published())
    assert "Checkout" not in str(row.payload)


def test_the_version_for_customers_is_drawn_as_long_as_it_is_approved(room: Room) -> None:
    report = room.published()
    customers.write(
        room.session, report.id, Wrote("It was slow for us.", "", ""), by=room.person(PRIYA), moment=room.moment
    )
    customers.approve(room.session, report.id, 1, by=room.person(JONAS), moment=room.moment)
    of = {"report": report.id, "form": "html", "stays": False}
    taken.ask(room.session, taken.CUSTOMERS, of, by=PRIYA, now=room.now)
    (row,) = asked(room)
    assert "<h1>Incident on" in drawn(room, row)
    room.writes(report, "impact", "About 4,000 customers waited.")
    room.amends(report)
    assert draws(room, row) is None


def test_an_invitation_brings_a_calendar_file_that_keeps_its_uid_when_it_moves(room: Room) -> None:
    report = room.written()
    plans(room, report, JONAS)
    plans(room, report, JONAS, days=5)
    first, second = asked(room)
    assert first.channel == second.channel == JONAS
    text = drawn(room, second)
    assert "UID:report-1-debrief@cadence\r\nSEQUENCE:1\r\n" in text
    assert 'ORGANIZER;CN="Priya Raman"' in text
    assert drawn(room, first) == text


def test_called_off_everybody_hears_of_it_and_their_calendars_take_it_out(room: Room) -> None:
    report = room.written()
    plans(room, report, JONAS, ANA)
    room.delivers()
    debriefs.call_off(room.session, report.id, by=room.person(PRIYA), moment=room.moment)
    old, new = room.said_to(ANA)
    assert old == "This debrief was called off."
    assert new.startswith("Priya Raman called the debrief of this report off.")
    text = drawn(room, [row for row in asked(room) if row.channel == ANA][-1])
    assert "METHOD:CANCEL" in text
    assert "UID:report-1-debrief@cadence\r\nSEQUENCE:1\r\n" in text
    with pytest.raises(debriefs.NoDebrief):
        debriefs.call_off(room.session, report.id, by=room.person(PRIYA), moment=room.moment)
    planned = plans(room, report, ANA)
    assert (planned.sequence, planned.called_off_at) == (2, None)


def test_who_is_left_out_as_it_is_planned_again_hears_so_and_their_calendar_takes_it_out(room: Room) -> None:
    report = room.written()
    first = plans(room, report, JONAS, ANA, place="Room 4").at
    room.delivers()
    told = {"by": room.person(PRIYA), "moment": room.moment}
    audiences.change_audience(room.session, report.id, Audience.NAMED, [MAYA], **told)
    plans(room, report, JONAS, days=5)
    old, new = room.said_to(ANA)
    assert old == "This debrief was planned anew without you: see further down."
    assert new.startswith("Priya Raman planned a debrief anew, and you need not come any more.")
    ana_before, ana = (row for row in asked(room) if row.channel == ANA)
    text = drawn(room, ana)
    assert "METHOD:CANCEL" in text
    assert "UID:report-1-debrief@cadence\r\nSEQUENCE:1\r\n" in text
    assert f"DTSTART:{first:%Y%m%dT%H%M%SZ}" in text, "when it is now is for who comes"
    assert "SUMMARY:Debrief\r\n" in text
    assert "Checkout" not in text + ana.payload["text"] + str(ana.payload["blocks"])
    assert "Room 4" not in text
    assert draws(room, ana_before) == debrief_views.no_entry(), "no invitation of before comes after it"
    assert room.said_to(JONAS)[0] == "This debrief has another time now: see further down."


def test_who_was_left_out_and_is_invited_again_gets_a_newer_entry(room: Room) -> None:
    report = room.written()
    plans(room, report, JONAS, ANA)
    plans(room, report, JONAS, days=5)
    plans(room, report, JONAS, ANA, days=6)
    plans(room, report, JONAS, ANA, days=7)
    _, out, _, last = (row for row in asked(room) if row.channel == ANA)
    assert "METHOD:CANCEL" in drawn(room, out)
    assert "SEQUENCE:1\r\n" in drawn(room, out), "also where it leaves late"
    assert "METHOD:PUBLISH" in drawn(room, last)
    assert "SEQUENCE:3\r\n" in drawn(room, last)
    assert room.said_to(ANA)[1].startswith("Priya Raman planned a debrief anew"), "and what was said stays said"


def test_called_off_and_planned_again_nobody_is_told_twice_that_it_is_without_them(room: Room) -> None:
    report = room.written()
    plans(room, report, JONAS, ANA)
    room.delivers()
    debriefs.call_off(room.session, report.id, by=room.person(PRIYA), moment=room.moment)
    before = room.said_to(ANA)
    plans(room, report, JONAS)
    assert room.said_to(ANA) == before


def test_where_no_file_is_taken_the_text_to_save_stands_there_as_it_is_then(room: Room) -> None:
    report = room.written()
    plans(room, report, JONAS)
    plans(room, report, JONAS, days=5)
    first, _ = asked(room)
    file = draws(room, first)
    assert isinstance(file, File)
    assert file.instead
    assert "Save this as debrief.ics" in file.instead.text
    assert "SEQUENCE:1" in str(file.instead.blocks)


def test_its_row_tells_nothing_of_the_debrief_whenever_it_is_sent(room: Room) -> None:
    plans(room, room.written(), JONAS, place="Room 4", questions="What surprised you?")
    (row,) = asked(room)
    for word in ("Checkout", "Room 4", "surprised", "VCALENDAR"):
        assert word not in str(row.payload)


def test_whom_the_report_is_not_for_any_more_gets_no_word_of_its_debrief(room: Room) -> None:
    report = room.published()
    plans(room, report, SALES, place="Room 4", questions="What surprised you?")
    (row,) = asked(room)
    row.state = State.REFUSED
    told = {"by": room.person(PRIYA), "moment": room.moment}
    audiences.change_audience(room.session, report.id, Audience.NAMED, (MAYA,), **told)
    upkeep.retry_all(room.session, room.now)
    row.payload = {**row.payload, **debrief_views.to_copy("SUMMARY:Checkout slow").payload()}  # of an older version
    assert draws(room, row) == debrief_views.no_entry()
    debriefs.call_off(room.session, report.id, **told)
    text = drawn(room, asked(room)[-1])
    assert "METHOD:CANCEL" in text
    for word in ("Checkout", "Room 4", "surprised"):
        assert word not in text
