"""What one sees in a place, as a story asks for it."""

import asyncio
from typing import Any, Protocol

Json = dict[str, Any]
_LOOK = 0.02


class Reader(Protocol):
    async def messages(self, channel: str, viewer: str | None = None, thread_ts: str | None = None) -> list[Json]: ...


class Channel:
    """What stands in a channel, to one viewer or to whoever knows all."""

    def __init__(self, client: Reader, name: str) -> None:
        self._client = client
        self.name = name

    async def shows(self, text: str, *, to: str | None = None, thread: str | None = None, seconds: float = 3.0) -> Json:
        """The latest message with these words in it, once it is there."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    found = [each for each in await self._read(to, thread) if text in words_of(each)]
                    if found:
                        return found[-1]
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            shown = "\n".join(words_of(each) for each in await self._read(to, thread)) or "nothing"
            raise AssertionError(f"{self.name} does not show {text!r}, but:\n{shown}") from None

    async def hides(self, text: str, *, to: str | None = None) -> None:
        if any(text in words_of(each) for each in await self._read(to, None)):
            raise AssertionError(f"{self.name} shows {text!r}")

    async def _read(self, viewer: str | None, thread: str | None) -> list[Json]:
        return await self._client.messages(self.name, viewer=viewer, thread_ts=thread)


def words_of(thing: Any) -> str:
    """All the words of a message, a view or a part of them."""
    if isinstance(thing, dict):
        own = [str(thing["text"])] if isinstance(thing.get("text"), str) else []
        parts = [words_of(value) for value in thing.values() if isinstance(value, dict | list)]
        return "\n".join(filter(None, [*own, *parts]))
    return "\n".join(filter(None, map(words_of, thing))) if isinstance(thing, list) else ""
