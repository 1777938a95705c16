"""Answering: in the thread or in a form, asking back, and what the asker says to it."""

from datetime import UTC, date, datetime

import sqlalchemy as sa

from bot.errors import BotError, FieldErrors
from bot.questions import cards, concluding, copies, edits, logbook, notes, refusals, rules, sentences
from bot.questions.course import State
from bot.questions.events import By, Event, What
from bot.questions.models import Question, QuestionEvent
from bot.questions.rules import LONGEST_CONTEXT, Visibility
from bot.questions.work import Work
from bot.slack import outbox
from bot.slack.messages import Message


class ClosedMeanwhile(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.WITHDRAWN_MEANWHILE)


def instant(ts: str) -> datetime:
    """When Slack says that a message was written."""
    return datetime.fromtimestamp(float(ts), UTC)


# In the thread


def wrote(work: Work, question: Question, message: str, text: str, is_machine: bool) -> Message | None:
    """Somebody wrote in its thread. What to tell them, if anything."""
    part = By.MACHINE if is_machine else work.part(question)
    if part is not By.MACHINE and not text and question.visibility == Visibility.PRIVATE:
        return notes.file_reached_nobody()  # nobody else reads it, so nothing was said
    before = logbook.read(work, question)
    says = text if _is_kept(question, part) else ""
    event = Event(min(instant(message), work.now), What.WROTE, part, message, "" if is_machine else work.by.id, says)
    if not logbook.append(work, question, event):
        return None
    if part is By.MACHINE:
        return None
    is_the_answer = _answered_by(work, question) == message
    if is_the_answer and before.state is not State.WITHDRAWN:
        question.answer, question.answer_edited_at = text or None, None
    _relay(work, question, message, text)
    concluding.concluded(work, question, before)
    if not is_the_answer:
        return None
    return notes.counted_as_answer(question.id, message, len(logbook.sharing(work.session, question, message)))


def _is_kept(question: Question, part: By) -> bool:
    """What can be the answer, also once it is endorsed or called so; and what is said in private, so that whoever has a
    part in it later reads it."""
    return part in (By.PEER, By.RESPONDER) or (question.visibility == Visibility.PRIVATE and part is not By.MACHINE)


def _answered_by(work: Work, question: Question) -> str | None:
    """The message that is the answer. What a responder says after it is in the thread, and not found in its place."""
    answered = logbook.read(work, question).course.round.answered
    return answered.message if answered else None


def _relay(work: Work, question: Question, message: str, text: str) -> None:
    """The cards of a private question stand apart; what is written under one is read under the others."""
    if question.visibility != Visibility.PRIVATE or not text:
        return
    for card in cards.keys_to_write_under(work, question):
        reader = card.rpartition(":")[2]
        if reader != work.by.id:
            note = notes.relayed(work.name, text)
            reply = f"question:{question.id}:relayed:{message}:{reader}"
            outbox.enqueue(work.session, key=reply, channel=reader, message=note, about=card, now=work.now)


def _relay_anew(work: Work, question: Question, message: str, text: str) -> None:
    """To whoever reads it still."""
    readers = [card.rpartition(":")[2] for card in cards.keys_to_write_under(work, question)]
    for reply in outbox.keys(work.session, f"question:{question.id}:relayed:{message}:") if text else ():
        if reply.rpartition(":")[2] in readers:
            outbox.change(work.session, key=reply, message=notes.relayed(work.name, text, edited=True), now=work.now)


def _unrelay(work: Work, question: Question, message: str) -> None:
    for reply in outbox.keys(work.session, f"question:{question.id}:relayed:{message}:"):
        outbox.change(work.session, key=reply, message=notes.relayed_no_more(), now=work.now)


