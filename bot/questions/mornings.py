"""What has its day comes back by itself: what could not be shared yet, what may not be true any more."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.questions import cards, concluding, lasting, lists, logbook, nudges
from bot.questions.course import State
from bot.questions.events import By, Event, What
from bot.questions.models import Question
from bot.questions.work import Work
from bot.slack.people import Profile


def morning(work: Work) -> None:
    """What has its day comes back first, so that the list shows it."""
    for question in _to_look_at_again(work):
        bring_back(work, question)
    for question in _held_by_who_left(work):
        _take_back(work, question)
    for question in _to_be_true_still(work):
        lasting.remind(work, question)
    lists.send(work)


def _to_look_at_again(work: Work) -> Sequence[Question]:
    due = sa.select(Question).where(Question.state == State.CANNOT_SHARE, Question.look_again_on <= lists.today(work))
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
    due = sa.select(Question).where(Question.closed, Question.still_true_until <= lists.today(work))
    return work.session.scalars(due.order_by(Question.id)).all()
