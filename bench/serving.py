"""A server process of one variant: python -m bench.serving {http|socket} VARIANT DATABASE_URL [API_URL]"""

import asyncio
import sys

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.variants import CADENCE, MAKERS, SECRET, make_bolt
from bot import logs
from bot.web.health import Check
from bot.web.server import make_server, make_site
from bot.web.socket_mode import SocketMode


async def main(transport: str, variant: str, database_url: str, api_url: str = "http://127.0.0.1:9/") -> None:
    """Prints one line when it can be called, and serves until it is killed."""
    logs.configure("warning", "json")
    bolt = make_bolt(api_url)
    MAKERS[variant](bolt, database_url)
    if transport == "socket":
        await _connect(bolt, variant)
        print("0", flush=True)
        await asyncio.Event().wait()
    else:
        await _serve(bolt, variant)


async def _connect(bolt: AsyncApp, variant: str) -> None:
    """The token names the variant, so that the fake Slack tells their connections apart."""
    token = f"xapp-{list(MAKERS).index(variant)}"
    if variant == CADENCE:
        await SocketMode(bolt, token, lambda _reason: None).connect()
    else:
        await AsyncSocketModeHandler(bolt, token).connect_async()


async def _serve(bolt: AsyncApp, variant: str) -> None:
    site = make_site(_well, _well, bolt, SECRET) if variant == CADENCE else _bolts_own_site(bolt)
    server = make_server(site, "127.0.0.1", 0)
    serving = asyncio.create_task(server.run_here())
    await server.listening()
    print(server.port, flush=True)
    await serving


async def _well() -> list[Check]:
    return []


def _bolts_own_site(bolt: AsyncApp) -> Starlette:
    handler = AsyncSlackRequestHandler(bolt)

    async def slack_events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", slack_events, methods=["POST"])])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
