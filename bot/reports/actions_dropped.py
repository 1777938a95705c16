"""A report is dropped: what was asked for its actions is taken back, and who promised something hears so."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.reports import actions, actions_promised, sentences
from bot.reports.actions import Action
from bot.reports.actions_rules import UNPROMISED, Stand
from bot.reports.models import Report
from bot.reports.promising import Promising
from bot.slack import blocks, outbox, people
from bot.slack.messages import Message
from bot.slack.text import escape


def let_go(session: Session, report: Report, *, by: str, now: datetime, promising: Promising) -> None:
    for row in actions.rows(session, [report.id]):
        one = actions.value(row, now)
        if one.stand is Stand.ASKED and row.origin:
            promising.take_back(session, row.origin, by=by, now=now)
        elif one.is_open and one.owner and one.stand not in UNPROMISED and one.owner != by:
            message = _told(one, people.name(session, by), actions_promised.said_at(report), promising)
            key = f"report:{report.id}:action:{one.number}:dropped"
            outbox.enqueue(session, key=key, channel=one.owner, message=message, now=now)


def _told(one: Action, name: str, where: str, promising: Promising) -> Message:
    said = sentences.promise_stays(name, where)
    look = blocks.button("Look", promising.page, value=promising.page_value(one.commitment or 0), style="primary")
    body = [blocks.section(f"{said}\n*{escape(one.what)}*"), blocks.actions(look)]
    return Message(f"{said}\n{escape(one.what)}", body)
