"""Joining questions that ask the same: each keeps its words, its asker and its clocks, and they share one answer."""

import sqlalchemy as sa

from bot.access import ANSWER_QUESTIONS, may
from bot.errors import BotError, FieldErrors
from bot.questions import answering, cards, concluding, logbook, notes, outcomes, refusals, rules, search, sentences
from bot.questions.course import State
from bot.questions.events import By, Event, What
from bot.questions.models import Question
from bot.questions.rules import LONGEST_REASON, Visibility
from bot.questions.work import Work
from bot.slack import outbox, visits

#: As many as a menu of Slack holds.
MOST_OFFERED = 100


class NothingToJoin(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.NOTHING_TO_JOIN)


def candidates(work: Work, question: Question, words: str = "") -> list[Question]:
    """What it could be joined with: what shares these words, or its own, however old it is; then the newest."""
    wanted = (
        Question.id != question.id,
        _for_the_same_readers(question),
        Question.duplicate_of.is_(None),
        Question.posts_at.is_(None),
        Question.text.is_not(None),
        *_seen_by(work),
    )
    others = sa.select(Question).where(*wanted)
    ids = search.sharing_words(work.session, words or question.text or "", *wanted)
    found = {one.id: one for one in work.session.scalars(sa.select(Question).where(Question.id.in_(ids)))}
    alike = [found[id] for id in ids if id in found]
    newest = () if words else work.session.scalars(others.order_by(Question.asked_at.desc()).limit(MOST_OFFERED))
    return list(dict.fromkeys([*alike, *newest]))[:MOST_OFFERED]


def _for_the_same_readers(question: Question) -> sa.ColumnElement[bool]:
    """Everybody reads what was asked without a name, too, once it is out."""
    is_private = Question.visibility == Visibility.PRIVATE
    return is_private if question.visibility == Visibility.PRIVATE else ~is_private


def _seen_by(work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    """Whoever was handed one private question does not read the others."""
    if may(work.by, ANSWER_QUESTIONS, work.settings.people):
        return ()
    return (sa.or_(Question.visibility != Visibility.PRIVATE, Question.holder == work.by.id),)


def merge(work: Work, question: Question, into: int, reason: str = "") -> None:
    """Both keep their words and clocks; the answer of one is the answer of both. Raises NotAllowed, FieldErrors."""
    answering.require_open(work, question)
    if reason and (fault := rules.fault(reason, LONGEST_REASON)):
        raise FieldErrors({"reason": fault})
    original = work.question(into)
    work.require_sight(original)
    if original.state == State.WITHDRAWN:
        raise FieldErrors({"into": refusals.TAKEN_BACK_TO_JOIN})
    if not _may_hold(original, question):
        raise NothingToJoin
    sentence = sentences.joined_with(work.name, cards.link(work, original), reason or outcomes.SAME_QUESTION)
    cards.say(work, question, f"joined:{work.now.timestamp():.6f}", notes.decided(sentence))
    logbook.happened(work, question, What.MERGED, by=By.RESPONDER, says=f"{into} {reason}".rstrip())
    before = logbook.read(work, original)
    for joined in (question, *concluding.duplicates(work, question)):
        joined.duplicate_of = original.id
        _bring_answer(work, joined, original)
    if not before.course.round.answered and work.may_answer(original):
        _bring_answer(work, original, question)
        _say_it_there(work, original, question)
    visits.changed_for_all(work.session, work.now)  # everybody reads how many were joined
    concluding.concluded(work, original, before)
    link, other = cards.link(work, question, question.asker), cards.link(work, original)
    note = outcomes.joined(link, work.name, other, reason)
    concluding.write_to_asker(work, question, f"told_joined:{work.now.timestamp():.6f}", note)


def _may_hold(original: Question, question: Question) -> bool:
    """Whether one may be joined with the other, as `candidates` offers it. What has not gone out nobody reads."""
    is_alone = original.id != question.id and not original.duplicate_of
    are_private = [one.visibility == Visibility.PRIVATE for one in (original, question)]
    return is_alone and len(set(are_private)) == 1 and original.posts_at is None


def _bring_answer(work: Work, question: Question, original: Question) -> None:
    """Where the other was answered before, its answer reaches this asker now."""
    answered = logbook.read(work, original).course.round.answered
    if answered:
        told = Event(work.now, What.ANSWERED, By.RESPONDER, answered.message, answered.person)
        logbook.append_alone(work, question, told)
        question.answer = question.answer or original.answer


def _say_it_there(work: Work, original: Question, question: Question) -> None:
    """In the thread of what was open until now, where its people look for the answer."""
    found = logbook.read(work, original)
    if found.course.round.answered:
        concluding.share(work, question, original, found)


# Parting


def part(work: Work, original: Question) -> None:
    """What was joined with it goes on without it: what everybody reads stays together, under what was asked first."""
    joined = sorted(concluding.duplicates(work, original), key=lambda one: (one.asked_at, one.id))
    together = [one for one in joined if one.visibility != Visibility.PRIVATE]
    for question in joined:
        first = together[0] if question in together[1:] else None
        question.duplicate_of = first.id if first else None
        if not first:
            logbook.append(work, question, Event(work.now, What.PARTED, By.MACHINE))
    for question in joined:
        _name_it_no_more(work, question, original)
        cards.redraw(work, question, logbook.settle(work, question))


def _name_it_no_more(work: Work, question: Question, original: Question) -> None:
    """In its thread, and where whoever asked was told."""
    for key in outbox.keys(work.session, f"question:{question.id}:joined:"):
        outbox.change(work.session, key=key, message=notes.decided(outcomes.PARTED), now=work.now)
    for key in outbox.keys(work.session, f"question:{question.id}:told_joined:"):
        note = notes.heard(cards.link(work, question, question.asker), outcomes.PARTED)
        outbox.change(work.session, key=key, message=note, now=work.now)
    for key in outbox.keys(work.session, f"question:{question.id}:answer_of:{original.id}:"):
        outbox.change(work.session, key=key, message=notes.shared_answer("", question.answer), now=work.now)
