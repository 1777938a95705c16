"""What the schedule and the claim cost with ever more sent messages behind them: python -m bench.flat"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench import history
from bench.databases import BOTH, SQLITE, Databases, databases
from bench.page import Result, Table, Target, command
from bot import clock, prompts
from bot.engines import make_engine
from bot.schedule import Schedule
from bot.slack import claims
from bot.storage import Database
from bot.wiring import JOBS

SIZES, ROUNDS = (1_000, 100_000, 1_000_000), 300
#: Then no further round begins: what is not flat would take for ever.
ENOUGH_SECONDS = 60
TINY_SIZES, TINY_ROUNDS = (20, 2_000), 3
MOST_RATIO = 1.5
RUN_DUE, CLAIM, CLAIM_NONE = "run_due", "claim of 20", "claim of none"

Operations = Mapping[str, Callable[[], object]]
#: (kind, operation, size) → seconds of each round
Times = Mapping[tuple[str, str, int], list[float]]


@dataclass(frozen=True)
class Past:
    """One database with so many messages sent."""

    kind: str
    size: int
    database: Database
    now: datetime

    def operations(self, loop: asyncio.AbstractEventLoop) -> Operations:
        schedule = Schedule(self.database, JOBS, prompts.load(), lambda *_: None)
        return {
            RUN_DUE: lambda: loop.run_until_complete(schedule.run_due(self.now)),
            CLAIM: partial(self._claim_and_undo, self.now),
            CLAIM_NONE: partial(self._claim_and_undo, self.now - timedelta(days=1)),
        }

    def _claim_and_undo(self, now: datetime) -> None:
        with Session(self.database.engine) as session:
            claims.claim(session, now=now)
            session.flush()
            session.rollback()


def measure(tiny: bool) -> Result:
    kinds, sizes, rounds = ((SQLITE,), TINY_SIZES, TINY_ROUNDS) if tiny else (BOTH, SIZES, ROUNDS)
    with databases(kinds) as made, ExitStack() as stack:
        pasts = [_past(made, kind, size) for kind in kinds for size in sizes]
        for past in pasts:
            stack.callback(past.database.close)
        times = _times(pasts, rounds)
    return Result([_table(times, sizes)], _targets(times, sizes))


def _past(made: Databases, kind: str, size: int) -> Past:
    now, url = clock.now(), made.make(kind)
    _fill(url, size, now)
    return Past(kind, size, Database(make_engine(url)), now)


def _fill(url: str, size: int, now: datetime) -> None:
    engine = make_engine(url)
    with Session(engine) as session, session.begin():
        if engine.dialect.name == "postgresql":
            session.execute(sa.text("SET LOCAL statement_timeout = 0"))
        history.fill(session, size, now)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # PostgreSQL does so by itself within a minute; SQLite is never asked to.
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET statement_timeout = 0"))
            connection.execute(sa.text("VACUUM ANALYZE"))
    engine.dispose()


def _times(pasts: Sequence[Past], rounds: int) -> Times:
    """Sizes take turns, so that noise meets all alike. The first round is not counted."""
    times: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    with asyncio.Runner() as runner:
        doing = [(past, past.operations(runner.get_loop())) for past in pasts]
        _round(doing, defaultdict(list))
        began = time.perf_counter()
        for _ in range(rounds):
            _round(doing, times)
            if time.perf_counter() - began > ENOUGH_SECONDS:
                break
    return times


def _round(doing: Sequence[tuple[Past, Operations]], times: dict[tuple[str, str, int], list[float]]) -> None:
    for past, operations in doing:
        for name, operation in operations.items():
            times[past.kind, name, past.size].append(_seconds(operation))


def _seconds(operation: Callable[[], object]) -> float:
    began = time.perf_counter()
    operation()
    return time.perf_counter() - began


def _table(times: Times, sizes: Sequence[int]) -> Table:
    head = ("median ms", "database", *(f"{size:,} sent" for size in sizes), "largest / smallest")
    rows = [
        [name, kind, *(f"{median(times[kind, name, size]) * 1000:.2f}" for size in sizes), f"{ratio:.2f}"]
        for (kind, name), ratio in _ratios(times, sizes).items()
    ]
    rounds = len(next(iter(times.values())))
    return Table(f"Schedule and claim, medians of {rounds} rounds", head, rows)


def _ratios(times: Times, sizes: Sequence[int]) -> dict[tuple[str, str], float]:
    found = dict.fromkeys((kind, name) for kind, name, _ in times)
    return {each: median(times[*each, sizes[-1]]) / median(times[*each, sizes[0]]) for each in found}


def _targets(times: Times, sizes: Sequence[int]) -> list[Target]:
    return [
        Target(
            f"{kind}: {name} within {MOST_RATIO} × from {sizes[0]:,} to {sizes[-1]:,}: {ratio:.2f} ×",
            ratio <= MOST_RATIO,
        )
        for (kind, name), ratio in _ratios(times, sizes).items()
    ]


if __name__ == "__main__":
    command("flat", measure)
