"""Sections are written: every save is a new version, and nobody's words are lost where several write at once.

For whoever publishes: `reading.whole` is the report as it reads now, `findings.open_confirms` what asks for a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import BotError, FieldErrors
from bot.reports import log, meanwhile, reading, refusals, sight
from bot.reports.content import Section
from bot.reports.models import Report, ReportDraft, ReportMoment, ReportSection
from bot.reports.states import State, What
from bot.settings import Operating
from bot.slack.text import clean, length, pieces
from bot.storage import insert_once

#: Twelve fields of a form.
LONGEST_SECTION = 30_000
#: Between the place of a draft and the number of one that waits behind it.
_APART = "+"


class Closed(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.GIVEN_UP)


@dataclass(frozen=True)
class Wrote:
    """`base`: number of the version that the writer began from; `draft`: stamp of their draft in the form, if any."""

    key: str
    text: str
    base: int
    draft: str = ""


@dataclass(frozen=True)
class Saved:
    number: int


@dataclass(frozen=True)
class Newer:
    """Somebody saved another version meanwhile. Nothing was overwritten, and the writer's text is kept as a draft."""

    section: Section
    mine: str


class Draft(Enum):
    """What became of a text that is to wait."""

    SAVED_ALREADY = auto()
    KEPT = auto()
    #: Below another draft of theirs, which the form knew nothing of.
    KEPT_WITH_ANOTHER = auto()


def open_for_writing(session: Session, report_id: int, by: Person, settings: Operating) -> Report:
    """Locked. Raises NotThere, NotAllowed, Closed."""
    report = sight.worked_on(session, report_id, by, settings)
    if report.state == State.DROPPED:
        raise Closed
    return report


def write(
    session: Session, report_id: int, wrote: Wrote, *, by: Person, settings: Operating, now: datetime
) -> Saved | Newer:
    """Raises NotThere, NotAllowed, Closed, FieldErrors."""
    report = open_for_writing(session, report_id, by, settings)
    text = clean(wrote.text).strip("\n")
    if len(text) > LONGEST_SECTION:
        raise FieldErrors({"text": refusals.too_long("A section", LONGEST_SECTION, len(text))})
    newest = reading.newest_sections(session, report.id).get(wrote.key) or Section(wrote.key, "", 0)
    if newest.text != text:
        if newest.number != wrote.base:
            mine = keep_draft(session, report, wrote.key, text, by.id, now, base=wrote.base, began=wrote.draft)
            return Newer(newest, mine)
        newest = append(session, report, wrote.key, text, by=by.id, now=now)
    forget_draft(session, report.id, wrote.key, by.id, began=wrote.draft, saved=text)
    return Saved(newest.number)


def append(session: Session, report: Report, key: str, text: str, *, by: str, now: datetime) -> Section:
    """The caller holds the report's row."""
    versions = sa.select(sa.func.max(ReportSection.number))
    number = session.scalar(versions.where(ReportSection.report_id == report.id, ReportSection.key == key)) or 0
    version = ReportSection(report_id=report.id, key=key, number=number + 1, text=text, by=by, at=now)
    session.add(version)
    session.flush()
    log.append(session, report, What.WROTE, by=by, now=now, section=key)
    remember_words(session, report)
    return Section(key, text, number + 1, by, now)


def remember_words(session: Session, report: Report) -> None:
    """So that it is found by what it says now."""
    said = [one.text for one in reading.newest_sections(session, report.id).values()]
    said += session.scalars(
        sa.select(ReportMoment.text).where(ReportMoment.report_id == report.id, ReportMoment.removed_at.is_(None))
    )
    report.searchable = " ".join((report.title, *report.services, *said)).casefold()


# Drafts


def draft(session: Session, report_id: int, key: str, person: str) -> str | None:
    """What this person wrote while somebody else saved, or kept for later, if they have not saved it since."""
    found = session.get(ReportDraft, (report_id, key, person))
    return found.text if found else None


def draft_stamp(session: Session, report_id: int, key: str, person: str) -> str:
    """A form remembers it: another draft that is kept from another window meanwhile is another one."""
    found = draft(session, report_id, key, person)
    return meanwhile.stamp(found) if found else ""


