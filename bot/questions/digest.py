"""Once a week: what was asked and what came of it, for those who were not there. Nothing private is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.questions import as_it_was, asking, cards, digest_views, logbook, reporting, sentences
from bot.questions.clocks import Clocks
from bot.questions.course import State
from bot.questions.figures import Case, figures
from bot.questions.models import Question
from bot.questions.periods import MOMENT
from bot.questions.queries import Which
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import outbox

WEEK = timedelta(days=7)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MOST_LISTED = 20
MOST_OPEN = 10


@dataclass(frozen=True)
class Counted:
    """What everybody could read: asked since, asked earlier and ended since, and open that was asked earlier."""

    asked: Sequence[Case]
    earlier: Sequence[Case]
    open_before: Sequence[Case]
    at: datetime

    @property
    def line(self) -> str:
        asked = figures(self.asked)
        return reporting.digest_line(asked, figures(self.earlier), asked.open + len(self.open_before))

    @property
    def groups(self) -> Mapping[str, Sequence[Case]]:
        """Where they stand behind the line, each once."""
        told = {case.id for case in self.earlier}
        still = [case for case in self.open_before if case.id not in told]
        return dict(zip(sentences.WHEN_ASKED, (self.asked, self.earlier, still), strict=True))


def count(work: Work, since: datetime, at: datetime) -> Counted:
    def cases(which: Which) -> Sequence[Case]:
        return as_it_was.cases(work, which, at)

    before = Which(BEGINNING, since, for_all=True)
    return Counted(
        cases(Which(since, at + MOMENT, for_all=True)),
        cases(replace(before, ended_since=since)),
        cases(replace(before, still_open=True)),
        at,
    )


def post(work: Work) -> None:
    """Nothing where nothing happened."""
    since = work.now - WEEK
    counted = count(work, since, work.now)
    if not (counted.asked or counted.earlier):
        return
    key = f"questions:digest:{work.now.astimezone(work.settings.calendar.zone).date()}"
    value = f"digest {since.isoformat()} {work.now.isoformat()}"
    message = digest_views.message(counted.line, _answers(work), _waiting(work), value)
    outbox.enqueue(work.session, key=key, channel=asking.channel(work), message=message, now=work.now)


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


def _waiting(work: Work) -> Sequence[str]:
    """Asked this week, the oldest first."""
    since = (Question.asked_at >= work.now - WEEK, Question.closed.is_(False))
    query = sa.select(Question).where(*since, *_open_to_all()).order_by(Question.asked_at, Question.id)
    found = work.session.scalars(query).all()
    more = [sentences.so_many_more(len(found) - MOST_OPEN)] if len(found) > MOST_OPEN else []
    return [*(cards.link(work, question) for question in found[:MOST_OPEN]), *more]


def _answers(work: Work) -> Sequence[str]:
    answered = _answered(work)
    listed = answered[:MOST_LISTED]
    later = logbook.read_all(work, [question for question in listed if question.rounds > 1])
    lines = [_line(work, question, later.get(question.id)) for question in listed]
    if len(answered) > MOST_LISTED:
        lines.append(sentences.so_many_more(len(answered) - MOST_LISTED))
    return lines


def _line(work: Work, question: Question, later: Clocks | None) -> str:
    """`later`: the clocks of one that went into further rounds, of which the last is told."""
    worked = later.current.answer.working if later else timedelta(seconds=question.answer_working or 0)
    return sentences.answered_after(cards.link(work, question), worked, question.answer or "")
