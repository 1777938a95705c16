"""What was asked without a name goes out: only then is it a question with a number, and a time.

All of an hour go out at once and shuffled, so that a number tells the hour and nothing more.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import SystemRandom

import sqlalchemy as sa

from bot import trace
from bot.local_time import as_utc
from bot.questions import cards, logbook
from bot.questions.course import Owes, State
from bot.questions.events import By, What
from bot.questions.models import Question, WaitingQuestion
from bot.questions.rules import Visibility
from bot.questions.work import NOBODY, Work
from bot.working_time import NoWorkingTime

#: It goes out with the first full hour after a moment within this span, in the office's working time.
SHORTEST_DELAY, LONGEST_DELAY = timedelta(minutes=5), timedelta(minutes=65)
HOUR = timedelta(hours=1)


def hour(work: Work) -> datetime:
    """When what is asked now goes out."""
    delay = SystemRandom().uniform(SHORTEST_DELAY.total_seconds(), LONGEST_DELAY.total_seconds())
    return _full_hour(_in_working_time(work, work.now + timedelta(seconds=delay)))


def _in_working_time(work: Work, at: datetime) -> datetime:
    """So that nobody reads of it how late it was where whoever asked lives."""
    try:
        return work.settings.calendar.working().next_opening(at)
    except NoWorkingTime:
        return at


def _full_hour(at: datetime) -> datetime:
    """This one or the next, of UTC, as `jobs.each_hour`."""
    begun = as_utc(at).replace(minute=0, second=0, microsecond=0)
    return begun if begun == at else begun + HOUR


def post_due(work: Work) -> None:
    due = [*_taken(work), *_numbered_before(work)]
    SystemRandom().shuffle(due)
    for question in due:
        with trace.untraced():
            _post(work, question)


def _post(work: Work, question: Question) -> None:
    question.posts_at, question.asked_at = None, work.now
    work.session.add(question)
    work.session.flush()
    logbook.happened(Work(work.session, work.settings, work.now, NOBODY), question, What.ASKED, by=By.ASKER)
    cards.post(work, question, logbook.settle(work, question))


def _taken(work: Work) -> Iterator[Question]:
    due = sa.select(WaitingQuestion).where(WaitingQuestion.goes_out_at <= work.now).with_for_update()
    for waiting in work.session.scalars(due).all():
        yield _question(waiting, work.now)
        work.session.delete(waiting)


def _question(waiting: WaitingQuestion, now: datetime) -> Question:
    return Question(
        kind=waiting.kind,
        visibility=Visibility.ANONYMOUS,
        text=waiting.text,
        asker=None,
        asked_at=now,
        channel=waiting.channel,
        week=waiting.week,
        code=waiting.code,
        state=State.OPEN,
        owes=Owes.OFFICE,
        owed_since=now,
    )


def _numbered_before(work: Work) -> Iterator[Question]:
    """The version before this one gave a number when it was asked, and may still run beside."""
    yield from work.session.scalars(sa.select(Question).where(Question.posts_at <= work.now).with_for_update())
