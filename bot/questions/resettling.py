"""After the calendar, the targets or the CTO changed: what is open follows the newest (rule 15), a portion a beat."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions import cards, in_force, lists, logbook, nudging
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.settings import SettingsVersion

#: So many in one transaction, which others wait for; the most pressing first.
PORTION = 200


def resettle(work: Work) -> bool:
    """Cards, the order of lists and the next word about each; what was settled since the change is left alone.

    Whether there may be more.
    """
    portion, cto_since = _behind(work), _cto_since(work.session)
    moved = [question for question in portion if _follow(work, question, cto_since)]
    if moved:
        lists.refresh(work)
    return _complete(work) or len(portion) == PORTION


def _behind(work: Work) -> Sequence[Question]:
    changed_at = max(filter(None, (in_force.changed_at(work.session), _cto_since(work.session))), default=None)
    never = Question.settled_at.is_(None)
    is_behind = sa.or_(never, Question.settled_at <= changed_at) if changed_at else never
    open_ = sa.select(Question).where(Question.closed.is_(False), Question.posts_at.is_(None), is_behind)
    portion = open_.order_by(Question.due_at, Question.id).limit(PORTION)
    return work.session.scalars(portion.with_for_update()).all()


def _cto_since(session: Session) -> datetime | None:
    """When somebody else became it."""
    cto = SettingsVersion.document["people"]["cto"].as_string()
    told = session.execute(sa.select(SettingsVersion.saved_at, cto).order_by(SettingsVersion.id)).all()
    return max((after.saved_at for before, after in pairwise(told) if before[1] != after[1]), default=None)


def _follow(work: Work, question: Question, cto_since: datetime | None) -> bool:
    before, settled_at = question.due_at, question.settled_at
    has_new_cto = cto_since is not None and settled_at is not None and settled_at <= cto_since
    found = logbook.settle(work, question)
    if has_new_cto:
        nudging.withdraw_from_others(work, question)
    if question.due_at == before and question.visibility != Visibility.PRIVATE and not has_new_cto:
        return False
    cards.redraw(work, question, found)
    return True


def _complete(work: Work) -> bool:
    """What ended before all of this was written down."""
    ended = sa.select(Question).where(Question.closed, Question.settled_at.is_(None), Question.posts_at.is_(None))
    portion = work.session.scalars(ended.order_by(Question.id).limit(PORTION).with_for_update()).all()
    for question in portion:
        logbook.write_down(work, question)
    return len(portion) == PORTION
