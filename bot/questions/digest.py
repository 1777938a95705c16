"""Once a week: what was asked and what came of it, for those who were not there. Nothing private is in it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.questions import asking, cards, digest_views, logbook, queries, reporting, sentences
from bot.questions.clocks import Clocks
from bot.questions.course import State
from bot.questions.figures import Figures, figures
from bot.questions.models import Question
from bot.questions.queries import Which
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import outbox
from bot.slack.messages import Message

WEEK = timedelta(days=7)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MOST_LISTED = 20


def post(work: Work) -> None:
    """Nothing where nothing happened."""
    since, until = work.now - WEEK, work.now + timedelta(seconds=1)
    asked = _figures(work, Which(since, until, for_all=True))
    earlier = _figures(work, Which(BEGINNING, since, for_all=True, ended_since=since))
    if not (asked.asked or earlier.asked):
        return
    key = f"questions:digest:{work.now.astimezone(work.settings.calendar.zone).date()}"
    heading = reporting.digest_line(asked, earlier, _open(work))
    message = _message(work, heading, _answered(work))
    outbox.enqueue(work.session, key=key, channel=asking.channel(work), message=message, now=work.now)


def _figures(work: Work, which: Which) -> Figures:
    return figures(queries.cases(work.session, which, work.now))


def _open_to_all() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Question.visibility != Visibility.PRIVATE,
        Question.posts_at.is_(None),
        Question.text.is_not(None),
    )


def _answered(work: Work) -> Sequence[Question]:
    """In whatever round, where the answer stands. What was declined first is none, also if an answer followed."""
    stands = (Question.closed, Question.state.in_((State.ANSWERED, State.DUPLICATE)))
    by_an_answer = sa.or_(Question.answered_at.is_not(None), Question.rounds > 1)
    since = (Question.owed_since >= work.now - WEEK, *stands, by_an_answer)
    query = sa.select(Question).where(*since, *_open_to_all()).order_by(Question.owed_since, Question.id)
    return work.session.scalars(query).all()


def _open(work: Work) -> int:
    counted = sa.select(sa.func.count()).select_from(Question).where(Question.closed.is_(False), *_open_to_all())
    return work.session.scalar(counted) or 0


def _message(work: Work, heading: str, answered: Sequence[Question]) -> Message:
    listed = answered[:MOST_LISTED]
    later = logbook.read_all(work, [question for question in listed if question.rounds > 1])
    lines = [_line(work, question, later.get(question.id)) for question in listed]
    if len(answered) > MOST_LISTED:
        lines.append(sentences.so_many_more(len(answered) - MOST_LISTED))
    return digest_views.message(heading, lines)


def _line(work: Work, question: Question, later: Clocks | None) -> str:
    """`later`: the clocks of one that went into further rounds, of which the last is told."""
    worked = later.current.answer.working if later else timedelta(seconds=question.answer_working or 0)
    return sentences.answered_after(cards.link(work, question), worked, question.answer or "")
