"""A meeting as calendars take it."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.reports.invitation import Meeting, google, ics, outlook

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
MEETING = Meeting(
    "report-1@cadence", "Debrief: slow, and why; a\\b", AT, 45, "What surprised you?\nWhat helped?", "Room 4"
)


def test_an_ics_says_when_what_and_where_with_its_signs_escaped() -> None:
    text = ics(MEETING, AT)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert "DTSTART:20260303T093000Z\r\nDTEND:20260303T101500Z\r\n" in text
    assert "SUMMARY:Debrief: slow\\, and why\\; a\\\\b\r\n" in text
    assert "DESCRIPTION:What surprised you?\\nWhat helped?\r\n" in text
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_no_end_of_a_line_begins_a_property_of_its_own(end: str) -> None:
    text = ics(replace(MEETING, place=f"Room 4{end}ATTACH:https://evil.example"), AT)
    assert "LOCATION:Room 4\\nATTACH:https://evil.example\r\n" in text


def test_long_lines_are_folded_between_characters() -> None:
    text = ics(Meeting("u", "Größe " * 40, AT, 30), AT)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "Größe " * 40 in text.replace("\r\n ", "")


def test_links_open_a_calendar_filled_in() -> None:
    told = parse_qs(urlsplit(google(MEETING)).query)
    assert told["dates"] == ["20260303T093000Z/20260303T101500Z"]
    assert told["text"] == [MEETING.title]
    assert parse_qs(urlsplit(outlook(MEETING)).query)["startdt"] == ["2026-03-03T09:30:00Z"]
    assert len(google(Meeting("u", "x" * 200, AT, 30, "ö" * 3000, "p" * 500))) < 7000


def test_called_off_it_has_the_same_uid_a_higher_number_and_is_cancelled() -> None:
    text = ics(replace(MEETING, sequence=3, called_off=True, organizer='Priya "P" Raman'), AT)
    assert "METHOD:CANCEL\r\n" in text
    assert "UID:report-1@cadence\r\nSEQUENCE:3\r\n" in text
    assert "STATUS:CANCELLED\r\n" in text
    assert 'ORGANIZER;CN="Priya P Raman":invalid:nomail\r\n' in text


def test_as_long_as_it_stands_it_is_confirmed() -> None:
    assert "METHOD:PUBLISH\r\n" in ics(MEETING, AT)
    assert "STATUS:CONFIRMED\r\n" in ics(MEETING, AT)
