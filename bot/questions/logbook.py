"""The log of a question: appended to, read back, and what it comes to written beside the question."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import newer
from bot.questions import in_force
from bot.questions.clocks import Clocks, Reading, clocks
from bot.questions.course import REFUSALS, Course, Owes, State
from bot.questions.events import By, Event, What
from bot.questions.models import Question, QuestionEvent
from bot.questions.rules import Stage, Visibility
from bot.questions.work import Work
from bot.slack import visits
from bot.storage import insert_once

CLOSED = frozenset({State.ANSWERED, State.CANNOT_SHARE, State.DECLINED, State.WITHDRAWN})
#: What a responder does to one question is done to those that were joined with it.
SHARED = frozenset({What.ANSWERED, What.ENDORSED, What.CANNOT_SHARE, What.DECLINED, What.CALLED, What.DELETED})


def append(work: Work, question: Question, event: Event) -> bool:
    """True where it is new: Slack tells some things twice."""
    is_new = _insert(work, question.id, event)
    if is_new and _is_shared(event):
        for other in _who_share(work, question, event):
            _insert(work, other.id, _as_heard_elsewhere(work, other, event))
    return is_new


def _insert(work: Work, question_id: int, event: Event) -> bool:
    row = {**vars(event), "question_id": question_id, "recorded_at": work.now}
    return insert_once(work.session, QuestionEvent, row)


def _is_shared(event: Event) -> bool:
    return event.what in SHARED or (event.what is What.WROTE and event.by is By.RESPONDER)


def _as_heard_elsewhere(work: Work, other: Question, event: Event) -> Event:
    """A question back, or a remark, was said to another asker: here nothing was. Words are kept where they were said;
    and what was said before this was asked reached whoever asked now."""
    if event.what is What.CALLED:
        return event if event.says == What.ANSWERED else replace(event, says=What.MISPLACED)
    if event.by_hand and event.at <= read(work, other).course.round.spoken_to:
        event = replace(event, at=work.now)
    return replace(event, says="") if event.what in SAYING else event


def _who_share(work: Work, question: Question, event: Event) -> Sequence[Question]:
    """What answers one of those that are joined answers all that whoever speaks may answer, and shows it to nobody who
    may not read where it was said. Nobody answers their own. What else is decided of a duplicate is decided of it
    alone."""
    if event.what in (What.CALLED, What.DELETED):
        heard = set(work.session.scalars(_heard(event.message)))
        return [one for one in sharing(work.session, question, event.message) if one.id in heard]
    if not question.duplicate_of:
        return [one for one in sharing(work.session, question) if not one.asker or one.asker != work.by.id]
    if event.what in REFUSALS:
        return []
    is_private = question.visibility == Visibility.PRIVATE
    others = work.session.scalars(sa.select(Question).where(*_joined_with(question))).all()
    return [one for one in others if work.may_answer(one) and (not is_private or one.visibility == Visibility.PRIVATE)]


def sharing(session: Session, question: Question, *messages: str) -> Sequence[Question]:
    """All that were joined with it; beside a duplicate, those that heard one of these messages."""
    among = [Question.id.in_(_heard(*messages))] if question.duplicate_of else []
    return session.scalars(sa.select(Question).where(*_joined_with(question), *among).order_by(Question.id)).all()


def _heard(*messages: str) -> sa.Select[int]:
    return sa.select(QuestionEvent.question_id).where(QuestionEvent.message.in_(messages))


def said_under(work: Work, question: Question, message: str) -> Question:
    """Which of those that are joined has the thread in which this was said: the first that heard it."""
    first = sa.select(QuestionEvent.question_id).where(QuestionEvent.message == message).order_by(QuestionEvent.id)
    id, among = work.session.scalar(first.limit(1)), sharing(work.session, question, message)
    return next((one for one in among if one.id == id), question)


def append_alone(work: Work, question: Question, event: Event) -> None:
    """Of this question, whatever it is joined with."""
    _insert(work, question.id, event)


def _joined_with(question: Question) -> tuple[sa.ColumnElement[bool], ...]:
    original = question.duplicate_of or question.id
    return sa.or_(Question.id == original, Question.duplicate_of == original), Question.id != question.id


def happened(
    work: Work, question: Question, what: What, *, by: By | None = None, message: str = "", says: str = ""
) -> bool:
    """Done now by whoever is at work."""
    part = by or work.part(question)
    # Of whoever asked anonymously nothing is known, so nothing is written.
    person = "" if part is By.MACHINE or (part is By.ASKER and not question.asker) else work.by.id
    return append(work, question, Event(work.now, what, part, message, person, says))


def events(work: Work, question: Question) -> list[Event]:
    return _events(work.session, [question.id], work.known_by).get(question.id, [])


#: What keeps the words of a message.
SAYING = (What.WROTE, What.ANSWERED, What.EDITED)


def words_of(work: Work, question: Question, message: str) -> str:
    """What a message says, as it was last edited, wherever it was said."""
    heard = QuestionEvent.question_id.in_(_heard_in(work, question, message))
    told = (heard, QuestionEvent.message == message, QuestionEvent.says != "")
    kept = QuestionEvent.what.in_(SAYING)
    newest = sa.select(QuestionEvent.says).where(*told, kept).order_by(QuestionEvent.at.desc(), QuestionEvent.id.desc())
    return work.session.scalar(newest.limit(1)) or ""


def forget_words(work: Work, question: Question, message: str) -> None:
    """Whoever wrote it deleted it: that something was said stays, its words do not."""
    told = (QuestionEvent.question_id.in_(_heard_in(work, question, message)), QuestionEvent.message == message)
    wrote = QuestionEvent.what.in_(SAYING)
    work.session.execute(sa.update(QuestionEvent).where(*told, wrote).values(says=""))


def _heard_in(work: Work, question: Question, message: str) -> Sequence[int]:
    return [question.id, *(one.id for one in sharing(work.session, question, message))]


def forget_askers_words(work: Work, question: Question) -> None:
    """They took it back: neither what they said of it is kept, nor how it read before it was edited."""
    theirs = (QuestionEvent.question_id == question.id, QuestionEvent.by == By.ASKER)
    wrote = QuestionEvent.what.in_((What.WROTE, What.EDITED))
    work.session.execute(sa.update(QuestionEvent).where(*theirs, wrote).values(says=""))


def _events(session: Session, ids: Iterable[int], known_by: datetime | None = None) -> dict[int, list[Event]]:
    table = QuestionEvent
    columns = (table.question_id, table.at, table.what, table.by, table.message, table.person, table.says)
    known = (table.recorded_at <= known_by,) if known_by else ()
    found: dict[int, list[Event]] = {}
    for row in session.execute(sa.select(*columns, table.by_hand).where(table.question_id.in_(ids), *known)):
        if event := _event(row):
            found.setdefault(row.question_id, []).append(event)
    return found


def _event(row: Any) -> Event | None:
    """None for what only a newer version can read, as if nobody had said it."""
    what, by = newer.known(What, row.what), newer.known(By, row.by)
    if what is None or by is None or (what is What.CALLED and newer.known(What, row.says) is None):
        return None
    return Event(row.at, what, by, row.message, row.person, row.says, row.by_hand)


def read(work: Work, question: Question) -> Clocks:
    return read_all(work, [question])[question.id]


def read_all(work: Work, questions: Sequence[Question]) -> dict[int, Clocks]:
    work.session.flush()
    calendar, targets = in_force.versions(work.session, work.known_by)
    logs = _events(work.session, [question.id for question in questions], work.known_by)
    return {question.id: clocks(logs.get(question.id, []), calendar, targets, work.now) for question in questions}


def read_before(work: Work, questions: Sequence[Question]) -> dict[int, Clocks]:
    """What the log said before this instant, without what was asked in it."""
    known_by = work.now - timedelta(microseconds=1)
    known = _events(work.session, [question.id for question in questions], known_by)
    return read_all(replace(work, known_by=known_by), [one for one in questions if one.id in known])


def today(work: Work) -> date:
    return work.now.astimezone(work.settings.calendar.zone).date()


# What it comes to


def settle(work: Work, question: Question) -> Clocks:
    """Writes down beside the question what its log comes to now; whoever sees it on their Home sees that."""
    concerned, before = {question.asker, question.holder}, _measured(question)
    found = write_down(work, question)
    office = (work.settings.people.cto, *work.settings.people.delegates)
    visits.changed(work.session, {*concerned, question.holder, *office}, work.now)
    if _measured(question) != before:
        visits.changed_for_all(work.session, work.now)
    return found


def write_down(work: Work, question: Question) -> Clocks:
    found = read(work, question)
    write(question, found)
    question.settled_at = work.now
    return found


def write(question: Question, found: Clocks) -> None:
    _write_standing(question, found)
    _write_first_round(question, found)


#: An answer is owed in each: whose it is only the people concerned read.
_ALIKE = frozenset({State.OPEN, State.ACKNOWLEDGED, State.DELEGATED})


def _measured(question: Question) -> tuple[object, ...]:
    """What everybody's Home counts of it."""
    instants = (question.responded_at, question.answered_at, question.ended_at)
    due = (question.respond_due_at, question.answer_due_at, question.due_at)
    paused = (question.answer_paused, question.answer_paused_waiting)
    state = None if question.state in _ALIKE else question.state
    return *instants, *due, *paused, state, question.refused, question.community, question.rounds


