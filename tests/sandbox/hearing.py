import asyncio
from typing import Any

from bot.sandbox.client import SandboxClient

Json = dict[str, Any]


async def told(people: SandboxClient, *types: str, count: int = 1) -> list[Json]:
    """What the app was told first: events of these types. Bolt itself keeps from a listener what the bot did."""
    async with asyncio.timeout(3):
        while True:
            sent = [each for each in await people.log("delivery") if each["name"] in types and not each["attempt"]]
            if len(sent) >= count:
                return [each["payload"]["event"] for each in sent]
            await asyncio.sleep(0.01)
