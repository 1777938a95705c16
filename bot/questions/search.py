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
    found = [one for one in _matching(work.session, text) if rules.alike(text, one.text or "")]
    leading = {one.id: one for one in (_where_answered(work, one) for one in found)}
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
    ids = sharing_words(session, text)
    found = {one.id: one for one in session.scalars(sa.select(Question).where(Question.id.in_(ids), *_findable()))}
    return [found[id] for id in ids if id in found]


def sharing_words(session: Session, text: str) -> list[int]:
    """Ids of whatever was asked or answered and shares most with this; who may see it is the caller's to say."""
    words = sorted(rules.telling_words(text))[:40]
    if not words:
        return []
    return _sqlite(session, words) if session.get_bind().dialect.name == "sqlite" else _postgresql(session, words)


def _findable() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Question.visibility != Visibility.PRIVATE,
        Question.answer.is_not(None),
        Question.text.is_not(None),
        Question.closed.is_(True),
    )


def _sqlite(session: Session, words: list[str]) -> list[int]:
    query = " OR ".join(f'"{word}"' for word in words)
    statement = sa.text(
        "SELECT rowid FROM question_search WHERE question_search MATCH :query ORDER BY rank LIMIT :most"
    )
    return list(session.scalars(statement, {"query": query, "most": CANDIDATES}))


def _postgresql(session: Session, words: list[str]) -> list[int]:
    query = " | ".join(f"'{word}'" for word in words)
    statement = sa.text(
        "SELECT id FROM questions, to_tsquery('english', :query) AS query "
        "WHERE to_tsvector('english', coalesce(text, '') || ' ' || coalesce(answer, '')) @@ query "
        "ORDER BY ts_rank(to_tsvector('english', coalesce(text, '') || ' ' || coalesce(answer, '')), query) DESC "
        "LIMIT :most"
    )
    return list(session.scalars(statement, {"query": query, "most": CANDIDATES}))
