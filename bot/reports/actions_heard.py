"""Commitments tell where an action stands: written down beside it, so that its report shows it for ever."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.elsewhere import Told
from bot.reports import sharing
from bot.reports.actions_models import ReportAction
from bot.reports.models import Report

#: How the origins of commitments begin that came from an action.
BEGINNING = "report:"
_TELLS_WHY = ("declined", "missed", "dropped", "partly kept")


def heard(session: Session, told: Told, now: datetime) -> None:
    row = session.scalars(sa.select(ReportAction).where(ReportAction.origin == told.origin)).one_or_none()
    if row is None:
        return  # somebody else was asked since
    row.commitment, row.phase, row.word, row.holder = told.id, told.phase, told.word, told.owner
    row.first, row.promised, row.closed_on = told.first, told.promised, told.closed_on
    row.due_at, row.silent_at = told.due_at, told.silent_at
    row.closed_at = (row.closed_at or now) if told.closed_on else None
    row.reason = told.note.strip() if told.word in _TELLS_WHY else ""
    session.flush()
    sharing.redraw(session, session.get_one(Report, row.report_id), now)
