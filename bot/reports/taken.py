"""What somebody takes away as a file, in their own messages: drawn as it leaves, and only of what they may see then."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.errors import BotError
from bot.prompts import Prompts
from bot.reports import (
    actions,
    customers,
    debrief_views,
    debriefs,
    invitation,
    manuscript,
    markdown,
    printed,
    readers,
    sight,
    titles,
    uninvited,
    workbench_views,
)
from bot.reports.content import Content
from bot.reports.facts import Moment
from bot.reports.markdown import Amendment, Course
from bot.reports.models import Report
from bot.reports.sharing_models import ReportDebrief, ReportRevision
from bot.reports.templates import forms
from bot.slack import files, people
from bot.slack.files import Drawers, File
from bot.slack.messages import Message

Of = Mapping[str, Any]

REPORT, CUSTOMERS = "reports.report", "reports.customers"


def drawers(prompts: Prompts) -> Drawers:
    return {
        REPORT: partial(_report, prompts=prompts),
        CUSTOMERS: partial(_customers, prompts=prompts),
        debriefs.CALENDAR_FILE: _calendar,
        uninvited.CANCELLING_FILE: _cancelling,
    }


def ask(session: Session, drawer: str, of: Of, *, by: str, now: datetime) -> None:
    """`of`: the report's id, and in which form: markdown or html."""
    key = f"{drawer}:{of['report']}:{of['form']}:{by}:{now.isoformat(timespec='seconds')}"
    files.enqueue(
        session,
        key=key,
        channel=by,
        drawer=drawer,
        of={**of, "person": by},
        instead=workbench_views.no_file(),
        urgent=True,
        now=now,
    )


def whole(session: Session, report: Report, prompts: Prompts, now: datetime) -> str:
    """The report as it stands now, as Markdown."""
    return _document(session, report, manuscript.whole(session, report, prompts), prompts, now)


def as_read_by(session: Session, report: Report, person: str, prompts: Prompts, now: datetime) -> str:
    """The same as this person reads it."""
    return _document(session, report, manuscript.as_read_by(session, report, person, prompts), prompts, now)


def _document(session: Session, report: Report, content: Content, prompts: Prompts, now: datetime) -> str:
    known = forms(prompts.of("reports"))
    done = actions.of(session, report, now)
    name_of = partial(people.plain_name, session)
    return markdown.document(content, known, name_of, report.state, done, _course(session, report))


def _course(session: Session, report: Report) -> Course:
    revisions = sa.select(ReportRevision).where(ReportRevision.report_id == report.id, ReportRevision.number > 1)
    amended = session.scalars(revisions.order_by(ReportRevision.number)).all()
    return Course(
        report.approved_by,
        [Amendment(one.at, one.by, one.changed, one.why) for one in amended],
        [(one.person, one.took) for one in readers.lines(session, report.id)],
    )


def _report(session: Session, of: Of, now: datetime, *, prompts: Prompts) -> File | None:
    report = session.get(Report, of["report"])
    settings = settings_.load(session)
    if report is None or not sight.may_see(session, report, people.person(session, of["person"]), settings):
        return None
    text = as_read_by(session, report, of["person"], prompts, now)
    return _file(f"report-{report.id}", titles.title(session, report), text, of["form"])


def _file(name: str, title: str, text: str, form: str) -> File:
    if form == "html":
        return File(f"{name}.html", f"{name}.html", printed.as_html(title, text).encode())
    return File(f"{name}.md", f"{name}.md", text.encode())


def _customers(session: Session, of: Of, now: datetime, *, prompts: Prompts) -> File | None:
    moment = Moment(settings_.load(session), prompts, now)
    try:
        report = sight.worked_on(session, of["report"], people.person(session, of["person"]), moment.settings)
        exported = customers.ready(session, report, moment, stays=of["stays"])
    except BotError:
        return None
    if not exported.markdown:
        return None
    heading = f"# {exported.title}\n\n" if of["form"] == "html" else ""
    return _file(f"incident-{report.id}", exported.title, heading + exported.markdown, of["form"])


def _calendar(session: Session, of: Of, now: datetime) -> File | Message:
    """As it is planned now: what was asked for before it moved is of the new time, and not for who is left out.

    Whoever the report is not for any more gets only what takes it out of their calendar, or a line without a word of
    it. So does whoever gets words in the file's place.
    """
    report, planned = session.get(Report, of["report"]), session.get(ReportDebrief, of["report"])
    person = people.person(session, of["person"])
    settings = settings_.load(session)
    if report is None or planned is None or person.id not in planned.people:
        return debrief_views.no_entry()
    takes_out = planned.called_off_at is not None and of.get("off")
    if not takes_out and not sight.is_for(session, report, person, settings):
        return debrief_views.no_entry()
    return _entry(invitation.ics(debriefs.meeting(session, report, planned, person.id, settings), now))


def _cancelling(session: Session, of: Of, now: datetime) -> File:
    return _entry(invitation.ics(uninvited.cancelled(session, of), now))


def _entry(ics: str) -> File:
    return File("debrief.ics", "debrief.ics", ics.encode(), instead=debrief_views.to_copy(ics))
