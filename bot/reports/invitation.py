"""A meeting as calendars take it: an iCalendar text, and links that open one filled in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

#: Octets of one line (RFC 5545, 3.1).
LINE = 75


@dataclass(frozen=True)
class Meeting:
    uid: str
    title: str
    at: datetime
    minutes: int
    details: str = ""
    place: str = ""
    #: Counts its changes: calendars replace an entry by one of the same uid and a higher number.
    sequence: int = 0
    #: The name of whoever planned it.
    organizer: str = ""
    called_off: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes)


def uid(report_id: int) -> str:
    """Of its debrief, however often that moves."""
    return f"report-{report_id}-debrief@cadence"


def ics(meeting: Meeting, now: datetime) -> str:
    """With the line ends and folded lines that RFC 5545 asks for."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cadence//reports//EN",
        f"METHOD:{'CANCEL' if meeting.called_off else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_instant(now)}",
        f"DTSTART:{_instant(meeting.at)}",
        f"DTEND:{_instant(meeting.ends_at)}",
        f"SUMMARY:{_text(meeting.title)}",
        f"STATUS:{'CANCELLED' if meeting.called_off else 'CONFIRMED'}",
        *([f'ORGANIZER;CN="{_quoted(meeting.organizer)}":invalid:nomail'] if meeting.organizer else []),
        *([f"LOCATION:{_text(meeting.place)}"] if meeting.place else []),
        *([f"DESCRIPTION:{_text(meeting.details)}"] if meeting.details else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _quoted(text: str) -> str:
    """A parameter's value knows no escapes (RFC 5545, 3.2)."""
    return "".join(one for one in text if one != '"' and one.isprintable())


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    # Whatever somebody's program takes for the end of a line would begin a property of its own.
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> list[str]:
    """Cut between characters, never inside one; what goes on begins with a space."""
    found, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE:
            found.append(" ")
            size = 1
        found[-1] += character
        size += octets
    return found


def google(meeting: Meeting) -> str:
    told = {
        "action": "TEMPLATE",
        "text": meeting.title,
        "dates": f"{_instant(meeting.at)}/{_instant(meeting.ends_at)}",
        "location": meeting.place,
        "details": meeting.details[:800],
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(told, errors='replace')}"


def outlook(meeting: Meeting) -> str:
    told = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": meeting.title,
        "startdt": meeting.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "enddt": meeting.ends_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "location": meeting.place,
        "body": meeting.details[:800],
    }
    return f"https://outlook.office.com/calendar/deeplink/compose?{urlencode(told, errors='replace')}"
