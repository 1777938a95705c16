"""A week's post in the making: its row, its revisions, and how it will look."""

from dataclasses import asdict
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.focus import rhythms, views
from bot.focus.models import FocusPost, FocusRevision
from bot.focus.rules import Content, Item, Standing, Week
from bot.settings import Operating
from bot.slack import people
from bot.slack.messages import Message
from bot.storage import insert_once


def find(session: Session, week: Week) -> FocusPost | None:
    return session.scalars(sa.select(FocusPost).where(FocusPost.week == str(week))).one_or_none()


def lock(session: Session, week: Week, now: datetime) -> FocusPost:
    """The week's post, made if need be, held against whoever else would change it in this moment."""
    new = {
        "week": str(week),
        "standing": Standing.DRAFT,
        "revision": 0,
        "desk_messages": 0,
        "created_at": now,
    }
    insert_once(session, FocusPost, new)
    query = sa.select(FocusPost).where(FocusPost.week == str(week)).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def content(session: Session, post: FocusPost) -> Content:
    """The newest revision; empty before anything was written."""
    stored = session.scalar(sa.select(FocusRevision.content).where(*_newest(post)))
    if stored is None:
        return Content()
    items = tuple(Item(**item) for item in stored["items"])
    return Content(items, stored["not_this_week"], stored["would_like_to_hear"])


def last_writer(session: Session, post: FocusPost) -> str | None:
    return session.scalar(sa.select(FocusRevision.written_by).where(*_newest(post)))


def _newest(post: FocusPost) -> tuple[sa.ColumnElement[bool], ...]:
    return FocusRevision.post_id == post.id, FocusRevision.number == post.revision


def append(session: Session, post: FocusPost, written: Content, by: str, now: datetime) -> None:
    """A new revision. An approval was of the one before, so it ends."""
    post.revision += 1
    revision = FocusRevision(
        post_id=post.id, number=post.revision, content=asdict(written), written_by=by, written_at=now
    )
    session.add(revision)
    session.flush()  # the preview, drawn in the same transaction, reads it
    withdraw(post)


def withdraw(post: FocusPost) -> None:
    """Without approval or skip; what is written stays."""
    post.standing = Standing.DRAFT
    post.approved_revision = post.approved_by = post.approved_at = None


def shown(session: Session, post: FocusPost, settings: Operating, now: datetime) -> Message:
    """The newest revision as the channel sees it, or would if it went out at its due time or now."""
    cto = post.posted_for or settings.people.cto or ""
    facts = views.PostFacts(
        week=Week.read(post.week),
        day=_day(post, settings, now),
        cto=people.name(session, cto),
        title=settings.people.cto_title,
        approved_for_cto_by=_other_approver(session, post, cto),
        late_since=post.late_since,
    )
    return views.post(facts, content(session, post))


def _day(post: FocusPost, settings: Operating, now: datetime) -> date:
    """The local date of going out: never one that has passed unposted."""
    if post.posted_at:
        return post.posted_at.astimezone(rhythms.zone(settings)).date()
    today = now.astimezone(rhythms.zone(settings)).date()
    due = rhythms.due(settings, Week.read(post.week))
    return max(today, due.local.date()) if due else today


def _other_approver(session: Session, post: FocusPost, cto: str) -> str | None:
    """Whoever approved in the CTO's place: the post says so openly."""
    if post.approved_revision is None or post.approved_by is None or post.approved_by == cto:
        return None
    return people.name(session, post.approved_by)
