"""uvicorn's connections, which a fault can cut or silence."""

from asyncio import BaseTransport, Transport
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class Http(H11Protocol):
    """Shows a request its connection, as `request.state.transport`."""

    def connection_made(self, transport: BaseTransport) -> None:
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(cast(Transport, transport))


class Socket(WebSocketsSansIOProtocol):
    """Shows a WebSocket its connection, as `websocket.state.socket`."""

    silent = False

    def connection_made(self, transport: BaseTransport) -> None:
        self.app_state = {**self.app_state, "socket": self}
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if not self.silent:
            super().data_received(data)

    def fall_silent(self) -> None:
        """Open, but deaf: no ping is answered and none is sent."""
        self.silent = True
        self.stop_keepalive()

    def cut(self) -> None:
        self.transport.abort()
