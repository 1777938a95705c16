"""What changed outside of texts since somebody looked: in the timeline, the actions, and what is known of the incident.

Each of these parts counts by the log: its number is that of the newest event that changed it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import actions, diffing, kept_lines, reading
from bot.reports.diffing import Fate, Piece
from bot.reports.models import Report, ReportEvent
from bot.reports.states import What
from bot.reports.templates import ACTIONS, FACTS, TIMELINE

_EVENTS = {
    FACTS: sa.and_(ReportEvent.what.in_([What.STARTED.value, What.CHANGED.value])),
    TIMELINE: sa.and_(
        ReportEvent.what == What.WROTE.value,
        sa.or_(ReportEvent.section == TIMELINE, ReportEvent.section.startswith("moment:")),
    ),
    ACTIONS: sa.and_(ReportEvent.what == What.ACTION.value),
}
PARTS = tuple(_EVENTS)


def seen_as(part: str) -> str:
    """Under which name a review remembers which of its events they saw: a section's own text counts by itself."""
    return f"{part}:lines"


def number(session: Session, report_id: int, part: str) -> int:
    """0 where nothing ever stood there."""
    newest = sa.select(sa.func.max(ReportEvent.number)).where(ReportEvent.report_id == report_id, _EVENTS[part])
    return session.scalar(newest) or 0


def changed_at(session: Session, report_id: int, part: str) -> datetime | None:
    newest = sa.select(sa.func.max(ReportEvent.at)).where(ReportEvent.report_id == report_id, _EVENTS[part])
    return session.scalar(newest)


def numbers(session: Session, report_id: int) -> dict[str, int]:
    return {part: number(session, report_id, part) for part in PARTS}


def changes(session: Session, report: Report, part: str, before: int) -> list[Piece]:
    """What is otherwise than at that event, line by line; nothing where they never looked."""
    if not before:
        return []
    if part == FACTS:
        return _of_facts(session, report, before)
    now = _current(session, report, part)
    found: list[Piece] = []
    for place in _touched(session, report, part, before):
        pieces = diffing.excerpt(diffing.changes(_kept(session, report, part, place, before), now.get(place, "")))
        if any(one.fate is not Fate.SAME for one in pieces):
            found += [*([Piece("\n", Fate.SAME)] if found else []), *pieces]
    return found


def _of_facts(session: Session, report: Report, before: int) -> list[Piece]:
    """Of reports that began before the log kept lines, nobody knows what was there."""
    events = sa.select(ReportEvent.says).where(ReportEvent.report_id == report.id, _EVENTS[FACTS])
    old = session.scalar(events.where(ReportEvent.number <= before).order_by(ReportEvent.number.desc()).limit(1)) or ""
    new = kept_lines.of_facts(report)
    if old == new or not old.startswith(kept_lines.TITLE):
        return []
    return diffing.changes(old, new)


def _touched(session: Session, report: Report, part: str, before: int) -> Iterator[str]:
    places = sa.select(ReportEvent.section).where(ReportEvent.report_id == report.id, _EVENTS[part])
    since = places.where(ReportEvent.number > before).order_by(ReportEvent.number)
    return (place for place in dict.fromkeys(session.scalars(since)) if place and place != part)


def _kept(session: Session, report: Report, part: str, place: str, number: int) -> str:
    """How that line read then."""
    kept = sa.select(ReportEvent.says).where(ReportEvent.report_id == report.id, _EVENTS[part])
    then = kept.where(ReportEvent.section == place, ReportEvent.number <= number)
    return session.scalar(then.order_by(ReportEvent.number.desc()).limit(1)) or ""


def _current(session: Session, report: Report, part: str) -> dict[str, str]:
    return _LINES[part](session, report)


def _moments(session: Session, report: Report) -> dict[str, str]:
    here = reading.moments(session, report.id)
    return {f"moment:{one.id}": kept_lines.of_moment(report, one) for one in here}


def _actions(session: Session, report: Report) -> dict[str, str]:
    return {f"action:{one.number}": kept_lines.of_action(one) for one in actions.rows(session, [report.id])}


_LINES: dict[str, Callable[[Session, Report], dict[str, str]]] = {TIMELINE: _moments, ACTIONS: _actions}
