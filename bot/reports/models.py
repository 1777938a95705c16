"""Reports: what is known of the incident, each section's every version, the timeline, and what happened to the report.

Text is appended: a section's newest version counts, and older ones stay. What was published is frozen as a revision.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.contents import FACTS, PERSON, TRACES, words
from bot.storage import Model


class Report(Model):
    __tablename__ = "reports"
    __table_args__ = (sa.Index(None, "state", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(300), info=words("published_at"))
    #: 1 is the worst.
    severity: Mapped[int]
    #: Which of the organisation's templates its sections are from.
    template: Mapped[str] = mapped_column(sa.String(40), info=FACTS)
    began_at: Mapped[datetime]
    noticed_at: Mapped[datetime | None]
    mitigated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: In which its times are written.
    zone: Mapped[str] = mapped_column(sa.String(64), info=FACTS)
    services: Mapped[list[str]] = mapped_column(sa.JSON, default=list, info=TRACES)
    #: None once they left the organisation.
    owner: Mapped[str | None] = mapped_column(sa.String(32), index=True, info=PERSON)
    audience: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    #: Whom it is for, where its audience is named.
    named: Mapped[list[str]] = mapped_column(sa.JSON, default=list, info=TRACES)
    made_by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    created_at: Mapped[datetime]

    state: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    #: Number of its newest event; whoever acts on an older one is told so.
    events: Mapped[int] = mapped_column(default=0)
    #: Of the newest revision; 0 before the first was published.
    revision: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    #: What whoever works on it finds it by, casefolded: title, services, and the newest text.
    searchable: Mapped[str] = mapped_column(sa.Text, default="", info=words("published_at", becomes=""))
    #: What everybody else may find it by: the same of the newest revision.
    published_words: Mapped[str] = mapped_column(
        sa.Text, default="", server_default=sa.text("''"), info=words("published_at", becomes="")
    )


class ReportSection(Model):
    """One version of one section, as it was saved."""

    __tablename__ = "report_sections"
    __table_args__ = (sa.UniqueConstraint("report_id", "key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"))
    key: Mapped[str] = mapped_column(sa.String(40), info=FACTS)
    #: From 1.
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text, info=words("reports.published_at"))
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    at: Mapped[datetime]


class ReportMoment(Model):
    """A line of the timeline."""

    __tablename__ = "report_moments"
    __table_args__ = (sa.UniqueConstraint("report_id", "source"), sa.Index(None, "source"))

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), index=True)
    at: Mapped[datetime]
    #: Among moments of one instant, and where somebody moved it by hand.
    place: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(sa.Text, info=words("reports.published_at"))
    mark: Mapped[str | None] = mapped_column(sa.String(16), info=FACTS)
    #: `channel:ts` of the message that it is; None where it was written by hand.
    source: Mapped[str | None] = mapped_column(sa.String(64), info=TRACES)
    said_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    #: Where it was said, if not everybody could read it there, such as: a private channel.
    said_in: Mapped[str | None] = mapped_column(sa.String(40), info=FACTS)
    #: ts of the message whose thread it is from.
    thread: Mapped[str | None] = mapped_column(sa.String(32), info=TRACES)
    #: A time was put right by hand: the message's own no longer moves it.
    timed_by_hand: Mapped[bool] = mapped_column(default=False)
    #: Its words were changed by hand: the message's own no longer replace them.
    worded_at: Mapped[datetime | None]
    #: Its message was edited or deleted in Slack since.
    edited_at: Mapped[datetime | None]
    lost_at: Mapped[datetime | None]
    added_by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    added_at: Mapped[datetime]
    #: Taken out of the timeline again.
    removed_at: Mapped[datetime | None]


class ReportEvent(Model):
    """What happened to a report. Appended, never changed."""

    __tablename__ = "report_events"
    __table_args__ = (sa.UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    what: Mapped[str] = mapped_column(sa.String(16), info=FACTS)
    #: Of which section, where it is of one.
    section: Mapped[str | None] = mapped_column(sa.String(40), info=FACTS)
    #: Whom it is about, such as a reviewer who was asked.
    person: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)
    says: Mapped[str] = mapped_column(sa.Text, default="", info=words("reports.published_at"))


class ReportWriter(Model):
    """Whoever works on a report besides its owner: writers, and reviewers who were asked."""

    __tablename__ = "report_writers"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    since: Mapped[datetime]
    #: Asked for a review and for nothing else: whoever declines it does not work on the report any more.
    reviews_only: Mapped[bool] = mapped_column(default=False, server_default=sa.false())


class ReportDraft(Model):
    """What somebody wrote while somebody else saved, or kept for later: it waits until they save it themselves."""

    __tablename__ = "report_drafts"

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), primary_key=True, info=FACTS)
    person: Mapped[str] = mapped_column(sa.String(32), primary_key=True, info=PERSON)
    text: Mapped[str] = mapped_column(sa.Text, info=words("at"))
    #: Of a section, the version that they began from.
    base: Mapped[int | None]
    at: Mapped[datetime]


class ReportFinding(Model):
    """What the blame check said of a section, a moment or an action as it was last saved, and why it was kept."""

    __tablename__ = "report_findings"
    __table_args__ = (sa.UniqueConstraint("report_id", "place", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"))
    #: A section's key, `moment:17`, `action:3`, or `field:title`.
    place: Mapped[str] = mapped_column(sa.String(40), info=FACTS)
    #: Of kind and phrase.
    mark: Mapped[str] = mapped_column(sa.String(40), info=FACTS)
    kind: Mapped[str] = mapped_column(sa.String(40), info=FACTS)
    phrase: Mapped[str] = mapped_column(sa.Text, info=words("reports.published_at"))
    severity: Mapped[str] = mapped_column(sa.String(8), info=FACTS)
    reason: Mapped[str] = mapped_column(sa.Text, info=FACTS)
    rewrite: Mapped[str] = mapped_column(sa.Text, info=FACTS)
    #: Whether the newest text still has it.
    stands: Mapped[bool] = mapped_column(default=True)
    kept_because: Mapped[str | None] = mapped_column(sa.Text, info=words("reports.published_at"))
    kept_by: Mapped[str | None] = mapped_column(sa.String(32), info=PERSON)


class ReportFetch(Model):
    """Messages to be read from Slack for a timeline, which no listener may wait for."""

    __tablename__ = "report_fetches"
    __table_args__ = (sa.UniqueConstraint("report_id", "channel", "ts", "thread"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("reports.id"))
    channel: Mapped[str] = mapped_column(sa.String(32), info=TRACES)
    ts: Mapped[str] = mapped_column(sa.String(32), info=TRACES)
    #: Its whole thread, and not this message alone.
    thread: Mapped[bool]
    by: Mapped[str] = mapped_column(sa.String(32), info=PERSON)
    asked_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    #: None once it is done or given up.
    due_at: Mapped[datetime | None] = mapped_column(index=True)


class ReportMessageNews(Model):
    """Messages that were edited or deleted lately, so that old words of one do not come into a timeline after that."""

    __tablename__ = "report_message_news"

    #: `channel:ts`, as a line of the timeline has it.
    source: Mapped[str] = mapped_column(sa.String(64), primary_key=True, info=TRACES)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
