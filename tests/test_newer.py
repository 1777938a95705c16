"""While an upgrade is under way the old version reads what the new one wrote, and passes over what it does not know."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot import newer
from bot import settings as settings_
from bot.access import Person
from bot.commitments import cards as promise_cards
from bot.commitments import ledger
from bot.commitments.models import Commitment, CommitmentUpdate
from bot.questions import answering, logbook
from bot.questions import cards as question_cards
from bot.questions.models import Question, QuestionEvent
from bot.questions.work import Work
from bot.reports import log
from bot.reports.models import Report, ReportEvent
from bot.storage import Database
from tests.conftest import NOW
from tests.factories import MAYA
from tests.home import seen
from tests.hostile_home import WHO, filled

FUTURE = "from the future"
LATER = NOW + timedelta(hours=1)


def said_by_a_newer_version(session: Session) -> None:
    """Of each question, promise and report; also by somebody, or into a state, of a kind to come."""
    for question in session.scalars(sa.select(Question)).all():
        told = {"question_id": question.id, "at": LATER, "recorded_at": LATER, "message": "C0CTO:1.2", "person": MAYA}
        session.add(QuestionEvent(**told, what=FUTURE, by="responder", says="x"))
        session.add(QuestionEvent(**told, what="wrote", by=FUTURE, says="x"))
        session.add(QuestionEvent(**told, what="called", by="responder", says=FUTURE))
    for commitment in session.scalars(sa.select(Commitment)).all():
        for kind, state in ((FUTURE, None), ("said", FUTURE)):
            commitment.updates += 1
            row = {"commitment_id": commitment.id, "number": commitment.updates, "kind": kind, "state": state}
            session.add(CommitmentUpdate(**row, at=LATER, by=MAYA))
    for report in session.scalars(sa.select(Report)).all():
        report.events += 1
        row = {"report_id": report.id, "number": report.events, "at": LATER, "by": MAYA, "what": FUTURE}
        session.add(ReportEvent(**row, says=""))
    session.flush()


@pytest.fixture
def full(database: Database) -> Database:
    database.run_here(filled, NOW)
    return database


def work(session: Session) -> Work:
    return Work(session, settings_.load(session), LATER, Person(MAYA))


def homes(session: Session) -> list[str]:
    return [seen(session, person, LATER).text for person in WHO]


def every_question(session: Session) -> Sequence[Question]:
    return session.scalars(sa.select(Question).order_by(Question.id)).all()


def cards_of_questions(session: Session) -> list[Any]:
    here = work(session)
    return [question_cards.draw(here, one, logbook.read(here, one)) for one in every_question(session)]


def question_clocks(session: Session) -> list[Any]:
    here = work(session)
    return [logbook.read(here, one) for one in every_question(session)]


def promise_histories(session: Session) -> list[Any]:
    every = session.scalars(sa.select(Commitment).order_by(Commitment.id)).all()
    return [(promise_cards.history(session, one), ledger.course(session, one).standing) for one in every]


@pytest.mark.parametrize(
    "draw", [homes, cards_of_questions, question_clocks, promise_histories], ids=lambda draw: str(draw.__name__)
)
def test_what_a_newer_version_said_is_passed_over_as_if_nobody_had(
    full: Database, draw: Callable[[Session], Any]
) -> None:
    before = full.run_here(draw)
    full.run_here(said_by_a_newer_version)

    assert full.run_here(draw) == before


def test_it_stays_where_it_is_when_the_older_version_goes_on(full: Database) -> None:
    """A word of ours behind it: the newer version still finds its own."""

    def goes_on(session: Session) -> None:
        question = session.scalars(sa.select(Question).where(Question.closed.is_(False)).limit(1)).one()
        answering.ask_back(work(session), question, "Which ones?")
        commitment = session.scalars(sa.select(Commitment).where(Commitment.phase == "open").limit(1)).one()
        ledger.append(session, ledger.lock(session, commitment.id), "said", by=MAYA, now=LATER, state="at risk")
        report = session.scalars(sa.select(Report).limit(1)).one()
        log.append(session, report, "commented", by=MAYA, now=LATER)

    def kept(session: Session) -> list[int]:
        counts = (
            sa.select(sa.func.count()).where(QuestionEvent.what == FUTURE),
            sa.select(sa.func.count()).where(CommitmentUpdate.kind == FUTURE),
            sa.select(sa.func.count()).where(ReportEvent.what == FUTURE),
        )
        return [session.scalar(count) or 0 for count in counts]

    full.run_here(said_by_a_newer_version)
    before = full.run_here(kept)
    full.run_here(goes_on)

    assert min(before) > 0
    assert full.run_here(kept) == before


def test_the_log_tells_each_such_word_once(full: Database) -> None:
    full.run_here(said_by_a_newer_version)
    newer.tell.cache_clear()

    with capture_logs() as logged:
        for _ in range(2):
            full.run_here(homes)
            full.run_here(question_clocks)
            full.run_here(promise_histories)

    told = [(line["kind"], line["log_level"]) for line in logged if line["event"] == "word.unknown"]
    assert sorted(told) == [("By", "warning"), ("Kind", "warning"), ("State", "warning"), ("What", "warning")]
    assert {line["word"] for line in logged if line["event"] == "word.unknown"} == {FUTURE}
