"""During the day: a word at half the target and at the target, and none that is no longer true."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from bot.errors import BotError
from bot.questions import cards, lists, logbook, notes, nudges, refusals, rules, sentences
from bot.questions.course import State
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import hours, outbox

#: Keys of messages about several questions: behind the last colon stand which.
JOINED, TOGETHER = "questions:nudge:", "questions:chief:"
#: In one hour.
MOST_TOLD = 50


def nudge(work: Work) -> None:
    """Half the target, the target: each once a round, in the working hours of whoever it waits for."""
    for question in _resting(work):
        before = question.state
        found = logbook.settle(work, question)
        if found.state != before:
            cards.redraw(work, question, found)
    told: dict[str, list[Question]] = {}
    for question in _to_nudge(work):
        readers = [one for one in lists.hearers(work, question) if works_now(work, one)]
        if readers and _reached(work, question):
            for reader in (one for one in readers if not _is_put_off(work, question, one)):
                told.setdefault(reader, []).append(question)
    for reader, questions in told.items():
        _nudge_about(work, reader, questions)
    _tell_chief_of_staff(work)


def works_now(work: Work, person: str) -> bool:
    return hours.works_now(work.session, person, work.settings, work.now)


def _is_put_off(work: Work, question: Question, reader: str) -> bool:
    """Their next list says what was reached meanwhile."""
    return question.put_off_on == lists.today(work, reader)


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
        entries = lists.entries(work, some, reader)
        if len(some) == 1:
            key, note = f"question:{some[0].id}:nudge:{some[0].nudged}:{reader}", nudges.nudge(entries[0])
        else:
            ids = "-".join(str(question.id) for question in some)
            key, note = f"{JOINED}{reader}:{work.now:%Y%m%dT%H%M}:{ids}", nudges.joined(entries)
        outbox.enqueue(work.session, key=key, channel=reader, message=note, now=work.now)


def _pieces(questions: Sequence[Question]) -> Iterator[Sequence[Question]]:
    for start in range(0, len(questions), nudges.MOST_JOINED):
        yield questions[start : start + nudges.MOST_JOINED]


def _tell_chief_of_staff(work: Work) -> None:
    """In their own hours, once a round; of a private question no more than that there is one."""
    chief = work.settings.questions.chief_of_staff
    if chief is None or not works_now(work, chief):
        return
    for some in _pieces(_untold(work, chief)):
        told = [_for_chief_of_staff(work, question, chief) for question in some]
        if len(some) == 1:
            key, note = _chief_key(some[0]), nudges.past_due(*told[0])
        else:
            rounds = "-".join(map(_round, some))
            key, note = f"{TOGETHER}{work.now:%Y%m%dT%H%M}:{rounds}", nudges.past_due_together(told)
        outbox.enqueue(work.session, key=key, channel=chief, message=note, now=work.now)


def _untold(work: Work, chief: str) -> Sequence[Question]:
    """Past due, however long, and nothing was said of it yet in this round; not their own. Held first, and looked up
    again then: another process may have said it meanwhile."""
    late = (*lists.owed(), Question.due_at <= work.now, Question.asker.is_distinct_from(chief))
    ids = _not_told(work, *late)[:MOST_TOLD]
    held = sa.select(Question).where(Question.id.in_(ids)).order_by(Question.due_at, Question.id)
    found = work.session.scalars(held.with_for_update().execution_options(populate_existing=True)).all()
    still = _not_told(work, *late, Question.id.in_(ids))
    return [one for one in found if one.id in still]


def _not_told(work: Work, *wanted: sa.ColumnElement[bool]) -> Sequence[int]:
    alone = sa.select(outbox.Delivery.id).where(outbox.Delivery.key == _CHIEF_KEY).exists()
    late = sa.select(Question.id, Question.rounds).where(*wanted, ~alone).order_by(Question.due_at, Question.id)
    together = {one for key in outbox.keys(work.session, TOGETHER) for one in _named(key)}
    return [id for id, rounds in work.session.execute(late) if f"{id}.{rounds}" not in together]


def _for_chief_of_staff(work: Work, question: Question, chief: str) -> tuple[str, str, nudges.Entry]:
    private = question.visibility == Visibility.PRIVATE
    link = sentences.A_PRIVATE_ONE if private else cards.link(work, question)
    (entry,) = lists.entries(work, [question], chief)
    return link, cards.owing(work, question, question.turn), entry


#: As `_chief_key`, in the database.
_CHIEF_KEY = "question:" + sa.cast(Question.id, sa.String) + ":chief:" + sa.cast(Question.rounds, sa.String)


def _chief_key(question: Question) -> str:
    return f"question:{question.id}:chief:{question.rounds}"


def _round(question: Question) -> str:
    return f"{question.id}.{question.rounds}"


def _named(key: str) -> Sequence[str]:
    return key.rpartition(":")[2].split("-")


def withdraw(work: Work, question: Question, sentence: str) -> None:
    """Nudges lose their buttons once nothing is owed."""
    for key in outbox.keys(work.session, f"question:{question.id}:nudge:"):
        _replace(work, question, key, sentence)
    for key in about_several(work, question):
        _refresh(work, key)


def withdraw_from_others(work: Work, question: Question) -> None:
    """It does not wait for them any more: somebody else became CTO."""
    for key in outbox.keys(work.session, f"question:{question.id}:nudge:"):
        if key.rpartition(":")[2] not in lists.hearers(work, question):
            _replace(work, question, key, sentences.SOMEBODY_ELSE_HAS_IT)
    for key in about_several(work, question):
        _refresh(work, key)


def about_several(work: Work, question: Question) -> Sequence[str]:
    """Keys of messages in which this is one of several."""
    return [key for key in outbox.keys(work.session, JOINED) if str(question.id) in _named(key)]


def withdraw_offers(work: Work, question: Question, sentence: str) -> None:
    """Whoever was asked to take it over is asked no more."""
    for key in outbox.keys(work.session, f"question:{question.id}:handed:"):
        note = notes.handed_no_more(cards.link(work, question, key.rpartition(":")[2]), sentence)
        outbox.change(work.session, key=key, message=note, now=work.now)


def _refresh(work: Work, key: str) -> None:
    """Only what still waits for its reader stands in it, and what they did not put off."""
    reader = key.split(":")[2]
    is_wanted = Question.put_off_on.is_distinct_from(lists.today(work, reader))
    named = sa.select(Question).where(*lists.owed(), is_wanted, Question.id.in_(map(int, _named(key))))
    found = work.session.scalars(named.order_by(Question.due_at))
    entries = lists.entries(work, [one for one in found if reader in lists.hearers(work, one)], reader)
    message = nudges.joined(entries) if entries else nudges.nothing_waits()
    outbox.change(work.session, key=key, message=message, now=work.now)


def not_now(work: Work, question: Question) -> None:
    """Out of sight until the next list; the clock runs on. Raises NotYourTurn."""
    if lists.hearers(work, question) != [work.by.id]:
        raise NotYourTurn
    question.put_off_on = lists.today(work, work.by.id)
    work.session.flush()
    for key in outbox.keys(work.session, f"question:{question.id}:nudge:"):
        if key.endswith(f":{work.by.id}"):
            _replace(work, question, key, sentences.PUT_OFF)
    for key in outbox.keys(work.session, f"{JOINED}{work.by.id}:"):
        if str(question.id) in _named(key):
            _refresh(work, key)
    lists.refresh(work)


class NotYourTurn(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NOT_YOUR_TURN)


def _replace(work: Work, question: Question, key: str, sentence: str) -> None:
    note = notes.heard(cards.link(work, question, key.rpartition(":")[2]), sentence)
    outbox.change(work.session, key=key, message=note, now=work.now)
