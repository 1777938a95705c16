"""What other parts, and the figures, may read of questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions.course import Owes, State
from bot.questions.events import By
from bot.questions.figures import Case
from bot.questions.models import Question, QuestionEvent
from bot.questions.rules import Kind, Visibility


@dataclass(frozen=True)
class Which:
    """Questions asked from `start` until before `end`."""

    start: datetime
    end: datetime
    kind: Kind | None = None
    channel: str | None = None
    responder: str | None = None
    #: Who has what nobody took over.
    cto: str | None = None
    #: Those alone that everybody reads.
    for_all: bool = False
    #: Those alone whose waiting ended since.
    ended_since: datetime | None = None
    #: Those alone that are open.
    still_open: bool = False
    #: Those alone on which the office owes something.
    owed: bool = False
    #: Those alone that were asked under the post of a week, such as 2026-W10.
    week: str | None = None


def cases(session: Session, which: Which, now: datetime) -> list[Case]:
    """Most instants are only asked whether they are there: to read them would take most of the time."""
    columns: tuple[Any, ...] = (
        Question.id,
        Question.asked_at,
        Question.state == State.WITHDRAWN,
        Question.ended_at.is_not(None),
        Question.answered_at.is_not(None),
        Question.responded_at.is_not(None),
        Question.respond_working,
        Question.respond_waiting,
        Question.respond_late,
        _past(Question.respond_due_at, now),
        Question.answer_working,
        Question.answer_waiting,
        Question.answer_late,
        _past(Question.answer_due_at, now),
        Question.rounds,
        Question.community,
        sa.func.coalesce(Question.refused, Question.state),
        Question.duplicate_of.is_not(None),
        Question.state == State.WAITING_ON_ASKER,
        Question.answer_paused,
        Question.answer_paused_waiting,
        _is_again(),
        _past(Question.due_at, now),
        sa.case((sa.and_(Question.rounds > 1, Question.state != State.WITHDRAWN), Question.state)),
        Question.answered_by_hand,
    )
    if which.responder:
        again = _has_again(which.responder, which.cto)
        columns = (*columns, *_clocks_of(which.responder, which.cto), again)
    return [Case(*row) for row in session.execute(sa.select(*columns).where(*_asked_in(which)))]


def any_asked(session: Session, which: Which) -> bool:
    return session.scalar(sa.select(Question.id).where(*_asked_in(which)).limit(1)) is not None


def _is_again() -> sa.ColumnElement[bool]:
    """Open in a later round."""
    return sa.and_(Question.rounds > 1, Question.closed.is_(False))


def _is_answered() -> sa.ColumnElement[bool]:
    """As `Case.is_answered`."""
    stands = sa.and_(Question.closed, Question.state.in_((State.ANSWERED, State.DUPLICATE)))
    by_the_first = sa.or_(Question.rounds == 1, Question.state == State.WITHDRAWN)
    return sa.case((by_the_first, Question.answered_at.is_not(None)), else_=stands)


def _ended_again(since: datetime) -> sa.ColumnElement[bool]:
    """In a later round."""
    closed = (Question.closed, Question.state != State.WITHDRAWN)
    return sa.and_(Question.rounds > 1, *closed, Question.owed_since >= since)


def _past(due: Any, now: datetime) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(due < now, sa.false())


def _asked_in(which: Which) -> list[sa.ColumnElement[bool]]:
    wanted = [Question.asked_at >= which.start, Question.asked_at < which.end, Question.posts_at.is_(None)]
    if which.kind:
        wanted.append(Question.kind == which.kind)
    if which.channel:
        wanted.append(Question.channel == which.channel)
    if which.for_all:
        wanted.append(Question.visibility != Visibility.PRIVATE)
    if which.ended_since:
        wanted.append(sa.or_(Question.ended_at >= which.ended_since, _ended_again(which.ended_since)))
    if which.still_open:
        wanted.append(Question.closed.is_(False))
    if which.owed:
        wanted += [Question.closed.is_(False), Question.owes == Owes.OFFICE]
    if which.week:
        wanted.append(Question.week == which.week)
    if which.responder:
        theirs = _clocks_of(which.responder, which.cto)
        wanted.append(sa.or_(*theirs, _has_again(which.responder, which.cto)))
    return wanted


def _clocks_of(person: str, cto: str | None) -> Sequence[sa.ColumnElement[bool]]:
    """Whether the response, and the answer, is theirs: of whoever gave it; and while none was given, of whoever has
    the question, so that what nobody speaks to is somebody's miss."""
    has_it = sa.and_(Question.ended_at.is_(None), _has(person, cto))
    gave = (Question.responded_by, Question.answered_by)
    return [sa.case((by.is_(None), has_it), else_=by == person) for by in gave]


