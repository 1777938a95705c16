"""The messages to a post's writers: each stage is a new one, and the newest carries the buttons."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import WRITE_FOCUS, may
from bot.focus import drafts, rhythms, views
from bot.focus.models import FocusPost, FocusRevision
from bot.focus.rules import Standing, Week
from bot.prompts import Words
from bot.settings import Operating
from bot.slack import outbox, people
from bot.slack.messages import Message
from bot.slack.outbox import InDoubt
from bot.slack.text import date_text


def _prefix(post: FocusPost) -> str:
    return f"focus:{post.week}:desk:{post.desk_messages}:"


def writers(session: Session, post: FocusPost, settings: Operating) -> Sequence[str]:
    """The CTO first, then whoever else wrote on it and still may."""
    authors = session.scalars(sa.select(FocusRevision.written_by).where(FocusRevision.post_id == post.id).distinct())
    may_write = {author for author in authors if may(people.person(session, author), WRITE_FOCUS, settings.people)}
    others = sorted(may_write - {settings.people.cto})
    return [*filter(None, [settings.people.cto]), *others]


def send(
    session: Session,
    post: FocusPost,
    message: Message,
    settings: Operating,
    now: datetime,
    in_doubt: InDoubt = InDoubt.SEND,
) -> None:
    """A new message to every writer; the one before loses its buttons."""
    for key in outbox.keys(session, _prefix(post)):
        outbox.change(session, key=key, message=views.superseded(_desk(post, settings)), now=now)
    post.desk_messages += 1
    for writer in writers(session, post, settings):
        key = f"{_prefix(post)}{writer}"
        outbox.enqueue(session, key=key, channel=writer, message=message, now=now, in_doubt=in_doubt)


def redraw(session: Session, post: FocusPost, settings: Operating, now: datetime) -> None:
    """The newest message says where the post stands now."""
    message = standing(session, post, settings, now)
    keys = outbox.keys(session, _prefix(post))
    for key in keys:
        outbox.change(session, key=key, message=message, now=now)
    if not keys:
        send(session, post, message, settings, now)


def standing(session: Session, post: FocusPost, settings: Operating, now: datetime, note: str = "") -> Message:
    desk = _desk(post, settings)
    by = people.name(session, post.approved_by) if post.approved_by else ""
    late = rhythms.hour_has_passed(settings, desk.week, now)
    match Standing(post.standing):
        case Standing.SKIPPED:
            return views.skipped(desk, by)
        case Standing.APPROVED if not late:
            return views.approved(desk, drafts.shown(session, post, settings, now), by)
        case Standing.POSTED:
            return views.posted(desk, drafts.shown(session, post, settings, now), by)
    if post.revision:
        return views.preview(desk, drafts.shown(session, post, settings, now), note, late)
    return views.nothing_went_out(desk) if late else views.reminder(desk)


def ask(post: FocusPost, settings: Operating, words: Words) -> Message:
    return views.ask(_desk(post, settings), words)


def due_text(settings: Operating, week: Week) -> str:
    """The due time in each reader's own zone."""
    due = rhythms.due(settings, week)
    return date_text(due.at, rhythms.zone(settings)) if due else "on no day, as the whole week is holidays"


def _desk(post: FocusPost, settings: Operating) -> views.Desk:
    week = Week.read(post.week)
    return views.Desk(week, settings.focus.channel or "", due_text(settings, week), post.revision)
