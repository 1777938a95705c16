"""Who may play people: this machine's own pages and programs, not a web page that happens to be open beside."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

Door = Callable[[Request], Awaitable[Response]]
_NAMES = ("127.0.0.1", "localhost", "[::1]")


def at_home(request: Request) -> bool:
    """The request names this machine, and comes from no page of another site."""
    host, origin = request.headers.get("host", ""), request.headers.get("origin")
    return _name(host) in _NAMES and origin in (None, f"http://{host}")


def _name(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def only_at_home(door: Door) -> Door:
    async def guarded(request: Request) -> Response:
        return await door(request) if at_home(request) else elsewhere()

    return guarded


def elsewhere() -> Response:
    return PlainTextResponse("Only pages and programs of this machine may use the sandbox.", status_code=403)