def lead_to_the_other_thread(work: Work, question: Question) -> None:
    """Said once below the card, which links the message; a link here would outlast the day it is made private."""
    if question.visibility == Visibility.PUBLIC and question.state != State.WITHDRAWN:
        cards.say(work, question, "other_thread", notes.decided(sentences.GOES_ON_IN_THE_OTHER_THREAD))


def call(work: Work, question: Question, message: str, name: What) -> None:
    """A responder says what their own reply was. Raises NotAllowed."""
    work.require_responder(question)
    before, answered_by, words = logbook.read(work, question), _answered_by(work, question), question.answer
    logbook.happened(work, question, What.CALLED, message=message, says=name)
    if (answers := _answered_by(work, question)) != answered_by:
        question.answer = (logbook.words_of(work, question, answers) or None) if answers else None
    if name is What.ASKED_BACK:
        _tell_asked_back(work, question, message, logbook.words_of(work, question, message))
    if name is not What.ANSWERED:
        told = notes.was_no_answer(another_stands=answers is not None)
        concluding.unshare(work, question, message, words if answered_by == message else None, told)
    concluding.concluded(work, question, before)


def was_no_answer(work: Work, question: Question, message: str) -> None:
    """Of what counts as the answer, in a thread or from a form; said in the thread in which it stands.

    Raises NotAllowed.
    """
    work.require_responder(question)
    if _answered_by(work, question) == message:
        there = logbook.said_under(work, question, message)
        call(work, there, message, What.REMARKED)
        is_open = _answered_by(work, there) is None
        say(work, there, notes.decided(sentences.says_it_was_no_answer(work.name, is_open=is_open)))


def reacted(work: Work, question: Question, message: str) -> None:
    if logbook.happened(work, question, What.REACTED, message=message):
        cards.redraw(work, question, logbook.settle(work, question))


def edited(work: Work, question: Question, message: str, text: str, before: str) -> None:
    if question.state == State.WITHDRAWN and work.part(question) is By.ASKER:
        return  # it was taken back with the question
    says = text if _is_kept(question, work.part(question)) else ""
    logbook.happened(work, question, What.EDITED, message=message, says=says)
    _relay_anew(work, question, message, text)
    if text and _answered_by(work, question) == message:
        edits.answer_changed(work, question, before, text)


def deleted(work: Work, question: Question, message: str, copy: str = "") -> None:
    """A message in its thread is gone; an answer's words are not kept longer than the answer. `copy`: which of several
    it was, where it stood under each card."""
    before, part, answered_by = logbook.read(work, question), work.part(question), _answered_by(work, question)
    logbook.append(work, question, Event(work.now, What.DELETED, part, message))
    is_kept = question.answer is not None and question.answer == logbook.words_of(work, question, message)
    logbook.forget_words(work, question, message)
    _unrelay(work, question, message)
    copies.unsay(work, question, message, copy)
    words = question.answer if answered_by == message else None
    concluding.unshare(work, question, message, words, notes.relayed_no_more())
    if is_kept or answered_by == message or (part is By.RESPONDER and answered_by is None):
        answers = _answered_by(work, question)
        question.answer = (logbook.words_of(work, question, answers) or None) if answers else None
    concluding.concluded(work, question, before)


def question_of(work: Work, message: str) -> Question | None:
    """The question in whose thread this message stood."""
    query = sa.select(QuestionEvent.question_id).where(QuestionEvent.message == message).order_by(QuestionEvent.id)
    found = work.session.scalar(query.limit(1))
    return work.question(found) if found else None


# In forms


def answer(work: Work, question: Question, text: str, still_true_until: date | None = None) -> None:
    """Raises NotAllowed, FieldErrors, ClosedMeanwhile."""
    _require_words(work, question, "answer", text)
    if still_true_until and still_true_until <= logbook.today(work):
        raise FieldErrors({"look_again": refusals.DAY_AHEAD})
    before = logbook.read(work, question)
    message = say(work, question, notes.spoken_answer(work.name, text))
    logbook.happened(work, question, What.ANSWERED, by=By.RESPONDER, message=message, says=text)
    old, question.answer = question.answer, text
    question.still_true_until, question.still_true_since = still_true_until, logbook.today(work)
    concluding.concluded(work, question, before)
    if before.course.round.answered and old:
        edits.answer_changed(work, question, old, text)


