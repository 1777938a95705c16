"""Once a week: what was asked and what came of it, for those who were not there. Nothing private is in it."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from bot.questions import asking, cards, sentences
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import blocks, outbox
from bot.slack.messages import Message

WEEK = timedelta(days=7)
MOST_LISTED = 20


def post(work: Work) -> None:
    """Nothing where nothing happened."""
    answered, asked, waiting = _answered(work), _asked(work), _waiting(work)
    if not (answered or asked):
        return
    key = f"questions:digest:{work.now.astimezone(work.settings.calendar.zone).date()}"
    message = _message(work, answered, asked, waiting)
    outbox.enqueue(work.session, key=key, channel=asking.channel(work), message=message, now=work.now)


def _open_to_all() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Question.visibility != Visibility.PRIVATE,
        Question.posts_at.is_(None),
        Question.text.is_not(None),
    )


def _answered(work: Work) -> Sequence[Question]:
    since = Question.answered_at >= work.now - WEEK
    query = sa.select(Question).where(since, *_open_to_all()).order_by(Question.answered_at)
    return work.session.scalars(query).all()


def _asked(work: Work) -> int:
    return _count(work, Question.asked_at >= work.now - WEEK)


def _waiting(work: Work) -> int:
    return _count(work, Question.closed.is_(False))


def _count(work: Work, wanted: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(Question).where(wanted, *_open_to_all())
    return work.session.scalar(query) or 0


def _message(work: Work, answered: Sequence[Question], asked: int, waiting: int) -> Message:
    heading = sentences.questions_this_week(asked, len(answered), waiting)
    lines = [_line(work, question) for question in answered[:MOST_LISTED]]
    if len(answered) > MOST_LISTED:
        lines.append(sentences.so_many_more(len(answered) - MOST_LISTED))
    body = [blocks.section(f"*{heading}*"), *map(blocks.section, lines), blocks.context(sentences.HOW_TO_FIND)]
    return Message("\n".join([heading, *lines, sentences.HOW_TO_FIND]), tuple(body))


def _line(work: Work, question: Question) -> str:
    worked = timedelta(seconds=question.answer_working or 0)
    return sentences.answered_after(cards.link(work, question), worked, question.answer or "")
