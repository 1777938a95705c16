"""Whether those who took part learned something: asked once, in private; only how many is ever shown."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import Person
from bot.errors import BotError
from bot.reports import reader_views, reading, refusals, sentences, sight, starting, titles
from bot.reports.facts import Moment
from bot.reports.models import Report, ReportWriter
from bot.reports.sharing_models import ReportLearner
from bot.slack import outbox, people
from bot.slack.outbox import InDoubt
from bot.storage import insert_once

#: Of fewer answers, a count would tell whose they are.
FEWEST = 3
LONGEST_LINE = 300


class NotAsked(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NOT_ASKED)


def participants(session: Session, report: Report, moment: Moment) -> list[str]:
    """Whoever wrote it or is heard in its timeline, as far as they may see it."""
    writers = session.scalars(sa.select(ReportWriter.person).where(ReportWriter.report_id == report.id))
    said = [one.said_by for one in reading.moments(session, report.id)]
    found = sorted(filter(None, {report.owner, *writers, *said}))
    return [one for one in found if not starting.owner_fault(session, one) and _sees(session, report, one, moment)]


def _sees(session: Session, report: Report, person: str, moment: Moment) -> bool:
    return sight.is_for(session, report, people.person(session, person), moment.settings)


def remember(session: Session, report: Report, moment: Moment) -> None:
    """They are asked once, when they are at work."""
    for person in participants(session, report, moment):
        insert_once(session, ReportLearner, {"report_id": report.id, "person": person, "line": ""})


def waiting(session: Session) -> list[ReportLearner]:
    query = sa.select(ReportLearner).where(ReportLearner.asked_at.is_(None))
    return list(session.scalars(query.order_by(ReportLearner.report_id, ReportLearner.person)))


def ask(session: Session, learner: ReportLearner, report: Report, now: datetime) -> None:
    learner.asked_at = now
    message = reader_views.ask_learner(report.id, titles.title(session, report))
    key = _key(learner)
    outbox.enqueue(session, key=key, channel=learner.person, message=message, now=now, in_doubt=InDoubt.DROP)


def _key(learner: ReportLearner) -> str:
    return f"report:{learner.report_id}:learned:{learner.person}"


def answer(session: Session, report_id: int, learned: bool, line: str, *, by: Person, now: datetime) -> None:
    """A second answer takes the place of the first. Raises NotAsked."""
    learner = session.get(ReportLearner, (report_id, by.id), with_for_update=True)
    if learner is None or learner.asked_at is None:
        raise NotAsked
    learner.learned, learner.line, learner.answered_at = learned, line.strip()[:LONGEST_LINE], now
    message = reader_views.learner_answered(report_id, learned, learner.line)
    outbox.change(session, key=_key(learner), message=message, now=now)


def counted(session: Session, report_id: int) -> str:
    """One sentence for who works on it; nothing where too few answered."""
    rows = sa.select(sa.func.count(), sa.func.count(ReportLearner.answered_at)).where(
        ReportLearner.report_id == report_id
    )
    asked, answered = session.execute(rows).one()
    yes = sa.select(sa.func.count()).where(ReportLearner.report_id == report_id, ReportLearner.learned.is_(True))
    if answered < FEWEST:
        return ""
    return sentences.some_learned(session.scalar(yes) or 0, answered, asked)
