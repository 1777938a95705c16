"""What customers read, as text: a first proposal made of the report, and the document that is exported."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.reports import actions, customers_house, internals, manuscript, templates
from bot.reports.actions_rules import Stand
from bot.reports.facts import Moment
from bot.reports.markdown import deeper
from bot.reports.models import Report
from bot.reports.sharing_models import ReportCustomerVersion

_NOT_DOING = (Stand.DECLINED, Stand.DROPPED, Stand.MISSED)
FIELDS = ("happened", "felt", "doing")
HEADINGS = ("What happened", "Who was affected", "What we are doing")


def proposed(session: Session, report: Report, moment: Moment) -> tuple[str, str, str]:
    """For `FIELDS`, in the words of the report: with roles for people, and without what is of the house."""
    content = manuscript.whole(session, report, moment.prompts)
    house = customers_house.of(session, report.id, moment)
    told = (content.section(templates.SUMMARY).text, content.section("impact").text, _doing(session, report, moment))
    happened, felt, doing = (internals.without(text.strip(), house) for text in told)
    return happened or internals.without(content.title, house), felt, doing


def _doing(session: Session, report: Report, moment: Moment) -> str:
    """Nobody outside needs to know who, or by when."""
    listed = [one for one in actions.of(session, report, moment.now) if one.stand not in _NOT_DOING]
    return "\n".join(f"- {one.what}" for one in listed)


def joined(version: ReportCustomerVersion) -> str:
    return "\n".join(getattr(version, name) for name in FIELDS)


def title(report: Report) -> str:
    """The report's own may name what is inside."""
    day = report.began_at.astimezone(ZoneInfo(report.zone))
    return f"Incident on {day.day} {day:%B %Y}"


def markdown(version: ReportCustomerVersion) -> str:
    parts = [(heading, getattr(version, name)) for heading, name in zip(HEADINGS, FIELDS, strict=True)]
    return "\n\n".join(f"## {heading}\n\n{deeper(text)}" for heading, text in parts if text) + "\n"
