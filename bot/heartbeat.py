"""APScheduler wakes: every few seconds, and when something is due."""

import asyncio
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import clock
from bot.clock import Clock
from bot.errors import Unavailable
from bot.schedule import Schedule, next_due

BEAT_SECONDS = 5


class Heartbeat:
    """Asks every few seconds, and at the next due instant, what is due."""

    def __init__(self, schedule: Schedule, now: Clock) -> None:
        self._schedule, self._now = schedule, now
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._beating = asyncio.Lock()
        self._moved = 0.0

    def is_moving(self, within: float) -> bool:
        """Whether a job or beat ended within so many seconds: all jobs together may wait long for a database."""
        return asyncio.get_running_loop().time() - self._moved < within

    def _move(self) -> None:
        self._moved = asyncio.get_running_loop().time()

    def start(self) -> None:
        self._scheduler.add_job(
            self.beat, "interval", seconds=BEAT_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()
        self._move()

    async def beat(self) -> int:
        async with self._beating:
            now = self._now()
            ran = await self._schedule.run_due(now, self._move)
            await self._wake_at_next_due(now)
            self._move()
            return ran

    async def due_after(self, now: datetime) -> datetime | None:
        """When something is due next; None before the bot is set up."""
        return await self._schedule.database.run(next_due, self._schedule.jobs, now)

    async def _wake_at_next_due(self, now: datetime) -> None:
        try:
            due = await self.due_after(now)
        except Unavailable:
            return
        if due is None:
            return
        # By the system's clock, which is the one that APScheduler sleeps by: ours may be a moved one.
        moment = clock.now() + (due - now)
        self._scheduler.add_job(
            self.beat, "date", run_date=moment, id="due", replace_existing=True, misfire_grace_time=None
        )

    async def stop(self) -> None:
        """What runs is finished first. Also where it never started."""
        async with self._beating:
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)
