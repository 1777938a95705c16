"""Who writes a report: writers are invited, the pen goes on to somebody else, and owners leave."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import FieldErrors
from bot.reports import log, writing
from bot.reports.models import Report, ReportWriter
from bot.reports.starting import owner_fault
from bot.reports.states import Audience, State, What
from bot.reports.workbench_views import OPEN
from bot.settings import Operating
from bot.slack import blocks, operators, outbox, people
from bot.slack.messages import Message
from bot.slack.people import Profile
from bot.slack.text import escape, one_line

#: Who acts where nobody does.
ITSELF = "cadence"


def invite(
    session: Session, report_id: int, writers: Iterable[str], *, by: Person, settings: Operating, now: datetime
) -> int:
    """How many are new. Raises NotThere, NotAllowed, Closed, FieldErrors."""
    report = writing.open_for_writing(session, report_id, by, settings)
    chosen = [one for one in dict.fromkeys(writers) if not _writes(session, report, one)]
    for person in chosen:
        if sentence := owner_fault(session, person):
            raise FieldErrors({"writers": f"{people.plain_name(session, person)}: {sentence}"})
    for person in chosen:
        log.let_in(session, report, person, now)
        heading = f"{people.name(session, by.id)} asks you to write a report with them."
        _tell(session, report, person, "writer", heading, "", now)
    return len(chosen)


def _writes(session: Session, report: Report, person: str) -> bool:
    return session.get(ReportWriter, (report.id, person)) is not None or person == report.owner


def hand_over(
    session: Session, report_id: int, to: str, note: str, *, by: Person, settings: Operating, now: datetime
) -> None:
    """At once, and they are told; whoever had the pen goes on writing.

    Raises NotThere, NotAllowed, Closed, FieldErrors.
    """
    report = writing.open_for_writing(session, report_id, by, settings)
    if to == report.owner:
        raise FieldErrors({"to": "They hold the pen already."})
    if not to or (sentence := owner_fault(session, to)):
        raise FieldErrors({"to": sentence if to else "Choose a person."})
    before, report.owner = report.owner, to
    for person in filter(None, {before, by.id}):
        log.let_in(session, report, person, now)
    log.append(session, report, What.OWNER, by=by.id, now=now, person=to, says=note)
    heading = f"{people.name(session, by.id)} hands you the pen for a report: you own it now."
    _tell(session, report, to, "owner", heading, note, now)
    if before and before != by.id:
        told = f"{people.name(session, to)} holds the pen for this report now. You go on writing with them."
        _tell(session, report, before, "owner-before", told, note, now)


def tell_owner(session: Session, report: Report, now: datetime) -> None:
    """Somebody else began it and gave them the pen."""
    if report.owner and report.owner != report.made_by:
        heading = f"{people.name(session, report.made_by)} began a report and asks you to hold the pen."
        _tell(session, report, report.owner, "owner", heading, "", now)


def _tell(session: Session, report: Report, person: str, what: str, heading: str, word: str, now: datetime) -> None:
    title = escape(one_line(report.title))
    body = [blocks.section(f"{heading}\n*{title}*")]
    body += [blocks.words(word, quote=True)] if word.strip() else []
    body.append(blocks.actions(blocks.button("Open it", OPEN, value=str(report.id), style="primary")))
    text = "\n".join(filter(None, [heading, title, escape(word)]))
    key = f"report:{report.id}:{what}:{report.events}:{person}"
    outbox.enqueue(session, key=key, channel=person, message=Message(text, body), now=now)


def notice_departures(session: Session, now: datetime) -> None:
    """Reports whose owner left Slack are without one, and somebody who may see them is told."""
    gone = sa.select(Report.id).join(Profile, Profile.id == Report.owner)
    for report_id in session.scalars(gone.where(Profile.left, Report.state != State.DROPPED)).all():
        report = session.get_one(Report, report_id, with_for_update=True, populate_existing=True)
        left, report.owner = report.owner, None
        log.append(session, report, What.OWNER, by=ITSELF, now=now)
        _tell_of_departure(session, report, left or "", now)


def _tell_of_departure(session: Session, report: Report, left: str, now: datetime) -> None:
    """Its writers; operators too, who of a report for named people learn its number only."""
    name = people.name(session, left)
    heading = f"{name} left, so this report is without an owner. Somebody who writes it can hand the pen over."
    here = sa.select(ReportWriter.person).join(Profile, Profile.id == ReportWriter.person, isouter=True)
    writing_it = here.where(ReportWriter.report_id == report.id, sa.or_(Profile.id.is_(None), ~Profile.left))
    for person in session.scalars(writing_it.order_by(ReportWriter.person)).all():
        _tell(session, report, person, "without-owner", heading, "", now)
    title = "" if report.audience == Audience.NAMED else f": {escape(one_line(report.title))}"
    sentence = f"{name} left, so report {report.id} is without an owner{title}. Its writers are told."
    operators.tell(session, f"report:{report.id}:without-owner:{report.events}", sentence, now)
