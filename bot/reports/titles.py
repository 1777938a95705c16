"""What a report is called by those who read it: as it was published last, whatever was saved since."""

from sqlalchemy.orm import Session

from bot.reports.models import Report
from bot.reports.sharing_models import ReportRevision
from bot.reports.states import OUT


def title(session: Session, report: Report) -> str:
    """Of one that is not out yet, as those who write it call it."""
    frozen = session.get(ReportRevision, (report.id, report.revision)) if report.state in OUT else None
    return str(frozen.content["title"]) if frozen else report.title
