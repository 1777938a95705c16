"""A way to PostgreSQL that can be shut, can fall silent, and can lose the answer to a commit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto

import sqlalchemy as sa


class Way(Enum):
    OPEN = auto()
    SHUT = auto()
    SILENT = auto()
    #: The next commit arrives, and its answer does not.
    LOSES_A_COMMIT = auto()


class Proxy:
    def __init__(self, url: str) -> None:
        self._target, self._way = sa.make_url(url), Way.OPEN
        self._opened = asyncio.Event()
        self._commits = False
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._carrying: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        assert self._server
        port = self._server.sockets[0].getsockname()[1]
        through = self._target.set(host="127.0.0.1", port=port, query={})
        return through.render_as_string(hide_password=False)

    def become(self, way: Way) -> None:
        self._way = way
        if way is Way.SILENT:
            self._opened.clear()
        else:
            self._opened.set()
        if way is Way.SHUT:
            self._cut()

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self._carrying.add(task := asyncio.current_task())
        try:
            if self._way is not Way.SHUT:
                await self._carry(reader, writer)
        finally:
            self._writers.discard(writer)
            self._carrying.discard(task)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await self._connect()
        self._writers.add(to_server)
        try:
            with suppress(ConnectionError, ExceptionGroup):
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._pass_on(reader, to_server, from_client=True))
                    both.create_task(self._pass_on(from_server, writer))
        finally:
            self._writers.discard(to_server)
            to_server.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        folder = str(self._target.query.get("host") or "")
        if folder.startswith("/"):
            return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{self._target.port or 5432}")
        return await asyncio.open_connection(self._target.host or folder, self._target.port or 5432)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, from_client: bool = False
    ) -> None:
        while data := await reader.read(65536):
            if self._commits and not from_client:
                self._lose()
            await self._opened.wait()
            if from_client and self._way is Way.LOSES_A_COMMIT and b"COMMIT" in data:
                self._commits = True
            writer.write(data)
            await writer.drain()
        raise ConnectionError("it closed")

    def _lose(self) -> None:
        """The server has committed, and says so to nobody."""
        self._commits = False
        self._cut()
        self.become(Way.OPEN)


@asynccontextmanager
async def proxy(url: str) -> AsyncIterator[Proxy]:
    way = Proxy(url)
    way.become(Way.OPEN)
    way._server = server = await asyncio.start_server(way._accept, "127.0.0.1", 0)
    try:
        yield way
    finally:
        server.close()
        way.become(Way.SHUT)
        await asyncio.gather(*way._carrying, return_exceptions=True)
