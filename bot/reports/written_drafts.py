"""A draft that was written elsewhere, as Markdown: its headings become sections, and not a word of it is lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.reports.states import Mark
from bot.reports.templates import OTHER, TIMELINE, Forms
from bot.reports.timeline import LONGEST, Line
from bot.reports.written_times import read as read_time
from bot.slack.text import clean, length

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})\s+(?P<title>.*?)[\s#]*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ITEM = re.compile(
    r"^\s*[-*+]\s+(?P<at>\d{4}-\d\d-\d\d[ T]\d\d?:\d\d(?::\d\d)?(?:\s*(?:[+-]\d\d:?\d\d|[A-Z]{1,5}\b))?)"
    r"(?:\s*\((?P<mark>detection|decision|mitigation)\))?\s*[:,–—-]?\s+(?P<text>\S.*)$"
)
#: A heading that says more than the section's own does: it stays, and whoever reads it on is told what it closes.
_ONE_CAUSE = "root cause"
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
        if heading is None or (known in (None, key) and level > depth):
            kept.append(line)
            continue
        _close(draft, key, kept, zone)
        if known is None and level == 1 and not draft.title:
            draft.title, key, depth, kept = heading["title"], OTHER, 7, []
        else:
            key, depth = known or OTHER, level
            kept = [] if known and _name(heading["title"]) != _ONE_CAUSE else [f"### {heading['title']}", ""]
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
        empty = key != OTHER and not "".join(lines[1:]).strip() and lines[:1] and _HEADING.match(lines[0])
        draft.add(key, "" if empty else "\n".join(lines))
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
