"""Actions of reports, and when somebody was last reminded of a report."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS, PERSON, words
from bot.storage import Model


class ReportAction(Model):
    """What the report says, and where the commitment that it became stands, as commitments told it last."""

    __tablename__ = "report_actions"
    __table_args__ = (sa.UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"))
    #: Within its report, from 1.
    number: Mapped[int]
    what: Mapped[str] = mapped_column(sa.Text, info=words("closed_at"))
    kind: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    #: Whom the report names; who holds it now is `holder`.
    owner: Mapped[str | None] = mapped_column(sa.String(32), index=True, info=PERSON)
    due_on: Mapped[date]
    #: By this day it has an owner, or the report's owner is asked.
    assign_by: Mapped[date]
    made_by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    #: The commitment's name for where it came from, another for each person who is asked.
    origin: Mapped[str | None] = mapped_column(sa.String(120), unique=True, info=FACTS)
    asked: Mapped[int] = mapped_column(default=0)
    commitment: Mapped[int | None]
    phase: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    word: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    holder: Mapped[str | None] = mapped_column(sa.String(32), index=True, info=PERSON)
    first: Mapped[date | None]
    promised: Mapped[date | None]
    due_at: Mapped[datetime | None]
    silent_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    #: When somebody said that nothing more comes of it, or took it out.
    closed_at: Mapped[datetime | None]
    #: Why it was declined, missed or dropped.
    reason: Mapped[str] = mapped_column(sa.Text, default="", info=words("closed_at", becomes=""))


class ReportReminder(Model):
    """What the owner of a report was reminded of, and until when they want quiet."""

    __tablename__ = "report_reminders"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    #: The step that was due, and how often it was named.
    toward: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    times: Mapped[int] = mapped_column(default=0)
    asked_on: Mapped[date | None]
    quiet_until: Mapped[date | None]
    #: When they were last asked for owners of actions.
    owners_asked_on: Mapped[date | None]
