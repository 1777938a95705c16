"""The post in the channel: put there, pinned, and shown again to whoever asks."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.focus import desk, drafts, rhythms
from bot.focus.facts import Moment
from bot.focus.models import FocusPost
from bot.focus.rules import Standing, Week, post_key
from bot.slack import outbox
from bot.slack.messages import Message
from bot.slack.outbox import Kind


def publish(session: Session, post: FocusPost, moment: Moment) -> None:
    """Post, pin, and take the pin off the one before."""
    channel = moment.settings.focus.channel
    assert channel, "every door and job waits for the settings"
    week, before = Week.read(post.week), _posted_before(session)
    post.figures = list(drafts.figures(session, post, moment))
    shown = drafts.shown(session, post, moment)
    key = post_key(week)
    outbox.enqueue(session, key=key, channel=channel, message=shown.message, now=moment.now)
    if shown.rest:
        outbox.enqueue(session, key=f"{key}:rest", channel=channel, message=shown.rest, about=key, now=moment.now)
    outbox.enqueue(session, key=f"{key}:pin", channel=channel, kind=Kind.PIN, about=key, now=moment.now)
    if before:
        outbox.enqueue(session, key=f"{before}:unpin", channel=channel, kind=Kind.UNPIN, about=before, now=moment.now)
    post.standing, post.posted_at = Standing.POSTED, moment.now
    post.posted_for = rhythms.author(moment.settings, week)


def _posted_before(session: Session) -> str | None:
    post = _latest_posted(session)
    return post_key(Week.read(post.week)) if post else None


def _latest_posted(session: Session) -> FocusPost | None:
    """The newest that Slack did not refuse."""
    posted = sa.select(FocusPost).where(FocusPost.standing == Standing.POSTED).order_by(FocusPost.posted_at.desc())
    newest = session.scalars(posted.limit(10))
    return next((post for post in newest if not outbox.was_refused(session, post_key(Week.read(post.week)))), None)


def current(session: Session, moment: Moment) -> Message:
    """The newest post, as it stands in the channel."""
    post = _latest_posted(session)
    if post is None:
        coming = rhythms.posting(moment.settings).next_after(moment.now)
        week = rhythms.week_of(moment.settings, coming)
        return nothing_posted_yet(desk.due_text(moment.settings, week))
    return drafts.shown(session, post, moment).as_one


def nothing_posted_yet(next_post: str) -> Message:
    return Message(f"There is no Monday post yet. The first one is due {next_post}.")
