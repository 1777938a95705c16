"""The owner of a report left Slack: who may take the pen is told, and the first of them takes it with a click."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import audit
from bot.access import Person
from bot.reports import actions, log, refusals, reminding_views, sentences, sight, starting, titles, workbench_views
from bot.reports.models import Report, ReportWriter
from bot.reports.reviewing import NotNow
from bot.reports.states import OUT, Audience, State, What
from bot.settings import Operating
from bot.slack import operators, outbox, people
from bot.slack.outbox import InDoubt
from bot.slack.people import Profile

#: As the audit calls it, where an operator does whom the report was not for.
TAKEN_OVER = "taken over:"


def notice_departures(session: Session, settings: Operating, now: datetime) -> None:
    """Of what is on its way, or has open actions. Operators hear in one message of all that somebody left behind."""
    gone = sa.select(Report.id).join(Profile, Profile.id == Report.owner).where(Profile.left)
    behind: dict[str, list[int]] = {}
    for report_id in session.scalars(gone.where(Report.state != State.DROPPED).order_by(Report.id)).all():
        report = session.get_one(Report, report_id, with_for_update=True, populate_existing=True)
        left, report.owner = report.owner or "", None
        log.append(session, report, What.OWNER, by="cadence", now=now)
        if report.state in OUT and not any(one.is_open for one in actions.of(session, report, now)):
            continue
        if _find_another(session, report, left, settings, now):
            behind.setdefault(left, []).append(report.id)
    for left, reports in behind.items():
        sentence = sentences.left_to_others(people.name(session, left), reports)
        operators.tell(session, f"report:orphans:{left}:{reports[0]}", sentence, now)


def _find_another(session: Session, report: Report, left: str, settings: Operating, now: datetime) -> bool:
    """Whether anybody works on it, or it is for them by name; else only operators are left to take it."""
    name = people.name(session, left)
    lone = reminding_views.nobody_near(report.id, sentences.left_alone(name, report.id, _title(session, report)))
    for person in (found := nearest(session, report)):
        writes = sight.works_on(session, report, person)
        message = reminding_views.without_owner(report.id, report.title, name) if writes else lone
        key = f"report:{report.id}:orphan:{report.events}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=message, now=now, in_doubt=InDoubt.DROP)
    for person in _operators(settings) if not found else ():
        key = f"{operators.KEY}report:{report.id}:orphan:{report.events}:{person}"
        outbox.enqueue(session, key=key, channel=person, message=lone, now=now)
    return bool(found)


def nearest(session: Session, report: Report) -> Sequence[str]:
    """Who writes it; else, where it is for named people, they: nobody else may know what it says."""
    writers = sa.select(ReportWriter.person).where(ReportWriter.report_id == report.id).order_by(ReportWriter.since)
    here = [one for one in session.scalars(writers) if not starting.owner_fault(session, one)]
    if not here and report.audience == Audience.NAMED:
        return [one for one in report.named if not starting.owner_fault(session, one)]
    return here


def _operators(settings: Operating) -> Sequence[str]:
    return settings.people.operators or tuple(filter(None, [settings.people.cto]))


def _title(session: Session, report: Report) -> str:
    """Who does not work on it is told no more than everybody may know."""
    return titles.title(session, report) if report.audience == Audience.EVERYONE and report.state in OUT else ""


def take_over(session: Session, report_id: int, *, by: Person, settings: Operating, now: datetime) -> Report:
    """The first who does. Raises NotThere, NotNow."""
    report = session.get(Report, report_id, with_for_update=True, populate_existing=True)
    if report is None or not _may_know(session, report, by, settings):
        raise sight.NotThere
    if report.owner is not None:
        raise NotNow(refusals.holds_the_pen(people.name(session, report.owner)))
    if report.state == State.DROPPED:
        raise NotNow(refusals.NOBODY_HOLDS_ITS_PEN)
    was_near = sight.works_on(session, report, by.id) or by.id in nearest(session, report)
    report.owner = by.id
    log.let_in(session, report, by.id, now)
    log.append(session, report, What.OWNER, by=by.id, now=now, person=by.id)
    if not was_near:
        audit.record(session, TAKEN_OVER, f"report {report.id}", by=by.id, now=now)
    if log.owner_changed(session, report, by.id, now):
        _tell_of_approval(session, report, by.id, now)
    return report


def _tell_of_approval(session: Session, report: Report, owner: str, now: datetime) -> None:
    """To who approved it and holds its pen now, and whoever else works on it: one of them approves it next."""
    name = people.name(session, owner)
    for person in {owner, *nearest(session, report)}:
        mine = sentences.YOU_TOOK_IT + sentences.YOUR_APPROVAL_ENDS
        heading = mine if person == owner else sentences.pen_went_on(name) + sentences.THEIR_APPROVAL_ENDS
        key = f"report:{report.id}:lapsed:{report.events}:{person}"
        message = workbench_views.told(report.id, report.title, heading, "")
        outbox.enqueue(session, key=key, channel=person, message=message, now=now)


def _may_know(session: Session, report: Report, person: Person, settings: Operating) -> bool:
    if person.guest:
        return False
    if sight.works_on(session, report, person.id):
        return True
    return report.owner is None and person.id in (nearest(session, report) or _operators(settings))
