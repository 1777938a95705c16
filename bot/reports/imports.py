"""A draft that was written elsewhere, as Markdown: its headings become sections, and not a word of it is lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import FieldErrors
from bot.reports import findings, reading, timeline, writing
from bot.reports.findings import Checker
from bot.reports.models import Report
from bot.reports.rules import CLOCKS_DIFFER
from bot.reports.states import Mark
from bot.reports.templates import OTHER, TIMELINE, Forms
from bot.reports.timeline import LONGEST, Line
from bot.reports.written_times import read as read_time
from bot.settings import Operating
from bot.slack.text import clean, length

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s+(?P<title>.*?)[\s#]*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ITEM = re.compile(
    r"^\s*[-*+]\s+(?P<at>\d{4}-\d\d-\d\d[ T]\d\d?:\d\d(?::\d\d)?(?:\s*(?:[+-]\d\d:?\d\d|[A-Z]{1,5}\b))?)"
    r"(?:\s*\((?P<mark>detection|decision|mitigation)\))?\s*[:,–—-]?\s+(?P<text>\S.*)$"
)
#: What sections are called elsewhere.
SYNONYMS = {
    "root cause": "factors",
    "root causes": "factors",
    "causes": "factors",
    "impact": "impact",
    "what went wrong": "hard",
    "what could have gone better": "hard",
    "where we got lucky": "lucky",
    "lessons": "learned",
    "lessons learned": "learned",
    "lessons learnt": "learned",
    "open questions": "unknown",
    "action items": "actions",
    "follow-ups": "actions",
    "next steps": "actions",
    "executive summary": "summary",
}


@dataclass
class Draft:
    """Section key → its text, as it was written; and the lines of the timeline that have a day and a time."""

    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def add(self, key: str, text: str) -> None:
        text = text.strip("\n")
        if text.strip():
            self.texts[key] = f"{self.texts[key]}\n\n{text}" if key in self.texts else text


def read(text: str, forms: Forms, zone: ZoneInfo) -> Draft:
    """Headings below a section's own belong to it. What no section is meant for is kept with its heading."""
    draft, names = Draft(), _names(forms)
    key, depth, kept = OTHER, 7, list[str]()
    fenced = False
    for line in clean(text).split("\n"):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        level = len(heading["marks"]) if heading else 7
        known = names.get(_name(heading["title"])) if heading else None
        if heading is None or (known is None and level > depth):
            kept.append(line)
            continue
        _close(draft, key, kept, zone)
        if known is None and level == 1 and not draft.title:
            draft.title, key, depth, kept = heading["title"], OTHER, 7, []
        else:
            key, depth = known or OTHER, level
            kept = [] if known else [f"### {heading['title']}", ""]
    _close(draft, key, kept, zone)
    return draft


def _names(forms: Forms) -> Mapping[str, str]:
    synonyms = {name: key for name, key in SYNONYMS.items() if key in forms.asks}
    own = {_name(ask.title): ask.key for ask in forms.asks.values()}
    return {**synonyms, **{key: key for key in forms.asks}, **own}


def _name(title: str) -> str:
    return " ".join(re.sub(r"[*_`:]+", " ", title).casefold().split())


def _close(draft: Draft, key: str, lines: list[str], zone: ZoneInfo) -> None:
    if key != TIMELINE:
        draft.add(key, "\n".join(lines))
        return
    left = []
    for line in lines:
        moment = _moment(line, zone)
        draft.lines += [moment] if moment else []
        left += [] if moment else [line]
    if any(line.strip() for line in left):
        draft.add(OTHER, "\n".join(["### Timeline", "", *left]))


def _moment(line: str, zone: ZoneInfo) -> Line | None:
    found = _ITEM.match(line)
    if not found or length(found["text"]) > LONGEST:
        return None
    try:
        at = read_time(found["at"], zone)
    except ValueError:
        return None
    return Line(at, found["text"], Mark(found["mark"]) if found["mark"] else None)


# Into a report


@dataclass(frozen=True)
class Brought:
    sections: int
    lines: int

    def __str__(self) -> str:
        """`2 sections and 1 line of the timeline`"""
        sections = f"{self.sections} {'section' if self.sections == 1 else 'sections'}"
        lines = f"{self.lines} {'line' if self.lines == 1 else 'lines'} of the timeline"
        return " and ".join(told for told, count in ((sections, self.sections), (lines, self.lines)) if count)


def bring_in(
    session: Session,
    report_id: int,
    text: str,
    *,
    forms: Forms,
    checker: Checker,
    by: Person,
    settings: Operating,
    now: datetime,
) -> Brought:
    """Below what stands there already. Raises NotThere, NotAllowed, Closed, FieldErrors; then nothing came in."""
    report = writing.open_for_writing(session, report_id, by, settings)
    draft = read(text, forms, ZoneInfo(report.zone))
    _put_aside_what_is_to_come(draft, ZoneInfo(report.zone), now)
    if draft.title and draft.title != report.title:
        draft.texts[OTHER] = "\n\n".join(filter(None, [f"### {draft.title}", draft.texts.get(OTHER, "")]))
    texts = _below(session, report, draft)
    if not texts and not draft.lines:
        raise FieldErrors({"draft-0": "This holds nothing yet. Paste the draft here."})
    for key, whole in texts.items():
        writing.append(session, report, key, whole, by=by.id, now=now)
        findings.look(session, report, key, whole, checker)
    known = {(one.at, one.text) for one in reading.moments(session, report.id)}
    added = [timeline.add(session, report, one, by=by.id, now=now) for one in draft.lines if _key(one) not in known]
    for moment in filter(None, added):
        findings.look(session, report, findings.moment_place(moment.id), moment.text, checker)
    return Brought(len(texts), len(added))


def _key(line: Line) -> tuple[datetime, str]:
    return line.at, line.text.strip()


def _put_aside_what_is_to_come(draft: Draft, zone: ZoneInfo, now: datetime) -> None:
    """No timeline tells the future; the line is kept all the same."""
    late = [one for one in draft.lines if one.at > now + CLOCKS_DIFFER]
    draft.lines = [one for one in draft.lines if one not in late]
    for one in late:
        draft.add(OTHER, f"- {one.at.astimezone(zone):%Y-%m-%d %H:%M}: {one.text}")


def _below(session: Session, report: Report, draft: Draft) -> dict[str, str]:
    """Key → its whole new text. Raises FieldErrors."""
    found = {}
    for key, text in draft.texts.items():
        before = reading.newest_sections(session, report.id).get(key)
        whole = f"{before.text}\n\n{text}" if before and before.text.strip() else text
        if before and text in before.text:
            continue  # brought in before
        if len(whole) > writing.LONGEST_SECTION:
            sentence = f"With this, one section had {len(whole):,} characters; 30,000 fit. Nothing came in."
            raise FieldErrors({"draft-0": sentence})
        found[key] = whole
    return found
