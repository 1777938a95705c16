"""What waits for whom: one list in the morning, and a word at half the target and at the target."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from bot.questions import cards, logbook, notes, nudges, rules
from bot.questions.clocks import Clocks, Reading
from bot.questions.course import Owes, State
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import outbox, people

#: So many cards are drawn anew each morning, the oldest first.
REDRAWN = 200


def open_questions(work: Work) -> Sequence[Question]:
    """What the office owes something on, the most urgent first."""
    mine = sa.select(Question).where(
        Question.closed.is_(False), Question.owes == Owes.OFFICE, Question.posts_at.is_(None)
    )
    return work.session.scalars(mine.order_by(Question.due_at, Question.id)).all()


def whose_turn(work: Work, question: Question, found: Clocks) -> str | None:
    """Whoever took it over, or else the CTO."""
    hand_over = found.course.hand_over
    return hand_over.to if hand_over and hand_over.accepted else work.settings.people.cto


# In the morning


def today(work: Work) -> date:
    return work.now.astimezone(work.settings.calendar.zone).date()


def send_lists(work: Work) -> None:
    waiting = _by_reader(work)
    for reader, entries in waiting.items():
        for older in outbox.keys(work.session, f"questions:list:{reader}:"):
            outbox.change(work.session, key=older, message=nudges.superseded(), now=work.now)
        key = f"questions:list:{reader}:{today(work)}"
        outbox.enqueue(work.session, key=key, channel=reader, message=nudges.morning_list(entries), now=work.now)
    for question in open_questions(work)[:REDRAWN]:
        cards.redraw(work, question, logbook.settle(work, question))


def refresh_lists(work: Work) -> None:
    """Today's lists, once something on them is no longer true."""
    keys = [key for key in outbox.keys(work.session, "questions:list:") if key.endswith(f":{today(work)}")]
    waiting = _by_reader(work) if keys else {}
    for key in keys:
        entries = waiting.get(key.split(":")[2], [])
        message = nudges.morning_list(entries) if entries else nudges.nothing_waits()
        outbox.change(work.session, key=key, message=message, now=work.now)


def _by_reader(work: Work) -> dict[str, list[nudges.Entry]]:
    found: dict[str, list[nudges.Entry]] = {}
    for question in open_questions(work):
        told = logbook.read(work, question)
        if reader := whose_turn(work, question, told):
            found.setdefault(reader, []).append(_entry(work, question, told, reader))
    return found


def _entry(work: Work, question: Question, found: Clocks, reader: str) -> nudges.Entry:
    pressing = _pressing(found)
    return nudges.Entry(
        id=question.id,
        asker=cards.asker(work, question),
        text=question.text or "",
        link=cards.link(work, question, reader),
        since=found.owed_since,
        due=pressing.due,
        late_by=pressing.working - pressing.target if pressing.late and pressing.target is not None else None,
        zone=work.settings.calendar.zone,
    )


def _pressing(found: Clocks) -> Reading:
    """The next of the targets that are still to be met."""
    return found.current.respond if found.current.respond.is_running else found.current.answer


# During the day


def nudge(work: Work) -> None:
    """Half the target, the target: each once a round, in the working hours of whoever it waits for."""
    for question in _resting(work):
        before = question.state
        found = logbook.settle(work, question)
        if found.state != before:
            cards.redraw(work, question, found)
    for question in open_questions(work):
        found = logbook.read(work, question)
        reader = whose_turn(work, question, found)
        if reader and logbook.works_now(work, reader):
            _nudge_about(work, question, found, reader)


def _resting(work: Work) -> Sequence[Question]:
    """Their pauses may end by themselves."""
    return work.session.scalars(sa.select(Question).where(Question.state == State.WAITING_ON_ASKER)).all()


def _nudge_about(work: Work, question: Question, found: Clocks, reader: str) -> None:
    stage = rules.stage(_pressing(found).working, _pressing(found).target)
    if stage is None:
        return
    clock = "respond" if found.current.respond.is_running else "answer"
    key = f"question:{question.id}:nudge:{len(found.rounds)}:{clock}:{stage}:{reader}"
    note = nudges.nudge(_entry(work, question, found, reader))
    if not outbox.enqueue(work.session, key=key, channel=reader, message=note, now=work.now):
        return
    cards.redraw(work, question, logbook.settle(work, question))
    if stage is rules.Stage.TARGET:
        _tell_chief_of_staff(work, question, found)


def _tell_chief_of_staff(work: Work, question: Question, found: Clocks) -> None:
    """Once a round, and of a private question no more than that there is one."""
    chief = work.settings.questions.chief_of_staff
    if chief is None:
        return
    private = question.visibility == Visibility.PRIVATE
    link = "a private question" if private else cards.link(work, question)
    who = people.name(work.session, whose_turn(work, question, found) or "")
    key = f"question:{question.id}:chief:{len(found.rounds)}"
    note = nudges.past_due(link, who, _entry(work, question, found, chief))
    outbox.enqueue(work.session, key=key, channel=chief, message=note, now=work.now)


def withdraw(work: Work, question: Question, sentence: str) -> None:
    """Nudges lose their buttons once nothing is owed."""
    for key in outbox.keys(work.session, f"question:{question.id}:nudge:"):
        _replace(work, question, key, sentence)


def not_now(work: Work, question: Question, reader: str) -> None:
    """Out of sight until tomorrow's list; the clock runs on."""
    for key in outbox.keys(work.session, f"question:{question.id}:nudge:"):
        if key.endswith(f":{reader}"):
            _replace(work, question, key, "Not now. It is in tomorrow's list; the clock runs on.")


def _replace(work: Work, question: Question, key: str, sentence: str) -> None:
    note = notes.heard(cards.link(work, question, key.rpartition(":")[2]), sentence)
    outbox.change(work.session, key=key, message=note, now=work.now)
