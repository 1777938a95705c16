"""What wakes the schedule: one beat at a time, and one at the instant that is due."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import clock
from bot import settings as settings_
from bot.heartbeat import Heartbeat
from bot.schedule import Job, Occasion, Schedule
from bot.storage import Database
from tests.factories import settings
from tests.test_schedule import MINUTE, MONDAY, SET_UP, WORDS, Reports, job


async def test_beats_follow_one_another_and_read_the_clock_when_it_is_their_turn(database: Database) -> None:
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    readings: list[datetime] = []
    moments = iter([SET_UP, MONDAY, MONDAY + MINUTE])
    inside, most = 0, 0

    def reads() -> datetime:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        readings.append(next(moments))
        return readings[-1]

    class Counting(Schedule):
        async def run_due(self, now: datetime, moved: Callable[[], object] = lambda: None) -> int:
            ran = await super().run_due(now, moved)
            await asyncio.sleep(0.01)
            nonlocal inside
            inside -= 1
            return ran

    heartbeat = Heartbeat(Counting(database, (job(),), WORDS, Reports()), reads)
    ran = await asyncio.gather(*(heartbeat.beat() for _ in range(3)))

    assert ran == [0, 1, 0]
    assert most == 1


async def test_the_heart_wakes_at_the_instant_that_is_due(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.heartbeat.BEAT_SECONDS", 3600)
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    began = clock.now()
    ran = asyncio.Event()
    loop = asyncio.get_running_loop()

    def rings(session: Session, occasion: Occasion) -> None:
        loop.call_soon_threadsafe(ran.set)

    def moved() -> datetime:
        return MONDAY - timedelta(seconds=0.4) + (clock.now() - began)

    heartbeat = Heartbeat(Schedule(database, (job(rings),), WORDS, Reports()), moved)
    heartbeat.start()
    await heartbeat.beat()
    await asyncio.wait_for(ran.wait(), 60)
    await heartbeat.stop()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_beat_that_comes_late_is_not_left_out(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Left to itself, APScheduler leaves out what a busy machine keeps waiting for more than a second."""
    monkeypatch.setattr("bot.heartbeat.BEAT_SECONDS", 1.5)
    beats = asyncio.Event()

    def reads() -> datetime:
        beats.set()
        return SET_UP

    heartbeat = Heartbeat(Schedule(database, (), WORDS, Reports()), reads)
    heartbeat.start()
    time.sleep(2.8)  # noqa: ASYNC251  # the loop is busy with something else
    await asyncio.wait_for(beats.wait(), 60)
    await heartbeat.stop()

    assert [record.getMessage() for record in caplog.records if "missed" in record.getMessage()] == []


async def test_a_heart_stops_after_the_beat_that_runs(database: Database) -> None:
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    heartbeat = Heartbeat(Schedule(database, (job(),), WORDS, Reports()), lambda: SET_UP)
    heartbeat.start()
    beat = asyncio.create_task(heartbeat.beat())
    await asyncio.sleep(0)
    await heartbeat.stop()

    assert beat.done()
    await beat


async def test_a_heart_that_never_beat_can_be_stopped(database: Database) -> None:
    await Heartbeat(Schedule(database, (), WORDS, Reports()), lambda: SET_UP).stop()


async def test_a_heart_moves_with_every_job_however_long_all_of_them_take(database: Database) -> None:
    database.run_here(settings_.save, settings(), by="test", now=SET_UP)
    loop = asyncio.get_running_loop()
    first, second = asyncio.Event(), asyncio.Event()
    begun: asyncio.Queue[str] = asyncio.Queue()

    class Waiting(Schedule):
        async def _run_one(self, job: Job, now: datetime) -> int:
            begun.put_nowait(job.name)
            await {"first": first, "second": second}[job.name].wait()
            return 0

    heartbeat = Heartbeat(Waiting(database, (job(name="first"), job(name="second")), WORDS, Reports()), lambda: SET_UP)
    beat = asyncio.create_task(heartbeat.beat())
    assert await begun.get() == "first"
    before = loop.time()
    assert not heartbeat.is_moving(within=loop.time() - before)
    first.set()
    assert await begun.get() == "second"

    assert heartbeat.is_moving(within=loop.time() - before)
    second.set()
    await beat
