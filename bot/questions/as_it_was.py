"""Figures as they were told: what was written down since is left out, so that they can be explained at any time."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.questions import in_force, logbook, queries
from bot.questions.clocks import Clocks
from bot.questions.events import What
from bot.questions.figures import Case
from bot.questions.models import Question, QuestionEvent
from bot.questions.queries import Which
from bot.questions.rules import Visibility
from bot.questions.work import Work

_INSTANT = timedelta(microseconds=1)


class _Counted(Exception):
    """Takes back what was written only to be counted."""


def cases(work: Work, which: Which, at: datetime) -> list[Case]:
    """As they stood then: meanwhile their rows read as they did, so that the same queries count."""
    if at >= work.now:
        return queries.cases(work.session, which, work.now)
    until = replace(which, end=min(which.end, at + _INSTANT))
    changed = _changed_since(work, until, at)
    if not changed:
        return queries.cases(work.session, until, at)
    found: list[Case] = []
    with suppress(_Counted), work.session.begin_nested():
        _write_back(work, changed, at)
        found = queries.cases(work.session, until, at)
        raise _Counted
    return found


def _changed_since(work: Work, which: Which, at: datetime) -> Sequence[Question]:
    asked = (Question.asked_at >= which.start, Question.asked_at < which.end)
    since = sa.select(QuestionEvent.question_id).where(QuestionEvent.recorded_at > at)
    may_end_by_itself = sa.or_(Question.answer_paused_waiting > 0, Question.rounds > 1)
    paused = sa.and_(Question.closed.is_(False), Question.settled_at > at, may_end_by_itself)
    changed = [Question.id.in_(since), paused]
    if (in_force.changed_at(work.session) or at) > at:
        changed.append(Question.closed.is_(False))  # what is open follows the newest settings
    return work.session.scalars(sa.select(Question).where(*asked, Question.posts_at.is_(None), sa.or_(*changed))).all()


def _write_back(work: Work, changed: Sequence[Question], at: datetime) -> None:
    found = logbook.read_all(replace(work, now=at, known_by=at), changed)
    public = _public_until(work, at)
    for question in changed:
        logbook.write(question, found[question.id])
        question.duplicate_of = _joined_with(found[question.id])
        if question.id in public:
            question.visibility, question.channel = Visibility.PUBLIC, public[question.id]
    work.session.flush()


def _joined_with(found: Clocks) -> int | None:
    merged = found.course.merged
    return int(merged.says.partition(" ")[0]) if merged else None


def _public_until(work: Work, at: datetime) -> dict[int, str]:
    """What was made private since, and the channel in which its card stood."""
    table = QuestionEvent
    made = sa.select(table.question_id, table.says).where(table.what == What.MADE_PRIVATE, table.recorded_at > at)
    return {row.question_id: row.says for row in work.session.execute(made)}
