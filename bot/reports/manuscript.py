"""The report as it reads now, and what its sections are called."""

from sqlalchemy.orm import Session

from bot.prompts import Prompts
from bot.reports import reading
from bot.reports.content import Content
from bot.reports.models import Report

ORDER = (
    "summary",
    "impact",
    "timeline",
    "factors",
    "went_well",
    "lucky",
    "hard",
    "learned",
    "unknown",
    "actions",
    "unshared",
)


def whole(session: Session, report: Report, prompts: Prompts) -> Content:
    written = reading.newest_sections(session, report.id)
    keys = [*ORDER, *sorted(written.keys() - set(ORDER))]
    return reading.content(session, report, keys, {})


def title_of(key: str, prompts: Prompts) -> str:
    return key.replace("_", " ").capitalize()


def phrases_to_settle(session: Session, report: Report) -> int:
    """How many findings ask for a reason before the report is published."""
    return 0
