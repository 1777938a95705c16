"""The all-hands: what the CTO adds to a digest and, from the hour on, its frozen snapshot."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS, PERSON, without_words, words
from bot.storage import Model


class Held(StrEnum):
    DRAFT = "draft"
    POSTED = "posted"
    CANCELLED = "cancelled"
    #: The settings plan none for its day any more. Its words stay, in case they do again.
    GONE = "gone"


#: Of a digest's canonical JSON: states, dates and names, which are no words of anybody.
_KEPT = frozenset(
    {"day", "today", "since", "meetings", "owner", "state", "first", "promised", "forecast", "closed_on"}
    | {"word_on", "change", "outcome", "outcomes", "was_called", "put_right_from", "put_right_on", "strip"}
    | {"explained"}
)


def _emptied_snapshot(_row: Mapping[str, Any], snapshot: str | None) -> str | None:
    if snapshot is None:
        return None
    document = without_words(json.loads(snapshot), _KEPT)
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class AllHands(Model):
    __tablename__ = "all_hands"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The local date it is planned for. It keeps this name when it is moved; another series may give it another.
    day: Mapped[date] = mapped_column(unique=True)
    standing: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    opening: Mapped[str] = mapped_column(sa.Text, info=words("posted_at"))
    #: Id of a commitment → the CTO's sentence beside it.
    sentences: Mapped[dict[str, str]] = mapped_column(sa.JSON, info=words("posted_at", becomes={}))
    #: Counts what was saved.
    revision: Mapped[int]
    saved_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: How many messages about the draft its editors were sent; the newest carries the buttons.
    desk_messages: Mapped[int]
    created_at: Mapped[datetime]
    #: When its draft came by itself and owners were asked; none before, and none again where that is due once more.
    drafted_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None] = mapped_column(index=True)
    posted_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: Canonical JSON, byte for byte as it was read out.
    snapshot: Mapped[str | None] = mapped_column(sa.Text, info=words("posted_at", emptied=_emptied_snapshot))
    #: Dates of this period that were on track four weeks ahead, and how many of them were kept.
    on_track_ahead: Mapped[int]
    of_them_kept: Mapped[int]
