"""Asking: a question becomes a row, the first event of its log, and a card."""

import sqlalchemy as sa

from bot.errors import BotError, FieldErrors
from bot.questions import cards, concealing, logbook, notes, refusals, rules, sentences
from bot.questions.course import Owes, State
from bot.questions.events import By, What
from bot.questions.forms import Draft
from bot.questions.models import Question, QuestionEvent
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import outbox, visits
from bot.slack.people import Profile


def ask(work: Work, draft: Draft, message: str = "") -> tuple[Question, bool]:
    """The question, and whether it is new. `message`: the one at `draft.source`, where it is the question itself; its
    thread is heard also where the question was asked a moment ago.

    Raises FieldErrors.
    """
    require_words(draft)
    # One after the other: of two at the same moment the second is to see the first.
    work.session.get(Profile, work.by.id, with_for_update=True)
    where = draft.source.partition(":")[0] if message else ""
    if same := _asked_already(work, draft):
        if message:
            logbook.happened(work, same, What.ASKED, message=message, says=where)
        return same, False
    question = _row(work, draft, asker=work.by.id)
    work.session.add(question)
    work.session.flush()
    logbook.happened(work, question, What.ASKED, message=message, says=where)
    cards.post(work, question, logbook.settle(work, question))
    return question, True


def require_words(draft: Draft) -> None:
    if fault := rules.fault(draft.text):
        raise FieldErrors({"text": fault})


def channel(work: Work) -> str:
    """Where questions stand for everyone."""
    found = work.settings.questions.channel or work.settings.focus.channel
    assert found, "every door waits for the settings"
    return found


def _row(work: Work, draft: Draft, asker: str | None) -> Question:
    return Question(
        kind=draft.kind,
        visibility=draft.visibility,
        text=draft.text,
        asker=asker,
        asked_at=work.now,
        channel=None if draft.visibility is Visibility.PRIVATE else channel(work),
        source=draft.source or None,
        week=draft.week or None,
        state=State.OPEN,
        owes=Owes.OFFICE,
        owed_since=work.now,
    )


def _asked_already(work: Work, draft: Draft) -> Question | None:
    """By the same person, in the same words, a moment ago."""
    recent = sa.select(Question).where(
        Question.asker == work.by.id,
        Question.asked_at > work.now - rules.SAME_WITHIN,
        Question.visibility == draft.visibility,
        Question.closed.is_(False),
    )
    return next((one for one in work.session.scalars(recent) if rules.same_words(draft.text, one.text)), None)


def made_of(work: Work, source: str, text: str) -> Question | None:
    """The question that is this very message of whoever is at work, and says what it said."""
    mine = sa.select(Question).where(Question.source == source, Question.asker == work.by.id).with_for_update()
    return next((one for one in work.session.scalars(mine) if rules.same_words(text, one.text)), None)


def said_at(work: Work, source: str) -> Question | None:
    """The question that somebody asked in this very message: its thread is the question's, like that of a card."""
    channel, _, message = source.partition(":")
    asked = (QuestionEvent.what == What.ASKED, QuestionEvent.message == message)
    there = sa.or_(Question.source == source, QuestionEvent.says == channel)
    of_it = QuestionEvent.question_id == Question.id
    found = work.session.scalar(sa.select(Question.id).join(QuestionEvent, of_it).where(there, *asked))
    return work.question(found) if found else None


def stands_in_another(work: Work, question: Question, message: str) -> bool:
    """Of a question whose own message was deleted: whether whoever asked said it in another one, too. That is its own
    from then on."""
    gone = sa.select(QuestionEvent.message).where(_of(question), QuestionEvent.what == What.DELETED)
    asked = (QuestionEvent.what == What.ASKED, QuestionEvent.says != "", QuestionEvent.message != message)
    others = sa.select(QuestionEvent).where(_of(question), *asked, QuestionEvent.message.not_in(gone))
    other = work.session.scalars(others.order_by(QuestionEvent.id).limit(1)).one_or_none()
    if other is None:
        return False
    logbook.happened(work, question, What.DELETED, by=By.ASKER, message=message)
    question.source = f"{other.says}:{other.message}"
    cards.redraw(work, question, logbook.settle(work, question))
    return True


def _of(question: Question) -> sa.ColumnElement[bool]:
    return QuestionEvent.question_id == question.id


def edited(work: Work, question: Question, text: str) -> None:
    """The message that it was made of was edited: no clock moves, and what it said before is kept."""
    if rules.fault(text) or rules.same_words(text, question.text):
        return
    before = question.text or ""
    logbook.happened(work, question, What.EDITED, message="question", says=before)
    question.text = text
    found = logbook.settle(work, question)
    visits.changed_for_all(work.session, work.now)  # the oldest that waits is named on every Home
    cards.redraw(work, question, found)
    answered = found.course.round.answered
    if answered and rules.may_matter(before, text):
        note = notes.edited_after_answer(cards.link(work, question, answered.person))
        key = f"question:{question.id}:edited:{work.now.timestamp():.6f}"
        outbox.enqueue(work.session, key=key, channel=answered.person, message=note, now=work.now)


class AnsweredMeanwhile(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.ANSWERED_MEANWHILE)


def found_answered(work: Work, question: Question, other: Question) -> None:
    """Whoever asked sees that the answer is there already. Raises NotYours, AnsweredMeanwhile."""
    work.require_asker(question)
    if question.closed:
        raise AnsweredMeanwhile
    said = notes.decided(sentences.found_it_answered(work.name, cards.link(work, other)))
    cards.say(work, question, f"found:{other.id}", said)
    concealing.take_back(work, question)


def withdraw(work: Work, question: Question) -> None:
    """By whoever asked. Its words go; what was measured once it was answered stays. Raises NotYours."""
    work.require_asker(question)
    concealing.take_back(work, question)
