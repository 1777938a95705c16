"""Stopping whoever wrote something abusive without a name, without learning who it was.

Nothing is kept for it that is not kept anyway. Behind its code nothing more can be said; and whoever asked without a
name today may not ask another until tomorrow, since nobody can tell which of them it was. docs/anonymity.md says what
this can do and what not.
"""

from datetime import UTC, date

import sqlalchemy as sa

from bot.access import STOP_ANONYMOUS, require
from bot.errors import BotError
from bot.questions import cards, logbook, refusals
from bot.questions.events import What
from bot.questions.models import AnonymousCount, Question
from bot.questions.rules import Visibility
from bot.questions.work import Work


class HasAName(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.HAS_A_NAME)


def stop(work: Work, question: Question) -> None:
    """Raises NotAllowed, HasAName."""
    _require(work, question)
    if question.stopped_on:
        return
    question.stopped_on = today(work)
    if _is_of_today(work, question):
        work.session.execute(sa.update(AnonymousCount).values(stopped=True))
    _happened(work, question, What.STOPPED)


def let_go_on(work: Work, question: Question) -> None:
    """Raises NotAllowed, HasAName."""
    _require(work, question)
    if not question.stopped_on:
        return
    question.stopped_on = None
    work.session.flush()
    if not _others_stopped_today(work):
        work.session.execute(sa.update(AnonymousCount).values(stopped=False))
    _happened(work, question, What.LET_GO_ON)


def today(work: Work) -> date:
    """As the key is forgotten."""
    return work.now.astimezone(UTC).date()


def _is_of_today(work: Work, question: Question) -> bool:
    """Whoever wrote what went out on an earlier day need not be among those who asked today."""
    return question.asked_at.astimezone(UTC).date() == today(work)


def _others_stopped_today(work: Work) -> bool:
    stopped = sa.select(Question).where(Question.stopped_on == today(work))
    return any(_is_of_today(work, one) for one in work.session.scalars(stopped))


def _require(work: Work, question: Question) -> None:
    require(work.by, STOP_ANONYMOUS, work.settings.people)
    if question.visibility != Visibility.ANONYMOUS:
        raise HasAName


def _happened(work: Work, question: Question, what: What) -> None:
    logbook.happened(work, question, what)
    cards.redraw(work, question, logbook.settle(work, question))
