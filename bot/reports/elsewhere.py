"""What other practices are told of reports; `wiring.py` passes these functions on. Only of what is for everybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import actions_text, figures_queries, figures_text, sentences, titles
from bot.reports.figures import Figures
from bot.reports.models import Report
from bot.reports.sharing_models import ReportReader
from bot.reports.states import OUT, Audience
from bot.settings import Operating

MOST = 3


def last_week(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """One line for the end of Monday's post."""
    said = figures_text.sentence(_figures(session, settings, since, until), "last week")
    return [said] if said else []


def since_all_hands(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    return figures_text.for_all_hands(_figures(session, settings, since, until), sentences.SINCE_ALL_HANDS)


def _figures(session: Session, settings: Operating, since: datetime, until: datetime) -> Figures:
    return figures_queries.between(session, settings, since, until + timedelta(microseconds=1), until)


def changes(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """For Friday's message: what was published since, how often it was read, and what its actions wait for."""
    published = sa.select(Report).where(
        Report.audience == Audience.EVERYONE.value,
        Report.state.in_([state.value for state in OUT]),
        Report.published_at > since,
        Report.published_at <= until,
    )
    newest = session.scalars(published.order_by(Report.published_at.desc()).limit(MOST)).all()
    return [_published(session, report, settings, until) for report in newest]


def _published(session: Session, report: Report, settings: Operating, now: datetime) -> str:
    read = sa.select(sa.func.count()).select_from(ReportReader).where(ReportReader.report_id == report.id)
    readers, acting = session.scalar(read) or 0, actions_text.line(session, report, settings, now)
    return sentences.published_lately(titles.title(session, report), readers, acting)
