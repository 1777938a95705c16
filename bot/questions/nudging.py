"""What waits for whom: one list in the morning, and a word at half the target and at the target."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions import cards, logbook, notes, nudges, rules
from bot.questions.course import Owes, State
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import outbox, people

#: So many cards are drawn anew each morning, the oldest first.
REDRAWN = 200
#: Keys of messages about several questions: behind the last colon stand which.
JOINED, TOGETHER = "questions:nudge:", "questions:chief:"


def waiting(session: Session) -> tuple[int, datetime | None]:
    """How many the office owes something on, and when the oldest was asked."""
    counted = sa.select(sa.func.count(), sa.func.min(Question.asked_at)).where(*_owed())
    count, oldest = session.execute(counted).one()
    return count, oldest


def _owed() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Question.closed.is_(False),
        Question.owes == Owes.OFFICE,
        Question.posts_at.is_(None),
    )


def turn(work: Work, question: Question) -> str | None:
    """Whoever took it over, or else the CTO."""
    return question.turn or work.settings.people.cto


# In the morning


def today(work: Work) -> date:
    return work.now.astimezone(work.settings.calendar.zone).date()


def send_lists(work: Work) -> None:
    waiting = lists(work)
    for reader, (count, entries) in waiting.items():
        for last in outbox.keys(work.session, f"questions:list:{reader}:")[-1:]:
            outbox.change(work.session, key=last, message=nudges.superseded(), now=work.now)
        key = f"questions:list:{reader}:{today(work)}"
        outbox.enqueue(work.session, key=key, channel=reader, message=nudges.morning_list(entries, count), now=work.now)
    for question in _oldest_open(work):
        cards.redraw(work, question, logbook.settle(work, question))


def _oldest_open(work: Work) -> Sequence[Question]:
    """The age that their cards tell is a day old."""
    query = sa.select(Question).where(*_owed()).order_by(Question.due_at, Question.id)
    return work.session.scalars(query.limit(REDRAWN)).all()


def redraw_passed(work: Work, since: datetime) -> None:
    """Cards that name a time which passed since then."""
    passed = sa.select(Question).where(*_owed(), Question.due_at >= since, Question.due_at < work.now)
    for question in work.session.scalars(passed.order_by(Question.due_at).with_for_update()).all():
        cards.redraw(work, question, logbook.settle(work, question))


def refresh_lists(work: Work) -> None:
    """Today's lists, once something on them is no longer true."""
    keys = [key for key in outbox.keys(work.session, "questions:list:") if key.endswith(f":{today(work)}")]
    waiting = lists(work) if keys else {}
    for key in keys:
        count, entries = waiting.get(key.split(":")[2], (0, []))
        message = nudges.morning_list(entries, count) if entries else nudges.nothing_waits()
        outbox.change(work.session, key=key, message=message, now=work.now)


def lists(work: Work) -> dict[str, tuple[int, list[nudges.Entry]]]:
    """How much waits for whom, and the most urgent of it."""
    counted = sa.select(Question.turn, sa.func.count()).where(*_owed()).group_by(Question.turn)
    found = {}
    for turn_, count in work.session.execute(counted).all():
        if reader := turn_ or work.settings.people.cto:
            urgent = sa.select(Question).where(*_owed(), Question.turn.is_not_distinct_from(turn_))
            first = work.session.scalars(urgent.order_by(Question.due_at, Question.id).limit(nudges.MOST_LISTED))
            found[reader] = (count, [_entry(work, question, reader) for question in first])
    return found


def waiting_for(work: Work, reader: str | None, most: int) -> tuple[int, list[nudges.Entry]]:
    """How much is this person's turn, and the most urgent of it."""
    is_theirs = Question.turn == reader
    if reader == work.settings.people.cto:
        is_theirs = sa.or_(is_theirs, Question.turn.is_(None))
    return _first(work, most, is_theirs)


def waiting_for_the_office(work: Work, most: int) -> tuple[int, list[nudges.Entry]]:
    return _first(work, most)


def _first(work: Work, most: int, *wanted: sa.ColumnElement[bool]) -> tuple[int, list[nudges.Entry]]:
    """Nobody answers their own."""
    told = (*_owed(), Question.asker.is_distinct_from(work.by.id), *wanted)
    count = work.session.scalar(sa.select(sa.func.count()).select_from(Question).where(*told)) or 0
    urgent = sa.select(Question).where(*told).order_by(Question.due_at, Question.id).limit(most)
    first = work.session.scalars(urgent).all() if count and most else []
    return count, [_entry(work, question, work.by.id) for question in first]


def _entry(work: Work, question: Question, reader: str) -> nudges.Entry:
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


# During the day


