"""What App Home shows of reports: what waits for this person, and what came out lately."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import (
    actions_text,
    actions_views,
    figure_doors,
    figures_queries,
    figures_text,
    hours,
    reminding,
    reminding_views,
    review_views,
    sight,
    titles,
)
from bot.reports.models import Report, ReportWriter
from bot.reports.reminding import ON_ITS_WAY
from bot.reports.review_models import ReportReview
from bot.reports.sharing_models import ReportReader
from bot.reports.states import OUT, State
from bot.slack import blocks, people
from bot.slack.blocks import Block
from bot.slack.home import Look
from bot.slack.text import date_text, escape

RECENT = "Reports of incidents"
NO_RECENT = (
    "What went wrong and what we learned from it stands here once a report is published. `/incident-report` begins one."
)
REST = "The others: `/incident-report list`"
FIGURES = "What becomes of reports"
NO_FIGURES = (
    "How soon reports come, how often they are read, how many of their actions are done in time, and what comes back: "
    "this stands here once an incident of the last 13 weeks has a report for everybody."
)
#: Of each kind.
MOST = 5


def waiting(session: Session, look: Look) -> Sequence[Block]:
    return [
        *_to_review(session, look),
        *_to_write(session, look),
        *_to_write_with_others(session, look),
        *_to_find_owners_for(session, look),
    ]


def _to_review(session: Session, look: Look) -> Iterator[Block]:
    asked = sa.select(Report).join(ReportReview, ReportReview.report_id == Report.id)
    mine = (ReportReview.person == look.person.id, ReportReview.declined_at.is_(None))
    in_review = asked.where(*mine, Report.state == State.IN_REVIEW.value).order_by(ReportReview.asked_at)
    for report in session.scalars(in_review.limit(MOST)).all():
        owner = people.name(session, report.owner) if report.owner else "Its writers"
        button = blocks.button("Review", review_views.LOOK, value=str(report.id), label=f"Review: {report.title}")
        yield blocks.section(f"*{escape(report.title)}*\n{owner} asked you for a review.", accessory=button)


def _to_write(session: Session, look: Look) -> Iterator[Block]:
    mine = sa.select(Report).where(Report.owner == look.person.id, Report.state.in_(ON_ITS_WAY))
    for report in session.scalars(mine.order_by(Report.created_at, Report.id).limit(MOST)).all():
        today = hours.today_of(session, look.person.id, look.settings, look.now)
        draft_by, publish_by = reminding.deadlines(report, look.settings)
        if report.state == State.DRAFT:
            said = f"The draft is to be ready by {actions_text.day(draft_by, today)}."
            button = blocks.button("Write", reminding_views.OPEN, value=str(report.id), label=f"Write: {report.title}")
        else:
            said = f"It is {report.state}, and to be published by {actions_text.day(publish_by, today)}."
            label = f"Where it stands: {report.title}"
            button = blocks.button("Where it stands", review_views.STEPS, value=str(report.id), label=label)
        yield blocks.section(f"*{escape(report.title)}*\n{said}", accessory=button)


def _to_write_with_others(session: Session, look: Look) -> Iterator[Block]:
    """Drafts that they were invited to. Who began one, or reviewed it, has given it out of their hands."""
    me = look.person.id
    asked = sa.select(Report).join(ReportWriter, ReportWriter.report_id == Report.id).where(ReportWriter.person == me)
    drafts = asked.where(Report.state == State.DRAFT.value, Report.owner != me, Report.made_by != me)
    reviewed = sa.select(ReportReview.report_id).where(ReportReview.person == me)
    mine = drafts.where(Report.id.not_in(reviewed)).order_by(ReportWriter.since, Report.id).limit(MOST)
    for report in session.scalars(mine).all():
        draft_by, _ = reminding.deadlines(report, look.settings)
        day = actions_text.day(draft_by, hours.today_of(session, me, look.settings, look.now))
        said = f"{people.name(session, report.owner or '')} writes this with you. The draft is to be ready by {day}."
        button = blocks.button("Write", reminding_views.OPEN, value=str(report.id), label=f"Write: {report.title}")
        yield blocks.section(f"*{escape(report.title)}*\n{said}", accessory=button)


def _to_find_owners_for(session: Session, look: Look) -> Iterator[Block]:
    for report, wanting in reminding.without_owners(session, look.settings, look.now, owner=look.person.id)[:MOST]:
        count = f"{len(wanting)} {'action waits' if len(wanting) == 1 else 'actions wait'} for an owner."
        label = f"Name owners: {report.title}"
        button = blocks.button("Name owners", actions_views.LIST, value=str(report.id), label=label)
        yield blocks.section(f"*{escape(report.title)}*\n{count}", accessory=button)


def recent(session: Session, look: Look) -> Sequence[Block]:
    """What was published last, of what this person may see."""
    out = sa.select(Report).where(
        Report.state.in_([state.value for state in OUT]), sight.visible(session, look.person, look.settings)
    )
    newest = session.scalars(out.order_by(Report.published_at.desc()).limit(MOST)).all()
    read = sa.select(ReportReader.report_id).where(
        ReportReader.person == look.person.id, ReportReader.report_id.in_([report.id for report in newest])
    )
    have_read = set(session.scalars(read))
    return [_recent(session, look, report, report.id in have_read) for report in newest]


def _recent(session: Session, look: Look, report: Report, have_read: bool) -> Block:
    when = date_text(report.published_at or look.now, look.settings.calendar.zone, "{date_short_pretty}")
    known = titles.known(session, report)
    facts = [f"severity {known.severity}", f"published {when}", "you have read it" if have_read else ""]
    acting = actions_text.line(session, report, look.settings, look.now)
    title = known.title
    said = "\n".join(filter(None, [f"*{escape(title)}*", " · ".join(filter(None, facts)), acting]))
    button = blocks.button("Read", reminding_views.OPEN, value=str(report.id), label=f"Read: {title}")
    return blocks.section(said, accessory=button)


def figures(session: Session, look: Look) -> Sequence[Block]:
    """Of the last 13 weeks, for everybody; no person is in them."""
    start = look.now - timedelta(days=figure_doors.SPANS["quarter"])
    end = look.now + timedelta(seconds=1)
    found = figures_queries.between(session, look.settings, start, end, look.now)
    if not found.reports:
        return []
    said = "\n".join(["*The last 13 weeks*", *figures_text.at_a_glance(found)])
    return [blocks.section(said), blocks.context("More: `/cadence reports`")]
