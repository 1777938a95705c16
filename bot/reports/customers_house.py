"""What customers are not told, as settings, Slack and the report itself say it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import someone
from bot.reports import reading
from bot.reports.facts import Moment
from bot.reports.house import COLLEAGUE, House
from bot.reports.models import Report, ReportWriter
from bot.settings import Operating
from bot.slack import members
from bot.slack.channels import ChannelSize
from bot.slack.people import Profile

UNSHARED = "unshared"


def of(session: Session, report_id: int, moment: Moment) -> House:
    report, section = session.get_one(Report, report_id), moment.settings.reports
    known = session.execute(sa.select(Profile.id, Profile.name).where(~Profile.bot).order_by(Profile.id)).all()
    roles = _roles(session, report, moment.settings)
    public = dict(_pair(text) for text in section.public_names)
    unshared = reading.newest_sections(session, report.id).get(UNSHARED)
    return House(
        people={name: roles.get(id, COLLEAGUE) for id, name in known if name != someone.NAME},
        ids={id: roles.get(id, COLLEAGUE) for id, _ in known},
        channels=frozenset(name.casefold() for name in session.scalars(sa.select(ChannelSize.name)) if name),
        systems={name.strip(): "" for name in section.internal_names if name.strip()} | public,
        public=frozenset(site.casefold() for site in section.public_sites),
        withheld=unshared.text if unshared else "",
    )


def _roles(session: Session, report: Report, settings: Operating) -> dict[str, str]:
    """Who is no colleague only."""
    writers = session.scalars(sa.select(ReportWriter.person).where(ReportWriter.report_id == report.id))
    channel = settings.reports.engineering_channel
    engineers = {*writers, report.owner, *(members.people_in(session, channel) if channel else ())}
    cto = {settings.people.cto: "the CTO"} if settings.people.cto else {}
    return dict.fromkeys(filter(None, engineers), "an engineer") | cto


def _pair(text: str) -> tuple[str, str]:
    inside, _, outside = text.partition(" = ")
    return inside, outside
