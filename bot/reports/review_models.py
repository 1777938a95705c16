"""Who was asked to review a report and what they last saw of it, and what was said about its sections."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS, PERSON, words
from bot.storage import Model


class ReportReview(Model):
    """One reviewer of one report."""

    __tablename__ = "report_reviews"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    asked_by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    asked_at: Mapped[datetime]
    #: Which asking this is: after it was sent back, a reviewer is asked anew.
    round: Mapped[int] = mapped_column(default=1)
    declined_at: Mapped[datetime | None]
    word: Mapped[str] = mapped_column(sa.Text, default="", info=words("reports.published_at"))
    #: Section → number of the version that they saw last.
    looked: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict, info=FACTS)
    #: `versions.text_number` when they last opened it; 0 before.
    saw: Mapped[int] = mapped_column(default=0)
    looked_at: Mapped[datetime | None]


class ReportComment(Model):
    """Something said about a section, until somebody settles it."""

    __tablename__ = "report_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), index=True)
    section: Mapped[str] = mapped_column(sa.String(40), info=FACTS)
    #: The version of the section that it is about.
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text, info=words("reports.published_at"))
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    at: Mapped[datetime]
    resolved_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    resolved_at: Mapped[datetime | None]
