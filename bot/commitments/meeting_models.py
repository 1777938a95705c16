"""The all-hands: what the CTO adds to a digest and, from the hour on, its frozen snapshot."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class Held(StrEnum):
    DRAFT = "draft"
    POSTED = "posted"
    CANCELLED = "cancelled"


class AllHands(Model):
    __tablename__ = "all_hands"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The local date it was planned for. It keeps this name when it is moved.
    day: Mapped[date] = mapped_column(unique=True)
    standing: Mapped[str] = mapped_column(sa.String(16))
    opening: Mapped[str] = mapped_column(sa.Text)
    #: Id of a commitment → the CTO's sentence beside it.
    sentences: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    #: Counts what was saved.
    revision: Mapped[int]
    saved_by: Mapped[str | None] = mapped_column(sa.String(32))
    #: How many messages about the draft its editors were sent; the newest carries the buttons.
    desk_messages: Mapped[int]
    created_at: Mapped[datetime]
    posted_at: Mapped[datetime | None] = mapped_column(index=True)
    posted_by: Mapped[str | None] = mapped_column(sa.String(32))
    #: Canonical JSON, byte for byte as it was read out.
    snapshot: Mapped[str | None] = mapped_column(sa.Text)
    #: Dates of this period that were on track four weeks ahead, and how many of them were kept.
    on_track_ahead: Mapped[int]
    of_them_kept: Mapped[int]
