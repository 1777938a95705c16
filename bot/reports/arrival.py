"""What becomes known later: that Slack did not take a copy of a report, or who is in a channel."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.prompts import Prompts
from bot.reports import (
    destinations,
    review_desk,
    sharing,
    widened,
)
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.sharing_models import ReportCopy
from bot.slack import outbox, remedies
from bot.slack.outbox import State

_COPY = re.compile(r"report:(\d+):in:([A-Z0-9_]+):\d+:.*")


def ended(session: Session, key: str, state: State, now: datetime) -> None:
    """Hears of every message that Slack took or refused."""
    found = _COPY.fullmatch(key) if state is State.REFUSED else None
    copy = session.get(ReportCopy, (int(found[1]), found[2])) if found else None
    error = outbox.why_refused(session, key)
    if copy and error and error != remedies.ORPHAN:
        review_desk.not_shared(session, session.get_one(Report, copy.report_id), copy, now, error)


def members_known(session: Session, now: datetime, *, prompts: Prompts) -> None:
    """Reports that waited for it go on, and what stands where more people came is told."""
    moment = Moment(settings_.load(session), prompts, now)
    sharing.known(session, moment)
    widened.noticed(session, moment)


def watch(session: Session, now: datetime) -> None:
    destinations.watch(session, settings_.load(session), now)
