"""The owner of a report is reminded of it, gently and in their hours."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import local_time
from bot.prompts import Words
from bot.reports import actions, actions_days, actions_text, hours, reminding_rules, reminding_views
from bot.reports.actions import Action
from bot.reports.actions_models import ReportReminder
from bot.reports.hours import IsWorkingDay
from bot.reports.models import Report
from bot.reports.reminding_rules import WEEK, Toward
from bot.reports.states import State
from bot.settings import Operating
from bot.slack import outbox
from bot.slack.messages import Message
from bot.slack.outbox import InDoubt
from bot.storage import insert_once

#: Working days after which whoever asked for an action hears that there was no answer.
PATIENCE = 5
ON_ITS_WAY = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
#: One message of many: none rather than two.
GENTLE = InDoubt.DROP


def deadlines(report: Report, settings: Operating, working: IsWorkingDay | None = None) -> tuple[date, date]:
    """By when it is to be a draft that others read, and to be published: working days after the incident."""
    zone, working = settings.calendar.zone, working or hours.working_days(settings)
    ended = (report.ended_at or report.created_at).astimezone(zone).date()
    within = settings.reports
    return hours.after(ended, within.draft_within_days, working), hours.after(
        ended, within.publish_within_days, working
    )


def remind(session: Session, *, settings: Operating, words: Words, now: datetime) -> None:
    """Of each report that is on its way, and of actions that nobody owns."""
    on_its_way = sa.select(Report).where(Report.state.in_(ON_ITS_WAY)).order_by(Report.id)
    for report in session.scalars(on_its_way).all():
        if _is_at_work(session, report, settings, now):
            _remind_of(session, report, settings, words, now)
    for report, wanting in without_owners(session, settings, now):
        if _is_at_work(session, report, settings, now):
            _ask_for_owners(session, report, wanting, settings, words, now)
    asking = sa.select(Report).where(Report.id.in_(actions.reports_asking()), Report.state != State.DROPPED)
    for report in session.scalars(asking.order_by(Report.id)).all():
        if _is_at_work(session, report, settings, now):
            _tell_of_unanswered(session, report, settings, words, now)


def _is_at_work(session: Session, report: Report, settings: Operating, now: datetime) -> bool:
    return report.owner is not None and hours.works_now(session, report.owner, settings, now)


def _memory(session: Session, report: Report) -> ReportReminder:
    insert_once(session, ReportReminder, {"report_id": report.id, "times": 0})
    return session.get_one(ReportReminder, report.id, with_for_update=True)


def _remind_of(session: Session, report: Report, settings: Operating, words: Words, now: datetime) -> None:
    """Of the draft while it is one, then of publishing."""
    assert report.owner, "somebody is reminded"
    zone, today = settings.calendar.zone, hours.today_of(session, report.owner, settings, now)
    draft_by, publish_by = deadlines(report, settings)
    is_draft = report.state == State.DRAFT
    toward, due = (Toward.DRAFT, draft_by) if is_draft else (Toward.PUBLISHED, publish_by)
    began = report.created_at if is_draft else report.submitted_at or report.created_at
    if today < began.astimezone(zone).date():
        return
    memory = _memory(session, report)
    sent = memory.times if memory.toward == toward else 0
    number = reminding_rules.to_send(began.astimezone(zone).date(), due, today, sent)
    if not number or (memory.quiet_until and today < memory.quiet_until):
        return
    memory.toward, memory.times, memory.asked_on, memory.quiet_until = toward, number, today, None
    stage = reminding_rules.stage(number)
    message = reminding_views.reminder(report.id, report.title, toward, stage, due, today, words)
    _send(session, f"report:{report.id}:remind:{toward}:{number}", report.owner, message, now)


def _send(session: Session, key: str, to: str, message: Message, now: datetime) -> None:
    outbox.enqueue(session, key=f"{key}:{to}", channel=to, message=message, now=now, in_doubt=GENTLE)


def not_now(session: Session, report: Report, *, by: str, settings: Operating, now: datetime) -> None:
    """Quiet for a week; the message says so."""
    memory = _memory(session, report)
    memory.quiet_until = hours.today_of(session, by, settings, now) + WEEK
    if memory.toward:
        key = f"report:{report.id}:remind:{memory.toward}:{memory.times}:{by}"
        if key in outbox.keys(session, key):
            outbox.change(session, key=key, message=reminding_views.quiet(report.id, report.title), now=now)


# Actions that nobody owns


def without_owners(
    session: Session, settings: Operating, now: datetime, owner: str | None = None
) -> Sequence[tuple[Report, Sequence[Action]]]:
    """Past the day by which somebody was to be named, where the report's owner is; of all reports, or of one owner."""
    furthest = now.date() + local_time.DAY  # nobody's day is further on than the next one of UTC
    wanted = sa.select(Report).where(Report.state != State.DROPPED, Report.id.in_(actions.reports_waiting(furthest)))
    if owner:
        wanted = wanted.where(Report.owner == owner)
    found = []
    for report in session.scalars(wanted.order_by(Report.id)).all():
        today = actions_days.today(session, report, settings, now)
        wanting = [one for one in actions.of(session, report, now) if one.wants_owner and one.assign_by < today]
        found += [(report, wanting)] if wanting else []
    return found


def _ask_for_owners(
    session: Session, report: Report, wanting: Sequence[Action], settings: Operating, words: Words, now: datetime
) -> None:
    """Only the owner of the report, once a week: nobody is asked in public why something has no owner."""
    assert report.owner, "somebody is asked"
    today = hours.today_of(session, report.owner, settings, now)
    memory = _memory(session, report)
    if memory.owners_asked_on and today < memory.owners_asked_on + WEEK:
        return
    memory.owners_asked_on = today
    message = reminding_views.owners_wanted(report.id, report.title, wanting, words)
    _send(session, f"report:{report.id}:owners:{today}", report.owner, message, now)


def _tell_of_unanswered(session: Session, report: Report, settings: Operating, words: Words, now: datetime) -> None:
    """Once: they were asked again meanwhile, and the owner of the report can ask somebody else."""
    assert report.owner, "somebody is told"
    today, beginning = now.astimezone(settings.calendar.zone).date(), f"report:{report.id}:unanswered:"
    keys = outbox.keys(session, beginning)
    told = {name for key in keys for name in key.removeprefix(beginning).partition(":")[0].split(".")}
    fresh = [
        (one, at, name)
        for one, at, name in actions.unanswered(session, report, now)
        if name not in told and _is_long_ago(at, today, settings) and one.owner != report.owner
    ][: reminding_views.MOST_LISTED]
    if fresh:
        names = actions_text.names_of(session, [one for one, _, _ in fresh])
        lines = [reminding_views.Asked(one.what, names[one.owner or ""], at) for one, at, _ in fresh]
        message = reminding_views.unanswered(report.id, report.title, lines, words)
        _send(session, beginning + ".".join(name for _, _, name in fresh), report.owner, message, now)


def _is_long_ago(at: datetime, today: date, settings: Operating) -> bool:
    asked_on = at.astimezone(settings.calendar.zone).date()
    return hours.after(asked_on, PATIENCE, hours.working_days(settings)) <= today
