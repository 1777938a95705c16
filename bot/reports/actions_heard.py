"""Commitments tell where an action stands: written down beside it, so that its report shows it for ever."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.elsewhere import Told
from bot.prompts import Prompts
from bot.reports import sharing
from bot.reports.actions_models import ReportAction
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.slack import visits

#: How the origins of commitments begin that came from an action.
BEGINNING = "report:"
_TELLS_WHY = ("declined", "missed", "dropped", "partly kept")


def heard(session: Session, told: Told, now: datetime, prompts: Prompts | None = None) -> None:
    """Without the organisation's wording, as from a command line, threads follow within the day."""
    row = session.scalars(sa.select(ReportAction).where(ReportAction.origin == told.origin)).one_or_none()
    if row is None:
        return  # somebody else was asked since
    row.commitment, row.phase, row.word, row.holder = told.id, told.phase, told.word, told.owner
    row.first, row.promised, row.closed_on = told.first, told.promised, told.closed_on
    row.due_at, row.silent_at = told.due_at, told.silent_at
    row.closed_at = (row.closed_at or now) if told.closed_on else None
    row.reason = told.note.strip() if told.word in _TELLS_WHY else ""
    session.flush()
    _show(session, row.report_id, now, prompts)


def _show(session: Session, report_id: int, now: datetime, prompts: Prompts | None) -> None:
    """Who holds a report also waits for promises, so that nobody who holds a promise waits for a report."""
    wanted = sa.select(Report).where(Report.id == report_id).with_for_update(skip_locked=True)
    free = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    visits.changed_for_all(session, now)
    if free and prompts:
        sharing.rewrite(session, free, Moment(settings_.load(session), prompts, now))
    else:
        sharing.redraw(session, session.get_one(Report, report_id), now)
