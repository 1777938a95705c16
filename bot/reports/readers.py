"""Who has read a report and what they take from it; and one reminder to whoever was asked by name."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.reports import copies, fitting, hours, reader_views, sentences, sharing, sight, starting, titles
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.sharing_models import ReportCopy, ReportReader
from bot.reports.states import OUT
from bot.reports.summary_views import taken
from bot.slack import outbox, people, visits
from bot.slack.outbox import InDoubt
from bot.storage import insert_once

LONGEST_LINE = 300
#: Up to so many every reader is counted at once; beyond, every twentieth, and the rest within the hour.
COUNTED_AT_ONCE = 50


def read(session: Session, report_id: int, channel: str, *, by: Person, moment: Moment) -> int:
    """How many have read it. Raises NotThere, NotOut."""
    report = _published(session, report_id, by, moment)
    is_new = _note(session, report, channel, by, moment)
    readers = count(session, report.id)
    _settle_reminder(session, report, by.id, sentences.YOU_HAVE_READ, moment)
    if is_new and (readers <= COUNTED_AT_ONCE or readers % 20 == 0):
        sharing.redraw(session, report, moment.now)
    return readers


def take(session: Session, report_id: int, channel: str, line: str, *, by: Person, moment: Moment) -> None:
    """Shown under the report where they said it, else wherever it stands. Emptied, it is taken back.

    Raises NotThere, NotOut.
    """
    report = _published(session, report_id, by, moment)
    _note(session, report, channel, by, moment)
    reader = session.get_one(ReportReader, (report.id, by.id), with_for_update=True)
    before, reader.took = reader.took, line.strip()[:LONGEST_LINE]
    if not before and not reader.took:
        return
    name, what = people.name(session, by.id), f"took:{by.id}"
    message = taken(name, reader.took) if reader.took else reader_views.reminded(sentences.took_back(name))
    for copy in _under(session, report, channel, what, again=not reader.took):
        copies.say_below(session, copy, what, message, moment.now)


def _under(session: Session, report: Report, channel: str, what: str, *, again: bool) -> list[ReportCopy]:
    """Where it was said already. Said first, in its channel; out of one, in every channel that has the report; and of
    a report that went to people alone, under each one's."""
    out = [one for one in copies.of(session, report.id) if one.state in copies.OUT]
    said = [one for one in out if copies.has_said(session, one, what)]
    if said or again:
        return said
    channels = [one for one in out if not fitting.is_person(one.channel)]
    return [one for one in channels if one.channel == channel] or channels or out


def not_for_me(session: Session, report_id: int, *, by: Person, moment: Moment) -> None:
    """Raises NotThere."""
    report = _published(session, report_id, by, moment)
    copy = session.get(ReportCopy, (report.id, by.id), with_for_update=True)
    if copy:
        copy.not_for_me_at = moment.now
    _settle_reminder(session, report, by.id, sentences.NOT_FOR_YOU, moment)


def _published(session: Session, report_id: int, by: Person, moment: Moment) -> Report:
    report = sight.seen(session, report_id, by, moment.settings)
    if report.state not in OUT:
        raise sharing.NotOut
    return report


def _note(session: Session, report: Report, channel: str, by: Person, moment: Moment) -> bool:
    # A direct message's channel stands for the person.
    where = channel if not channel.startswith("D") else by.id
    row = {"report_id": report.id, "person": by.id, "channel": where, "read_at": moment.now, "took": ""}
    visits.changed(session, [by.id], moment.now)
    return insert_once(session, ReportReader, row)


def count(session: Session, report_id: int) -> int:
    counted = sa.select(sa.func.count()).select_from(ReportReader).where(ReportReader.report_id == report_id)
    return session.scalar(counted) or 0


def by_channel(session: Session, report_id: int) -> Counter[str]:
    """Channel → readers; "" for those who read it in their own messages."""
    rows = session.scalars(sa.select(ReportReader.channel).where(ReportReader.report_id == report_id))
    return Counter("" if fitting.is_person(channel) else channel for channel in rows)


def lines(session: Session, report_id: int) -> Sequence[ReportReader]:
    """What people take from it, oldest first."""
    said = (ReportReader.report_id == report_id, ReportReader.took != "")
    return session.scalars(sa.select(ReportReader).where(*said).order_by(ReportReader.read_at)).all()


# Reminding


def remind(session: Session, moment: Moment) -> None:
    """Who was asked by name a week ago and has not read it: once, in their hours. Not whom it never reached."""
    due = moment.now - timedelta(days=moment.settings.reports.ask_readers_after_days)
    asked = sa.select(ReportCopy).where(
        ReportCopy.state == copies.CopyState.SHARED,
        ReportCopy.at <= due,
        ReportCopy.reminded_at.is_(None),
        ReportCopy.not_for_me_at.is_(None),
        sa.or_(ReportCopy.channel.startswith("U"), ReportCopy.channel.startswith("W")),
    )
    for copy in session.scalars(asked.order_by(ReportCopy.report_id, ReportCopy.channel)).all():
        arrived = outbox.address(session, copies.post_key(copy)) is not None
        if arrived and hours.works_now(session, copy.channel, moment.settings, moment.now):
            _remind(session, copy, moment)


def _remind(session: Session, copy: ReportCopy, moment: Moment) -> None:
    copy.reminded_at = moment.now
    report, person = session.get_one(Report, copy.report_id), people.person(session, copy.channel)
    has_read = session.get(ReportReader, (report.id, person.id)) is not None
    if has_read or starting.owner_fault(session, person.id):
        return
    if not sight.may_see(session, report, person, moment.settings):
        return
    message = reader_views.reminder(report.id, titles.title(session, report))
    key = _reminder_key(session, report, person.id)
    outbox.enqueue(session, key=key, channel=person.id, message=message, now=moment.now, in_doubt=InDoubt.DROP)


def _reminder_key(session: Session, report: Report, person: str) -> str:
    """Another for each time that it was shared with them."""
    copy = session.get(ReportCopy, (report.id, person))
    again = f"{copy.round}:" if copy and copy.round > 1 else ""
    return f"report:{report.id}:remind:{again}{person}"


def _settle_reminder(session: Session, report: Report, person: str, heading: str, moment: Moment) -> None:
    key = _reminder_key(session, report, person)
    if key in outbox.keys(session, key) and not outbox.was_refused(session, key):
        outbox.change(session, key=key, message=reader_views.reminded(heading), now=moment.now)
