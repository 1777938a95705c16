"""The CTO's own record, private to them: on time, carried, done against dropped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.focus import drafts
from bot.focus.content import Fate, Item
from bot.focus.models import FocusPost
from bot.focus.rules import Standing
from bot.slack.text import one_line


@dataclass(frozen=True)
class Record:
    on_time: int = 0
    late: int = 0
    skipped: int = 0
    #: The hour passed, and nothing went out that week.
    missed: int = 0
    done: int = 0
    moved: int = 0
    dropped: int = 0
    #: Items that nobody said a word about.
    silent: int = 0
    #: What stood in three posts in a row or more, with its weeks.
    long_carried: Sequence[tuple[str, int]] = ()


def record(session: Session, author: str) -> Record:
    """Of posts that were this person's; weeks that never went out are nobody else's either."""
    posts = session.scalars(sa.select(FocusPost).order_by(FocusPost.week)).all()
    own = [post for post in posts if post.posted_for in (None, author)]
    standings = Counter(_standing(post) for post in own)
    written = [drafts.content(session, post) for post in own if post.standing == Standing.POSTED]
    fates = Counter(closing.fate for content in written for closing in content.closings)
    items = [item for content in written for item in content.items]
    return Record(
        on_time=standings["on time"],
        late=standings["late"],
        skipped=standings["skipped"],
        missed=standings["missed"],
        done=fates[Fate.DONE],
        moved=fates[Fate.MOVED],
        dropped=fates[Fate.DROPPED],
        silent=fates[None],
        long_carried=_long_carried(items),
    )


def _standing(post: FocusPost) -> str:
    if post.standing == Standing.POSTED:
        return "late" if post.late_since or post.missed_at else "on time"
    if post.standing == Standing.SKIPPED:
        return "skipped"
    return "missed" if post.missed_at else "ahead"


def _long_carried(items: Sequence[Item]) -> Sequence[tuple[str, int]]:
    longest: dict[str, int] = {}
    for item in items:
        if item.weeks >= 3:
            longest[one_line(item.what)] = max(item.weeks, longest.get(one_line(item.what), 0))
    return tuple(sorted(longest.items(), key=lambda pair: (-pair[1], pair[0])))
