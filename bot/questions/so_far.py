"""What was said of a private question so far: for whoever has a part in it now, and read none of it in a thread."""

import re
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from bot.questions import cards, notes, so_far_views, views
from bot.questions.events import What
from bot.questions.models import Question, QuestionEvent
from bot.questions.so_far_views import Said
from bot.questions.work import Work
from bot.slack import outbox, people
from bot.slack.blocks import Modal
from bot.slack.permalinks import permalink

_READER = re.compile(r":[UW][A-Z0-9]+$")
#: What people wrote is read from the log, where a card stood before is said below, and what was put back stands anew.
_NOT_OF_THE_BOT = re.compile(r"lost:.*|question:\d+:(?:relayed|restored):.*")


def modal(work: Work, question: Question, until: int | None = None) -> Modal:
    """`until`: how many of the oldest to end with; all, where nobody turned back."""
    said = sorted([*_written(work, question), *_said_by_the_bot(work, question)], key=lambda one: one.at)
    zone = work.settings.calendar.zone
    return so_far_views.modal(question.id, question.text or views.REMOVED, said, zone, _before(work, question), until)


def _written(work: Work, question: Question) -> Iterator[Said]:
    """In its threads, as it was last edited."""
    table = QuestionEvent
    wanted = (table.question_id == question.id, table.what.in_((What.WROTE, What.EDITED, What.DELETED)))
    told: dict[str, list[QuestionEvent]] = {}
    for event in work.session.scalars(sa.select(table).where(*wanted).order_by(table.at, table.id)):
        told.setdefault(event.message, []).append(event)
    for events in told.values():
        first, last = events[0], events[-1]
        if first.what == What.WROTE and last.what != What.DELETED and last.says:
            name = people.name(work.session, first.person)
            yield Said(first.at, notes.relayed(name, last.says, edited=last is not first))


def _said_by_the_bot(work: Work, question: Question) -> Iterator[Said]:
    """Under each card the same: in forms, and of what was decided."""
    about = [cards.key(question), *outbox.keys(work.session, f"{cards.key(question)}:")]
    known: set[str] = set()
    for key, at in outbox.replies(work.session, about):
        name = _READER.sub("", key)
        message = None if name in known or _NOT_OF_THE_BOT.match(key) else outbox.reads(work.session, key)
        if message:
            known.add(name)
        if message and message != notes.relayed_no_more():
            yield Said(at, message)


def _before(work: Work, question: Question) -> Sequence[str]:
    """Links to threads in which everybody could read it, or whose card was deleted."""
    lost = [key for key in outbox.keys(work.session, outbox.LOST) if key.endswith(f":{cards.key(question)}")]
    stood = filter(None, (outbox.address(work.session, key) for key in lost))
    return [permalink(work.session, one.channel, one.ts) for one in stood]
