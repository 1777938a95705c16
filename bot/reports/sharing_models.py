"""What was published, where its copies stand, who has read it, and what they took from it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS, PERSON, TRACES, words
from bot.storage import Model

WRITTEN = words("reports.published_at")
#: Of a frozen report, what is not words.
FRAME = ("began_at", "noticed_at", "mitigated_at", "ended_at", "zone", "at", "key", "mark")


class ReportRevision(Model):
    """The report as it was published, frozen: the first, and one for each amendment."""

    __tablename__ = "report_revisions"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    #: A `Content`.
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON, info=words("reports.published_at", keeps=FRAME))
    #: The three lines of its summary.
    lines: Mapped[list[str]] = mapped_column(sa.JSON, info=words("reports.published_at", becomes=[]))
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    at: Mapped[datetime]
    #: Of an amendment.
    changed: Mapped[str] = mapped_column(sa.Text, default="", info=WRITTEN)
    why: Mapped[str] = mapped_column(sa.Text, default="", info=WRITTEN)
    #: Why it was published over findings that ask for a reason.
    over_findings: Mapped[str] = mapped_column(sa.Text, default="", info=WRITTEN)


class ReportCopy(Model):
    """One place that a report goes to: a channel, or a person's direct messages."""

    __tablename__ = "report_copies"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    #: What chose it, as people read it.
    why: Mapped[str] = mapped_column(sa.String(80), info=FACTS)
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    #: Why it is not shared there, as people read it.
    refused: Mapped[str] = mapped_column(sa.Text, default="", info=TRACES)
    #: Sent anew after a refusal, its messages have other keys.
    round: Mapped[int] = mapped_column(default=1)
    #: Messages of the thread so far.
    parts: Mapped[int] = mapped_column(default=0)
    #: Of a person: reminded once, a week later; or not for them.
    reminded_at: Mapped[datetime | None]
    not_for_me_at: Mapped[datetime | None]


class ReportReader(Model):
    """Somebody who said that they have read it."""

    __tablename__ = "report_readers"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    #: Where they clicked: a channel, or their own id.
    channel: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    read_at: Mapped[datetime]
    #: What they take from it, as everybody may read it.
    took: Mapped[str] = mapped_column(sa.Text, default="", info=WRITTEN)


class ReportLearner(Model):
    """Somebody who took part, asked once whether they learned something. Only counts are ever shown."""

    __tablename__ = "report_learners"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    learned: Mapped[bool | None]
    line: Mapped[str] = mapped_column(sa.Text, default="", info=WRITTEN)


class ReportCustomerVersion(Model):
    """What customers may read: own words, own approval."""

    __tablename__ = "report_customer_versions"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    happened: Mapped[str] = mapped_column(sa.Text, info=WRITTEN)
    felt: Mapped[str] = mapped_column(sa.Text, info=WRITTEN)
    doing: Mapped[str] = mapped_column(sa.Text, info=WRITTEN)
    #: Counts its versions; whoever saves over an older one is told so.
    number: Mapped[int]
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    at: Mapped[datetime]
    approved_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    approved_at: Mapped[datetime | None]
    #: The report was amended since it was approved.
    outdated_at: Mapped[datetime | None]


class ReportDebrief(Model):
    """A conversation about the report: when, who, what is asked beforehand, and what came of it."""

    __tablename__ = "report_debriefs"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    at: Mapped[datetime]
    minutes: Mapped[int]
    people: Mapped[list[str]] = mapped_column(sa.JSON, info=TRACES)
    place: Mapped[str] = mapped_column(sa.String(500), default="", info=WRITTEN)
    questions: Mapped[str] = mapped_column(sa.Text, default="", info=WRITTEN)
    notes: Mapped[str] = mapped_column(sa.Text, default="", info=WRITTEN)
    #: How often it was moved: calendars replace an entry by a higher number.
    sequence: Mapped[int] = mapped_column(default=0)
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    called_off_at: Mapped[datetime | None]
