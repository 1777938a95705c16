"""Which words a report has: a number that grows whenever they change, and what changed since an older one."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports.models import ReportEvent, ReportSection
from bot.reports.states import TEXT


def text_number(session: Session, report_id: int) -> int:
    """Of the newest event that changed what people read; 0 where nothing was written yet."""
    query = sa.select(sa.func.max(ReportEvent.number)).where(ReportEvent.report_id == report_id)
    return session.scalar(query.where(ReportEvent.what.in_([what.value for what in TEXT]))) or 0


def numbers(session: Session, report_id: int) -> dict[str, int]:
    """Section → number of its newest version."""
    newest = sa.select(ReportSection.key, sa.func.max(ReportSection.number)).where(ReportSection.report_id == report_id)
    return {key: number for key, number in session.execute(newest.group_by(ReportSection.key))}


def text_of(session: Session, report_id: int, key: str, number: int) -> str:
    """Of one version; nothing where nobody had written the section."""
    query = sa.select(ReportSection.text).where(ReportSection.report_id == report_id, ReportSection.key == key)
    return session.scalar(query.where(ReportSection.number == number)) or ""
