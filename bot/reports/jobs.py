"""What reports do by the clock: count readers, remind once, ask once whether somebody learned something."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.local_time import EVERY_DAY
from bot.reports import hours, learning, readers, sharing, sight
from bot.reports.actions_models import ReportAction
from bot.reports.facts import Moment
from bot.reports.models import Report
from bot.reports.sharing_models import ReportReader
from bot.reports.states import OUT
from bot.rhythm import Hourly
from bot.schedule import Job, Occasion
from bot.slack import people

#: What is older is read by few, and its counts are drawn as they click.
COUNTED_FOR = timedelta(days=2)


def hourly(session: Session, occasion: Occasion) -> None:
    moment = Moment(occasion.settings, occasion.prompts, occasion.now)
    sharing.watch(session, moment.settings, moment.now)
    readers.remind(session, moment)
    ask_learners(session, moment)
    recount(session, moment)


def ask_learners(session: Session, moment: Moment) -> None:
    for learner in learning.waiting(session):
        report = session.get_one(Report, learner.report_id)
        person = people.person(session, learner.person)
        if not hours.works_now(session, learner.person, moment.settings, moment.now):
            continue
        if sight.may_see(session, report, person, moment.settings):
            learning.ask(session, learner, report, moment.now)


def recount(session: Session, moment: Moment) -> None:
    """What copies tell of readers and actions: not every click and not every word draws every copy anew."""
    since = moment.now - COUNTED_FOR
    read = sa.select(ReportReader.report_id).where(ReportReader.read_at > since)
    is_going_on = sa.or_(ReportAction.closed_at.is_(None), ReportAction.closed_at > since)
    acting = sa.select(ReportAction.report_id).where(ReportAction.removed_at.is_(None), is_going_on)
    out = sa.select(Report).where(Report.state.in_([state.value for state in OUT]))
    for report in session.scalars(out.where(Report.id.in_(read.union(acting))).order_by(Report.id)).all():
        sharing.redraw(session, report, moment, whole=True)


JOBS = (Job("reports.hourly", lambda settings: Hourly(EVERY_DAY), hourly, grace=timedelta(hours=1)),)
