"""Posts of the past: found by week or word, listed, and handed over as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.elsewhere import Elsewhere, Moment
from bot.focus import drafts, history_views, sentences, thread
from bot.focus.content import Content
from bot.focus.models import FocusPost
from bot.focus.rules import Standing, Week, post_key
from bot.settings import Operating
from bot.slack import channels, outbox
from bot.slack.messages import Message
from bot.slack.outbox import Address
from bot.slack.text import escape, one_line

MOST_LISTED = 12
#: For the all-hands.
MOST_LEARNED = 5
NOBODY = Elsewhere()


@dataclass(frozen=True)
class Past:
    """A post that went out."""

    week: Week
    author: str
    posted_at: datetime
    content: Content
    late: bool = False
    edited: bool = False
    address: Address | None = None
    link: str = ""
    engagement: thread.Engagement = field(default_factory=thread.Engagement)
    #: The author's own replies in the thread, as written.
    answers: Sequence[str] = ()


def posted(
    session: Session, first: Week | None = None, last: Week | None = None, elsewhere: Elsewhere = NOBODY
) -> list[Past]:
    """Oldest first, from one week to another."""
    query = sa.select(FocusPost).where(FocusPost.standing == Standing.POSTED).order_by(FocusPost.week)
    if first:
        query = query.where(FocusPost.week >= str(first))
    if last:
        query = query.where(FocusPost.week <= str(last))
    return [_past(session, post, elsewhere) for post in session.scalars(query)]


def quarter(year: int, number: int) -> tuple[Week, Week]:
    """By ISO weeks: thirteen each, and the year's 53rd, if it has one, with the last."""
    last = 13 * number if number < 4 else date(year, 12, 28).isocalendar().week
    return Week(year, 13 * number - 12), Week(year, last)


def _past(session: Session, post: FocusPost, elsewhere: Elsewhere) -> Past:
    assert post.posted_at, "it went out"
    address = None if post.removed_at else outbox.address(session, post_key(Week.read(post.week)))
    return Past(
        week=Week.read(post.week),
        author=post.posted_for or "",
        posted_at=post.posted_at,
        content=drafts.content(session, post),
        late=bool(post.late_since),
        edited=bool(post.edited_at),
        address=address,
        link=thread.link(session, address) if address else "",
        engagement=thread.engagement(session, post, elsewhere),
        answers=[reply.text or "" for reply in thread.own(session, post)],
    )


def of_week(session: Session, week: Week, moment: Moment) -> Message:
    """The post as it stands, where it stands, and what came of it."""
    post = drafts.find(session, week)
    if post is None or post.standing != Standing.POSTED:
        return history_views.no_post_of(week)
    shown, past = drafts.shown(session, post, moment).as_one, _past(session, post, moment.elsewhere)
    found = thread.in_words(past.engagement, _members(session, past))
    small = list(filter(None, [_linked(sentences.IN_THE_CHANNEL, past.link), found]))
    behind = moment.elsewhere.behind_asked(session, post.week)
    return history_views.with_notes(shown, small, behind) if small else shown


def _members(session: Session, past: Past) -> int | None:
    return channels.members(session, past.address.channel) if past.address else None


def _linked(label: str, link: str) -> str:
    return f"<{link}|{label}>" if link else ""


def listed(session: Session) -> Message:
    """The newest, one line each."""
    found = posted(session)[::-1]
    if not found:
        return history_views.none_yet()
    heading = sentences.so_many(MOST_LISTED, len(found))
    return history_views.listing(heading, _lines(found), sentences.HOW_TO_FIND)


def search(session: Session, words: str) -> Message:
    """Posts that hold every one of these words, newest first."""
    found = [past for past in posted(session)[::-1] if _holds(past, words.casefold().split())]
    said = escape(one_line(words))
    if not found:
        return history_views.none_says(said)
    return history_views.listing(sentences.some_say(len(found), said), _lines(found), "")


def _holds(past: Past, words: Sequence[str]) -> bool:
    everything = "\n".join([*past.content.texts, *past.answers]).casefold()
    return all(word in everything for word in words)


def learned(session: Session, settings: Operating, since: datetime, until: datetime) -> Sequence[str]:
    """What the posts of this time said had changed because of what people said: the newest, oldest first."""
    went_out = (FocusPost.standing == Standing.POSTED, FocusPost.posted_at > since, FocusPost.posted_at <= until)
    posts = session.scalars(sa.select(FocusPost).where(*went_out).order_by(FocusPost.posted_at)).all()
    said = [one_line(drafts.content(session, post).you_said) for post in posts]
    told = [escape(words) for words in dict.fromkeys(said) if words]
    earlier = [sentences.earlier(len(told) - MOST_LEARNED)] if len(told) > MOST_LEARNED else []
    return [*earlier, *told[-MOST_LEARNED:]]


def _lines(found: Sequence[Past]) -> list[str]:
    return [_line(past) for past in found[:MOST_LISTED]]


def _line(past: Past) -> str:
    label = sentences.week_of_year(past.week)
    items = " · ".join(escape(one_line(item.what)) for item in past.content.items)
    return f"{_linked(label, past.link) or label}: {items}"