def waits_apart(session: Session, report_id: int, key: str, person: str) -> bool:
    """Whether another draft of theirs comes once this one is saved: the field does not hold both."""
    return bool(_apart(session, report_id, key, person))


def _apart(session: Session, report_id: int, key: str, person: str) -> Sequence[ReportDraft]:
    mine = sa.select(ReportDraft).where(ReportDraft.report_id == report_id, ReportDraft.person == person)
    behind = ReportDraft.key.startswith(f"{key}{_APART}", autoescape=True)
    return session.scalars(mine.where(behind).order_by(ReportDraft.key)).all()


def forget_draft(session: Session, report_id: int, key: str, person: str, *, began: str, saved: str) -> None:
    """Only the one that the form began with, or whose words are in what was saved. The next one takes its place."""
    for one in _apart(session, report_id, key, person):
        if one.text in saved:
            session.delete(one)
    found = session.get(ReportDraft, (report_id, key, person))
    if found and (meanwhile.stamp(found.text) == began or found.text in saved):
        session.flush()
        if following := _apart(session, report_id, key, person):
            found.text, found.base, found.at = following[0].text, following[0].base, following[0].at
        session.delete(following[0] if following else found)
    session.flush()


def keep_draft(
    session: Session,
    report: Report,
    key: str,
    text: str,
    person: str,
    now: datetime,
    base: int | None = None,
    began: str = "",
    longest: int = LONGEST_SECTION,
) -> str:
    """What waits from now on: below a draft that the form knew nothing of, and both. What a field of `longest` does
    not hold waits apart."""
    kept = session.get(ReportDraft, (report.id, key, person))
    text, apart = _with_another(kept.text if kept else "", text, began, longest)
    for one in apart:
        _set_aside(session, report.id, key, person, one, kept.base if kept else base, now)
    row = {"report_id": report.id, "key": key, "person": person, "text": text, "base": base, "at": now}
    if not insert_once(session, ReportDraft, row):
        kept = session.get_one(ReportDraft, (report.id, key, person))
        kept.text, kept.base, kept.at = text, base, now
    return text


def _with_another(other: str, text: str, began: str, longest: int) -> tuple[str, list[str]]:
    """What goes into the form, and what does not fit there."""
    known = meanwhile.stamp(other) == began or other in text
    joined = text if known else other if text in other else f"{other}\n\n{text}"
    if length(joined) <= longest:
        return joined, []
    mine, *rest = pieces(text, longest) or [""]
    return mine, [*rest, *([] if known else pieces(other, longest))]


def _set_aside(
    session: Session, report_id: int, key: str, person: str, text: str, base: int | None, at: datetime
) -> None:
    before = _apart(session, report_id, key, person)
    if any(text in one.text for one in before):
        return
    number = int(before[-1].key.rpartition(_APART)[2]) + 1 if before else 1
    told = {"report_id": report_id, "key": f"{key}{_APART}{number:03}", "person": person}
    session.add(ReportDraft(**told, text=text, base=base, at=at))
    session.flush()


def keep_for_later(
    session: Session, report_id: int, wrote: Wrote, *, by: Person, settings: Operating, now: datetime
) -> Draft:
    """What stands in the form, for this person alone, where it is another than what was saved.

    Raises NotThere, NotAllowed, Closed.
    """
    report, text = open_for_writing(session, report_id, by, settings), clean(wrote.text).strip("\n")
    newest = reading.newest_sections(session, report.id).get(wrote.key)
    if text == (newest.text if newest else ""):
        forget_draft(session, report.id, wrote.key, by.id, began=wrote.draft, saved=text)
        return Draft.SAVED_ALREADY
    kept = keep_draft(session, report, wrote.key, text, by.id, now, base=wrote.base, began=wrote.draft)
    return Draft.KEPT if kept == text else Draft.KEPT_WITH_ANOTHER


def is_stale(session: Session, report_id: int, key: str, person: str, newest: int) -> bool:
    """Whether somebody saved another version since this person began their draft."""
    found = session.get(ReportDraft, (report_id, key, person))
    return found is not None and found.base != newest
