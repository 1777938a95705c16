"""Who may see a report, and who may work on it. A title is already part of it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import BotError, NotAllowed
from bot.reports import refusals
from bot.reports.models import Report, ReportWriter
from bot.reports.states import OUT, Audience
from bot.settings import Operating
from bot.slack import members


class NotThere(BotError):
    """The same words whether there is none or it is not for this person: a title must not leak by a refusal."""

    def __init__(self) -> None:
        super().__init__(refusals.NO_SUCH_REPORT)


def works_on(session: Session, report: Report, person: str) -> bool:
    return person == report.owner or session.get(ReportWriter, (report.id, person)) is not None


def may_see(session: Session, report: Report, person: Person, settings: Operating) -> bool:
    """Before it is published, only whoever works on it: half-written words are for those who can put them right."""
    if report.state in OUT:
        return is_for(session, report, person, settings)
    return works_on(session, report, person.id)


def is_for(session: Session, report: Report, person: Person, settings: Operating) -> bool:
    """Who may see it once it is published. Guests only what they work on; a report for named people is for nobody
    else, whatever their role."""
    if works_on(session, report, person.id):
        return True
    if person.guest:
        return False
    match Audience(report.audience):
        case Audience.EVERYONE:
            return True
        case Audience.ENGINEERING:
            return _is_engineer(session, person, settings)
        case Audience.NAMED:
            return person.id in report.named


def visible(session: Session, person: Person, settings: Operating) -> sa.ColumnElement[bool]:
    """The same as a condition on `Report`, for lists: what is not met here is neither shown nor counted."""
    mine = sa.or_(
        Report.owner == person.id,
        Report.id.in_(sa.select(ReportWriter.report_id).where(ReportWriter.person == person.id)),
    )
    if person.guest:
        return mine
    engineering = [Audience.ENGINEERING.value] if _is_engineer(session, person, settings) else []
    wide = Report.audience.in_([Audience.EVERYONE.value, *engineering])
    for_them = sa.or_(wide, Report.id.in_(_named(session, person.id)))
    return sa.or_(mine, sa.and_(Report.state.in_([state.value for state in OUT]), for_them))


def _is_engineer(session: Session, person: Person, settings: Operating) -> bool:
    """The CTO leads engineering, wherever they are a member."""
    channel = settings.reports.engineering_channel
    return person.id == settings.people.cto or bool(channel and members.is_member(session, channel, person.id))


def _named(session: Session, person: str) -> list[int]:
    """Those that name this person: few, so that the list in each row is read here and not by each database."""
    rows = session.execute(sa.select(Report.id, Report.named).where(Report.audience == Audience.NAMED.value))
    return [id for id, named in rows if person in named]


def seen(session: Session, report_id: int, person: Person, settings: Operating) -> Report:
    """Raises NotThere."""
    report = session.get(Report, report_id)
    if report is None or not may_see(session, report, person, settings):
        raise NotThere
    return report


def worked_on(session: Session, report_id: int, person: Person, settings: Operating) -> Report:
    """Locked, for whoever may change it: its owner, its writers. Raises NotThere, NotAllowed."""
    report = session.get(Report, report_id, with_for_update=True, populate_existing=True)
    if report is None or not may_see(session, report, person, settings):
        raise NotThere
    if not works_on(session, report, person.id):
        raise NotAllowed(refusals.ONLY_ITS_WRITERS)
    return report
