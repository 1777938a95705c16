"""Slack delivers at least once and in any order; each event acts once."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import ANYONE
from bot.engines import make_engine
from bot.occurrences import JobRecord
from bot.slack import events, people
from bot.slack.doors import Answer, Call, Done, Door, Route
from bot.slack.events import KEPT, SWEPT_AT_ONCE, SeenEvent
from bot.slack.people import Profile
from bot.storage import Database
from tests.factories import ANA
from tests.slack_driver import slack_driver


def acts(session: Session, call: Call) -> Answer:
    """Something that would show if it were done twice."""
    session.add(JobRecord(name=str(time.monotonic_ns()), rhythm="", since=call.now, known_since=call.now))
    return Done()


def doors(handler: Any = acts) -> tuple[Route, ...]:
    return (Route(Door.EVENT, "team_join", handler, ANYONE),)


JOINED: dict[str, Any] = {"type": "team_join", "user": {"id": ANA}}


async def count(database: Database, model: type) -> int:
    return await database.run(lambda session: session.scalar(sa.select(sa.func.count()).select_from(model)) or 0)


async def test_an_event_that_comes_twice_acts_once(database: Database, now: datetime) -> None:
    async with slack_driver(database, now, doors()) as slack:
        answers = [await slack.event(event_id="Ev1", **JOINED) for _ in range(3)]
        await slack.event(event_id="Ev2", **JOINED)

    assert {answer.status for answer in answers} == {200}
    assert await count(database, JobRecord) == 2
    assert await count(database, SeenEvent) == 2


async def test_an_event_whose_handler_failed_leaves_no_trace_and_acts_when_it_comes_again(
    database: Database, now: datetime
) -> None:
    failing = [True]

    def fails_once(session: Session, call: Call) -> Answer:
        acts(session, call)
        session.flush()
        if failing.pop():
            failing.append(False)
            raise ZeroDivisionError
        return Done()

    async with slack_driver(database, now, doors(fails_once)) as slack:
        assert (await slack.event(event_id="Ev1", **JOINED)).status == 500
        assert await count(database, SeenEvent) == 0
        failing[:] = [False]
        assert (await slack.event(event_id="Ev1", **JOINED)).status == 200

    assert await count(database, JobRecord) == 1


@pytest.fixture
def other_process(database_url: str) -> Iterator[Database]:
    other = Database(make_engine(database_url))
    yield other
    other.close()


async def test_the_same_event_at_two_processes_at_once_acts_once(
    database: Database, other_process: Database, now: datetime
) -> None:
    def slowly(session: Session, call: Call) -> Answer:
        time.sleep(0.1)
        return acts(session, call)

    async with (
        slack_driver(database, now, doors(slowly)) as one,
        slack_driver(other_process, now, doors(slowly)) as two,
    ):
        answers = await asyncio.gather(*(slack.event(event_id="Ev1", **JOINED) for slack in (one, two, one)))

    assert {answer.status for answer in answers} == {200}
    assert await count(database, JobRecord) == 1


def seen(session: Session) -> list[str]:
    return list(session.scalars(sa.select(SeenEvent.id).order_by(SeenEvent.id)))


def test_events_are_remembered_for_longer_than_slack_tries(session: Session, now: datetime) -> None:
    assert events.is_new(session, "Ev1", now)
    assert events.is_new(session, "Ev2", now + timedelta(hours=24, minutes=59))
    assert seen(session) == ["Ev1", "Ev2"]
    assert not events.is_new(session, "Ev1", now + timedelta(hours=24, minutes=59))

    assert events.is_new(session, "Ev3", now + KEPT)
    assert seen(session) == ["Ev2", "Ev3"]


def test_a_rush_is_forgotten_a_few_at_a_time(session: Session, now: datetime) -> None:
    for number in range(SWEPT_AT_ONCE + 5):
        events.is_new(session, f"Ev{number:03d}", now)

    events.is_new(session, "Ev-later", now + KEPT)
    assert len(seen(session)) == 6
    events.is_new(session, "Ev-last", now + KEPT)
    assert seen(session) == ["Ev-last", "Ev-later"]


async def test_what_another_process_sweeps_holds_nobody_up(
    database: Database, other_process: Database, now: datetime
) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer")
    await database.run(events.is_new, "Ev1", now)

    begun, enough = Event(), Event()

    def sweeps(session: Session) -> None:
        events.is_new(session, "Ev2", now + KEPT)
        begun.set()
        enough.wait(20)

    sweeping = asyncio.create_task(database.run_unhurried(sweeps))
    await asyncio.to_thread(begun.wait, 20)
    assert await other_process.run(events.is_new, "Ev3", now + KEPT)
    assert not sweeping.done(), "nobody waited for it"
    enough.set()
    await sweeping


# Out of order


def told(name: str, **more: Any) -> dict[str, Any]:
    return {"user": {"id": ANA, "real_name": name, **more}}


async def known(database: Database) -> str:
    return await database.run(people.name, ANA)


@pytest.mark.parametrize("first", ["team_join", "user_change"])
async def test_a_change_that_is_older_than_what_is_known_changes_nothing(
    database: Database, now: datetime, first: str
) -> None:
    at = now.timestamp()
    async with slack_driver(database, now) as slack:
        await slack.event(type="user_change", event_ts=f"{at:.6f}", **told("Ana Newer"))
        await slack.event(type=first, event_ts=f"{at - 0.25:.6f}", **told("Ana Older"))
        assert await known(database) == "Ana Newer"
        await slack.event(type="user_change", event_ts=f"{at + 0.25:.6f}", **told("Ana Newest"))

    assert await known(database) == "Ana Newest"


def test_a_list_that_is_older_than_what_is_known_changes_nothing(session: Session, now: datetime) -> None:
    def listed(name: str, updated: datetime) -> people.Member:
        return people.read_member(told(name, updated=int(updated.timestamp()))["user"])

    changed = people.read_member(told("Ana Newer")["user"], f"{now.timestamp():.6f}")
    people.remember(session, [changed], now)
    people.remember(session, [listed("Ana Older", now - timedelta(days=9))], now + timedelta(minutes=1))
    assert people.name(session, ANA) == "Ana Newer"
    people.remember(session, [listed("Ana Newest", now + timedelta(days=1))], now + timedelta(days=2))

    assert people.name(session, ANA) == "Ana Newest"
    assert session.scalar(sa.select(Profile.seen_at)) == now + timedelta(days=1)


@pytest.mark.parametrize("stamp", ["soon", "1e400", "-", ""])
def test_a_time_that_is_none_is_now(stamp: str) -> None:
    assert people.read_member({"id": ANA}, stamp).told_at is None
    assert people.read_member({"id": ANA, "updated": 0}, stamp).told_at is None
    assert people.read_member({"id": ANA, "updated": 86400}).told_at == datetime(1970, 1, 2, tzinfo=UTC)
