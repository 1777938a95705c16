"""What happened to a report, appended in the transaction that does it."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.reports import lapsing
from bot.reports.models import Report, ReportEvent, ReportWriter
from bot.reports.states import STATUSES, TEXT, What
from bot.slack import visits
from bot.storage import insert_once

#: Changes everybody's Home: the reports that stand there, or how many there are, how soon they come, and their actions.
FOR_ALL = (
    *(What.STARTED, What.CHANGED, What.SUBMITTED, What.DROPPED),
    *(What.PUBLISHED, What.AMENDED, What.AUDIENCE, What.ACTION),
)


def append(
    session: Session,
    report: Report,
    what: What,
    *,
    by: str,
    now: datetime,
    section: str | None = None,
    person: str | None = None,
    says: str = "",
) -> ReportEvent:
    """The caller holds the report's row (`sight.worked_on`), so that numbers are without gaps and in order.

    What changes the words takes an approval of them back.
    """
    if what in TEXT and lapsing.lapse(session, report, by, now):
        append(session, report, What.LAPSED, by=by, now=now)
    report.events += 1
    event = ReportEvent(
        report_id=report.id,
        number=report.events,
        at=now,
        by=by,
        what=what,
        section=section,
        person=person,
        says=says.strip(),
    )
    session.add(event)
    if what in FOR_ALL:
        visits.changed_for_all(session, now)
    else:
        visits.changed(session, {by, person, report.owner, *_writers(session, report)}, now)
    return event


def owner_changed(session: Session, report: Report, by: str, now: datetime) -> bool:
    """True where its new owner is who approved it, which takes the approval back. The caller tells them."""
    lapsed = lapsing.of_new_owner(session, report)
    if lapsed:
        append(session, report, What.LAPSED, by=by, now=now)
    return lapsed


def last_by(session: Session, report: Report, what: What, section: str | None = None) -> str:
    """Who did this last; nobody where it never happened."""
    mine = sa.select(ReportEvent.by).where(ReportEvent.report_id == report.id, ReportEvent.what == what)
    here = mine if section is None else mine.where(ReportEvent.section == section)
    return session.scalar(here.order_by(ReportEvent.number.desc()).limit(1)) or ""


def last_number(session: Session, report: Report, what: What, section: str | None) -> int:
    """Of the newest such event there; whoever acts on an older one is told so."""
    numbers = sa.select(sa.func.max(ReportEvent.number)).where(ReportEvent.report_id == report.id)
    return session.scalar(numbers.where(ReportEvent.what == what, ReportEvent.section == section)) or 0


def statuses(session: Session, since: datetime) -> Iterator[tuple[datetime, str, str]]:
    """When, by whom and what, without words."""
    table = ReportEvent
    for row in session.execute(sa.select(table.at, table.by, table.report_id, table.what).where(table.at >= since)):
        if row.what in STATUSES:
            yield row.at, row.by, f"report {row.report_id}: {row.what}"


def read(session: Session, report_id: int) -> list[ReportEvent]:
    newest = sa.select(ReportEvent).where(ReportEvent.report_id == report_id).order_by(ReportEvent.number)
    return list(session.scalars(newest))


def _writers(session: Session, report: Report) -> list[str]:
    return list(session.scalars(sa.select(ReportWriter.person).where(ReportWriter.report_id == report.id)))


def let_in(session: Session, report: Report, person: str, now: datetime, *, reviews_only: bool = False) -> None:
    """As a writer or reviewer: they may see the report and work on it from now on."""
    row = {"report_id": report.id, "person": person, "since": now, "reviews_only": reviews_only}
    if not insert_once(session, ReportWriter, row) and not reviews_only:
        session.get_one(ReportWriter, (report.id, person)).reviews_only = False
    visits.changed(session, [person], now)


def let_out(session: Session, report: Report, person: str, now: datetime) -> None:
    """They work on it no more, and see it as anybody does."""
    session.execute(sa.delete(ReportWriter).where(ReportWriter.report_id == report.id, ReportWriter.person == person))
    visits.changed(session, [person], now)
