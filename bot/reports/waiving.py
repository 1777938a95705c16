"""Whether a report needs an approval before people read it: the organisation may do without for the lowest severity."""

from sqlalchemy.orm import Session

from bot.reports import titles
from bot.reports.models import Report
from bot.reports.states import OUT, State
from bot.settings import Operating


def is_waived(report: Report, settings: Operating) -> bool:
    """Of the lowest severity, where the organisation lets these go out without an approval."""
    section = settings.reports
    return section.waive_approval_for_lowest and report.severity >= section.severities


def lacks_approval(session: Session, report: Report, settings: Operating) -> bool:
    """It went out without one, and an amendment would make it worse than it was then: the waiver was not for that."""
    if report.state not in OUT or report.approved_by is not None or is_waived(report, settings):
        return False
    return report.severity < titles.known(session, report).severity


def is_reviewed(session: Session, report: Report, settings: Operating) -> bool:
    """Whether those who were asked decide about it now."""
    return report.state == State.IN_REVIEW or lacks_approval(session, report, settings)
