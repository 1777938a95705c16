"""The sandbox in a process of its own: python -m bench.workspace {free|limited} CHANNELS"""

import asyncio
import sys
from dataclasses import replace

from bot import startup
from bot.sandbox.limits import Limits
from bot.sandbox.organisation import Channel, invented
from bot.sandbox.server import Sandbox

POSTS_A_MINUTE, POSTS_AT_ONCE = Limits().posts_a_minute, Limits().posts_at_once


def channel_ids(number: int) -> list[str]:
    return [channel.id for channel in _channels(number)]


def _channels(number: int) -> list[Channel]:
    return [Channel(f"bench-{n}", everyone=True, with_bot=True) for n in range(number)]


async def main(limits: str, number: str) -> None:
    """Prints its API's address when it is open."""
    organisation = replace(invented().with_manifest(startup.manifest()), channels=tuple(_channels(int(number))))
    async with Sandbox(organisation, limits=Limits(rates=limits == "limited")) as sandbox:
        print(sandbox.api_url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
