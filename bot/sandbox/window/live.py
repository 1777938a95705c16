"""What changed, as server-sent events: each stream remembers what its page shows and sends what differs."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from bot.sandbox.conversations import Conversation
from bot.sandbox.window.look import Look
from bot.sandbox.window.pages import PARTS, Pages

_ALIVE_SECONDS = 10.0
_TOGETHER_SECONDS = 0.03
Known = dict[tuple[str, str], str]


class Live:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._waiting: set[asyncio.Event] = set()
        self._closed = False
        self.changes = 0

    def noticed(self) -> None:
        self.changes += 1
        for each in self._waiting:
            each.set()

    def close(self) -> None:
        self._closed = True
        self.noticed()

    async def stream(self, look: Look, seen: int | None) -> AsyncIterator[str]:
        """`seen` is the number of the last change on the page; where it is the newest, nothing is sent twice."""
        woken, known = asyncio.Event(), Known()
        self._waiting.add(woken)
        if seen == self.changes:
            self._difference(look, known)
        try:
            while not self._closed:
                number = self.changes
                yield self._event(number, self._difference(look, known))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), _ALIVE_SECONDS)
                await asyncio.sleep(_TOGETHER_SECONDS)
                woken.clear()
        finally:
            self._waiting.discard(woken)

    def _event(self, number: int, patch: dict[str, Any]) -> str:
        clock = self._pages.workspace.clock
        patch["clock"] = [clock.now().timestamp(), clock.speed if clock.running else 0]
        return f"id: {number}\ndata: {json.dumps(patch)}\n\n"

    def _difference(self, look: Look, known: Known) -> dict[str, Any]:
        if self._is_gone(look):
            return {"reload": True}
        if look.conversation and look.is_member:
            self._pages.reads.note(look.viewer.id, look.conversation)
        parts = {name: self._pages.part(name, look) for name in PARTS}
        messages, replies = dict(self._pages.messages(look)), dict(self._pages.replies(look))
        return {
            "parts": _changed(known, "part", parts),
            "messages": list(_changed(known, "message", messages).items()),
            "replies": list(_changed(known, "reply", replies).items()),
            "gone": _gone(known, look.conversation) if look.conversation else [],
        }

    def _is_gone(self, look: Look) -> bool:
        """The workspace began anew."""
        known = self._pages.workspace.conversations
        return look.conversation is not None and known.get(look.conversation.id) is not look.conversation


def _changed(known: Known, kind: str, now: dict[str, str]) -> dict[str, str]:
    changed = {name: html for name, html in now.items() if known.get((kind, name)) != html}
    known.update({(kind, name): html for name, html in changed.items()})
    return changed


def _gone(known: Known, conversation: Conversation) -> list[str]:
    """Deleted, not only further up than the page goes."""
    gone = [
        (kind, ts)
        for kind, ts in known
        if kind != "part" and ts not in conversation.messages and ts not in conversation.ephemerals
    ]
    for each in gone:
        del known[each]
    return [ts for _, ts in gone]
