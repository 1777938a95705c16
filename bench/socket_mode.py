"""A question-sized slash command over Socket Mode, beside bare Bolt: python -m bench.socket_mode"""

import asyncio
from contextlib import AsyncExitStack

from bench import closed_loop
from bench.closed_loop import Plan, Slices, Variant
from bench.databases import BOTH, SQLITE, Databases, databases
from bench.page import Result, command
from bench.processes import running
from bench.socket_load import SocketLoad, fake_slack
from bench.variants import MAKERS

PLAN = Plan(kinds=BOTH, windows=(1, 16, 64), rounds=7, seconds=1.0)
TINY = Plan(kinds=(SQLITE,), windows=(1, 4), rounds=1, seconds=0.1)


def measure(tiny: bool) -> Result:
    plan = TINY if tiny else PLAN
    with databases(plan.kinds) as made:
        slices = {kind: asyncio.run(_measured(kind, made, plan)) for kind in plan.kinds}
    return Result(
        [closed_loop.table(f"Socket Mode, {kind}", each) for kind, each in slices.items()],
        [target for kind, each in slices.items() for target in closed_loop.targets(kind, each)],
    )


async def _measured(kind: str, made: Databases, plan: Plan) -> Slices:
    loads = {f"xapp-{number}": SocketLoad() for number in range(len(MAKERS))}
    async with AsyncExitStack() as stack:
        api_url = await stack.enter_async_context(fake_slack(loads))
        variants = {}
        for name, load in zip(MAKERS, loads.values(), strict=True):
            served = running("bench.serving", "socket", name, made.make(kind), api_url)
            variants[name] = Variant(load, await stack.enter_async_context(served))
            await load.connected.wait()
        return await closed_loop.measure(variants, plan)


if __name__ == "__main__":
    command("socket_mode", measure)
