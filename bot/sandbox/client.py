"""The control API as a story: people do things, and one sees what they see."""

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.sandbox.places import Channel

Json = dict[str, Any]


class ControlRefused(Exception):
    """No person could have done this."""


class SandboxClient:
    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    async def __aenter__(self) -> "SandboxClient":
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.close()

    def person(self, name: str) -> "Player":
        return Player(self, name)

    def channel(self, name: str) -> Channel:
        return Channel(self, name)

    async def messages(self, channel: str, viewer: str | None = None, thread_ts: str | None = None) -> list[Json]:
        asked = {"viewer": viewer, "thread_ts": thread_ts}
        found = await self.get(f"messages/{quote(channel, safe='')}", **asked)
        return [{**message, "channel": found["channel"]} for message in found["messages"]]

    async def views(self, user: str) -> Json:
        return await self.get(f"views/{quote(user, safe='')}")

    async def log(self, kind: str | None = None) -> list[Json]:
        return list((await self.get("log", kind=kind))["entries"])

    async def state(self) -> Json:
        return await self.get("state")

    async def clock(
        self, *, at: datetime | str | None = None, advance: float | None = None, running: bool | None = None
    ) -> datetime:
        moment = at.isoformat() if isinstance(at, datetime) else at
        told = await self.post("clock", at=moment, advance=advance, running=running)
        return datetime.fromisoformat(told["now"])

    async def app(self, **changes: Any) -> Json:
        """`request_url=None` goes back to Socket Mode.

        Also `token_error="token_expired"`, `withheld_scopes=["chat:write"]`, `messages_tab=False`, `uninstalled=True`,
        `client_msg_ids="deduplicated"` or "refused".
        """
        return await self._send("POST", "app", json=changes)

    async def invite_bot(self, channel: str) -> Json:
        return await self.post("invite", channel=channel, bot=True)

    async def remove_bot(self, channel: str) -> Json:
        return await self.post("leave", channel=channel, bot=True)

    async def archive(self, channel: str, *, undo: bool = False) -> Json:
        return await self.post("archive", channel=channel, undo=undo)

    async def shares(self, channel: str, *, undo: bool = False) -> Json:
        """With another organisation."""
        return await self.post("share", channel=channel, undo=undo)

    async def hires(self, name: str, **told: Any) -> Json:
        return await self.post("hire", name=name, **told)

    async def changes(self, user: str, **told: Any) -> Json:
        """Such as `title=`, `zone=` or `deleted=True`."""
        return await self.post("person", user=user, **told)

    async def disconnect(self, reason: str = "refresh_requested", *, kill: bool = False, silent: bool = False) -> Json:
        """Every open WebSocket: is asked to leave, or is cut, or goes deaf."""
        return await self.post("disconnect", reason=reason, kill=kill, silent=silent)

    async def fault(
        self,
        kind: str,
        *,
        method: str | None = None,
        channel: str | None = None,
        user: str | None = None,
        probability: float = 1.0,
        times: int | None = None,
        seed: int = 0,
        **parameters: Any,
    ) -> Json:
        """See bot/sandbox/faults.py for the kinds and their parameters. The filters may be globs."""
        filters = {"method": method, "channel": channel, "user": user}
        often = {"probability": probability, "times": times, "seed": seed}
        told = await self.post("faults", kind=kind, **filters, **often, **parameters)
        fault: Json = told["fault"]
        return fault

    async def faults(self) -> Json:
        """`faults` that are known, `counts` of what fired by kind, and each of it in `happened`."""
        return await self.get("faults")

    async def clear_faults(self, fault_id: int | None = None) -> int:
        """One or all; lets go what hangs because of them. What has fired stays counted."""
        told = await self._send("DELETE", "faults", json=_given({"id": fault_id}))
        return int(told["cleared"])

    async def limits(self, on: bool | None = None) -> Json:
        """Switches Slack's rate limits; answers how many calls they refused, by method."""
        return await (self.get("limits") if on is None else self.post("limits", on=on))

    async def reset(self) -> None:
        await self.post("reset")

    async def get(self, path: str, **asked: str | None) -> Json:
        return await self._send("GET", path, params=_given(asked))

    async def post(self, path: str, **told: Any) -> Json:
        return await self._send("POST", path, json=_given(told))

    async def _send(self, method: str, path: str, **content: Any) -> Json:
        async with self._session.request(method, f"{self._url}/control/{path}", **content) as response:
            answer: Json = await response.json()
            if response.status == 400:
                raise ControlRefused(answer["error"])
            return answer


