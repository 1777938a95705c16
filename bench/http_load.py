"""A client that costs next to nothing: requests signed beforehand, bytes out, bytes in, no parsing to speak of."""

import asyncio
import time
from collections.abc import Iterator
from itertools import cycle
from typing import cast
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bench.closed_loop import Heard
from bench.databases import PEOPLE
from bench.variants import COMMAND, SECRET, TEAM

BODIES = 400
LENGTH = b"content-length: "


def form(number: int) -> dict[str, str]:
    """A slash command as Slack sends it."""
    return {
        "token": "bench",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_id": PEOPLE[number % len(PEOPLE)],
        "user_name": "somebody",
        "command": COMMAND,
        "text": f"Why do we rebuild the pricing service instead of buying one, and when is it done? ({number})",
        "api_app_id": "A0BENCH",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0BENCH/1/1",
        "trigger_id": f"{number}.0.0",
    }


def _signed(number: int, verifier: SignatureVerifier, timestamp: str) -> bytes:
    body = urlencode(form(number)).encode()
    head = (
        "POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1\r\n"
        "user-agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\naccept: application/json,*/*\r\n"
        f"x-slack-request-timestamp: {timestamp}\r\n"
        f"x-slack-signature: {verifier.generate_signature(timestamp=timestamp, body=body)}\r\n"
        f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class HttpLoad:
    """`await load(window, seconds)`."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __call__(self, window: int, seconds: float) -> Heard:
        verifier, timestamp = SignatureVerifier(SECRET), str(int(time.time()))
        requests = cycle([_signed(number, verifier, timestamp) for number in range(BODIES)])
        callers = [await self._connected(requests) for _ in range(window)]
        began = time.perf_counter()
        for caller in callers:
            caller.begin(began + seconds)
        await asyncio.gather(*(caller.done for caller in callers))
        return _heard(callers, time.perf_counter() - began)

    async def _connected(self, requests: Iterator[bytes]) -> "_Caller":
        loop = asyncio.get_running_loop()
        _, caller = await loop.create_connection(lambda: _Caller(requests), "127.0.0.1", self._port)
        return caller


def _heard(callers: "list[_Caller]", seconds: float) -> Heard:
    latencies = [latency for caller in callers for latency in caller.latencies]
    return Heard(len(latencies) / seconds, latencies, sum(caller.failed for caller in callers))


class _Caller(asyncio.Protocol):
    """One kept-open connection with one request on its way."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        self._requests, self._heard = requests, b""
        self.latencies: list[float] = []
        self.failed = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def begin(self, until: float) -> None:
        self._until = until
        self._ask()

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._heard += data
        if not _is_whole(self._heard):
            return
        now = time.perf_counter()
        self.latencies.append(now - self._asked)
        self.failed += b" 200 " not in self._heard[:16] or b"Noted" not in self._heard
        self._heard = b""
        if now < self._until:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.failed += error is not None
            self.done.set_result(None)


def _is_whole(heard: bytes) -> bool:
    head, end, body = heard.partition(b"\r\n\r\n")
    if not end:
        return False
    length = head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
    return len(body) >= int(length)
