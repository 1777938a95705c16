"""What has its day comes back by itself: what could not be shared yet, what may not be true any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.local_time import DAY
from bot.questions import cards, concluding, lasting, lists, logbook, nudges
from bot.questions.course import State
from bot.questions.events import By, Event, What
from bot.questions.models import Question, QuestionEvent
from bot.questions.work import Work
from bot.slack.people import Profile

#: So many cards are drawn anew each morning, the oldest first.
REDRAWN = 200
#: So long after its day an answer is still put to whoever gave it: they may have been away.
LATELY = timedelta(days=14)


def morning(work: Work) -> None:
    """The office's. What has its day comes back first, so that the list shows it."""
    for question in _to_look_at_again(work):
        bring_back(work, question)
    for question in _held_by_who_left(work):
        _take_back(work, question)
    for question in _to_draw_anew(work):
        cards.redraw(work, question, logbook.settle(work, question))


def mornings(work: Work) -> None:
    """Those of others, wherever they live: what is for one reader comes in their own."""
    for question in filter(partial(_is_their_day, work), _to_be_true_still(work)):
        lasting.remind(work, question)
    lists.send(work)


def _to_look_at_again(work: Work) -> Sequence[Question]:
    due = sa.select(Question).where(Question.state == State.CANNOT_SHARE, Question.look_again_on <= logbook.today(work))
    return work.session.scalars(due.order_by(Question.id).with_for_update()).all()


def bring_back(work: Work, question: Question) -> None:
    before = logbook.read(work, question)
    logbook.append(work, question, Event(work.now, What.LOOKED_AGAIN, By.MACHINE))
    cards.say(work, question, f"looked_again:{before.owed_since.date()}:{len(before.rounds)}", nudges.brought_back())
    concluding.concluded(work, question, before)


def _held_by_who_left(work: Work) -> Sequence[Question]:
    left = sa.select(Profile.id).where(Profile.left)
    held = sa.select(Question).where(Question.closed.is_(False), Question.holder.in_(left))
    return work.session.scalars(held.with_for_update()).all()


def _take_back(work: Work, question: Question) -> None:
    before = logbook.read(work, question)
    logbook.append(work, question, Event(work.now, What.PASSED_ON, By.MACHINE))
    concluding.concluded(work, question, before)


def _to_be_true_still(work: Work) -> Sequence[Question]:
    """Asked on the day itself, or when its reader is back; nobody is asked for what was asked weeks ago."""
    near = Question.still_true_until.between(logbook.today(work) - LATELY, logbook.today(work) + DAY)
    return work.session.scalars(sa.select(Question).where(Question.closed, near).order_by(Question.id)).all()


def _is_their_day(work: Work, question: Question) -> bool:
    reader, day = lasting.owner(work, question), question.still_true_until
    assert reader, "every job waits for the settings"
    return day is not None and day <= lists.today(work, reader) and lists.morning_of(work, reader) is not None


# Cards


def _to_draw_anew(work: Work) -> Sequence[Question]:
    """The age that the cards of the oldest open ones tell is a day old; a day that passed may have done so unseen."""
    oldest = sa.select(Question.id).where(*lists.owed()).order_by(Question.due_at, Question.id).limit(REDRAWN)
    ids = {*work.session.scalars(oldest), *_with_a_passed_day(work, work.now - LATELY)}
    return work.session.scalars(sa.select(Question).where(Question.id.in_(ids)).order_by(Question.id)).all()


def redraw_passed(work: Work, since: datetime) -> None:
    """Cards that name a time or a day that passed since then."""
    due = sa.and_(*lists.owed(), Question.due_at >= since, Question.due_at < work.now)
    passed = sa.select(Question).where(sa.or_(due, Question.id.in_(_with_a_passed_day(work, since))))
    for question in work.session.scalars(passed.order_by(Question.due_at).with_for_update()).all():
        cards.redraw(work, question, logbook.settle(work, question))


def _with_a_passed_day(work: Work, since: datetime) -> set[int]:
    """Of what is open: a day that somebody named is missed also while the office waits for whoever asked."""
    is_open = (Question.closed.is_(False), Question.posts_at.is_(None), Question.promised_until.is_not(None))
    named = (QuestionEvent.question_id == Question.id, QuestionEvent.what == What.PROMISED)
    told = work.session.execute(sa.select(Question.id, QuestionEvent.says).where(*is_open, *named))
    return {id for id, day in told if since <= datetime.fromisoformat(day) < work.now}
