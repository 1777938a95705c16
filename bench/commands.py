"""A question-sized slash command over signed HTTP, beside bare Bolt: python -m bench.commands"""

import asyncio
from contextlib import AsyncExitStack

from bench import closed_loop
from bench.closed_loop import Plan, Slices, Variant
from bench.databases import BOTH, SQLITE, Databases, databases
from bench.http_load import HttpLoad
from bench.page import Result, command
from bench.processes import running
from bench.variants import MAKERS

PLAN = Plan(kinds=BOTH, windows=(1, 16, 64), rounds=7, seconds=1.0)
TINY = Plan(kinds=(SQLITE,), windows=(1, 4), rounds=1, seconds=0.1)


def measure(tiny: bool) -> Result:
    plan = TINY if tiny else PLAN
    with databases(plan.kinds) as made:
        slices = {kind: asyncio.run(_measured(kind, made, plan)) for kind in plan.kinds}
    return Result(
        [closed_loop.table(f"Signed HTTP, {kind}", each) for kind, each in slices.items()],
        [target for kind, each in slices.items() for target in closed_loop.targets(kind, each)],
    )


async def _measured(kind: str, made: Databases, plan: Plan) -> Slices:
    async with AsyncExitStack() as stack:
        variants = {}
        for name in MAKERS:
            server = await stack.enter_async_context(running("bench.serving", "http", name, made.make(kind)))
            variants[name] = Variant(HttpLoad(int(server.said)), server)
        return await closed_loop.measure(variants, plan)


if __name__ == "__main__":
    command("commands", measure)
