"""What waits for whom, the most urgent first: a list in the morning, on Home, in a window."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions import cards, logbook, nudges
from bot.questions.course import Owes
from bot.questions.models import Question
from bot.questions.work import Work
from bot.slack import outbox
from bot.slack.messages import Message

#: So many cards are drawn anew each morning, the oldest first.
REDRAWN = 200


def waiting(session: Session) -> tuple[int, datetime | None]:
    """How many the office owes something on, and when the oldest was asked."""
    counted = sa.select(sa.func.count(), sa.func.min(Question.asked_at)).where(*owed())
    count, oldest = session.execute(counted).one()
    return count, oldest


def owed() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Question.closed.is_(False),
        Question.owes == Owes.OFFICE,
        Question.posts_at.is_(None),
    )


def turn(work: Work, question: Question) -> str | None:
    """Whoever took it over, or else the CTO."""
    return question.turn or work.settings.people.cto


def _is_turn_of(work: Work, reader: str | None) -> sa.ColumnElement[bool]:
    is_theirs = Question.turn == reader
    return sa.or_(is_theirs, Question.turn.is_(None)) if reader == work.settings.people.cto else is_theirs


# In the morning


def today(work: Work) -> date:
    return work.now.astimezone(work.settings.calendar.zone).date()


def send(work: Work) -> None:
    for reader in readers(work):
        if message := list_of(work, reader):
            _send_to(work, reader, message)
    for question in _oldest_open(work):
        cards.redraw(work, question, logbook.settle(work, question))


def _send_to(work: Work, reader: str, message: Message) -> None:
    for last in outbox.keys(work.session, f"questions:list:{reader}:")[-1:]:
        outbox.change(work.session, key=last, message=nudges.superseded(), now=work.now)
    key = f"questions:list:{reader}:{today(work)}"
    outbox.enqueue(work.session, key=key, channel=reader, message=message, now=work.now)


def readers(work: Work) -> Sequence[str]:
    """Whose turn something is."""
    turns = work.session.scalars(sa.select(Question.turn).where(*owed()).distinct())
    return list(dict.fromkeys(filter(None, (turn_ or work.settings.people.cto for turn_ in turns))))


def list_of(work: Work, reader: str) -> Message | None:
    """What waits for this reader and was not put off today; None where nothing does. Nobody answers their own."""
    theirs = (*owed(), Question.asker.is_distinct_from(reader), _is_turn_of(work, reader))
    is_put_off = Question.put_off_on == today(work)
    put_off = work.session.scalar(sa.select(sa.func.count()).select_from(Question).where(*theirs, is_put_off)) or 0
    left = (*theirs, Question.put_off_on.is_distinct_from(today(work)))
    count, entries = _most_urgent(work, reader, nudges.MOST_LISTED, left)
    return nudges.morning_list(entries, count, put_off) if count or put_off else None


def _oldest_open(work: Work) -> Sequence[Question]:
    """The age that their cards tell is a day old."""
    query = sa.select(Question).where(*owed()).order_by(Question.due_at, Question.id)
    return work.session.scalars(query.limit(REDRAWN)).all()


def redraw_passed(work: Work, since: datetime) -> None:
    """Cards that name a time which passed since then."""
    passed = sa.select(Question).where(*owed(), Question.due_at >= since, Question.due_at < work.now)
    for question in work.session.scalars(passed.order_by(Question.due_at).with_for_update()).all():
        cards.redraw(work, question, logbook.settle(work, question))


def refresh(work: Work) -> None:
    """Today's lists, once something on them is no longer true."""
    for key in outbox.keys(work.session, "questions:list:"):
        if key.endswith(f":{today(work)}"):
            message = list_of(work, key.split(":")[2]) or nudges.nothing_waits()
            outbox.change(work.session, key=key, message=message, now=work.now)


def waiting_for(work: Work, reader: str | None, most: int) -> tuple[int, list[nudges.Entry]]:
    """How much is this person's turn, and the most urgent of it."""
    return _of_others(work, most, _is_turn_of(work, reader))


def waiting_for_the_office(work: Work, most: int) -> tuple[int, list[nudges.Entry]]:
    return _of_others(work, most)


def _of_others(work: Work, most: int, *wanted: sa.ColumnElement[bool]) -> tuple[int, list[nudges.Entry]]:
    """Nobody answers their own."""
    told = (*owed(), Question.asker.is_distinct_from(work.by.id), *wanted)
    return _most_urgent(work, work.by.id, most, told)


def _most_urgent(
    work: Work, reader: str, most: int, wanted: Sequence[sa.ColumnElement[bool]]
) -> tuple[int, list[nudges.Entry]]:
    count = work.session.scalar(sa.select(sa.func.count()).select_from(Question).where(*wanted)) or 0
    urgent = sa.select(Question).where(*wanted).order_by(Question.due_at, Question.id).limit(most)
    first = work.session.scalars(urgent).all() if count and most else []
    return count, [entry(work, question, reader) for question in first]


def entry(work: Work, question: Question, reader: str) -> nudges.Entry:
    return nudges.Entry(
        id=question.id,
        asker=cards.asker(work, question),
        text=question.text or "",
        link=cards.link(work, question, reader),
        since=question.owed_since,
        due=question.due_at,
        late_by=_late_by(work, question),
        zone=work.settings.calendar.zone,
    )


def _late_by(work: Work, question: Question) -> timedelta | None:
    if question.due_at is None or question.due_at > work.now:
        return None
    return logbook.working_between(work, question.due_at, work.now) or None
