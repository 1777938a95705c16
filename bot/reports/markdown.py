"""A report as complete Markdown, with permalinks: what can be kept anywhere, and be brought in again."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.reports.actions import Action
from bot.reports.content import Content, Moment, Section
from bot.reports.templates import ACTIONS, TIMELINE, Forms
from bot.reports.written_times import text_of
from bot.slack import unmarked
from bot.slack.text import clean, duration_text, one_line

NameOf = Callable[[str], str]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=\s|$)")
#: Of the line above, a heading.
_RULE = re.compile(r"^ {0,3}(=+|-+)\s*$")
_TIMES = (
    ("Began", "began_at"),
    ("Noticed", "noticed_at"),
    ("Mitigated", "mitigated_at"),
    ("Ended", "ended_at"),
)


@dataclass(frozen=True)
class Amendment:
    at: datetime
    by: str
    changed: str
    why: str


@dataclass(frozen=True)
class Course:
    """What became of it: who approved what was published, how it was amended since, and who takes what from it."""

    approved_by: str | None = None
    amended: Sequence[Amendment] = ()
    taken: Sequence[tuple[str, str]] = ()


def document(
    content: Content,
    forms: Forms,
    name_of: NameOf,
    state: str = "",
    actions: Sequence[Action] = (),
    course: Course = Course(),
) -> str:
    """`name_of`: id → name, as it is written."""
    facts = [*_facts(content, name_of, state), *_approval(course, name_of)]
    parts = [f"# {inline(content.title)}", "\n".join(f"- {line}" for line in facts)]
    parts.append(sections(content, content.sections, forms, name_of, actions).rstrip())
    parts += [_listed("What changed and why", _amended(course, ZoneInfo(content.zone), name_of))]
    parts += [_listed("What people take from it", (_said(by, line, name_of) for by, line in course.taken))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _approval(course: Course, name_of: NameOf) -> Iterator[str]:
    if course.approved_by:
        yield f"Approved by: {inline(name_of(course.approved_by))}"


def _amended(course: Course, zone: ZoneInfo, name_of: NameOf) -> Iterator[str]:
    for one in course.amended:
        why = f" Why: {inline(one.why)}" if one.why else ""
        yield f"{when(one.at, zone)}, {inline(name_of(one.by))}: {inline(one.changed)}{why}"


def _said(by: str, line: str, name_of: NameOf) -> str:
    return f"{unmarked.line(name_of(by))}: {inline(line)}"


def _listed(title: str, lines: Iterable[str]) -> str:
    shown = "\n".join(f"- {line}" for line in lines)
    return f"## {title}\n\n{shown}" if shown else ""


def _facts(content: Content, name_of: NameOf, state: str) -> Iterator[str]:
    zone = ZoneInfo(content.zone)
    if state:
        yield f"State: {state}"
    yield f"Severity: {content.severity}"
    for title, name in _TIMES:
        if at := getattr(content, name):
            yield f"{title}: {when(at, zone)}"
    if content.ended_at:
        yield f"Lasted: {duration_text(content.ended_at - content.began_at)}"
    if content.services:
        yield f"Services: {', '.join(map(inline, content.services))}"
    if content.owner:
        yield f"Owner: {inline(name_of(content.owner))}"


def sections(
    content: Content, chosen: Sequence[Section], forms: Forms, name_of: NameOf, actions: Sequence[Action] = ()
) -> str:
    """Those that have nothing yet are there with their heading, so that nobody wonders what was asked."""
    parts = []
    for one in chosen:
        lines = list(_timeline(content, name_of)) if one.key == TIMELINE else []
        lines += [_action(each, name_of) for each in actions] if one.key == ACTIONS else []
        body = "\n".join([*lines, *([deeper(one.text)] if one.text.strip() else [])])
        parts.append(f"## {inline(forms.ask(one.key).title)}" + (f"\n\n{body}" if body else ""))
    return "\n\n".join(parts) + "\n"


def _timeline(content: Content, name_of: NameOf) -> Iterator[str]:
    zone = ZoneInfo(content.zone)
    return (moment(one, zone, name_of) for one in content.timeline)


def _action(one: Action, name_of: NameOf) -> str:
    """`- Alert on the cache's hit rate (owner: Tom Brandt, by 2026-03-06): on track`"""
    owner = inline(name_of(one.owner)) if one.owner else "nobody yet"
    return f"- {unmarked.line(one.what)} (owner: {owner}, by {one.due.isoformat()}): {one.stand}"


def moment(one: Moment, zone: ZoneInfo, name_of: NameOf) -> str:
    """`- 2026-02-24 14:05 CET (detection): words ([Ana Ruiz](permalink))`"""
    mark = f" ({one.mark})" if one.mark else ""
    said_by = inline(name_of(one.said_by)) if one.said_by else ""
    source = f"[{said_by or 'message'}]({one.link})" if one.link else said_by
    notes = [source, f"in {one.said_in}" if one.said_in else "", "message deleted" if one.lost else ""]
    told = ", ".join(note for note in notes if note)
    words = "\n  ".join(_words(one))
    return f"- {when(one.at, zone)}{mark}: {words}" + (f" ({told})" if told else "")


def _words(one: Moment) -> list[str]:
    """A message of Slack is no Markdown, whatever it looks like; what was typed here is, within its line."""
    lines = [line.strip() for line in clean(one.text).split("\n") if line.strip()]
    return [unmarked.line(line) if one.link else unmarked.begun(line) for line in lines]


def when(at: datetime, zone: ZoneInfo) -> str:
    """With its date, and a zone's name that says which where clocks changed."""
    name = at.astimezone(zone).tzname() or ""
    written = text_of(at, zone)
    return written if "+" in written or written.count("-") > 2 else f"{written} {name}"


def inline(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))


def deeper(text: str) -> str:
    """Headings that people wrote within a section stay below the section's own, and code ends with its section."""
    lines: list[str] = []
    fence = ""
    for line in clean(text).strip("\n").split("\n"):
        found = _FENCE.match(line)
        if fence:
            fence = "" if _closes(line, fence) else fence
        elif found:
            fence = found[1]
        else:
            line = _lower(line, after=lines[-1] if lines else "")
        lines.append(line)
    return "\n".join([*lines, fence] if fence else lines)


def _closes(line: str, fence: str) -> bool:
    closing = line.strip()
    return len(closing) >= len(fence) and set(closing) == set(fence)


def _lower(line: str, after: str) -> str:
    """No heading of the first or second order, with signs before it or a rule below it."""
    if found := _HEADING.match(line):
        return f"###{line[found.end() :]}" if len(found[1]) < 3 else line
    if _RULE.match(line) and after.strip():
        return f"\n{line}" if line.strip().startswith("---") else f"\\{line.strip()}"
    return line
