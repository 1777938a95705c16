"""Commitments, and what was said of them. Updates are appended, never overwritten."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS, PERSON, TRACES, words
from bot.storage import Model


class Commitment(Model):
    """A promise as it was written down, and where its updates lead: `ledger.py` alone writes those columns."""

    __tablename__ = "commitments"
    __table_args__ = (
        sa.Index(None, "phase", "due_at"),
        sa.Index(None, "phase", "silent_at"),
        sa.Index(None, "owner", "phase"),
        sa.Index(None, "made_by", "phase", "audience", "owner"),
        sa.Index(None, "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(sa.Text, info=words("closed_at"))
    why: Mapped[str] = mapped_column(sa.Text, default="", info=words("closed_at"))
    how: Mapped[str] = mapped_column(sa.Text, default="", info=words("closed_at"))
    measure: Mapped[dict[str, str] | None] = mapped_column(
        sa.JSON(none_as_null=True), info=words("closed_at", becomes=None)
    )
    links: Mapped[list[str]] = mapped_column(sa.JSON, default=list, info=words("closed_at", becomes=[]))
    audience: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    #: Where it was promised, in words.
    said_at: Mapped[str] = mapped_column(sa.Text, default="", info=words("closed_at"))
    #: What it came from, such as `message:C0CTO:1772….0001`: tracked once, however often it is asked for.
    origin: Mapped[str | None] = mapped_column(sa.String(120), unique=True, info=TRACES)
    made_by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    rhythm_days: Mapped[int]
    #: Whom the owner chose to hear of a long silence.
    sponsor: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    created_at: Mapped[datetime]
    #: What people may search for, casefolded.
    searchable: Mapped[str] = mapped_column(sa.Text, info=words("closed_at", becomes=""))
    #: How often its owner was asked since the last word, and on which day of theirs; of a proposal, whether once more.
    asked: Mapped[int] = mapped_column(default=0)
    asked_on: Mapped[date | None]

    #: Number of the newest update.
    updates: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    word: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    word_at: Mapped[datetime | None]
    owner: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: Where the owner lived when this was last looked at.
    zone: Mapped[str | None] = mapped_column(sa.String(64), info=FACTS)
    first: Mapped[date | None]
    promised: Mapped[date | None]
    forecast: Mapped[date | None]
    moves: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    silent_at: Mapped[datetime | None]
    offered_to: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: How often whoever shall take it over was asked, after the first time, or whoever offered it told; and when.
    offer_asked: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    offer_asked_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]


class CommitmentUpdate(Model):
    __tablename__ = "commitment_updates"
    __table_args__ = (sa.UniqueConstraint("commitment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitments.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    state: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    day: Mapped[date | None]
    forecast: Mapped[date | None]
    until: Mapped[date | None]
    owner: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    zone: Mapped[str | None] = mapped_column(sa.String(64), info=FACTS)
    note: Mapped[str] = mapped_column(sa.Text, default="", info=words("commitments.closed_at"))
    evidence: Mapped[str] = mapped_column(sa.Text, default="", info=words("commitments.closed_at"))
    confidence: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    #: Where the measure stands.
    value: Mapped[str | None] = mapped_column(sa.String(40), info=words("commitments.closed_at", becomes=None))
    corrects: Mapped[int | None]


class Asking(Model):
    """When somebody was last asked about their commitments, about which, and until when they want quiet."""

    __tablename__ = "commitment_askings"

    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    asked_on: Mapped[date | None]
    snoozed_until: Mapped[date | None]
    #: How often they put it off since their last word.
    snoozes: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    listed: Mapped[list[int]] = mapped_column(sa.JSON, info=FACTS)
