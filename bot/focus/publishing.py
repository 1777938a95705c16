"""The post in the channel: put there, pinned, and shown again to whoever asks."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import audit
from bot.elsewhere import Moment
from bot.focus import copies, desk, drafts, history_views, rhythms
from bot.focus.models import FocusPost
from bot.focus.post import Post
from bot.focus.rules import Standing, Week, post_key
from bot.slack import outbox, people, visits
from bot.slack.messages import Message
from bot.slack.outbox import Kind


def publish(session: Session, post: FocusPost, moment: Moment) -> None:
    """Post, pin, and take the pin off the one before."""
    before = _posted_before(session)
    post.posted_for = drafts.author(post, moment)
    post.figures, post.figures_since = list(drafts.figures(session, post, moment)), drafts.since(session, moment)
    put(session, post, moment)
    if before:
        channel = moment.settings.focus.channel or ""
        outbox.enqueue(session, key=f"{before}:unpin", channel=channel, kind=Kind.UNPIN, about=before, now=moment.now)
    drafts.stand(session, post, Standing.POSTED, audit.NOBODY, moment.now)
    post.posted_at = moment.now
    copies.send_due(session, post, moment)


def put(session: Session, post: FocusPost, moment: Moment, again: bool = False) -> None:
    """Into the channel, with its pin and what goes on in its thread. `again`: the one that stood there is gone."""
    visits.changed_for_all(session, moment.now)
    channel, key = moment.settings.focus.channel, post_key(Week.read(post.week))
    assert channel, "every door and job waits for the settings"
    if again:
        for gone in (*outbox.keys(session, f"{key}:rest"), f"{key}:pin", key):
            outbox.lose(session, gone)
    shown = drafts.shown(session, post, moment)
    outbox.enqueue(session, key=key, channel=channel, message=shown.message, now=moment.now)
    _put_rest(session, key, shown, channel, moment)
    outbox.enqueue(session, key=f"{key}:pin", channel=channel, kind=Kind.PIN, about=key, now=moment.now)


def _put_rest(session: Session, key: str, shown: Post, channel: str, moment: Moment) -> None:
    rest = f"{key}:rest"
    message = shown.rest or history_views.rest_moved()
    if outbox.keys(session, rest):
        outbox.change(session, key=rest, message=message, now=moment.now)
    elif shown.rest:
        outbox.enqueue(session, key=rest, channel=channel, message=message, about=key, now=moment.now)


def redraw(session: Session, post: FocusPost, moment: Moment) -> None:
    """What stands in the channels reads as the post does now."""
    if post.removed_at or post.standing != Standing.POSTED:
        return
    visits.changed_for_all(session, moment.now)
    key, shown = post_key(Week.read(post.week)), drafts.shown(session, post, moment)
    outbox.change(session, key=key, message=shown.message, now=moment.now)
    _put_rest(session, key, shown, moment.settings.focus.channel or "", moment)
    copies.redraw(session, post, moment)


def say_silence(session: Session, week: Week, moment: Moment) -> None:
    channel, cto = moment.settings.focus.channel, moment.settings.people.cto
    assert channel, "every door and job waits for the settings"
    assert cto, "every door and job waits for the settings"
    coming = rhythms.week_of(moment.settings, rhythms.posting(moment.settings).next_after(moment.now))
    message = history_views.silence(people.name(session, cto), desk.due_text(moment.settings, coming))
    outbox.enqueue(session, key=f"focus:{week}:silence", channel=channel, message=message, now=moment.now)


def is_posted(session: Session, week: Week) -> bool:
    post = drafts.find(session, week)
    return bool(post and post.standing == Standing.POSTED)


def _posted_before(session: Session) -> str | None:
    post = latest_posted(session)
    return post_key(Week.read(post.week)) if post and not post.removed_at else None


def latest_posted(session: Session) -> FocusPost | None:
    """The newest that Slack did not refuse."""
    posted = sa.select(FocusPost).where(FocusPost.standing == Standing.POSTED).order_by(FocusPost.posted_at.desc())
    newest = session.scalars(posted.limit(10))
    return next((post for post in newest if not outbox.was_refused(session, post_key(Week.read(post.week)))), None)


def current(session: Session, moment: Moment) -> Message:
    """The newest post, as it stands in the channel."""
    post = latest_posted(session)
    if post is None:
        coming = rhythms.posting(moment.settings).next_after(moment.now)
        week = rhythms.week_of(moment.settings, coming)
        return history_views.nothing_posted_yet(desk.due_text(moment.settings, week))
    return drafts.shown(session, post, moment).as_one
