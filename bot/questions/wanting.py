"""Those who have the same question: how many, and for how many its answer is not enough. Counted, never by name."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions import sentences
from bot.questions.models import Question, QuestionFollower


@dataclass(frozen=True)
class Wanting:
    count: int = 0
    not_yet: int = 0

    def __str__(self) -> str:
        """Empty where nobody says so."""
        return sentences.not_enough_for(self.not_yet, self.count)


NOBODY_ELSE = Wanting()


def wanting(session: Session, question: Question) -> Wanting:
    """Also of those who said so of what was joined with it."""
    joined = sa.select(Question.id).where(Question.duplicate_of == question.id)
    of_it = sa.or_(QuestionFollower.question_id == question.id, QuestionFollower.question_id.in_(joined))
    counted = sa.select(sa.func.count(QuestionFollower.person.distinct())).where(of_it, QuestionFollower.me_too)
    count = session.scalar(counted) or 0
    not_yet = session.scalar(counted.where(QuestionFollower.enough.is_(False))) if count else 0
    return Wanting(count, not_yet or 0)
