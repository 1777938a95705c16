"""The window's doors."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.guard import only_at_home
from bot.sandbox.refusals import Impossible
from bot.sandbox.window import moves
from bot.sandbox.window.live import Live
from bot.sandbox.window.look import Look, look
from bot.sandbox.window.pages import Pages
from bot.sandbox.window.sidebar import Reads
from bot.sandbox.window.story import Story
from bot.sandbox.workspace import Workspace

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Window:
    """People are played through the control API; the window only looks, moves the clock and turns the story's pages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pages = Pages(workspace, Reads())
        self._live = Live(self._pages)
        self.opens_at = ("", "")
        """Who looks where, if the address does not say."""
        workspace.watchers.append(self._live.noticed)

    def tells(self, story: Story, viewer: str, place: str) -> None:
        """From now on the window offers a story. What has been said so far is news to nobody."""
        self._pages.story = story
        self._pages.reads.everything(self._workspace)
        self.opens_at = (viewer, place)

    def close(self) -> None:
        self._live.close()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", only_at_home(self._page)),
            Route("/window/live", only_at_home(self._stream)),
            Route("/window/older", only_at_home(self._older)),
            Route("/window/clock", only_at_home(self._move), methods=["POST"]),
            Route("/window/next", only_at_home(self._next), methods=["POST"]),
            Mount("/window/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    def _look(self, request: Request) -> Look:
        return look(self._workspace, request.query_params, self.opens_at)

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(self._pages.page(self._look(request), self._live.changes), headers=_HEADERS)

    async def _older(self, request: Request) -> Response:
        before = request.query_params.get("before", "")
        return HTMLResponse(self._pages.older(self._look(request), before), headers=_HEADERS)

    async def _stream(self, request: Request) -> Response:
        seen = request.headers.get("last-event-id") or request.query_params.get("seen", "")
        stream = self._live.stream(self._look(request), int(seen) if seen.isdigit() else None)
        return StreamingResponse(stream, media_type="text/event-stream", headers=_HEADERS)

    async def _move(self, request: Request) -> Response:
        """{"move": "friday", "monday", "hour" or "day"}"""
        told: dict[str, Any] = await request.json()
        try:
            to = moves.target(str(told.get("move")), self._workspace.clock.now(), moves.home_zone(self._workspace))
        except Impossible as impossible:
            return JSONResponse({"ok": False, "error": str(impossible)}, status_code=400)
        if self._pages.story:
            await self._pages.story.travel(to)
        else:
            self._workspace.clock.set(to)
        self._workspace.changed()
        return JSONResponse({"ok": True})

    async def _next(self, request: Request) -> Response:
        told = await self._pages.story.next() if self._pages.story else None
        self._workspace.changed()
        if told is None:
            return JSONResponse({"ok": True, "done": True})
        return JSONResponse({"ok": True, "done": False, "as": told.viewer, "in": told.place.removeprefix("#")})
