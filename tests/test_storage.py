"""Instants, transactions and what happens to a person where the database does not answer."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from bot.engines import PATIENCE_SECONDS, make_engine
from bot.errors import Unavailable, Uncertain
from bot.occurrences import JobRecord
from bot.slack import people
from bot.slack.people import Profile
from bot.slack.reply import APOLOGY_SECONDS
from bot.storage import ANSWER_SECONDS, COMMIT_SECONDS, QUEUE_SECONDS, Database, announce, insert_once
from tests.patience import database_waits, little_time
from tests.web.proxy import Proxy, Way, proxy

BERLIN = ZoneInfo("Europe/Berlin")
#: What a person is promised: an answer while Slack still waits for it.
IN_TIME = 3.0


def note(session: Session, name: str, since: datetime) -> None:
    session.add(JobRecord(name=name, rhythm="", since=since, known_since=since))


def names(session: Session) -> list[str]:
    return list(session.scalars(sa.select(JobRecord.name).order_by(JobRecord.name)))


@contextmanager
def locked(database: Database, url: str) -> Iterator[None]:
    """Somebody else, such as a backup, holds what a writer needs."""
    engine = make_engine(url)
    with engine.connect() as other, other.begin():
        if engine.dialect.name == "postgresql":
            other.execute(sa.text("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


# Instants


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    at=st.datetimes(
        min_value=datetime.fromisoformat("1970-01-02"),
        max_value=datetime.fromisoformat("2900-01-01"),
        timezones=st.timezones(),
        allow_imaginary=False,
    )
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(session: Session, at: datetime) -> None:
    with session.begin_nested() as trial:
        note(session, "job", at)
        session.flush()
        session.expire_all()
        found = session.scalars(sa.select(JobRecord.since)).one()
        trial.rollback()

    assert found == at.astimezone(UTC)
    assert found.tzinfo is UTC


def test_an_instant_needs_a_zone(session: Session) -> None:
    note(session, "job", datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001 - the mistake it is about

    with pytest.raises(StatementError, match="an instant needs a zone"):
        session.flush()


def test_instants_of_other_zones_are_compared_as_instants(session: Session) -> None:
    note(session, "earlier", datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=9))))
    note(session, "later", datetime(2026, 3, 2, 9, 0, tzinfo=BERLIN))
    session.flush()

    until = datetime(2026, 3, 2, 2, 0, tzinfo=BERLIN)
    assert list(session.scalars(sa.select(JobRecord.name).where(JobRecord.since < until))) == ["earlier"]


# Inserting once


def test_a_row_is_new_once(session: Session, now: datetime) -> None:
    values = {"name": "job", "rhythm": "first", "since": now, "known_since": now}

    assert insert_once(session, JobRecord, values)
    assert not insert_once(session, JobRecord, {**values, "rhythm": "second"})
    assert session.scalars(sa.select(JobRecord.rhythm)).all() == ["first"]


# Transactions


async def test_what_a_function_saved_is_there_for_the_next(database: Database, now: datetime) -> None:
    await database.run(note, "job", since=now)

    assert await database.run(names) == ["job"]


async def test_a_function_that_raises_leaves_nothing_behind(database: Database, now: datetime) -> None:
    def fails(session: Session) -> None:
        note(session, "job", now)
        session.flush()
        raise LookupError("its own error comes out as it is")

    with pytest.raises(LookupError):
        await database.run(fails)

    assert await database.run(names) == []


async def test_functions_get_their_arguments_and_hand_back_what_they_return(database: Database) -> None:
    def said(session: Session, *words: str, mark: str, on: date) -> str:
        return f"{' '.join(words)}{mark} {on}"

    assert await database.run(said, "hello", "there", mark="!", on=date(2026, 3, 2)) == "hello there! 2026-03-02"
    assert database.run_here(said, "hello", mark="?", on=date(2026, 3, 2)) == "hello? 2026-03-02"


async def test_subscribers_hear_of_a_topic_once_and_after_the_commit(database: Database, now: datetime) -> None:
    heard: list[str] = []

    def tells(session: Session) -> None:
        note(session, "job", now)
        announce(session, "outbox")
        announce(session, "outbox")
        heard.append("inside")

    database.subscribe("outbox", lambda: heard.append(f"outside: {database.run_here(names)}"))
    database.subscribe("other", lambda: heard.append("other"))
    await database.run(tells)

    assert heard == ["inside", "outside: ['job']"]


async def test_nobody_hears_of_a_topic_whose_transaction_failed(database: Database, now: datetime) -> None:
    heard: list[str] = []
    database.subscribe("outbox", lambda: heard.append("outbox"))

    def fails_at_commit(session: Session) -> None:
        announce(session, "outbox")
        note(session, "job", now)
        session.flush()
        session.expunge_all()
        note(session, "job", now)

    with pytest.raises(IntegrityError):
        await database.run(fails_at_commit)
    await database.run(names)

    assert heard == []


# Errors


def test_errors_do_not_quote_what_people_wrote(database: Database, now: datetime) -> None:
    secret = "I think my manager bullies the team"

    def breaks(session: Session) -> None:
        session.execute(sa.insert(JobRecord).values(name="job", rhythm=secret, since=None))

    with pytest.raises(DBAPIError) as raised:
        database.run_here(breaks)

    assert secret not in f"{raised.value} {raised.value.orig} {raised.value!r} {raised.value.orig!r}"
    assert "since" in str(raised.value), "what is wrong can still be read"


# A database that does not answer


async def test_everybody_who_asks_a_locked_database_is_told_in_time_and_nothing_is_saved(
    database: Database, database_url: str, now: datetime
) -> None:
    async def asks(number: int) -> float:
        asked_at = time.monotonic()
        with pytest.raises(Unavailable, match="did not answer"):
            await database.run(note, f"job {number}", now)
        return time.monotonic() - asked_at

    with locked(database, database_url), little_time():
        waits = await asyncio.gather(*(asks(number) for number in range(12)))

    assert max(waits) < IN_TIME
    assert await database.run(names) == []


async def test_a_lock_holds_nobody_up_for_long_not_even_whoever_is_in_no_hurry(
    database: Database, database_url: str, now: datetime
) -> None:
    with database_waits(patience=0.3):
        impatient = Database(make_engine(database_url))
        with locked(database, database_url), pytest.raises(Unavailable):
            await impatient.run_unhurried(note, "job", now)
        impatient.close()

    assert await database.run(names) == []


def test_all_waits_together_leave_time_to_say_so_while_slack_waits() -> None:
    assert ANSWER_SECONDS + COMMIT_SECONDS + APOLOGY_SECONDS <= IN_TIME - 0.2
    assert QUEUE_SECONDS < ANSWER_SECONDS
    assert PATIENCE_SECONDS < ANSWER_SECONDS


@contextmanager
def occupied(database: Database) -> Iterator[None]:
    """Every thread has something else to do."""
    done = Event()
    workers = [database._threads.submit(done.wait, 60) for _ in range(database._threads._max_workers)]
    try:
        yield
    finally:
        done.set()
        for worker in workers:
            worker.result()


async def test_nothing_is_saved_for_whoever_waited_too_long_in_the_queue(database: Database, now: datetime) -> None:
    with occupied(database), little_time(), pytest.raises(Unavailable):
        await database.run(note, "job", now)

    assert await database.run(names) == []


async def test_whoever_is_in_no_hurry_may_wait_longer_in_the_queue(database: Database, now: datetime) -> None:
    with little_time():
        with occupied(database):
            waiting = asyncio.create_task(database.run_unhurried(note, "job", now))
            await asyncio.sleep(0.5)
        await waiting

    assert await database.run(names) == ["job"]


async def test_whoever_waited_a_little_in_the_queue_is_served(database: Database, now: datetime) -> None:
    await asyncio.gather(*(database.run(note, f"job {number}", now) for number in range(40)))

    assert len(await database.run(names)) == 40


async def test_a_slow_transaction_that_began_is_waited_for(database: Database, now: datetime) -> None:
    def slow(session: Session) -> None:
        time.sleep(QUEUE_SECONDS + 0.1)
        note(session, "job", now)

    with database_waits(queue=QUEUE_SECONDS):
        await database.run(slow)

    assert await database.run(names) == ["job"]


async def test_a_database_that_is_not_there_is_unavailable(unused_tcp_port: int, now: datetime) -> None:
    nowhere = Database(make_engine(f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/nothing"))

    with pytest.raises(Unavailable):
        await nowhere.run(names)
    with pytest.raises(Unavailable):
        nowhere.run_here(names)
    nowhere.close()


async def test_a_connection_that_breaks_is_unavailable_once_and_the_next_one_works(
    database: Database, now: datetime
) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no connection that could break")

    def cut_off(session: Session) -> None:
        note(session, "job", now)
        session.flush()
        with database.engine.connect() as other:
            pid = session.scalar(sa.text("SELECT pg_backend_pid()"))
            other.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        session.execute(sa.text("SELECT 1"))

    with pytest.raises(Unavailable):
        await database.run(cut_off)

    assert await database.run(names) == []


async def test_a_transaction_that_takes_too_long_is_called_off_and_told_so(database: Database, now: datetime) -> None:
    ended = Event()

    def endless(session: Session) -> None:
        note(session, "job", now)
        ended.wait(60)

    with little_time(), pytest.raises(Unavailable) as told:
        await database.run(endless)
    assert not ended.is_set(), "told while it still went on"
    ended.set()

    assert not isinstance(told.value, Uncertain)
    assert await database.run(names) == []


async def test_what_nobody_waits_for_may_take_longer(database: Database, now: datetime) -> None:
    def slow(session: Session) -> None:
        time.sleep(1)
        note(session, "job", now)

    with little_time():
        await database.run_unhurried(slow)

    assert await database.run(names) == ["job"]


async def test_a_commit_on_its_way_is_neither_called_off_nor_said_to_have_failed(
    database: Database, now: datetime
) -> None:
    enough = Event()

    def commits_slowly(session: Session) -> None:
        note(session, "job", now)
        sa.event.listen(session, "before_commit", lambda _session: enough.wait(60), once=True)

    # Long enough for its commit to begin on any machine.
    with database_waits(queue=1, answer=1.5, commit=0.1), pytest.raises(Uncertain, match="answer was lost"):
        await database.run(commits_slowly)
    enough.set()
    await asyncio.to_thread(database._threads.shutdown)

    assert database.run_here(names) == ["job"], "it was saved after all"


# A server that breaks


@pytest.fixture
async def way(postgres_url: str) -> AsyncIterator[Proxy]:
    async with proxy(postgres_url) as way:
        yield way


@pytest.fixture
async def far(way: Proxy, database: Database) -> AsyncIterator[Database]:
    """PostgreSQL behind the proxy; `database` is the same one, for a look at what is true, and empties it."""
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no server")
    far = Database(make_engine(way.url))
    yield far
    await asyncio.to_thread(far.close)  # the way is kept open by this loop


async def test_a_commit_whose_answer_is_lost_is_not_said_to_have_failed(
    far: Database, way: Proxy, database: Database, now: datetime
) -> None:
    await far.run(names)
    way.become(Way.LOSES_A_COMMIT)
    with pytest.raises(Uncertain):
        await far.run(note, "job", now)

    assert await database.run(names) == ["job"]
    assert await far.run(names) == ["job"], "and it goes on by itself"


@pytest.mark.parametrize("broken", [Way.SHUT, Way.SILENT])
async def test_a_server_that_is_gone_or_silent_is_told_of_in_time_and_found_again(
    far: Database, way: Proxy, database: Database, now: datetime, broken: Way
) -> None:
    async def asks(number: int) -> float:
        asked_at = time.monotonic()
        with pytest.raises(Unavailable) as told:
            await far.run(note, f"job {number}", now)
        assert not isinstance(told.value, Uncertain)
        return time.monotonic() - asked_at

    await far.run(names)
    way.become(broken)
    with little_time():
        waits = await asyncio.gather(*(asks(number) for number in range(8)))
    way.become(Way.OPEN)

    assert max(waits) < IN_TIME
    assert await far.run(names) == []
    await far.run(note, "job", now)
    assert await database.run(names) == ["job"]


async def test_a_server_that_says_nothing_more_does_not_keep_the_bot_from_ending(far: Database, way: Proxy) -> None:
    await far.run(names)
    way.become(Way.SILENT)
    with little_time(), pytest.raises(Unavailable):
        await far.run(names)

    async with asyncio.timeout(30):  # without being cut off, the thread would wait for as long as the way is silent
        await asyncio.to_thread(far.close)


async def test_what_runs_at_the_end_is_finished(database: Database, now: datetime) -> None:
    begun, enough = Event(), Event()

    def takes_a_while(session: Session) -> None:
        note(session, "job", now)
        begun.set()
        enough.wait(60)

    running = asyncio.create_task(database.run(takes_a_while))
    await asyncio.to_thread(begun.wait)
    closing = asyncio.create_task(asyncio.to_thread(database.close))
    enough.set()
    await asyncio.gather(running, closing)

    assert database.run_here(names) == ["job"]


def test_a_server_that_vanishes_without_a_word_is_noticed_within_seconds(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        told = driver.info.get_parameters()
        idle = connection.scalar(sa.text("SHOW idle_in_transaction_session_timeout"))
    engine.dispose()

    assert int(told["tcp_user_timeout"]) < IN_TIME * 1000
    assert (told["keepalives_idle"], told["keepalives_interval"], told["keepalives_count"]) == ("2", "1", "2")
    assert idle == "1min", "a process that froze in the middle holds nobody up for ever"


# What is no outage


def test_a_defect_is_not_taken_for_an_outage(database: Database) -> None:
    def asks_for_nonsense(session: Session) -> None:
        session.execute(sa.text("SELECT * FROM nowhere"))

    with pytest.raises(DBAPIError) as told:
        database.run_here(asks_for_nonsense)

    assert "nowhere" in str(told.value)


async def test_a_full_disk_is_an_outage_that_ends(database: Database, now: datetime) -> None:
    if database.engine.dialect.name == "postgresql":
        pytest.skip("PostgreSQL's disk is the machine's")

    def most(session: Session, pages: int) -> None:
        session.execute(sa.text(f"PRAGMA max_page_count = {pages}"))

    def writes(session: Session) -> None:
        session.add(JobRecord(name="job", rhythm="x" * 50_000, since=now, known_since=now))

    await database.run(most, 1)
    with pytest.raises(Unavailable):
        await database.run(writes)
    assert await database.run(names) == []
    await database.run(most, 1_000_000)
    await database.run(writes)

    assert await database.run(names) == ["job"]


# Two at once


def test_two_processes_may_get_to_know_the_same_people_at_once(
    database: Database, database_url: str, now: datetime
) -> None:
    ana = people.Member("U0ANA", "Ana Ruiz", "Europe/Berlin", guest=False, bot=False, left=False)
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: the second begins when the first is done")

    other = Database(make_engine(database_url))

    def first(session: Session) -> None:
        people.remember(session, [ana], now)
        session.flush()
        second = other._threads.submit(other.run_here, people.remember, [ana], now)
        time.sleep(0.2)
        session.commit()
        second.result()

    with database._sessions() as session:
        first(session)
    other.close()

    assert database.run_here(lambda session: session.get(Profile, "U0ANA").name) == "Ana Ruiz"