def nudge(work: Work) -> None:
    """Half the target, the target: each once a round, in the working hours of whoever it waits for."""
    for question in _resting(work):
        before = question.state
        found = logbook.settle(work, question)
        if found.state != before:
            cards.redraw(work, question, found)
    told: dict[str, list[Question]] = {}
    late = []
    for question in _to_nudge(work):
        reader = turn(work, question)
        stage = _reached(work, question) if reader and logbook.works_now(work, reader) else None
        if reader and stage:
            told.setdefault(reader, []).append(question)
            late += [question] if stage is rules.Stage.TARGET else []
    for reader, questions in told.items():
        _nudge_about(work, reader, questions)
    _tell_chief_of_staff(work, late)


def _to_nudge(work: Work) -> Sequence[Question]:
    due = sa.select(Question).where(*_owed(), Question.nudge_at <= work.now).order_by(Question.nudge_at)
    return work.session.scalars(due.with_for_update()).all()


def _resting(work: Work) -> Sequence[Question]:
    """Their pauses may end by themselves."""
    return work.session.scalars(sa.select(Question).where(Question.state == State.WAITING_ON_ASKER)).all()


def _reached(work: Work, question: Question) -> rules.Stage | None:
    found = logbook.read(work, question)
    stage = rules.stage(logbook.pressing(found).working, logbook.pressing(found).target)
    if stage:
        question.nudged = logbook.nudge_name(found, stage)
        cards.redraw(work, question, logbook.settle(work, question))
    return stage


def _nudge_about(work: Work, reader: str, questions: Sequence[Question]) -> None:
    for some in _pieces(questions):
        entries = [_entry(work, question, reader) for question in some]
        if len(some) == 1:
            key, note = f"question:{some[0].id}:nudge:{some[0].nudged}:{reader}", nudges.nudge(entries[0])
        else:
            ids = "-".join(str(question.id) for question in some)
            key, note = f"{JOINED}{reader}:{work.now:%Y%m%dT%H%M}:{ids}", nudges.joined(entries)
        outbox.enqueue(work.session, key=key, channel=reader, message=note, now=work.now)


def _pieces(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    for start in range(0, len(questions), nudges.MOST_JOINED):
        yield questions[start : start + nudges.MOST_JOINED]


def _tell_chief_of_staff(work: Work, late: Sequence[Question]) -> None:
    """Once a round, and of a private question no more than that there is one."""
    chief = work.settings.questions.chief_of_staff
    if chief is None:
        return
    for some in _pieces([question for question in late if not _told_to_chief(work, question)]):
        told = [_for_chief_of_staff(work, question, chief) for question in some]
        if len(some) == 1:
            key, note = _chief_key(some[0]), nudges.past_due(*told[0])
        else:
            rounds = "-".join(map(_round, some))
            key, note = f"{TOGETHER}{work.now:%Y%m%dT%H%M}:{rounds}", nudges.past_due_together(told)
        outbox.enqueue(work.session, key=key, channel=chief, message=note, now=work.now)


def _for_chief_of_staff(work: Work, question: Question, chief: str) -> tuple[str, str, nudges.Entry]:
    private = question.visibility == Visibility.PRIVATE
    link = "a private question" if private else cards.link(work, question)
    return link, people.name(work.session, turn(work, question) or ""), _entry(work, question, chief)


def _chief_key(question: Question) -> str:
    return f"question:{question.id}:chief:{question.rounds}"


def _round(question: Question) -> str:
    return f"{question.id}.{question.rounds}"


def _told_to_chief(work: Work, question: Question) -> bool:
    together = outbox.keys(work.session, TOGETHER)
    alone = outbox.keys(work.session, f"question:{question.id}:chief:")
    return _chief_key(question) in alone or any(_round(question) in _named(key) for key in together)


def _named(key: str) -> Sequence[str]:
    return key.rpartition(":")[2].split("-")


def withdraw(work: Work, question: Question, sentence: str) -> None:
    """Nudges lose their buttons once nothing is owed."""
    for key in outbox.keys(work.session, f"question:{question.id}:nudge:"):
        _replace(work, question, key, sentence)
    for key in outbox.keys(work.session, JOINED):
        if str(question.id) in _named(key):
            _refresh(work, key)


def _refresh(work: Work, key: str) -> None:
    """Only what still waits for its reader stands in it."""
    reader = key.split(":")[2]
    named = sa.select(Question).where(*_owed(), Question.id.in_(map(int, _named(key)))).order_by(Question.due_at)
    entries = [_entry(work, one, reader) for one in work.session.scalars(named) if turn(work, one) == reader]
    message = nudges.joined(entries) if entries else nudges.nothing_waits()
    outbox.change(work.session, key=key, message=message, now=work.now)


def not_now(work: Work, question: Question, reader: str) -> None:
    """Out of sight until tomorrow's list; the clock runs on."""
    for key in outbox.keys(work.session, f"question:{question.id}:nudge:"):
        if key.endswith(f":{reader}"):
            _replace(work, question, key, "Not now. It is in tomorrow's list; the clock runs on.")


def _replace(work: Work, question: Question, key: str, sentence: str) -> None:
    note = notes.heard(cards.link(work, question, key.rpartition(":")[2]), sentence)
    outbox.change(work.session, key=key, message=note, now=work.now)
