"""Two processes on one database come to the same questions in the same instant: nobody hears anything twice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread
from time import sleep

import pytest
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.engines import make_engine
from bot.questions import nudging
from bot.questions.jobs import JOBS
from bot.schedule import run_if_due
from bot.storage import Database
from tests.factories import MAYA
from tests.questions.desk import BEN, LEA, PROMPTS, Desk, office
from tests.questions.stories import at

Act = Callable[[Session], object]
TEXTS = ("Why two deploy pipelines?", "Are we moving offices?", "Who owns the laptops?")
#: As clocks of two machines differ: what is written down a moment later has another minute in its name.
APART = timedelta(minutes=1)
#: In seconds: time enough for whoever does not wait to go ahead.
LINGERS = 0.3


@pytest.fixture
def other(database_url: str) -> Iterator[Database]:
    process = Database(make_engine(database_url))
    yield process
    process.close()


@pytest.fixture
async def due(desk: Desk) -> Desk:
    """Three questions at half their target, and nobody heard of it; the chief of staff is Lea."""
    desk.database.run_here(settings_.save, office(questions={"chief_of_staff": LEA}), by="test", now=at("Tue 9:00"))
    for text in TEXTS:
        await desk.asks(text, by=BEN)
    desk.at("Tue 12:30")
    return desk


def at_once(desk: Desk, other: Database, first: Act, second: Act) -> None:
    """The second begins once the first has done all, and before it commits: nothing of it is to be seen yet."""
    has_acted = Event()

    def acts_and_lingers(session: Session) -> None:
        first(session)
        session.flush()
        has_acted.set()
        sleep(LINGERS)

    def acts_meanwhile() -> None:
        has_acted.wait()
        other.run_here(second)

    threads = [Thread(target=desk.database.run_here, args=[acts_and_lingers]), Thread(target=acts_meanwhile)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.delivers()


def nudges(desk: Desk, later: timedelta = timedelta()) -> Act:
    return lambda session: nudging.nudge(replace(desk.work(session), now=desk.slack.now + later))


async def test_the_same_hour_of_two_processes_is_one(due: Desk, other: Database) -> None:
    (job,) = [job for job in JOBS if job.name == "questions.hour"]

    def hour(session: Session) -> object:
        return run_if_due(session, job, PROMPTS, due.slack.now)

    at_once(due, other, hour, hour)

    (told,) = due.nudges(MAYA)
    assert told.startswith("3 questions wait for you\n")


async def test_two_that_nudge_about_the_same_questions_nudge_once(due: Desk, other: Database) -> None:
    at_once(due, other, nudges(due), nudges(due, APART))

    (told,) = due.nudges(MAYA)
    assert told.startswith("3 questions wait for you\n")
    assert [one.nudged for one in due.questions()] == ["1:respond:half"] * 3


async def test_two_that_tell_the_chief_of_staff_tell_once(desk: Desk, other: Database) -> None:
    """Where nobody else is to hear of them any more."""
    for text in TEXTS:
        await desk.asks(text, by=BEN)
    desk.at("Tue 14:30")
    desk.beats()
    desk.database.run_here(settings_.save, office(questions={"chief_of_staff": LEA}), by="test", now=at("Tue 9:00"))
    at_once(desk, other, nudges(desk), nudges(desk, APART))

    (told,) = desk.messages(LEA)
    assert told.startswith("3 questions are past due\n")
