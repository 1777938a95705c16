"""What people say and do under a post: noticed, counted by distinct people, and answered where it helps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.elsewhere import Elsewhere
from bot.focus import sentences
from bot.focus.models import FocusPost, FocusReaction, FocusReply
from bot.slack.outbox import Address
from bot.slack.permalinks import permalink
from bot.storage import insert_once

#: How a question begins where nobody typed a question mark.
ASKING = re.compile(
    r"^(who|what|when|where|why|which|how|is|are|was|were|do|does|did|can|could|will|would|should|shall|may)\b.{8,}",
    re.IGNORECASE | re.DOTALL,
)
QUESTION_MARK = re.compile(r"[?？؟⸮](?=[\s)\"'»”’]|$)")


def is_question(text: str) -> bool:
    """By its mark or its first word; an address with a ? in it is none, nor is a mark alone."""
    words = re.sub(r"<[^>]*>|https?://\S+", " ", text).strip()
    return any(character.isalnum() for character in words) and bool(QUESTION_MARK.search(words) or ASKING.match(words))


@dataclass(frozen=True)
class Engagement:
    """By distinct people, the author left out."""

    replies: int = 0
    repliers: int = 0
    reactions: int = 0
    reacted: int = 0
    asked: int = 0
    answered: int = 0


def heard(session: Session, post: FocusPost, *, ts: str, person: str, text: str, now: datetime) -> FocusReply | None:
    """A reply, once; None where it was known."""
    keeps = person == post.posted_for or is_question(text)
    row = {
        "post_id": post.id,
        "ts": ts,
        "person": person,
        "said_at": _instant(ts) or now,
        "text": text if keeps else None,
    }
    return find(session, post, ts) if insert_once(session, FocusReply, row) else None


def _instant(ts: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError):
        return None


def find(session: Session, post: FocusPost, ts: str) -> FocusReply | None:
    query = sa.select(FocusReply).where(FocusReply.post_id == post.id, FocusReply.ts == ts)
    return session.scalars(query).one_or_none()


def forget(session: Session, post: FocusPost, ts: str) -> bool:
    """Its author deleted it, so it is counted no more."""
    reply = find(session, post, ts)
    if reply:
        session.delete(reply)
        session.flush()
    return reply is not None


def react(session: Session, post: FocusPost, person: str, name: str, *, removed: bool) -> None:
    row = {"post_id": post.id, "person": person, "name": name}
    if removed:
        session.execute(sa.delete(FocusReaction).filter_by(**row))
    else:
        insert_once(session, FocusReaction, row)


def engagement(session: Session, post: FocusPost, elsewhere: Elsewhere) -> Engagement:
    by_others = (FocusReply.post_id == post.id, FocusReply.person != (post.posted_for or ""))
    counted = sa.select(sa.func.count(), sa.func.count(FocusReply.person.distinct())).where(*by_others)
    replies, repliers = session.execute(counted).one()
    reacted = (FocusReaction.post_id == post.id, FocusReaction.person != (post.posted_for or ""))
    given = sa.select(sa.func.count(), sa.func.count(FocusReaction.person.distinct())).where(*reacted)
    reactions, people = session.execute(given).one()
    return Engagement(replies, repliers, reactions, people, *elsewhere.asked(session, post.week))


def own(session: Session, post: FocusPost) -> Sequence[FocusReply]:
    """The author's replies, oldest first."""
    query = sa.select(FocusReply).where(FocusReply.post_id == post.id, FocusReply.person == post.posted_for)
    return session.scalars(query.order_by(FocusReply.ts)).all()


def link(session: Session, address: Address, ts: str | None = None) -> str:
    """To the post, or to a reply in its thread."""
    return permalink(session, address.channel, ts or address.ts, address.ts)


def in_words(found: Engagement, members: int | None = None) -> str:
    """One sentence, or nothing where nobody said or did anything."""
    of_all = sentences.of_all(members) if members else ""
    said = []
    if found.replies:
        said.append(f"{_people(found.repliers)}{of_all} replied, {_times(found.replies, 'reply', 'replies')} in all")
    if found.reacted:
        said.append(f"{_people(found.reacted)} reacted")
    if found.asked:
        said.append(f"{_times(found.asked, 'question', 'questions')} asked, {found.answered} answered")
    return "; ".join(said) + "." if said else ""


def _people(count: int) -> str:
    return _times(count, "person", "people")


def _times(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
