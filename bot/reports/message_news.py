"""Messages that were edited or deleted in Slack lately, also where they stand in no timeline yet.

What was read before somebody took its words back must not come in after that.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports.models import ReportMessageNews
from bot.storage import insert_once

#: Longer than a form stays open, and than Slack's answers are tried for.
KEPT_FOR = timedelta(days=2)


def of(session: Session, source: str, now: datetime) -> ReportMessageNews:
    """Locked: who brings a message in and who hears of its deletion wait for each other, and the second sees both."""
    insert_once(session, ReportMessageNews, {"source": source, "seen_at": now})
    return session.get_one(ReportMessageNews, source, with_for_update=True, populate_existing=True)


def deleted(session: Session, source: str, now: datetime) -> None:
    news = of(session, source, now)
    news.deleted_at = news.seen_at = now
    session.flush()


def edited(session: Session, source: str, now: datetime) -> None:
    news = of(session, source, now)
    news.edited_at = news.seen_at = now
    session.flush()


def edited_since(session: Session, source: str, since: datetime | None, now: datetime) -> bool:
    """At any time, where it is not known since when."""
    at = of(session, source, now).edited_at
    return at is not None and (since is None or at >= since)


def forget(session: Session, now: datetime) -> None:
    session.execute(sa.delete(ReportMessageNews).where(ReportMessageNews.seen_at < now - KEPT_FOR))
