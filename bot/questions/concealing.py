"""Towards less only: what everybody could read goes on in private, or is taken back.

Then no message that others read goes on quoting it or leading to it, and what was joined with it goes on without it.
"""

import re
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.elsewhere import Unquoting
from bot.errors import BotError
from bot.questions import (
    cards,
    concluding,
    copies,
    joining,
    lasting,
    lists,
    logbook,
    notes,
    nudging,
    outcomes,
    refusals,
    sentences,
)
from bot.questions.events import By, Event, What
from bot.questions.models import Question, QuestionFollower
from bot.questions.rules import Visibility
from bot.questions.work import Work
from bot.slack import outbox, visits
from bot.slack.rewording import forget_former, reword

#: Whoever else may quote a question, in the transaction in which others can read it no more; `wiring.py` says who.
_elsewhere: list[Unquoting] = []


def tell(unquoting: Unquoting) -> None:
    _elsewhere.append(unquoting)


def origin(question: Question) -> str:
    """How whatever was made of it names it."""
    return f"question:{question.id}"


def quotable(session: Session, name: str, text: str) -> str:
    """What may be saved now of a promise that was begun while everybody could read the question."""
    if not re.fullmatch(r"question:\d+", name):
        return text
    question = session.get(Question, int(name.partition(":")[2]), with_for_update=True, populate_existing=True)
    if question is None or question.text is None:
        return sentences.unquoted(text, sentences.A_TAKEN_BACK_ONE)
    is_private = question.visibility == Visibility.PRIVATE
    return sentences.unquoted(text, sentences.A_PRIVATE_ONE) if is_private else text


class AlreadyClosed(BotError):
    def __init__(self) -> None:
        super().__init__(refusals.CLOSED_ALREADY)


def make_private(work: Work, question: Question) -> None:
    """What everybody could read may be closed, and never the other way round. Raises NotYours, AlreadyClosed."""
    work.require_asker(question)
    if question.visibility != Visibility.PUBLIC:
        raise AlreadyClosed
    before = cards.link(work, question)
    for key in cards.keys(work, question):
        lost = outbox.lose(work.session, key)
        outbox.change(work.session, key=lost, message=notes.made_private(), now=work.now)
    logbook.happened(work, question, What.MADE_PRIVATE, says=question.channel or "")
    question.visibility, question.channel = Visibility.PRIVATE, None
    cards.post(work, question, logbook.settle(work, question))
    visits.changed_for_all(work.session, work.now)  # the oldest that waits is named on every Home
    _leave_no_words(work, question, before, sentences.A_PRIVATE_ONE, sentences.BECAME_PRIVATE)


def take_back(work: Work, question: Question) -> None:
    """By whoever asked: its words are removed wherever others read them."""
    known, before = logbook.read(work, question), cards.link(work, question)
    logbook.append(work, question, Event(work.now, What.WITHDREW, By.ASKER, person=question.asker or ""))
    question.text = question.source = None  # the message that it was asked in says it still
    logbook.forget_askers_words(work, question)
    copies.take_back(work, question)
    concluding.concluded(work, question, known)
    question.still_true_until = None
    lasting.withdraw_reminders(work, question, sentences.QUESTION_TAKEN_BACK)
    _leave_no_words(work, question, before, sentences.A_TAKEN_BACK_ONE, sentences.BECAME_NOTHING)
    forget_former(work.session, outbox.keys(work.session, f"question:{question.id}:"))
    told = (*nudging.about_several(work, question), *lists.newest(work).values(), *_quoting(work, question))
    forget_former(work.session, told)


def _leave_no_words(work: Work, question: Question, before: str, instead: str, became: str) -> None:
    joining.part(work, question)
    _send_followers_off(work, question, became)
    reword(work.session, _quoting(work, question), lambda text: _unnamed(text, before, instead), work.now)
    for unquoting in _elsewhere:
        unquoting(work.session, origin(question), lambda text: sentences.unquoted(text, instead), work.now)


def _send_followers_off(work: Work, question: Question, became: str) -> None:
    """They cannot see it any more, and wait for nothing in vain."""
    told = outcomes.sent_off(became)
    for name in ("followed", "refused"):
        for key in outbox.keys(work.session, f"question:{question.id}:{name}:"):
            outbox.change(work.session, key=key, message=told, now=work.now)
    theirs = QuestionFollower.question_id == question.id
    for one in concluding.followers_here(work, question):
        key = f"question:{question.id}:sent_off:{one.person}"
        outbox.enqueue(work.session, key=key, channel=one.person, message=told, now=work.now)
    work.session.execute(sa.delete(QuestionFollower).where(theirs))


def _quoting(work: Work, question: Question) -> Iterator[str]:
    """Messages to others that may name it: digests, and what the chief of staff and earlier holders were told."""
    yield from outbox.keys(work.session, "questions:digest:")
    yield from outbox.keys(work.session, nudging.TOGETHER)
    yield from outbox.keys(work.session, f"question:{question.id}:chief:")
    for key in outbox.keys(work.session, f"question:{question.id}:handed:"):
        if not key.endswith(f":{question.holder}"):
            yield key


def _unnamed(text: str, link: str, instead: str) -> str:
    """`link`: how it was named, as markup; of another text where it was edited since."""
    address, _, _ = link.partition("|")
    named = f"{re.escape(address)}\\|[^>]*>" if address.startswith("<") else re.escape(link)
    return re.sub(named, lambda _: instead, text)
