"""A week's post and every version of it. Versions are appended, never overwritten."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS, PERSON, words
from bot.storage import Model


class FocusPost(Model):
    __tablename__ = "focus_posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: ISO week, such as 2026-W10.
    week: Mapped[str] = mapped_column(sa.String(8), unique=True, info=FACTS)
    standing: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    #: Number of the newest revision; 0 before anything was written.
    revision: Mapped[int] = mapped_column(default=0)
    #: The revision that was approved, which alone may be posted.
    approved_revision: Mapped[int | None]
    approved_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    approved_at: Mapped[datetime | None]
    #: Whose post it then is.
    approved_for: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: Since when the hour has passed without an approved post.
    missed_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    #: Whose post it was when it went out: it stays theirs.
    posted_for: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: When its words were last changed after it went out.
    edited_at: Mapped[datetime | None]
    #: When somebody deleted it in Slack, as far as it was not posted again.
    removed_at: Mapped[datetime | None]
    #: The due time, where the post went out well after it.
    late_since: Mapped[str | None] = mapped_column(sa.String(32), info=FACTS)
    #: Sentences of other practices under the post, as they were when it went out.
    figures: Mapped[list[str] | None] = mapped_column(sa.JSON, info=words("posted_at", becomes=[]))
    #: Since when they were counted, until it went out.
    figures_since: Mapped[datetime | None]
    #: How many messages about this post its writers were sent; the newest carries the buttons.
    desk_messages: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


WRITTEN = words("written_at", keeps=("fate", "closes", "look_again"))


class FocusRevision(Model):
    __tablename__ = "focus_revisions"
    __table_args__ = (sa.UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("focus_posts.id"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(
        sa.JSON, info=words("written_at", keeps=("fate", "closes", "look_again"))
    )
    written_by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    written_at: Mapped[datetime]


class FocusReply(Model):
    """Somebody's reply in the thread of a post. Who read it is nobody's business; who said something is."""

    __tablename__ = "focus_replies"
    __table_args__ = (sa.UniqueConstraint("post_id", "ts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("focus_posts.id"), index=True)
    ts: Mapped[str] = mapped_column(sa.String(32), info=FACTS)
    person: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    said_at: Mapped[datetime]
    #: Only of the author's own, and of what may become a question.
    text: Mapped[str | None] = mapped_column(sa.Text, info=words("said_at"))


class FocusReaction(Model):
    __tablename__ = "focus_reactions"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("focus_posts.id"), primary_key=True)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    name: Mapped[str] = mapped_column(sa.String(120), primary_key=True, info=FACTS)
