"""What goes wrong, how often, and when: in Slack, on the way, in the database, in the processes."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from random import Random
from typing import Any

from bench.chaos.databases import Store
from bench.chaos.fleet import Fleet
from bench.chaos.plan import Plan
from bot.sandbox.faults import Faults
from bot.sandbox.server import Sandbox

#: Kind, share of the calls or deliveries that it strikes, and what it is told.
FAULTS: Sequence[tuple[str, float, Mapping[str, Any]]] = (
    ("commit_then_drop", 0.05, {"method": "chat.*"}),
    ("commit_then_hang", 0.03, {"method": "chat.*", "seconds": 1.0}),
    ("commit_then_error", 0.02, {"method": "chat.*", "error": "internal_error"}),
    ("commit_then_error", 0.02, {"method": "chat.*", "status": 503}),
    ("not_json", 0.02, {"method": "chat.*", "commit": True}),
    ("drop", 0.02, {"method": "chat.*"}),
    ("hang", 0.01, {"method": "chat.*", "seconds": 1.0}),
    ("error", 0.02, {"method": "chat.*", "error": "fatal_error"}),
    ("error", 0.02, {"method": "chat.*", "status": 500}),
    ("not_json", 0.01, {"method": "chat.*"}),
    ("rate_limited", 0.02, {"method": "chat.*"}),
    ("commit_then_drop", 0.05, {"method": "files.*"}),
    ("commit_then_hang", 0.03, {"method": "files.*", "seconds": 1.0}),
    ("commit_then_error", 0.03, {"method": "files.*", "status": 503}),
    ("drop", 0.03, {"method": "files.*"}),
    ("error", 0.03, {"method": "files.*", "status": 500}),
    ("rate_limited", 0.02, {"method": "files.*"}),
    ("drop", 0.05, {"method": "conversations.*"}),
    ("error", 0.05, {"method": "conversations.*", "status": 502}),
    ("rate_limited", 0.03, {"method": "conversations.*"}),
    ("slow", 0.05, {"seconds": 0.3}),
    ("connections_open_fails", 0.1, {}),
    ("duplicate_event", 0.3, {}),
    ("reordered_events", 0.2, {"seconds": 1.0}),
    ("double_click", 0.3, {}),
    ("slow_delivery", 0.05, {"seconds": 0.3}),
    ("lost_ack", 0.05, {}),
    ("socket_kill", 0.01, {}),
    ("disconnect", 0.02, {}),
)
#: Longer than a statement may wait, so that people are told.
LOCK_SECONDS = 2.5
#: Seconds between two kills of any process; one that is alone is given time to be back.
KILL_PAUSE, LONE_KILL_PAUSE = (2.0, 6.0), (3.0, 12.0)
MISHAP_PAUSE = (4.0, 10.0)
#: Once in a long run each, and so long that people talk of it.
OUTAGE_SECONDS = 30.0


def set_faults(faults: Faults, plan: Plan) -> None:
    for kind, share, told in FAULTS:
        faults.add(kind, probability=min(1.0, share * plan.often), seed=plan.seed, **told)


class Trouble:
    """Kills and mishaps by the seed; `counts` of the mishaps that no fault of the sandbox stands for."""

    def __init__(self, plan: Plan, sandbox: Sandbox, store: Store, fleet: Fleet) -> None:
        self._plan, self._sandbox, self._store, self._fleet = plan, sandbox, store, fleet
        self._socket_mode = sandbox.delivery.socket_mode
        self._with_store = asyncio.Lock()
        self.counts: Counter[str] = Counter()

    async def kill(self, over: asyncio.Event) -> None:
        random = Random(f"{self._plan.seed}:kills")
        pause = KILL_PAUSE if self._plan.processes > 1 else LONE_KILL_PAUSE
        while not await _passed(over, random.uniform(*pause)):
            self._fleet.kill(random.randrange(self._plan.processes))

    async def befall(self, over: asyncio.Event) -> None:
        random, kinds = Random(f"{self._plan.seed}:mishaps"), self._kinds()
        while not await _passed(over, random.uniform(*MISHAP_PAUSE)):
            name = random.choice(list(kinds))
            self.counts[name] += 1
            await kinds[name]()

    async def outages(self, over: asyncio.Event) -> None:
        """First the database is gone, and later Slack."""
        random = Random(f"{self._plan.seed}:outages")
        for name, outage in (("database gone", self._without_database), ("Slack gone", self._without_slack)):
            if self._plan.is_short or await _passed(over, random.uniform(0.1, 0.3) * self._plan.seconds):
                return
            self.counts[f"{name} for {OUTAGE_SECONDS:g} s"] += 1
            await outage()

    async def _without_database(self) -> None:
        await self._to_store(self._store.gone, OUTAGE_SECONDS)

    async def _without_slack(self) -> None:
        """No call arrives, no connection opens, and those that were open break."""
        faults = self._sandbox.workspace.faults
        away = faults.add("drop", method="*")
        faults.set.insert(0, faults.set.pop())  # before all others
        await self._socket_mode.disconnect("", kill=True)
        await asyncio.sleep(OUTAGE_SECONDS)
        faults.clear(away.id)

    async def _to_store(self, happens: Callable[..., None], *arguments: float) -> None:
        """One thing at a time: who makes trouble must not meet it."""
        async with self._with_store:
            await asyncio.to_thread(happens, *arguments)

    def _kinds(self) -> Mapping[str, Callable[[], Awaitable[Any]]]:
        kinds: dict[str, Callable[[], Awaitable[Any]]] = {
            "every socket killed": lambda: self._socket_mode.disconnect("", kill=True),
            "every socket to be refreshed": lambda: self._socket_mode.disconnect("refresh_requested"),
            "database locked": lambda: self._to_store(self._store.lock, LOCK_SECONDS),
        }
        if self._plan.database == "postgresql":
            kinds["database connections cut"] = lambda: self._to_store(self._store.cut)
        if not self._plan.is_short:
            kinds["every socket deaf"] = lambda: self._socket_mode.disconnect("", silent=True)
        return kinds


async def _passed(over: asyncio.Event, seconds: float) -> bool:
    """Sleeps; true once it is over."""
    try:
        await asyncio.wait_for(over.wait(), seconds)
    except TimeoutError:
        return False
    return True
