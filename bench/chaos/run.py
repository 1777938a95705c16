"""One run: everybody and everything at once, then silence, then the audit."""

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.chaos import bot, databases, office, practice, trouble
from bench.chaos.audit import audit, is_waiting
from bench.chaos.crowd import crowd
from bench.chaos.databases import Store
from bench.chaos.findings import Findings
from bench.chaos.fleet import Fleet
from bench.chaos.ledger import Ledger
from bench.chaos.plan import Plan
from bench.chaos.standing import look
from bench.chaos.trouble import Trouble
from bot import clock
from bot import settings as settings_
from bot.occurrences import Occurrence
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import Sandbox
from bot.slack.outbox import Delivery, Kind

STARTING_SECONDS = 120
LOOK_SECONDS = 0.25


@dataclass(frozen=True)
class Outcome:
    plan: Plan
    ledger: Ledger
    findings: Findings
    deliveries: int
    files: int
    occurrences: int
    kills: int
    ended_alone: int
    faults: Counter[str]
    complaints: Counter[str]
    drained_seconds: float


async def run(plan: Plan) -> Outcome:
    with (
        tempfile.TemporaryDirectory(prefix="cadence-chaos-") as name,
        databases.made(plan.database, Path(name)) as store,
    ):
        sandbox = Sandbox(office.organisation(), limits=office.LIMITS)
        async with sandbox, SandboxClient(sandbox.url) as client:
            return await Run(plan, Path(name), store, sandbox, client).outcome()


class Run:
    def __init__(self, plan: Plan, folder: Path, store: Store, sandbox: Sandbox, client: SandboxClient) -> None:
        self._plan, self._store, self._sandbox, self._client = plan, store, sandbox, client
        self._horizon = folder / "horizon"
        self._fleet = Fleet(plan.processes, self._environment(), folder)
        self._engine = store.engine()

    def _environment(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_APP_TOKEN": "xapp-sandbox",
            "CADENCE_SLACK_API_URL": self._sandbox.api_url,
            "CADENCE_DATABASE_URL": self._store.url,
            "CADENCE_LOG_LEVEL": "warning",
            "CADENCE_ACTS_A_MINUTE": "0",  # few people are played, and they never rest
            bot.HORIZON: str(self._horizon),
            bot.LEASE: str(self._plan.lease or ""),
            bot.BROKEN: self._plan.broken or "",
        }

    async def outcome(self) -> Outcome:
        ledger, over = Ledger(), asyncio.Event()
        trouble_ = Trouble(self._plan, self._sandbox, self._store, self._fleet)
        with Session(self._engine) as session, session.begin():
            settings_.save(session, office.settings(clock.now()), by="chaos", now=clock.now())
        self._fleet.start()
        try:
            await self._everybody_connected()
            self._until = self._set_horizon()
            await self._live(ledger, trouble_, over)
            drained = await self._drained()
        finally:
            await self._fleet.stop()
        return self._compared(ledger, trouble_, drained)

    def _set_horizon(self) -> datetime:
        """Jobs tick a little longer than people act, so that a tick is due in between."""
        until = clock.now() + timedelta(seconds=self._plan.seconds + practice.TICK_SECONDS)
        unfinished = self._horizon.with_suffix(".new")
        unfinished.write_text(until.isoformat(), encoding="utf-8")
        unfinished.rename(self._horizon)
        return until

    async def _everybody_connected(self) -> None:
        socket_mode = self._sandbox.delivery.socket_mode
        async with asyncio.timeout(STARTING_SECONDS):
            while len(socket_mode.connections) < self._plan.processes:  # other processes
                await asyncio.sleep(LOOK_SECONDS)

    async def _live(self, ledger: Ledger, trouble_: Trouble, over: asyncio.Event) -> None:
        people = crowd(self._client, self._sandbox, ledger, self._plan.seed)
        trouble.set_faults(self._sandbox.workspace.faults, self._plan)
        async with asyncio.TaskGroup() as group:
            for each in (*(person.live for person in people), trouble_.kill, trouble_.befall, trouble_.outages):
                group.create_task(each(over))
            await asyncio.sleep(self._plan.seconds)
            over.set()
        self._sandbox.workspace.faults.clear()

    async def _drained(self) -> float:
        """Until nothing is left to do, for so long at most; what is left then is stuck."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while loop.time() - begun < self._plan.drain_seconds and await asyncio.to_thread(self._is_waiting):
            await asyncio.sleep(LOOK_SECONDS)
        return loop.time() - begun

    def _is_waiting(self) -> bool:
        with Session(self._engine) as session:
            return is_waiting(session, self._until)

    def _compared(self, ledger: Ledger, trouble_: Trouble, drained: float) -> Outcome:
        with Session(self._engine) as session:
            findings = audit(session, ledger, look(self._sandbox.workspace), self._until)
            deliveries, occurrences = (
                session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in (Delivery, Occurrence)
            )
            of_files = sa.select(sa.func.count()).select_from(Delivery).where(Delivery.kind == Kind.FILE)
            files = session.scalar(of_files) or 0
        self._engine.dispose()
        return Outcome(
            self._plan,
            ledger,
            findings,
            deliveries,
            files,
            occurrences,
            self._fleet.kills,
            self._fleet.ended_alone,
            self._sandbox.workspace.faults.counts + trouble_.counts,
            self._fleet.complaints(),
            drained,
        )
