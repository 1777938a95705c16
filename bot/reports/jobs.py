"""What reports do by the clock: count readers, remind once, ask once whether somebody learned something."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.local_time import EVERY_DAY
from bot.reports import (
    destinations,
    hours,
    learning,
    message_news,
    readers,
    sharing,
    sight,
)
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
HOURS = 24
OUT_NOW = sa.select(Report).where(Report.state.in_([state.value for state in OUT]))


def hourly(session: Session, occasion: Occasion) -> None:
    moment = Moment(occasion.settings, occasion.prompts, occasion.now)
    destinations.keep_watching(session, moment.settings, moment.now)
    readers.remind(session, moment)
    ask_learners(session, moment)
    recount(session, moment)
    follow_actions(session, moment)
    message_news.forget(session, moment.now)


def ask_learners(session: Session, moment: Moment) -> None:
    for learner in learning.waiting(session):
        report = session.get_one(Report, learner.report_id)
        person = people.person(session, learner.person)
        if not hours.works_now(session, learner.person, moment.settings, moment.now):
            continue
        if sight.may_see(session, report, person, moment.settings):
            learning.ask(session, learner, report, moment.now)


def recount(session: Session, moment: Moment) -> None:
    """Of what was read lately, how many have: not every click draws every copy anew."""
    lately = sa.select(ReportReader.report_id).where(ReportReader.read_at > moment.now - COUNTED_FOR)
    for report in session.scalars(OUT_NOW.where(Report.id.in_(lately)).order_by(Report.id)).all():
        sharing.redraw(session, report, moment.now)


def follow_actions(session: Session, moment: Moment) -> None:
    """What actions came to, in the threads: each report once a day, a few every hour."""
    going_on = sa.or_(ReportAction.closed_at.is_(None), ReportAction.closed_at > moment.now - COUNTED_FOR)
    acting = sa.select(ReportAction.report_id).where(ReportAction.removed_at.is_(None), going_on)
    turn = Report.id % HOURS == moment.now.hour
    for report in session.scalars(OUT_NOW.where(Report.id.in_(acting), turn).order_by(Report.id)).all():
        sharing.rewrite(session, report, moment)


JOBS = (Job("reports.hourly", lambda settings: Hourly(EVERY_DAY), hourly, grace=timedelta(hours=1), frequent=True),)
