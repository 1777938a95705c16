"""A report is dropped: what was asked for its actions is taken back, and who promised something hears so."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.reports import actions, actions_promised, actions_views
from bot.reports.actions_rules import UNPROMISED, Stand
from bot.reports.models import Report
from bot.reports.promising import Promising
from bot.slack import outbox, people


def let_go(session: Session, report: Report, *, by: str, now: datetime, promising: Promising) -> None:
    for row in actions.rows(session, [report.id]):
        one = actions.value(row, now)
        if one.stand is Stand.ASKED and row.origin:
            promising.take_back(session, row.origin, by=by, now=now)
        elif one.is_open and one.owner and one.stand not in UNPROMISED and one.owner != by:
            page, value = promising.page, promising.page_value(one.commitment or 0)
            where, name = actions_promised.said_at(session, report), people.name(session, by)
            message = actions_views.dropped(one.what, name, where, page, value)
            key = f"report:{report.id}:action:{one.number}:dropped"
            outbox.enqueue(session, key=key, channel=one.owner, message=message, now=now)