def ask_back(work: Work, question: Question, text: str) -> None:
    """Raises NotAllowed, FieldErrors, ClosedMeanwhile."""
    _require_words(work, question, "text", text)
    if fault := said_already(work, question):
        raise FieldErrors({"text": fault})
    before = logbook.read(work, question)
    message = say(work, question, notes.asked_back(work.name, text))
    logbook.happened(work, question, What.ASKED_BACK, by=By.RESPONDER, message=message, says=text)
    concluding.concluded(work, question, before)
    _tell_asked_back(work, question, message, text)


def _tell_asked_back(work: Work, question: Question, message: str, text: str) -> None:
    """Unless they have written since."""
    if logbook.read(work, question).course.round.is_paused(work.now):
        note = notes.asked_back_to_you(cards.link(work, question, question.asker), text)
        concluding.write_to_asker(work, question, f"asked_back:{message}", note)


def _require_words(work: Work, question: Question, block: str, text: str) -> None:
    require_open(work, question)
    if fault := rules.fault(text):
        raise FieldErrors({block: fault})


def said_already(work: Work, question: Question) -> str | None:
    """The form was opened before somebody answered or declined."""
    if logbook.read(work, question).course.round.answered:
        return refusals.ANSWERED_BY_NOW
    return refusals.DECLINED_BY_NOW if question.state == State.DECLINED else None


def require_open(work: Work, question: Question) -> None:
    """Raises NotAllowed, ClosedMeanwhile."""
    work.require_responder(question)
    if question.state == State.WITHDRAWN:
        raise ClosedMeanwhile


def say(work: Work, question: Question, message: Message) -> str:
    """Said in the thread under the responder's name; the name by which the log knows it."""
    name = f"said:{work.now.timestamp():.6f}"
    cards.say(work, question, name, message)
    return f"question:{question.id}:{name}"


# What the asker says to it


def add(work: Work, question: Question, text: str) -> None:
    """Words of whoever asked anonymously, said in the thread without a name. Raises NotYours, FieldErrors."""
    work.require_asker(question)
    if fault := rules.fault(text):
        raise FieldErrors({"words": fault})
    before = logbook.read(work, question)
    message = say(work, question, notes.added(text))
    logbook.happened(work, question, What.WROTE, message=message)
    concluding.concluded(work, question, before)


def add_context(work: Work, question: Question, text: str) -> None:
    """By anybody who reads the card. It moves no clock, but what whoever asked says in the thread counts as ever.

    Raises FieldErrors, ClosedMeanwhile.
    """
    if question.state == State.WITHDRAWN:
        raise ClosedMeanwhile
    if fault := rules.fault(text, LONGEST_CONTEXT):
        raise FieldErrors({"words": fault})
    before = logbook.read(work, question)
    message = say(work, question, notes.context_added(work.name, text))
    what = What.WROTE if work.part(question) is By.ASKER else What.ADDED
    logbook.happened(work, question, what, message=message)
    concluding.concluded(work, question, before)


def confirm(work: Work, question: Question, round_number: int) -> None:
    """Raises NotYours."""
    work.require_asker(question)
    if round_number == question.rounds:
        logbook.happened(work, question, What.CONFIRMED)
        concluding.tell_asker(work, question, logbook.settle(work, question))


def not_yet(work: Work, question: Question, round_number: int) -> None:
    """The next round begins; what was measured stays. Raises NotYours."""
    work.require_asker(question)
    if round_number == question.rounds:
        before = logbook.read(work, question)
        logbook.happened(work, question, What.NOT_YET)
        concluding.concluded(work, question, before)
