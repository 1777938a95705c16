import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.faults import Fault, Subject
from bot.sandbox.protocols import Socket
from bot.sandbox.subjects import delivered
from bot.sandbox.transport import Answer, Parcel
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_AT_CONNECTING = ("too_many_websockets", "silent_socket", "socket_kill")
_AT_AN_ENVELOPE = ("socket_kill", "disconnect", "silent_socket")


@dataclass(eq=False)
class Connection:
    websocket: WebSocket
    leaving: bool = False
    """No more envelopes go to it: it was asked to reconnect, or was cut."""

    @property
    def _socket(self) -> Socket:
        socket: Socket = self.websocket.state.socket
        return socket

    async def tell(self, told: Json) -> bool:
        if self._socket.silent:
            return True  # as far as Slack knows
        try:
            await self.websocket.send_json(told)
        except (WebSocketDisconnect, RuntimeError):  # it is closing, from either side
            return False
        return True

    async def ask_to_leave(self, reason: str) -> None:
        """Slack: a warning comes a while before; after the other reasons nothing more comes here."""
        self.leaving = reason != "warning"
        await self.tell({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})

    def kill(self) -> None:
        self.leaving = True
        self._socket.cut()

    def fall_silent(self) -> None:
        self._socket.fall_silent()


class SocketMode:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self.connections: list[Connection] = []

    async def serve(self, websocket: WebSocket) -> None:
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._workspace.tickets:  # Slack: a url opens one connection
            await websocket.close()
            return
        self._workspace.tickets.discard(ticket)
        await websocket.accept()
        connection = Connection(websocket)
        fault = self._workspace.faults.strike(_AT_CONNECTING, lambda: Subject("connect"))
        if fault and fault.kind != "too_many_websockets":
            _BEFALLS[fault.kind](connection)
        elif fault or len(self.connections) >= self._workspace.limits.socket_connections:
            await connection.ask_to_leave("too_many_websockets")
            await websocket.close()
            return
        await self._attend(connection)

    async def _attend(self, connection: Connection) -> None:
        self.connections.append(connection)
        try:
            await connection.tell(self._hello())
            async for text in connection.websocket.iter_text():
                self._acknowledge(text)
        finally:
            self.connections = [each for each in self.connections if each is not connection]

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": self._workspace.app.app_id},
            "debug_info": {
                "host": "sandbox",
                "started": self._workspace.clock.now().isoformat(),
                "build_number": 1,
                "approximate_connection_time": 3600,
            },
        }

    def _acknowledge(self, text: str) -> None:
        try:
            told = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(told.get("envelope_id", "")) if isinstance(told, dict) else None
        if waiting and not waiting.done():
            waiting.set_result(told)

    async def deliver(self, parcel: Parcel) -> Answer:
        envelope_id = f"{self._workspace.ids.number('envelope'):08d}-sandbox"
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        try:
            if not await self._send(parcel, _envelope(envelope_id, parcel)):
                detail = "no Socket Mode connection is open"
                return Answer(False, error="dispatch_failed", detail=detail, reason="connection_failed")
            # The connection may die now: an ack is good on any other until its time is over.
            told = await asyncio.wait_for(waiting, self._workspace.limits.ack_seconds)
            return Answer(True, body=told.get("payload"))
        except TimeoutError:
            return Answer(False, error="operation_timeout", detail="no ack in time", reason="timeout")
        finally:
            del self._waiting[envelope_id]

    async def _send(self, parcel: Parcel, envelope: Json) -> bool:
        """To one connection only, each in turn."""
        for connection in [each for each in self.connections if not each.leaving]:
            with contextlib.suppress(ValueError):  # it went away meanwhile
                self.connections.remove(connection)
                self.connections.append(connection)
            if await self._tell(connection, parcel, envelope):
                return True
        return False

    async def _tell(self, connection: Connection, parcel: Parcel, envelope: Json) -> bool:
        about = partial(delivered, self._workspace, parcel.payload)
        fault = self._workspace.faults.strike(_AT_AN_ENVELOPE, about)
        if fault is None:
            return await connection.tell(envelope)
        return await _struck(fault, connection, envelope)

    async def disconnect(self, reason: str, *, kill: bool = False, silent: bool = False) -> int:
        asked = [each for each in self.connections if not each.leaving]
        for connection in asked:
            if kill:
                connection.kill()
            elif silent:
                connection.fall_silent()
            else:
                await connection.ask_to_leave(reason)
        return len(asked)

    async def close(self) -> None:
        for connection in list(self.connections):
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # already closed from the other side
                await connection.websocket.close(1001)


async def _struck(fault: Fault, connection: Connection, envelope: Json) -> bool:
    if fault.kind == "disconnect":
        sent = await connection.tell(envelope)
        await connection.ask_to_leave(fault.told["reason"])
        return sent
    if fault.kind == "silent_socket":
        connection.fall_silent()
        return True
    sent = fault.told["sent"] and await connection.tell(envelope)
    connection.kill()
    return bool(sent)


_BEFALLS: Mapping[str, Callable[[Connection], None]] = {
    "silent_socket": Connection.fall_silent,
    "socket_kill": Connection.kill,
}


def _envelope(envelope_id: str, parcel: Parcel) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": parcel.kind,
        "accepts_response_payload": parcel.kind != "events_api",
        "payload": parcel.payload,
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason or ""}
    return envelope
