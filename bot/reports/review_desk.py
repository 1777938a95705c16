"""Messages about a review: to who is asked, and to the owner of what came of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import review_views
from bot.reports.models import Report
from bot.reports.review_models import ReportComment, ReportReview
from bot.reports.sharing_models import ReportCopy, ReportCustomerVersion, ReportRevision
from bot.slack import outbox, people
from bot.slack.messages import Message
from bot.slack.text import escape


def _ask_key(review: ReportReview) -> str:
    return f"report:{review.report_id}:review:{review.round}:{review.person}"


def ask(session: Session, report: Report, review: ReportReview, word: str, now: datetime) -> None:
    message = review_views.asked(report.id, report.title, report.severity, people.name(session, review.asked_by), word)
    outbox.enqueue(session, key=_ask_key(review), channel=review.person, message=message, now=now)


def declined(session: Session, report: Report, review: ReportReview, now: datetime) -> None:
    _settle(session, review, review_views.settled(report.title, "You said that you cannot review this report."), now)
    heading = f"{people.name(session, review.person)} cannot review this report."
    _tell(session, report, {review.asked_by, report.owner}, review.person, "declined", heading, review.word, now)


def approved(session: Session, report: Report, now: datetime) -> None:
    assert report.approved_by, "somebody approved"
    name = people.name(session, report.approved_by)
    _settle_all(session, report, f"{name} approved this report.", now)
    heading = f"{name} approved this report. It can be published."
    _tell(session, report, {report.owner}, report.approved_by, "approved", heading, "", now)


def sent_back(session: Session, report: Report, by: str, word: str, now: datetime) -> None:
    name = people.name(session, by)
    _settle_all(session, report, f"{name} sent this report back to its writers.", now)
    _tell(session, report, {report.owner}, by, "back", f"{name} sent this report back to you.", word, now)


def dropped(session: Session, report: Report, by: str, reason: str, now: datetime) -> None:
    name = people.name(session, by)
    _settle_all(session, report, f"{name} dropped this report.", now)
    _tell(session, report, {report.owner, report.made_by}, by, "dropped", f"{name} dropped this report.", reason, now)


def commented(session: Session, report: Report, by: str, now: datetime) -> None:
    """One message a reviewer and day, which counts along."""
    if report.owner in (None, by):
        return
    mine = (ReportComment.report_id == report.id, ReportComment.by == by, ReportComment.resolved_at.is_(None))
    count = session.scalar(sa.select(sa.func.count()).select_from(ReportComment).where(*mine)) or 0
    said = f"{people.name(session, by)} has {count} open {'remark' if count == 1 else 'remarks'} on this report."
    message = review_views.told(report.id, report.title, said)
    key = f"report:{report.id}:remarks:{by}:{now.date()}"
    assert report.owner, "checked above"
    if not outbox.enqueue(session, key=key, channel=report.owner, message=message, now=now):
        outbox.change(session, key=key, message=message, now=now)


def _settle_all(session: Session, report: Report, heading: str, now: datetime) -> None:
    for key in outbox.keys(session, f"report:{report.id}:review:"):
        outbox.change(session, key=key, message=review_views.settled(report.title, heading), now=now)


def _settle(session: Session, review: ReportReview, message: Message, now: datetime) -> None:
    if _ask_key(review) in outbox.keys(session, _ask_key(review)):
        outbox.change(session, key=_ask_key(review), message=message, now=now)


def _tell(
    session: Session,
    report: Report,
    whom: set[str | None],
    by: str,
    what: str,
    heading: str,
    word: str,
    now: datetime,
) -> None:
    message = review_views.told(report.id, report.title, heading, word)
    for person in sorted(filter(None, whom - {by})):
        key = f"report:{report.id}:{what}:{report.events}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=now)


def published(session: Session, report: Report, by: str, now: datetime) -> None:
    """To the owner, where somebody else pressed the button."""
    heading = f"{people.name(session, by)} published this report."
    _tell(session, report, {report.owner}, by, "published", heading, "", now)


def amended(session: Session, report: Report, frozen: ReportRevision, now: datetime) -> None:
    """To whoever approved what it said before, and its owner."""
    heading = f"{people.name(session, frozen.by)} amended a report that you approved or own."
    whom = {report.approved_by, report.owner}
    _tell(session, report, whom, frozen.by, f"amended:{frozen.number}", heading, frozen.changed, now)


def customers_outdated(
    session: Session, report: Report, version: ReportCustomerVersion, frozen: ReportRevision, now: datetime
) -> None:
    """Also to an approver who amended it: what customers may read waits for somebody's look."""
    heading = (
        f"{people.name(session, frozen.by)} amended a report whose version for customers you approved. "
        "It is not exported until somebody has looked whether it is still right."
    )
    _tell(session, report, {version.approved_by}, "", f"customers:{frozen.number}", heading, frozen.changed, now)


def not_shared(session: Session, report: Report, copy: ReportCopy, now: datetime, error: str = "") -> None:
    """Its owner and whoever chose the place hear it once for each try, with a way to see all places."""
    where = f"<@{copy.channel}>" if copy.channel.startswith(("U", "W")) else f"<#{copy.channel}>"
    said = "is withdrawn from" if copy.state == "withdrawn" else "did not reach"
    reason = f"Slack did not take it ({escape(error)})." if error else escape(copy.refused)
    message = review_views.told(report.id, report.title, f"This report {said} {where}. {reason}")
    for person in sorted(filter(None, {report.owner, copy.by})):
        key = f"report:{report.id}:place:{copy.state}:{copy.channel}:{copy.round}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=now)
