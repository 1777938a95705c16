"""What a report is called by those who read it: as it was published last, whatever was saved since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.reports import sight
from bot.reports.models import Report
from bot.reports.sharing_models import ReportRevision
from bot.reports.states import OUT
from bot.slack import people


@dataclass(frozen=True)
class Known:
    title: str
    severity: int
    began_at: datetime
    ended_at: datetime | None
    zone: str


def title(session: Session, report: Report) -> str:
    """Of one that is not out yet, as those who write it call it."""
    frozen = _frozen(session, report)
    return str(frozen.content["title"]) if frozen else report.title


def told(session: Session, report: Report, persons: Iterable[str | None]) -> dict[str, str]:
    """Of these whoever may see it, and what it is called for them: its newest title is for those who work on it."""
    settings = settings_.load(session)
    found = [people.person(session, one) for one in sorted(set(filter(None, persons)))]
    return {
        one.id: report.title if sight.works_on(session, report, one.id) else title(session, report)
        for one in found
        if sight.may_see(session, report, one, settings)
    }


def known(session: Session, report: Report) -> Known:
    """What lists tell of it."""
    if (frozen := _frozen(session, report)) is None:
        return Known(report.title, report.severity, report.began_at, report.ended_at, report.zone)
    told = frozen.content
    began, ended = told["began_at"], told["ended_at"]
    ended_at = datetime.fromisoformat(ended) if ended else None
    return Known(told["title"], told["severity"], datetime.fromisoformat(began), ended_at, told["zone"])


def _frozen(session: Session, report: Report) -> ReportRevision | None:
    return session.get(ReportRevision, (report.id, report.revision)) if report.state in OUT else None
