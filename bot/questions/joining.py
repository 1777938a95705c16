"""Joining questions that ask the same: each keeps its words, its asker and its clocks, and they share one answer."""

import sqlalchemy as sa

from bot.errors import BotError, FieldErrors
from bot.questions import answering, cards, concluding, logbook, notes, rules, search
from bot.questions.events import By, Event, What
from bot.questions.models import Question
from bot.questions.rules import LONGEST_REASON
from bot.questions.work import Work
from bot.slack.text import escape

#: As many as a menu of Slack holds.
MOST_OFFERED = 100


class NothingToJoin(BotError):
    def __init__(self) -> None:
        super().__init__("There is no other question to join this one with.")


def candidates(work: Work, question: Question, words: str = "") -> list[Question]:
    """What it could be joined with: what shares these words, or its own, however old it is; then the newest."""
    others = sa.select(Question).where(
        Question.id != question.id,
        Question.visibility == question.visibility,
        Question.duplicate_of.is_(None),
        Question.text.is_not(None),
    )
    ids = search.sharing_words(work.session, words or question.text or "")
    found = {one.id: one for one in work.session.scalars(others.where(Question.id.in_(ids)))}
    alike = [found[id] for id in ids if id in found]
    newest = () if words else work.session.scalars(others.order_by(Question.asked_at.desc()).limit(MOST_OFFERED))
    return list(dict.fromkeys([*alike, *newest]))[:MOST_OFFERED]


def merge(work: Work, question: Question, into: int, reason: str = "") -> None:
    """Both keep their words and clocks; the answer of one is the answer of both. Raises NotAllowed, FieldErrors."""
    answering.require_open(work, question)
    if reason and (fault := rules.fault(reason, LONGEST_REASON)):
        raise FieldErrors({"reason": fault})
    original = work.question(into)
    if original.id == question.id or original.duplicate_of or original.visibility != question.visibility:
        raise NothingToJoin
    because = escape(reason or notes.SAME_QUESTION)
    sentence = f"{work.name} joined this with {cards.link(work, original)}: {because}"
    answering.say(work, question, notes.decided(sentence))
    logbook.happened(work, question, What.MERGED, by=By.RESPONDER, says=f"{into} {reason}".rstrip())
    for joined in (question, *concluding.duplicates(work, question)):
        joined.duplicate_of = original.id
        _bring_answer(work, joined, original)
    before = logbook.read(work, original)
    concluding.concluded(work, original, before)
    link, other = cards.link(work, question, question.asker), cards.link(work, original)
    concluding.tell_of_decision(work, question, notes.joined(link, work.name, other, reason))


def _bring_answer(work: Work, question: Question, original: Question) -> None:
    """Where the other was answered before, its answer reaches this asker now."""
    answered = logbook.read(work, original).course.round.answered
    if answered:
        told = Event(work.now, What.ANSWERED, By.RESPONDER, answered.message, answered.person)
        logbook.append(work, question, told)
        question.answer = question.answer or original.answer