class Player:
    """One person of the organisation. Every act answers what that person would notice."""

    def __init__(self, client: SandboxClient, name: str) -> None:
        self._client = client
        self.name = name

    async def says(self, channel: str, text: str, thread: str | None = None, files: Sequence[str] = ()) -> Json:
        """`files` by name, such as an image."""
        return await self._act("message", channel=channel, text=text, thread_ts=thread, files=list(files) or None)

    async def edits(self, message: Json, text: str, channel: str | None = None) -> Json:
        return await self._act("edit", **_place(message, channel), text=text)

    async def deletes(self, message: Json, channel: str | None = None) -> Json:
        return await self._act("delete", **_place(message, channel))

    async def runs(self, command: str, text: str = "", channel: str | None = None) -> Json:
        return await self._act("command", command=command, text=text, channel=channel)

    async def uses(self, callback_id: str, on: Json | None = None, channel: str | None = None) -> Json:
        return await self._act("shortcut", callback_id=callback_id, **(_place(on, channel) if on else {}))

    async def clicks(
        self,
        action_id: str,
        on: Json | None = None,
        channel: str | None = None,
        block_id: str | None = None,
        value: Any = None,
        values: Json | None = None,
    ) -> Json:
        """By action_id or by what it says; on a message, or else in the view on top, or else on the Home tab.

        `values` is what its fields hold by then.
        """
        place = _place(on, channel) if on else {}
        told = {"action_id": action_id, "block_id": block_id, "value": value, "values": values}
        return await self._act("click", **told, **place)

    async def looks_up(
        self,
        action_id: str,
        typed: str,
        on: Json | None = None,
        channel: str | None = None,
        block_id: str | None = None,
    ) -> list[Json]:
        """The options that the app offers in an external select; each can be the value of a click or field."""
        place = _place(on, channel) if on else {}
        told = await self._act("suggest", action_id=action_id, value=typed, block_id=block_id, **place)
        if not told["ok"]:
            raise ControlRefused(told["detail"] or told["error"])
        return list(told["options"])

    async def submits(self, given: Json | None = None, view_id: str | None = None, **answers: Any) -> Json:
        """`submits(answer="Soon")`, `submits({"answer": "Soon"})`, or with the view: `submits(modal, answer="Soon")`.

        A field is named by its block_id, its action_id or its label.
        """
        told = dict(given or {})
        if "blocks" in told:
            view_id, told = told["id"], {}
        return await self._act("submit", values={**told, **answers}, view_id=view_id)

    async def closes(self, *, everything: bool = False) -> Json:
        return await self._act("close", all=everything)

    async def reacts(self, name: str, on: Json, channel: str | None = None, *, remove: bool = False) -> Json:
        return await self._act("react", name=name, remove=remove, **_place(on, channel))

    async def opens_home(self, tab: str = "home") -> Json:
        return await self._act("open-home", tab=tab)

    async def joins(self, channel: str) -> Json:
        return await self._act("join", channel=channel)

    async def leaves(self, channel: str) -> Json:
        return await self._act("leave", channel=channel)

    async def reads(self, channel: str, thread: str | None = None) -> list[Json]:
        return await self._client.messages(channel, viewer=self.name, thread_ts=thread)

    async def sees(self) -> Json:
        """The modals on each other and the Home tab."""
        return await self._client.views(self.name)

    async def _act(self, path: str, **told: Any) -> Json:
        return await self._client.post(path, user=self.name, **told)


def _place(message: Json, channel: str | None) -> Json:
    return {"channel": channel or message["channel"], "ts": message["ts"]}


def _given(told: Json) -> Json:
    return {name: value for name, value in told.items() if value is not None}
