"""An action becomes a promise: handed over to whoever is asked, for no more people than its report is for."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.reports import sentences, titles
from bot.reports.actions_models import ReportAction
from bot.reports.models import Report
from bot.reports.promising import Promising
from bot.reports.states import OUT, Audience
from bot.settings import Operating

#: Whom a commitment is for, by whom its report is for.
AUDIENCES = {Audience.EVERYONE: "organisation", Audience.ENGINEERING: "leaders", Audience.NAMED: "private"}


def hand_over(
    session: Session,
    report: Report,
    row: ReportAction,
    by: str,
    settings: Operating,
    now: datetime,
    promising: Promising,
) -> None:
    assert row.owner, "somebody is asked"
    row.asked += 1
    row.origin = origin_of(row)
    row.phase, row.word, row.reason = "proposed", None, ""
    session.flush()
    row.commitment = promising.propose(
        session,
        origin=row.origin,
        what=row.what,
        owner=row.owner,
        by=by,
        settings=settings,
        now=now,
        day=row.due_on,
        said_at=said_at(session, report),
        audience=AUDIENCES[Audience(report.audience)],
    )


def origin_of(row: ReportAction) -> str:
    """A second person is asked by a second commitment."""
    again = f":{row.asked}" if row.asked > 1 else ""
    return f"report:{row.report_id}:action:{row.number}{again}"


def said_at(session: Session, report: Report) -> str:
    """Nothing of a report that is not for everybody, or not published yet: its promises are read by others."""
    if report.audience != Audience.EVERYONE or report.state not in OUT:
        return sentences.A_REPORT
    return sentences.the_report(titles.title(session, report))
