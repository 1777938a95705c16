import asyncio
from collections.abc import Callable


async def until(true: Callable[[], object], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - the app of the test sets no event
            await asyncio.sleep(0.01)
