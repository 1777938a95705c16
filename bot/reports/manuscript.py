"""The report as it reads now, and what its sections are called."""

from sqlalchemy.orm import Session

from bot.prompts import Prompts
from bot.reports import findings, reading, sight
from bot.reports.content import Content
from bot.reports.models import Report
from bot.reports.sharing_models import ReportRevision
from bot.reports.states import OUT
from bot.reports.templates import FACTS, forms
from bot.reports.window_notes import KNOWN


def whole(session: Session, report: Report, prompts: Prompts) -> Content:
    return reading.whole(session, report, forms(prompts.of("reports")))


def as_read_by(session: Session, report: Report, person: str, prompts: Prompts) -> Content:
    """As it stands now for whoever works on it; for everybody else as it was published last."""
    frozen = session.get(ReportRevision, (report.id, report.revision)) if report.state in OUT else None
    if frozen and not sight.works_on(session, report, person):
        return Content.from_json(frozen.content)
    return whole(session, report, prompts)


def title_of(key: str, prompts: Prompts) -> str:
    if key == FACTS:
        return KNOWN
    return forms(prompts.of("reports")).ask(key).title


def phrases_to_settle(session: Session, report: Report) -> int:
    """How many findings ask for a reason before the report is published."""
    return len(findings.open_confirms(session, report))
