"""An approval is of the words that were read: where they change before publishing, it is taken back and asked again."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.reports import review_views, titles
from bot.reports.models import Report
from bot.reports.sharing_models import ReportRevision
from bot.reports.states import OUT, State
from bot.slack import outbox, people


def of_new_owner(session: Session, report: Report) -> bool:
    """True where whoever holds the pen now is who approved: somebody other than the owner approves.

    The caller holds the row, writes the event, and tells both.
    """
    if report.approved_by is None or report.approved_by != report.owner or not _waits(session, report):
        return False
    _take_back(report)
    return True


def _waits(session: Session, report: Report) -> bool:
    """An approval of words that are still to go out."""
    return report.state == State.APPROVED or _of_an_amendment(session, report)


def _take_back(report: Report) -> None:
    report.approved_at, report.approved_by = None, None
    if report.state not in OUT:
        report.state = State.IN_REVIEW


def _of_an_amendment(session: Session, report: Report) -> bool:
    """What went out without an approval got its first for words that are still to go out."""
    if report.state not in OUT or report.approved_at is None:
        return False
    return report.approved_at > session.get_one(ReportRevision, (report.id, report.revision)).at


def lapse(session: Session, report: Report, by: str, now: datetime) -> bool:
    """True where there was an approval to take back. The caller holds the row and writes the event."""
    if report.approved_by is None or not _waits(session, report):
        return False
    approver = report.approved_by
    _take_back(report)
    for person, title in titles.told(session, report, {approver} - {by}).items():
        message = review_views.lapsed(report.id, title, people.name(session, by))
        key = f"report:{report.id}:lapsed:{report.events}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=now)
    return True
