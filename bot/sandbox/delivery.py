import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.sandbox.conversations import Conversation
from bot.sandbox.delivery_faults import DeliveryFaults
from bot.sandbox.payloads import event_payload
from bot.sandbox.signed_http import SignedHttp
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.transport import Answer, Parcel, Transport
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
T = TypeVar("T")
Pause = Callable[[], Awaitable[None]]
_LOOK = 0.25
_MESSAGES = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}


class Delivery:
    """Carries everything to the app, and events again until they are acknowledged."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.socket_mode = SocketMode(workspace)
        self.signed_http = SignedHttp(workspace)
        self._faults = DeliveryFaults(workspace)
        self._carrying: set[asyncio.Task[None]] = set()
        self._started: list[asyncio.Future[Answer]] | None = None
        workspace.listeners.append(self.event)
        workspace.later = self.later

    async def interact(self, parcel: Parcel) -> Answer:
        """Slack: commands and interactions are delivered once or not at all."""
        twin = self._faults.twin(parcel)
        if twin is None:
            return await self._deliver(parcel)
        second, after = twin
        answer, other = await asyncio.gather(self._deliver(parcel), self._deliver(second, after))
        return replace(answer, twin=other)

    async def settled(self, act: Callable[[], T]) -> tuple[T, list[Answer]]:
        """Does something, and waits for the app's first answer to every event of it."""
        started: list[asyncio.Future[Answer]] = []
        self._started = started
        try:
            result = act()
        finally:
            self._started = None
        return result, list(await asyncio.gather(*started))

    def later(self, when: datetime, act: Callable[[], object]) -> None:
        async def wait() -> None:
            await self._until(when)
            act()

        task = asyncio.create_task(wait())
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    def event(self, inner: Json, conversation: Conversation | None) -> None:
        if not self._wanted(inner, conversation):
            return
        parcel = Parcel("events_api", event_payload(self._workspace, inner))
        held = self._faults.hold(parcel)
        if held:
            self._start(parcel, held)  # nobody waits for it: what lets it go is yet to come
            return
        first = self._start(parcel)
        first.add_done_callback(self._faults.let_go())
        answers = [first]
        again = self._faults.again(parcel)
        if again is not None:
            answers.append(self._start(parcel, lambda: asyncio.sleep(again)))
        if self._started is not None:
            self._started += answers

    def _start(self, parcel: Parcel, pause: Pause | None = None) -> asyncio.Future[Answer]:
        first: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._carry(parcel, first, pause))
        self._carrying.add(task)
        task.add_done_callback(lambda ended: self._ended(ended, first))
        return first

    def _ended(self, task: asyncio.Task[None], first: asyncio.Future[Answer]) -> None:
        self._carrying.discard(task)
        if not first.done():
            first.set_result(Answer(False, detail="given up"))

    def _wanted(self, inner: Json, conversation: Conversation | None) -> bool:
        # Slack: an app hears of the conversations that its bot user is in.
        if conversation and self._workspace.app.bot_user_id not in conversation.members:
            return False
        is_message = inner["type"] == "message" and conversation
        name = _MESSAGES[conversation.kind] if is_message and conversation else inner["type"]
        return self._workspace.manifest.subscribes(name)

    async def _carry(self, parcel: Parcel, first: asyncio.Future[Answer], pause: Pause | None) -> None:
        if pause:
            await pause()
        answer = await self._deliver(parcel)
        first.set_result(answer)
        sent = self._workspace.clock.now()
        for attempt, wait in enumerate(self._workspace.limits.retry_pauses, start=1):
            if answer.acked or answer.final:
                return
            await self._until(sent + timedelta(seconds=wait))
            answer = await self._deliver(replace(parcel, attempt=attempt, reason=answer.reason))
            sent = self._workspace.clock.now()

    async def _until(self, due: datetime) -> None:
        # Looks again and again because the workspace's clock may be moved meanwhile.
        while self._workspace.clock.now() < due:  # noqa: ASYNC110 - moving it sets no event
            await asyncio.sleep(_LOOK)

    async def _deliver(self, parcel: Parcel, after: float = 0.0) -> Answer:
        if after:
            await asyncio.sleep(after)
        parcel = self._faults.spoiled(parcel)
        await self._faults.delay(parcel)
        answer = self._faults.heard(parcel, await self._transport().deliver(parcel))
        outcome = "acked" if answer.acked else answer.error
        name = parcel.payload.get("event", parcel.payload).get("type") or parcel.payload.get("command")
        self._workspace.journal.note(
            "delivery",
            str(name),
            payload=parcel.payload,
            attempt=parcel.attempt,
            outcome=outcome,
            ack=answer.body,
            detail=answer.detail,
        )
        return answer

    def _transport(self) -> Transport:
        # Slack: an app that has a request URL does not use Socket Mode.
        return self.signed_http if self._workspace.request_url else self.socket_mode

    def forget(self) -> None:
        """Gives up every event still to be tried again."""
        for task in self._carrying:
            task.cancel()

    async def close(self) -> None:
        self.forget()
        await asyncio.gather(*self._carrying, return_exceptions=True)
        await self.socket_mode.close()
        await self.signed_http.close()
