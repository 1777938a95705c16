"""What is said under one card and stands under others, too: found by its name, taken away, and put back."""

import re
from collections.abc import Sequence

import sqlalchemy as sa

from bot.questions import cards, notes
from bot.questions.events import By, What
from bot.questions.models import Question, QuestionEvent
from bot.questions.work import Work
from bot.slack import outbox

_SAID = re.compile(r"(question:\d+:said:[\d.]+):\w+")
#: Of what somebody wrote, or answered, where that stands still.
_COPY = re.compile(r"question:(\d+):(?:relayed|answer_of|decided_of):.*?(?::([UW][A-Z0-9]+))?")


def said(work: Work, question: Question, name: str) -> Sequence[str]:
    """The keys of what was said under this name, in each thread."""
    base = f"question:{question.id}:{name}"
    return [key for key in outbox.keys(work.session, base) if key == base or key.startswith(f"{base}:")]


def said_as(key: str) -> str:
    """How the log knows what was said in a form, of whichever of its copies this is the key."""
    found = _SAID.fullmatch(key)
    return found[1] if found else key


def unsay(work: Work, question: Question, message: str, gone: str = "") -> None:
    """What was said in a form, where somebody deleted one of its copies: whoever read another reads it no more."""
    beginning = f"question:{question.id}:"
    if not message.startswith(beginning):
        return
    for key in said(work, question, message.removeprefix(beginning)):
        if key != gone:
            outbox.change(work.session, key=key, message=notes.relayed_no_more(), now=work.now)


def take_back(work: Work, question: Question) -> None:
    """What whoever asked said in forms and behind a code, and what was told of theirs under other cards."""
    theirs = (QuestionEvent.question_id == question.id, QuestionEvent.by == By.ASKER, QuestionEvent.what == What.WROTE)
    for message in work.session.scalars(sa.select(QuestionEvent.message).where(*theirs)).all():
        for key in _told(work, question, message):
            if outbox.reads(work.session, key) != notes.relayed_no_more():
                outbox.change(work.session, key=key, message=notes.taken_back(), now=work.now)


def _told(work: Work, question: Question, message: str) -> Sequence[str]:
    """By the bot."""
    beginning = f"question:{question.id}:"
    if message.startswith(beginning):
        return said(work, question, message.removeprefix(beginning))
    return outbox.keys(work.session, f"{beginning}relayed:{message}:")


def put_back(work: Work, key: str) -> bool:
    """A copy was deleted, and what it is a copy of was not: so another takes its place. Whether it was a copy."""
    found = _COPY.fullmatch(key)
    if not found:
        return False
    question, reader, message = work.question(int(found[1])), found[2], outbox.reads(work.session, key)
    channel = reader or question.channel
    gone = (
        notes.relayed_no_more(),
        notes.taken_back(),
        *(notes.was_no_answer(another_stands=is_so) for is_so in (False, True)),
    )
    stands = message and message not in gone
    if channel and stands and reader in cards.readers(work, question):
        outbox.lose(work.session, key)
        about = cards.key(question, reader)
        outbox.enqueue(work.session, key=key, channel=channel, message=message, about=about, now=work.now)
    return True