def _write_standing(question: Question, found: Clocks) -> None:
    course = found.course
    question.state, question.owes, question.owed_since = found.state, found.owes, found.owed_since
    question.closed = found.state in CLOSED or (found.state is State.DUPLICATE and course.round.end is not None)
    question.holder = course.hand_over.to if course.hand_over else None
    _write_turn(question, question.holder if course.hand_over and course.hand_over.accepted else None)
    question.due_at = None if question.closed else _due(found)
    question.nudge_at = _nudge_at(question, found)
    question.promised_until = datetime.fromisoformat(course.promises[-1].says) if course.promises else None
    question.look_again_on = _look_again(course) if found.state is State.CANNOT_SHARE else None
    question.rounds, question.community = len(course.rounds), len(course.community)


def _write_turn(question: Question, turn: str | None) -> None:
    """What one put off, another did not."""
    if question.turn != turn:
        question.turn, question.put_off_on = turn, None


def pressing(found: Clocks) -> Reading:
    """The next of the targets that are still to be met."""
    return found.current.respond if found.current.respond.is_running else found.current.answer


def nudge_name(found: Clocks, stage: Stage) -> str:
    """What one was nudged for, another was not, nor whoever has it again."""
    clock, handed = "respond" if found.current.respond.is_running else "answer", found.course.turns_taken
    return f"{len(found.rounds)}:{clock}:{stage}" + (f":{handed}" if handed else "")


