"""A Slack that only opens Socket Mode connections, sends slash commands over them and counts the answers."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count, cycle

from aiohttp import WSMsgType, web

from bench.closed_loop import Heard
from bench.http_load import BODIES, form

HELLO = '{"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0BENCH"}, "debug_info": {}}'
ENVELOPE_ID = re.compile(r'"envelope_id": ?"(\d+)"')
PAYLOADS = [json.dumps(form(number)) for number in range(BODIES)]


class SocketLoad:
    """`await load(window, seconds)` over one connection, with so many envelopes on their way."""

    def __init__(self) -> None:
        self.connected = asyncio.Event()
        self._payloads, self._numbers = cycle(PAYLOADS), count(1)
        self._sent: dict[str, float] = {}
        self._latencies: list[float] = []
        self._failed = 0
        self._until = 0.0

    async def serve(self, websocket: web.WebSocketResponse) -> None:
        self._websocket = websocket
        await websocket.send_str(HELLO)
        self.connected.set()
        async for message in websocket:
            if message.type is WSMsgType.TEXT:
                await self._acknowledged(message.data)

    async def __call__(self, window: int, seconds: float) -> Heard:
        self._latencies, self._failed = [], 0
        began = time.perf_counter()
        self._until, self._quiet = began + seconds, asyncio.Event()
        for _ in range(window):
            await self._send()
        await self._quiet.wait()
        spent = time.perf_counter() - began
        return Heard(len(self._latencies) / spent, self._latencies, self._failed)

    async def _send(self) -> None:
        number = str(next(self._numbers))
        self._sent[number] = time.perf_counter()
        await self._websocket.send_str(
            f'{{"envelope_id": "{number}", "type": "slash_commands", "accepts_response_payload": true, '
            f'"payload": {next(self._payloads)}}}'
        )

    async def _acknowledged(self, text: str) -> None:
        now, number = time.perf_counter(), ENVELOPE_ID.search(text)
        if number is None:
            return
        self._latencies.append(now - self._sent.pop(number[1]))
        self._failed += "Noted" not in text
        if now < self._until:
            await self._send()
        elif not self._sent:
            self._quiet.set()


@asynccontextmanager
async def fake_slack(loads: dict[str, SocketLoad]) -> AsyncIterator[str]:
    """Its API's address. The app token names which of `loads` a connection belongs to."""

    async def opens(request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        return web.json_response({"ok": True, "url": f"ws://{request.host}/link/{token}"})

    async def link(request: web.Request) -> web.WebSocketResponse:
        websocket = web.WebSocketResponse(compress=False)
        await websocket.prepare(request)
        await loads[request.match_info["token"]].serve(websocket)
        return websocket

    site = web.Application()
    site.add_routes([web.post("/api/apps.connections.open", opens), web.get("/link/{token}", link)])
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()
