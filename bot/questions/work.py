"""One person, or a job, at work on questions within one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import ANSWER_QUESTIONS, Person, may
from bot.errors import BotError, NotAllowed
from bot.questions import refusals, rules
from bot.questions.events import By
from bot.questions.models import Question
from bot.settings import Operating
from bot.slack import people
from bot.slack.people import Profile

#: Stands for the bot itself, in jobs.
NOBODY = Person("")


class NoSuchQuestion(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NO_SUCH_QUESTION)


class NotYours(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.ONLY_WHOEVER_ASKED)


@dataclass(frozen=True)
class Work:
    session: Session
    settings: Operating
    now: datetime
    by: Person = NOBODY
    #: Whoever asked anonymously, known by nothing but the code that they hold.
    holds_code: bool = False
    #: What was written down since then is not known: for figures as they were told.
    known_by: datetime | None = None

    def question(self, id: int) -> Question:
        """Held against whoever else would change it in this moment. Raises NoSuchQuestion."""
        found = self.session.get(Question, id, with_for_update=True, populate_existing=True)
        if found is None:
            raise NoSuchQuestion
        return found

    def part(self, question: Question) -> By:
        if self.holds_code:
            return By.ASKER
        return rules.part(
            person=self.by.id,
            is_machine=False,
            asker=question.asker,
            may_answer=self.may_answer(question),
        )

    def may_answer(self, question: Question) -> bool:
        """Not one's own question: whoever asks is an asker like any other."""
        if self.by.guest or self.by.id == question.asker:
            return False
        return may(self.by, ANSWER_QUESTIONS, self.settings.people) or self.by.id == question.holder

    def require_responder(self, question: Question) -> None:
        """Raises NotAllowed."""
        if not self.may_answer(question):
            raise NotAllowed(ANSWER_QUESTIONS.sentence)

    def require_asker(self, question: Question) -> None:
        """Raises NotYours."""
        if not self.holds_code and (not question.asker or question.asker != self.by.id):
            raise NotYours

    def may_see(self, question: Question) -> bool:
        return question.visibility != rules.Visibility.PRIVATE or (
            question.asker == self.by.id or self.may_answer(question)
        )

    def require_sight(self, question: Question) -> None:
        """As if it were not there. Raises NoSuchQuestion."""
        if not self.may_see(question):
            raise NoSuchQuestion

    @cached_property
    def delegates(self) -> Sequence[str]:
        """Those of the settings who have not left Slack."""
        named = self.settings.people.delegates
        left = (
            set(self.session.scalars(sa.select(Profile.id).where(Profile.left, Profile.id.in_(named)))) if named else ()
        )
        return [one for one in named if one not in left]

    @property
    def name(self) -> str:
        """As markup."""
        return people.name(self.session, self.by.id)
