"""How long an answer holds: a day on which its owner sees whether it still does, and says so or answers anew."""

from datetime import date, timedelta

from bot.errors import BotError, FieldErrors
from bot.questions import answering, cards, logbook, notes, outcomes, refusals, sentences
from bot.questions.events import By, What
from bot.questions.models import Question
from bot.questions.work import Work
from bot.slack import outbox


class NoAnswer(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NO_ANSWER)


class AnsweredSince(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.CHANGED_SINCE)


def look_again(work: Work, question: Question, day: date | None) -> None:
    """Of any answer: in the thread, endorsed, or given elsewhere. Raises NotAllowed, FieldErrors, NoAnswer."""
    answering.require_open(work, question)
    if not logbook.read(work, question).course.round.answered:
        raise NoAnswer
    if day is None or day <= logbook.today(work):
        raise FieldErrors({"look_again": refusals.DAY_AHEAD})
    _set(work, question, day, What.DATED)
    withdraw_reminders(work, question, sentences.looked_at_again(cards.day_text(day)))


def still_true(work: Work, question: Question, until: date) -> date:
    """The day moves by as much as it was away. `until`: the day that the reminder was of.

    Raises NotAllowed, AnsweredSince.
    """
    work.require_responder(question)
    if question.still_true_until != until:
        raise AnsweredSince
    answered = question.answered_at or question.asked_at
    since = question.still_true_since or answered.astimezone(work.settings.calendar.zone).date()
    day = logbook.today(work) + max(until - since, timedelta(days=1))
    _set(work, question, day, What.STILL_TRUE)
    withdraw_reminders(work, question, sentences.still_true(cards.day_text(day)))
    return day


def _set(work: Work, question: Question, day: date, what: What) -> None:
    question.still_true_until, question.still_true_since = day, logbook.today(work)
    logbook.happened(work, question, what, by=By.RESPONDER, says=day.isoformat())
    cards.redraw(work, question, logbook.settle(work, question))


def owner(work: Work, question: Question) -> str | None:
    return cards.owner_id(work, question, logbook.read(work, question).course)


def remind(work: Work, question: Question) -> None:
    """On its day, once."""
    reader, until = owner(work, question), question.still_true_until
    assert reader, "every job waits for the settings"
    assert until, "only what has its day"
    note = outcomes.still_true(
        question.id, until.isoformat(), cards.link(work, question, reader), question.answer or ""
    )
    key = f"question:{question.id}:still_true:{until}"
    outbox.enqueue(work.session, key=key, channel=reader, message=note, now=work.now)


def withdraw_reminders(work: Work, question: Question, sentence: str) -> None:
    """Once they are no longer true."""
    for key in outbox.keys(work.session, f"question:{question.id}:still_true:"):
        note = notes.heard(cards.link(work, question, owner(work, question)), sentence)
        outbox.change(work.session, key=key, message=note, now=work.now)
