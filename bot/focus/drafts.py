"""A week's post in the making: its row, its revisions, and how it will look."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import audit
from bot.elsewhere import Moment
from bot.focus import post as post_
from bot.focus import rhythms, sentences, thread
from bot.focus.content import Content, Item, carrying, closing_all
from bot.focus.models import FocusPost, FocusRevision
from bot.focus.post import Post, PostFacts
from bot.focus.rules import Standing, Week, post_key
from bot.slack import outbox, people, visits
from bot.slack.blocks import Element
from bot.slack.text import escape
from bot.storage import insert_once

#: What is told of before the first post.
FIRST_TIME = timedelta(days=7)
#: The author's newest replies that a post links to.
MOST_LINKS = 5


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
    if insert_once(session, FocusPost, new):
        visits.changed_for_all(session, now)  # to whoever writes it, it says that it waits
    query = sa.select(FocusPost).where(FocusPost.week == str(week)).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def content(session: Session, post: FocusPost) -> Content:
    """The newest revision; empty before anything was written."""
    stored = session.scalar(sa.select(FocusRevision.content).where(*_newest(post)))
    return Content.read(stored) if stored else Content()


def draft(session: Session, week: Week, post: FocusPost | None, moment: Moment) -> Content:
    """What there is to go on with: the newest revision, and every item of the post before to be closed."""
    written = content(session, post) if post else Content()
    closes, items = before(session, week, moment)
    return closing_all(written, items, str(closes) if closes else "")


def before(session: Session, week: Week, moment: Moment) -> tuple[Week | None, Sequence[Item]]:
    """The last week that this author's post went out, and its items."""
    query = sa.select(FocusPost).where(
        FocusPost.standing == Standing.POSTED,
        FocusPost.week < str(week),
        FocusPost.posted_for == rhythms.author(moment.settings, week),
    )
    last = session.scalars(query.order_by(FocusPost.week.desc()).limit(1)).one_or_none()
    return (Week.read(last.week), content(session, last).items) if last else (None, ())


def last_writer(session: Session, post: FocusPost) -> str | None:
    return session.scalar(sa.select(FocusRevision.written_by).where(*_newest(post)))


def _newest(post: FocusPost) -> tuple[sa.ColumnElement[bool], ...]:
    return FocusRevision.post_id == post.id, FocusRevision.number == post.revision


def append(session: Session, post: FocusPost, written: Content, by: str, now: datetime) -> None:
    """A new revision. An approval was of the one before, so it ends."""
    add_revision(session, post, written, by, now)
    withdraw(session, post, by, now)


def add_revision(session: Session, post: FocusPost, written: Content, by: str, now: datetime) -> None:
    post.revision += 1
    revision = FocusRevision(
        post_id=post.id, number=post.revision, content=written.as_document(), written_by=by, written_at=now
    )
    session.add(revision)
    session.flush()  # the preview, drawn in the same transaction, reads it


def withdraw(session: Session, post: FocusPost, by: str, now: datetime) -> None:
    """Without approval or skip; what is written stays."""
    if post.standing != Standing.DRAFT:
        stand(session, post, Standing.DRAFT, by, now)
        post.approved_revision = post.approved_by = post.approved_at = post.approved_for = None


def stand(session: Session, post: FocusPost, standing: Standing, by: str, now: datetime) -> None:
    """It stands so from now on, which is on record."""
    was, became = str(post.standing), str(standing)
    audit.record(session, audit.STANDING, f"focus {post.week}", by=by, now=now, was=was, became=became)
    post.standing = standing


def complete(session: Session, week: Week, written: Content, moment: Moment) -> Content:
    """As it is stored: without gaps, every item of the post before answered for or open, carried ones counted."""
    closes, items = before(session, week, moment)
    return carrying(closing_all(written.without_gaps(), items, str(closes) if closes else ""), items)


def shown(session: Session, post: FocusPost, moment: Moment) -> Post:
    """The newest revision as the channel sees it, or would if it went out at its due time or now."""
    name = people.name(session, author(post, moment))
    facts = PostFacts(
        week=Week.read(post.week),
        day=_day(post, moment),
        author=name,
        title=_title(session, post, moment),
        approved_by_other=_other_approver(session, post, author(post, moment)),
        late_since=post.late_since,
        figures=figures(session, post, moment),
        explained=_explained(session, post, moment),
        edited=_edited(post, moment),
        answered=_answered(session, post, name, moment),
        voices=moment.settings.practices.questions,
    )
    return post_.post(facts, content(session, post))


def _edited(post: FocusPost, moment: Moment) -> str | None:
    return _local(post.edited_at, moment) if post.edited_at else None


def _local(instant: datetime, moment: Moment) -> str:
    return f"{instant.astimezone(rhythms.zone(moment.settings)):%A %H:%M}"


def _answered(session: Session, post: FocusPost, name: str, moment: Moment) -> str | None:
    """The author's replies, each with its link, so that nobody has to look for them among all others."""
    address = outbox.address(session, post_key(Week.read(post.week))) if post.posted_at else None
    replies = thread.own(session, post) if address else ()
    if not replies or not address:
        return None
    links = [f"<{thread.link(session, address, reply.ts)}|{_local(reply.said_at, moment)}>" for reply in replies]
    return sentences.replied(name, links[-MOST_LINKS:])


def author(post: FocusPost, moment: Moment) -> str:
    """Whose post it is, for good once it went out or was approved."""
    return post.posted_for or post.approved_for or rhythms.author(moment.settings, Week.read(post.week))


def _title(session: Session, post: FocusPost, moment: Moment) -> str:
    """Whoever stands in says so."""
    settings = moment.settings
    if author(post, moment) != rhythms.stands_in(settings):
        return escape(settings.people.cto_title)
    return sentences.standing_in(people.name(session, settings.people.cto or ""), escape(settings.people.cto_title))


def figures(session: Session, post: FocusPost, moment: Moment) -> Sequence[str]:
    """Counted until the post goes out; what it said then stays."""
    if post.figures is not None:
        return post.figures
    return moment.told(moment.elsewhere.figures, session, since(session, moment))


def _explained(session: Session, post: FocusPost, moment: Moment) -> Sequence[Element]:
    """Of the very time that the figures are of; nothing where they are not kept, or older than this."""
    if post.figures is None:
        return moment.explained(session, since(session, moment))
    if not post.figures or not post.figures_since:
        return ()
    return replace(moment, now=post.posted_at or moment.now).explained(session, post.figures_since)


def since(session: Session, moment: Moment) -> datetime:
    """When people last heard from the CTO here."""
    last = session.scalar(sa.select(sa.func.max(FocusPost.posted_at)).where(FocusPost.posted_at < moment.now))
    return last or moment.now - FIRST_TIME


def _day(post: FocusPost, moment: Moment) -> date:
    """The local date of going out: never one that has passed unposted."""
    zone = rhythms.zone(moment.settings)
    if post.posted_at:
        return post.posted_at.astimezone(zone).date()
    today = moment.now.astimezone(zone).date()
    due = rhythms.due(moment.settings, Week.read(post.week))
    return max(today, due.local.date()) if due else today


def _other_approver(session: Session, post: FocusPost, author: str) -> str | None:
    """Whoever approved in the author's place: the post says so openly."""
    if post.approved_revision is None or post.approved_by is None or post.approved_by == author:
        return None
    return people.name(session, post.approved_by)