def _nudge_at(question: Question, found: Clocks) -> datetime | None:
    """At half the target and at the target, each once a clock."""
    if question.closed or found.owes is not Owes.OFFICE or question.nudged == nudge_name(found, Stage.TARGET):
        return None
    one = pressing(found)
    return one.due if question.nudged == nudge_name(found, Stage.HALF) else one.half


def late_by(found: Clocks) -> timedelta | None:
    """Working time past the first of the targets that are still to be met, where it has passed."""
    running = [one for one in (found.current.respond, found.current.answer) if one.is_running]
    over = [one.working - one.target for one in running if one.target is not None and one.working > one.target]
    return max(over, default=None)


def _due(found: Clocks) -> datetime | None:
    """The next of the targets that are still to be met."""
    running = [one for one in (found.current.respond, found.current.answer) if one.is_running]
    return min((one.due for one in running if one.due), default=None)


def _look_again(course: Course) -> date | None:
    refusal = course.round.refusal
    return date.fromisoformat(refusal.says.partition(" ")[0]) if refusal else None


def _write_first_round(question: Question, found: Clocks) -> None:
    course, first = found.course.rounds[0], found.first
    ended, responded = course.end, course.responded
    answered = course.answered if ended is course.answered else None
    question.acknowledged_at = course.acknowledged.at if course.acknowledged else None
    question.responded_at, question.responded_by = (responded.at, responded.person) if responded else (None, None)
    question.answered_at, question.answered_by = (answered.at, answered.person) if answered else (None, None)
    question.answered_by_hand = bool(answered and answered.by_hand)
    question.ended_at = first.answer.stopped
    question.respond_working, question.respond_waiting = _seconds(first.respond)
    question.answer_working, question.answer_waiting = _seconds(first.answer)
    question.answer_paused = int(first.answer.paused.total_seconds())
    question.answer_paused_waiting = int(first.answer.rested.total_seconds())
    question.refused = ended.what if ended and ended.what in REFUSALS else None
    question.respond_due_at, question.answer_due_at = first.respond.due, first.answer.due
    question.respond_late, question.answer_late = first.respond.late, first.answer.late


def _seconds(one: Reading) -> tuple[int, int] | tuple[None, None]:
    if one.is_running:
        return None, None
    return int(one.working.total_seconds()), int(one.waiting.total_seconds())
