import asyncio
import contextlib
import socket
from collections.abc import Iterator
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from bot.sandbox import answering, authorizing, uploads, web_api
from bot.sandbox.clock import Clock
from bot.sandbox.control import Control
from bot.sandbox.delivery import Delivery
from bot.sandbox.limits import Limits
from bot.sandbox.organisation import Organisation, invented
from bot.sandbox.protocols import Http, Socket
from bot.sandbox.window.window import Window
from bot.sandbox.workspace import Workspace

_LOOPBACK = "127.0.0.1"  # a workspace where anyone may play anyone is never shown to a network
_PATIENCE = 1.0


def create_app(workspace: Workspace, delivery: Delivery, window: Window) -> Starlette:
    async def call(request: Request) -> Response:
        return await web_api.answer(workspace, request)

    async def respond(request: Request) -> Response:
        return await answering.receive(workspace, request)

    return Starlette(
        routes=[
            Route("/api/{method}", call, methods=["GET", "POST"]),
            Route("/response/{token}", respond, methods=["POST"]),
            WebSocketRoute("/link/", delivery.socket_mode.serve),
            *Control(workspace, delivery).routes(),
            *uploads.routes(workspace),
            *authorizing.routes(workspace),
            *window.routes(),
        ]
    )


class Sandbox:
    """A running workspace: `async with Sandbox() as sandbox`, in the event loop of the caller."""

    def __init__(
        self,
        organisation: Organisation | None = None,
        *,
        port: int = 0,
        clock: Clock | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.workspace = Workspace(organisation or invented(), clock or Clock(), limits)
        self.delivery = Delivery(self.workspace)
        self.window = Window(self.workspace)
        self._port = port

    @property
    def url(self) -> str:
        return self.workspace.host

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    async def __aenter__(self) -> "Sandbox":
        self._listening = _listen(self._port)
        self.workspace.host = f"http://{_LOOPBACK}:{self._listening.getsockname()[1]}"
        self._server = _Server(_config(create_app(self.workspace, self.delivery, self.window)))
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._listening]))
        await self._server.ready.wait()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.workspace.faults.clear()
        self.window.close()
        await self.delivery.close()
        self._server.leaving.set()
        await self._serving
        self._listening.close()

    async def serve_forever(self) -> None:
        await asyncio.shield(self._serving)


class _Server(uvicorn.Server):
    """Starts and stops when told, instead of looking ten times a second whether it should."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready, self.leaving = asyncio.Event(), asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._quiet()
        for task in self.server_state.tasks:
            task.cancel()

    async def _quiet(self) -> None:
        while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.005)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to whoever runs the event loop."""
        yield


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Http,
        ws=Socket,
        lifespan="off",
        log_config=None,
        access_log=False,
    )


def _listen(port: int) -> socket.socket:
    # asyncio sends without delay only where the protocol is named; else each answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((_LOOPBACK, port))
    return listening
