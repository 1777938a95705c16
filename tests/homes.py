"""Behind every door: what a Home shows is drawn anew for whomever the act changed it, in the act's own transaction.

Every test that goes through a door compares the Home of one who was not marked, before and after: of another one in
each test, since all of them would take a third of the suite's time. `make homes` looks at all. tests/homes.txt says of
each door which test sees it change one; `nothing` where none does.
"""

import os
import sqlite3
from collections.abc import Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.schedule import Job, Occasion
from bot.slack.doors import Answer, Call, Done, Handler, Route
from bot.slack.people import Profile
from bot.slack.visits import _Changes
from tests.home import HOME, PROMPTS

FILE = Path(__file__).with_name("homes.txt")
#: What stands in a row where no test sees a Home change.
NOTHING = "nothing"
#: A file to note in which test went through which door, and what came of it: for writing a row.
NOTED = os.environ.get("CADENCE_HOMES")
#: Whether all Homes are looked at.
EVERY = NOTED or os.environ.get("CADENCE_EVERY_HOME")
#: The SQLite file of the test in this thread.
FILE_READ: ContextVar[str] = ContextVar("FILE_READ")
#: One for all tests, since each engine learns anew how statements are written, which takes longer than to read.
READER = sa.create_engine(
    "sqlite://", poolclass=sa.NullPool, creator=lambda: sqlite3.connect(FILE_READ.get(), check_same_thread=False)
)


@cache
def rows() -> dict[str, str]:
    """Door → the test that shows a Home to change behind it, or `nothing`."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {" ".join(door.split()): shown.strip() for door, _, shown in (line.partition("|") for line in lines)}


def watched(route: Route) -> Route:
    return replace(route, handler=_watching(f"{route.door} {route.id}", route.handler))


def _watching(door: str, handler: Handler) -> Handler:
    def watching(session: Session, call: Call) -> Answer:
        written = _written(session)
        answer = handler(session, call)
        session.flush()
        told = _told(session, call, answer)
        wrote = _written(session) > written
        if NOTED:
            _note(door, wrote and bool(_changed(session, door, call.now)))
        silent = rows().get(door) == NOTHING
        changed = _changed(session, door, call.now, but=frozenset() if silent else told) if wrote else set()
        assert not (silent and changed), f"{door} changes a Home: name this test in tests/homes.txt"
        stale = changed - told
        assert not stale, f"{door} changes the Homes of {sorted(stale)} and does not say so to `visits`"
        return answer

    return watching


def watched_job(job: Job, changing: set[str]) -> Job:
    """Whatever it writes, the Homes of all who were not marked are compared; of those who were, until one is seen to
    change, and then the job's name is in `changing`."""

    def run(session: Session, occasion: Occasion) -> bool | None:
        written = _written(session)
        again = job.run(session, occasion)
        session.flush()
        if _written(session) > written:
            marked, now = _marked(session, occasion.now), occasion.now
            stale = _changed_of(session, None, now, but=marked)
            assert not stale, f"{job.name} changes the Homes of {sorted(stale)} and does not say so to `visits`"
            if job.name not in changing and _changed_of(session, None, now, but=_people(session) - marked):
                changing.add(job.name)
        return again

    return replace(job, run=run)


def _written(session: Session) -> int:
    """Rows so far. Only SQLite counts them; what is marked does not depend on the database."""
    driver: Any = session.connection().connection.driver_connection
    return int(getattr(driver, "total_changes", 0))


def _changed(session: Session, door: str, now: datetime, but: Set[str] = frozenset()) -> set[str]:
    """Whose Home is other than it was before this transaction, which another reader still sees. Nobody looks at those
    of whoever was told already."""
    return _changed_of(session, None if EVERY else door, now, but)


def _changed_of(session: Session, door: str | None, now: datetime, but: Set[str] = frozenset()) -> set[str]:
    """Of one of them, by the door; of all without one."""
    with _as_before(session) as before:
        people = (_people(before) | _people(session)) - but
        looked_at = people if door is None else _one_of(people, door)
        return {person for person in looked_at if _home(before, person, now) != _home(session, person, now)}


def _one_of(people: Set[str], door: str) -> set[str]:
    """The same one whenever this test is run."""
    drawn = crc32(f"{_test()} {door}".encode())
    return {sorted(people)[drawn % len(people)]} if people else set()


def _test() -> str:
    return os.environ["PYTEST_CURRENT_TEST"].partition(" ")[0].partition("[")[0]


def _told(session: Session, call: Call, answer: Answer) -> set[str]:
    """Whoever clicks on their Home sees it anew in any case."""
    clicked = {call.person.id} if call.on_home and isinstance(answer, Done) else set()
    return _marked(session, call.now) | clicked


def _marked(session: Session, now: datetime) -> set[str]:
    told: _Changes = session.info.get("home_changes") or _Changes(now)
    return told.people | (_people(session) if told.everybody else set())


@contextmanager
def _as_before(session: Session) -> Iterator[Session]:
    FILE_READ.set(str(session.get_bind().engine.url.database))
    with Session(READER) as before:
        yield before


def _people(session: Session) -> set[str]:
    office = settings_.load(session).people
    here = sa.select(Profile.id).where(Profile.bot.is_(False), Profile.guest.is_(False), Profile.left.is_(False))
    return set(session.scalars(here)) | {*filter(None, [office.cto, office.stand_in]), *office.delegates}


def _home(session: Session, person: str, now: datetime) -> dict[str, Any]:
    return HOME.view(session, person, now, prompts=PROMPTS)


def _note(door: str, changed: bool) -> None:
    if NOTED:
        with open(NOTED, "a", encoding="utf-8") as file:
            file.write(f"{door}\t{'changes' if changed else NOTHING}\t{_test()}\n")
