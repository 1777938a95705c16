"""Finding questions that were answered before: FTS5 on SQLite, a text index on PostgreSQL. Nothing private is found."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.questions import cards, logbook, rules, sentences
from bot.questions.forms import Similar
from bot.questions.models import Question
from bot.questions.rules import Visibility
from bot.questions.work import Work

MOST = 3
#: So many of what shares a word are looked at closer.
CANDIDATES = 30


def similar(work: Work, text: str) -> list[Similar]:
    """Answered questions that look alike, the likeliest first."""
    found = _matching(work.session, text)
    asked = [one for one in found if rules.alike(text, one.text or "")]
    told = [one for one in found if rules.is_told_in(text, one.answer or "")]
    leading = {one.id: one for one in (_where_answered(work, one) for one in (*asked, *told))}
    return [_shown(work, one) for one in list(leading.values())[:MOST]]


def _where_answered(work: Work, question: Question) -> Question:
    """What was joined is found by its own words, and leads to the answer of what it was joined with."""
    original = work.question(question.duplicate_of) if question.duplicate_of else question
    stands = original.answer and original.closed and original.visibility != Visibility.PRIVATE
    return original if stands else question


def _shown(work: Work, question: Question) -> Similar:
    return Similar(question.id, cards.link(work, question), question.answer or "", _still_true(work, question))


def _still_true(work: Work, question: Question) -> str:
    answered = question.answered_at or question.asked_at
    by = cards.owner(work, question, logbook.read(work, question).course)
    until = question.still_true_until
    is_past = until is not None and until <= logbook.today(work)
    return sentences.answered_on(answered.date(), by, cards.day_text(until), is_past=is_past)


def _matching(session: Session, text: str) -> list[Question]:
    ids = sharing_words(session, text, *_findable())
    found = {one.id: one for one in session.scalars(sa.select(Question).where(Question.id.in_(ids)))}
    return [found[id] for id in ids if id in found]


def sharing_words(session: Session, text: str, *wanted: sa.ColumnElement[bool]) -> list[int]:
    """Ids of what was asked or answered, is wanted, and shares most with this; who may see it is the caller's to say:
    what is not wanted takes no place of what is."""
    words = sorted(rules.telling_words(text))[:40]
    if not words:
        return []
    alike = _sqlite(words) if session.get_bind().dialect.name == "sqlite" else _postgresql(words)
    return list(session.scalars(alike.where(*wanted).limit(CANDIDATES)))


def _findable() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Question.visibility != Visibility.PRIVATE,
        Question.answer.is_not(None),
        Question.text.is_not(None),
        Question.closed.is_(True),
    )


_INDEX = sa.table("question_search", sa.column("rowid"), sa.column("rank"))


def _sqlite(words: list[str]) -> sa.Select[int]:
    query = " OR ".join(f'"{word}"' for word in words)
    match = sa.text("question_search MATCH :query").bindparams(query=query)
    of_it = Question.id == _INDEX.c.rowid
    return sa.select(Question.id).select_from(_INDEX).join(Question, of_it).where(match).order_by(_INDEX.c.rank)


#: As its index has it.
_SAID: sa.ColumnElement[str] = sa.literal_column(
    "to_tsvector('english', coalesce(text, '') || ' ' || coalesce(answer, ''))"
)


def _postgresql(words: list[str]) -> sa.Select[int]:
    query = sa.func.to_tsquery(sa.literal_column("'english'"), " | ".join(f"'{word}'" for word in words))
    return sa.select(Question.id).where(_SAID.op("@@")(query)).order_by(sa.func.ts_rank(_SAID, query).desc())
