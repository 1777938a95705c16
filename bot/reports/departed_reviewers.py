"""Who was asked to review a report left Slack: nobody waits for them, and its owner can ask somebody else.

Who approved and left has approved; where the words change after that, nobody is there to read them again.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import log, orphans, owners, review_views, sentences
from bot.reports.models import Report
from bot.reports.review_models import ReportReview
from bot.reports.states import State, What
from bot.slack import outbox, people
from bot.slack.people import Profile


def notice_departures(session: Session, now: datetime) -> None:
    waiting = sa.select(ReportReview).join(Profile, Profile.id == ReportReview.person)
    waiting = waiting.join(Report, Report.id == ReportReview.report_id).where(Report.state == State.IN_REVIEW.value)
    gone = waiting.where(Profile.left, ReportReview.declined_at.is_(None))
    for review in session.scalars(gone.order_by(ReportReview.report_id, ReportReview.person)).all():
        report = session.get_one(Report, review.report_id, with_for_update=True, populate_existing=True)
        if report.state == State.IN_REVIEW:
            _let_go(session, report, review, now)


def _let_go(session: Session, report: Report, review: ReportReview, now: datetime) -> None:
    review.declined_at = now
    log.append(session, report, What.DECLINED, by=owners.ITSELF, now=now, person=review.person)
    others = [people.name(session, one) for one in _asked(session, report)]
    heading = sentences.reviewer_left(people.name(session, review.person), others)
    message = review_views.without_reviewer(report.id, report.title, heading)
    for person in [report.owner] if report.owner else orphans.nearest(session, report):
        key = f"report:{report.id}:reviewer-left:{report.events}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=now)


def _asked(session: Session, report: Report) -> list[str]:
    """Who still is."""
    asked = sa.select(ReportReview.person).join(Profile, Profile.id == ReportReview.person)
    here = asked.where(ReportReview.report_id == report.id, ReportReview.declined_at.is_(None), ~Profile.left)
    return [one for one in session.scalars(here.order_by(ReportReview.asked_at)) if one != report.owner]
