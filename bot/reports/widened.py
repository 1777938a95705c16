"""A channel in which a report stands got more people: a guest, another organisation, or others than it is for.

The copy stays, since people may be talking about it; its owner hears so once and can take it back with a click.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import copies, fitting, log, orphans, review_views, sentences, sharing, sight, summary_views, titles
from bot.reports.copies import CopyState
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.sharing_models import ReportCopy
from bot.reports.states import What
from bot.slack import members, operators, outbox
from bot.slack.members import WatchedChannel

STANDS = sa.select(ReportCopy).where(ReportCopy.state == CopyState.SHARED)


def joined(session: Session, channel: str, person: str, moment: Moment) -> None:
    """Slack is asked who is there now, unless this person may read all that stands there."""
    for copy in session.scalars(STANDS.where(ReportCopy.channel == channel)):
        if fitting.person_fault(session, session.get_one(Report, copy.report_id), person, moment.settings):
            members.want(session, channel, moment.now)
            return


def noticed(session: Session, moment: Moment) -> None:
    """Slack said who is in some channel: of what stands there, what should not any more is told."""
    told_now = sa.select(WatchedChannel.id).where(WatchedChannel.known_at == moment.now, WatchedChannel.error.is_(None))
    for copy in session.scalars(STANDS.where(ReportCopy.channel.in_(told_now)).order_by(ReportCopy.report_id)).all():
        report = session.get_one(Report, copy.report_id)
        if fault := fitting.widened(session, report, copy.channel, moment):
            _tell(session, report, copy, fault, moment)


def _tell(session: Session, report: Report, copy: ReportCopy, fault: str, moment: Moment) -> None:
    """Once for each channel: what somebody decided to leave there is not asked about again."""
    whom = {report.owner, copy.by} if report.owner else orphans.nearest(session, report)
    told = titles.told(session, report, whom)
    for person, title in told.items():
        message = review_views.wider(report.id, title, copy.channel, fault)
        key = f"report:{report.id}:wider:{copy.channel}:{copy.round}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=moment.now)
    if not told:
        cause = f"report:{report.id}:wider:{copy.channel}:{copy.round}"
        operators.tell(session, cause, sentences.wider_alone(report.id, copy.channel, fault), moment.now)


def take_back(session: Session, report_id: int, channel: str, *, by: Person, moment: Moment) -> Report:
    """Every message of it there reads as one short line from now on. Raises NotThere, NotAllowed, NotOut."""
    report = sight.worked_on(session, report_id, by, moment.settings)
    copy = session.get(ReportCopy, (report_id, channel), with_for_update=True)
    if copy is None:
        raise sharing.NotOut
    if copy.state in copies.OUT:
        copies.withdraw(session, copy, sentences.TAKEN_BACK, moment.now)
        log.append(session, report, What.SHARED, by=by.id, now=moment.now, says="taken back")
    told = {key.rpartition(":")[2]: key for key in outbox.keys(session, _wider(report, copy))}
    named = titles.told(session, report, told)
    for person, key in told.items():
        said = sentences.taken_back_from(channel)
        message = review_views.told(report.id, named[person], said) if person in named else summary_views.withdrawn()
        outbox.change(session, key=key, message=message, now=moment.now)
    return report


def _wider(report: Report, copy: ReportCopy) -> str:
    return f"report:{report.id}:wider:{copy.channel}:{copy.round}:"
