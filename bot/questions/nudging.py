"""During the day: a word at half the target and at the target, and none that is no longer true."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from bot.errors import BotError
from bot.questions import cards, lists, logbook, notes, nudges, rules
from bot.questions.course import State
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import outbox, people

#: Keys of messages about several questions: behind the last colon stand which.
JOINED, TOGETHER = "questions:nudge:", "questions:chief:"


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
        reader = lists.turn(work, question)
        stage = _reached(work, question) if reader and logbook.works_now(work, reader) else None
        if reader and stage:
            told.setdefault(reader, []).append(question)
            late += [question] if stage is rules.Stage.TARGET else []
    for reader, questions in told.items():
        _nudge_about(work, reader, questions)
    _tell_chief_of_staff(work, late)


def _to_nudge(work: Work) -> Sequence[Question]:
    due = sa.select(Question).where(*lists.owed(), Question.nudge_at <= work.now).order_by(Question.nudge_at)
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
        entries = [lists.entry(work, question, reader) for question in some]
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
    return link, people.name(work.session, lists.turn(work, question) or ""), lists.entry(work, question, chief)


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
    """Only what still waits for its reader stands in it, and what they did not put off."""
    reader = key.split(":")[2]
    is_wanted = Question.put_off_on.is_distinct_from(lists.today(work))
    named = sa.select(Question).where(*lists.owed(), is_wanted, Question.id.in_(map(int, _named(key))))
    found = work.session.scalars(named.order_by(Question.due_at))
    entries = [lists.entry(work, one, reader) for one in found if lists.turn(work, one) == reader]
    message = nudges.joined(entries) if entries else nudges.nothing_waits()
    outbox.change(work.session, key=key, message=message, now=work.now)


def not_now(work: Work, question: Question) -> None:
    """Out of sight until the next list; the clock runs on. Raises NotYourTurn."""
    if lists.turn(work, question) != work.by.id:
        raise NotYourTurn
    question.put_off_on = lists.today(work)
    work.session.flush()
    for key in outbox.keys(work.session, f"question:{question.id}:nudge:"):
        if key.endswith(f":{work.by.id}"):
            _replace(work, question, key, "Not now. It is in your next list; the clock runs on.")
    for key in outbox.keys(work.session, f"{JOINED}{work.by.id}:"):
        if str(question.id) in _named(key):
            _refresh(work, key)
    lists.refresh(work)


class NotYourTurn(BotError):
    def __init__(self) -> None:
        super().__init__("This does not wait for you any more, so there is nothing to put off.")


def _replace(work: Work, question: Question, key: str, sentence: str) -> None:
    note = notes.heard(cards.link(work, question, key.rpartition(":")[2]), sentence)
    outbox.change(work.session, key=key, message=note, now=work.now)
