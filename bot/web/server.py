"""The HTTP side: Slack's signed requests, and health."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from urllib.parse import parse_qsl

import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.errors import CannotStart
from bot.web.health import Look

#: Slack's largest view has some 250 kB, and a form's coding triples what is not ASCII.
LARGEST_REQUEST = 1_000_000


Page = Callable[[Request], Awaitable[Response]]


def make_site(
    alive: Look, ready: Look, bolt: AsyncApp | None = None, signing_secret: str = "", metrics: Page | None = None
) -> Starlette:
    """`bolt` and the secret only where Slack comes over HTTP, `metrics` only where they have no port of their own."""

    routes = [Route("/healthz", _answering(alive)), Route("/readyz", _answering(ready))]
    if metrics is not None:
        routes.append(Route("/metrics", metrics))
    if bolt is not None:
        routes.append(
            Route("/slack/events", _slack_endpoint(bolt, SignatureVerifier(signing_secret)), methods=["POST"])
        )
    return Starlette(routes=routes)


def make_metrics_site(metrics: Page) -> Starlette:
    return Starlette(routes=[Route("/metrics", metrics)])


def _answering(look: Look) -> Callable[[Request], Awaitable[Response]]:
    """Each check by its name, and why; 503 unless all is well."""

    async def answer(_request: Request) -> Response:
        checks = await look()
        told = {check.name: check.well for check in checks}
        why = {check.name: check.why for check in checks}
        return JSONResponse({**told, "why": why}, status_code=200 if all(told.values()) else 503)

    return answer


Headers = dict[str, str | Sequence[str]]


def _slack_endpoint(bolt: AsyncApp, verifier: SignatureVerifier) -> Callable[[Request], Awaitable[Response]]:
    async def slack_events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response("This is larger than anything that Slack sends, so it was not read.", 413)
        # Before Bolt, which reads the body first and stumbles over what Slack would never send.
        if not _is_signed(verifier, body, request):
            return Response("not signed by Slack", 401)
        answer = await bolt.async_dispatch(bolt_request(body.decode("utf-8"), dict(request.headers.items())))
        return to_starlette_response(answer)

    return slack_events


async def _body(request: Request) -> bytes | None:
    """None where it is larger than anything of Slack's."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_REQUEST:
            return None
    return body


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    try:
        return verifier.is_valid_request(body, request.headers)
    except (TypeError, ValueError):  # a time that is no number, a signature or body that is no text
        return False


def bolt_request(body: str, headers: Headers) -> AsyncBoltRequest:
    """Bolt looks for the word `payload` anywhere in a form, and so loses a slash command whose text contains it."""
    request = AsyncBoltRequest(body=body, headers=headers)
    is_form = str(headers.get("content-type", "")).startswith("application/x-www-form-urlencoded")
    if not request.body and is_form:
        request.body = dict(parse_qsl(body, keep_blank_values=True))
    return request


class Server(uvicorn.Server):
    """In our event loop, without uvicorn's own signal handlers: `app` decides when to stop."""

    def __init__(self, config: uvicorn.Config, listening: socket.socket) -> None:
        super().__init__(config)
        self._listening = listening

    async def run_here(self) -> None:
        await self.serve(sockets=[self._listening])

    async def listening(self) -> None:
        """Until connections are taken; uvicorn announces it by a flag alone."""
        while not self.started:  # noqa: ASYNC110  # see above
            await asyncio.sleep(0.01)

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    def capture_signals(self) -> nullcontext[None]:  # type: ignore[override]  # a context manager all the same
        return nullcontext()


def make_server(site: Starlette, host: str, port: int, variable: str = "CADENCE_PORT") -> Server:
    """Raises CannotStart where the port, which `variable` names, is taken: left to uvicorn, it would end the process
    by itself."""
    listening = _bound(host, port, variable)
    config = uvicorn.Config(
        site,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=8,
        lifespan="off",
    )
    return Server(config, listening)


def _bound(host: str, port: int, variable: str) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        # asyncio sends without delay only where the protocol is named.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise _cannot_listen(host, port, variable, error) from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        raise _cannot_listen(host, port, variable, error) from error
    return listening


def _cannot_listen(host: str, port: int, variable: str, error: OSError) -> CannotStart:
    return CannotStart(
        f"Port {port} on {host} cannot be listened on: {error.strerror}. Set {variable} or CADENCE_HOST to another."
    )