def _has_again(person: str, cto: str | None) -> sa.ColumnElement[bool]:
    return sa.and_(_is_again(), _has(person, cto))


def _has(person: str, cto: str | None) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(Question.turn, cto, "") == person


# To take away: a row a question, a column an instant

INSTANTS = (
    "asked_at",
    "acknowledged_at",
    "responded_at",
    "answered_at",
    "ended_at",
    "respond_due_at",
    "answer_due_at",
    "promised_until",
)
FACTS = (
    "id",
    "kind",
    "visibility",
    "channel",
    "state",
    "asker",
    "responded_by",
    "answered_by",
    "answered_by_hand",
    "rounds",
    "community",
    "respond_working",
    "respond_waiting",
    "respond_late",
    "answer_working",
    "answer_waiting",
    "answer_paused",
    "answer_paused_waiting",
    "refused",
    "answer_late",
    "duplicate_of",
    "look_again_on",
)


def rows(session: Session, start: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    """Without anybody's words, and of private ones without who asked. Durations in seconds."""
    asked = sa.select(Question).where(*_asked_in(Which(start, end))).order_by(Question.id)
    for question in session.scalars(asked.execution_options(yield_per=500)):
        row = {name: getattr(question, name) for name in (*FACTS, *INSTANTS)}
        if question.visibility == Visibility.PRIVATE:
            row["asker"] = None
        yield row


def events(session: Session, question_id: int) -> Sequence[Any]:
    """The log of one question, to compute its figures again."""
    table = QuestionEvent
    columns = (table.at, table.recorded_at, table.what, table.by, table.message, table.by_hand)
    return session.execute(sa.select(*columns).where(table.question_id == question_id).order_by(table.id)).all()


def open_by_owes(session: Session) -> dict[str, float]:
    """How many are not closed, by who owes what is next. One without a name counts once it stands in its channel:
    before, the number would tell when it was asked."""
    there = sa.select(Question.owes, sa.func.count()).where(Question.closed.is_(False), Question.posts_at.is_(None))
    counted = {owes: count for owes, count in session.execute(there.group_by(Question.owes))}
    return {owes: counted.get(owes, 0) for owes in Owes}


def under_a_post(session: Session, week: str) -> tuple[int, int]:
    """How many were asked under the post of this week, and how many of them are answered now, in whatever round."""
    counted = sa.select(sa.func.count(), sa.func.count(sa.case((_is_answered(), 1))))
    there = (Question.week == week, Question.posts_at.is_(None))
    asked, answered = session.execute(counted.where(*there)).one()
    return asked, answered


#: What changes where a question stands.
_STATUSES = (
    "delegated",
    "accepted",
    "promised",
    "endorsed",
    "answered",
    "cannot share",
    "declined",
    "merged",
    "called",
)


def statuses(session: Session, since: datetime) -> Iterator[tuple[datetime, str, str]]:
    """When, by whom and what, of those who answer; who asked is not told."""
    table = QuestionEvent
    decided = (table.by == By.RESPONDER, table.what.in_(_STATUSES), table.recorded_at >= since)
    for row in session.execute(
        sa.select(table.recorded_at, table.person, table.question_id, table.what).where(*decided)
    ):
        yield row.recorded_at, row.person, f"question {row.question_id}: {row.what}"
