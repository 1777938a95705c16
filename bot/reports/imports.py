"""A draft that was written elsewhere comes into a report, below what stands there already."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import FieldErrors
from bot.reports import findings, reading, refusals, sentences, timeline, writing
from bot.reports.findings import Checker
from bot.reports.models import Report
from bot.reports.rules import CLOCKS_DIFFER
from bot.reports.templates import OTHER, Forms
from bot.reports.timeline import Line
from bot.reports.written_drafts import Draft, read
from bot.settings import Operating


@dataclass(frozen=True)
class Brought:
    sections: int
    lines: int
    #: Phrases of it that may read as blame.
    found: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return sentences.brought(self.sections, self.lines)


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
        raise FieldErrors({"draft-0": refusals.NO_DRAFT})
    found = 0
    for key, whole in texts.items():
        writing.append(session, report, key, whole, by=by.id, now=now)
        found += len(findings.look(session, report, key, whole, checker))
    known = {(one.at, one.text) for one in reading.moments(session, report.id)}
    added = [timeline.add(session, report, one, by=by.id, now=now) for one in draft.lines if _key(one) not in known]
    for moment in filter(None, added):
        found += len(findings.look(session, report, findings.moment_place(moment.id), moment.text, checker))
    return Brought(len(texts), len(added), found)


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
            raise FieldErrors({"draft-0": refusals.section_too_long(writing.LONGEST_SECTION, len(whole))})
        found[key] = whole
    return found
