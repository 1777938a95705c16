"""Reports that somebody may see: those they write, all of them, and those that have some words."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import sight
from bot.reports.models import Report, ReportWriter
from bot.reports.states import OUT, State
from bot.settings import Operating

PAGE_SIZE = 15
MOST_WORDS = 10


class Which(StrEnum):
    YOURS = "yours"
    ALL = "all"
    FOUND = "found"


@dataclass(frozen=True)
class Found:
    reports: list[Report]
    total: int


def listing(
    session: Session, which: Which, *, viewer: Person, settings: Operating, search: str = "", skip: int = 0
) -> Found:
    """The newest first. What this person may not see is neither shown nor counted."""
    wanted = [sight.visible(session, viewer, settings)]
    if which is Which.YOURS:
        wanted = [_is_written_by(viewer.id), Report.state.notin_([*(state.value for state in OUT), State.DROPPED])]
    wanted += [_has(word, viewer.id) for word in search.casefold().split()[:MOST_WORDS]]
    total = session.scalar(sa.select(sa.func.count()).select_from(Report).where(*wanted)) or 0
    newest = sa.select(Report).where(*wanted).order_by(Report.began_at.desc(), Report.id.desc())
    return Found(list(session.scalars(newest.offset(skip).limit(PAGE_SIZE))), total)


def _has(word: str, viewer: str) -> sa.ColumnElement[bool]:
    """Only by words that they may read: what is not published is for whoever works on it."""
    newest = sa.and_(_is_written_by(viewer), Report.searchable.contains(word, autoescape=True))
    return sa.or_(Report.published_words.contains(word, autoescape=True), newest)


def open_of(session: Session, person: str) -> list[Report]:
    """What they work on and nobody published yet, the newest first."""
    not_out = Report.state.notin_([*(state.value for state in OUT), State.DROPPED.value])
    return list(session.scalars(sa.select(Report).where(_is_written_by(person), not_out).order_by(Report.id.desc())))


def _is_written_by(person: str) -> sa.ColumnElement[bool]:
    written = sa.select(ReportWriter.report_id).where(ReportWriter.person == person)
    return sa.or_(Report.owner == person, Report.id.in_(written))
