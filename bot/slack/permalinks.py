"""Addresses of messages, in the organisation's own workspace once Slack has said where that is."""

from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.contents import FACTS
from bot.storage import Model, insert_once

#: Slack leads from here to whichever workspace the reader used last.
ANYWHERE = "slack.com"


class Workspace(Model):
    __tablename__ = "workspaces"

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=FACTS)
    host: Mapped[str] = mapped_column(sa.String(200), info=FACTS)
    seen_at: Mapped[datetime]


def remember(session: Session, team: str, url: str, now: datetime) -> None:
    """As `auth.test` says at every start: a workspace may get another name."""
    host = urlsplit(url).hostname
    if not host:
        return
    told = {"id": team, "host": host, "seen_at": now}
    if not insert_once(session, Workspace, told):
        session.execute(sa.update(Workspace).where(Workspace.id == team).values(told))


def permalink(session: Session, channel: str, ts: str, thread: str | None = None) -> str:
    """Of a message or, where `thread` is its parent's ts, of a reply."""
    behind = f"?thread_ts={thread}&cid={channel}" if thread and thread != ts else ""
    return f"https://{_host(session)}/archives/{channel}/p{ts.replace('.', '')}{behind}"


def _host(session: Session) -> str:
    """Read once a transaction: a list may link many messages."""
    known: str | None = session.info.get("permalinks.host")
    if known is None:
        newest = sa.select(Workspace.host).order_by(Workspace.seen_at.desc()).limit(1)
        known = session.info["permalinks.host"] = session.scalar(newest) or ANYWHERE
    return known
