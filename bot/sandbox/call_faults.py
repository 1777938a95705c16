"""What a fault does to a call of the Web API."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.sandbox.faults import CALL_KINDS, Fault, Faults, Subject

Run = Callable[[], Response]
_ALL_BUT_SLOW = frozenset(CALL_KINDS) - {"slow"}


async def endured(faults: Faults, about: Callable[[], Subject], request: Request, run: Run) -> Response:
    """Runs the call, or what is left of it: it may be slow and then meet one more fault."""
    slow = faults.strike(("slow",), about)
    if slow:
        await asyncio.sleep(slow.told["seconds"])
    fault = faults.strike(_ALL_BUT_SLOW, about)
    return await _EFFECTS[fault.kind](fault, request, run) if fault else run()


async def _drop(fault: Fault, request: Request, run: Run) -> Response:
    request.state.transport.abort()
    await _gone(request)
    return Response()


async def _commit_then_drop(fault: Fault, request: Request, run: Run) -> Response:
    run()
    return await _drop(fault, request, run)


async def _hang(fault: Fault, request: Request, run: Run) -> Response:
    waiting = [asyncio.ensure_future(each) for each in (_gone(request), fault.over.wait())]
    try:
        await asyncio.wait(waiting, timeout=fault.told["seconds"], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
    return await _drop(fault, request, run)


async def _commit_then_hang(fault: Fault, request: Request, run: Run) -> Response:
    run()
    return await _hang(fault, request, run)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _error(fault: Fault, request: Request, run: Run) -> Response:
    status = fault.told["status"]
    if status != 200:
        return HTMLResponse(f"<html><body>{status}</body></html>", status)
    return JSONResponse({"ok": False, "error": fault.told["error"], **fault.told["body"]})


async def _commit_then_error(fault: Fault, request: Request, run: Run) -> Response:
    run()
    return await _error(fault, request, run)


async def _not_json(fault: Fault, request: Request, run: Run) -> Response:
    if fault.told["commit"]:
        run()
    return Response("<html><body>Something went wrong</body></html>", media_type=fault.told["content_type"])


async def _rate_limited(fault: Fault, request: Request, run: Run) -> Response:
    headers = {"Retry-After": str(fault.told["retry_after"])}
    return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)


_EFFECTS: Mapping[str, Callable[[Fault, Request, Run], Awaitable[Response]]] = {
    "drop": _drop,
    "commit_then_drop": _commit_then_drop,
    "hang": _hang,
    "commit_then_hang": _commit_then_hang,
    "error": _error,
    "commit_then_error": _commit_then_error,
    "connections_open_fails": _error,
    "not_json": _not_json,
    "rate_limited": _rate_limited,
}
