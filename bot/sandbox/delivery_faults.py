"""What a fault does to an event or an interaction on its way to the app."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.sandbox.faults import Fault
from bot.sandbox.payloads import pressed_again
from bot.sandbox.subjects import delivered
from bot.sandbox.transport import Answer, Parcel
from bot.sandbox.workspace import Workspace


class DeliveryFaults:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._held: list[asyncio.Event] = []

    def _strike(self, kind: str, parcel: Parcel) -> Fault | None:
        about = partial(delivered, self._workspace, parcel.payload)
        return self._workspace.faults.strike((kind,), about)

    def hold(self, parcel: Parcel) -> Callable[[], Awaitable[None]] | None:
        """How to wait until the next event has been answered, if this one is held back."""
        fault = self._strike("reordered_events", parcel)
        if fault is None:
            return None
        passed, patience = asyncio.Event(), fault.told["seconds"]
        self._held.append(passed)

        async def wait() -> None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(passed.wait(), patience)

        return wait

    def let_go(self) -> Callable[[object], None]:
        """To be called when the event now on its way has been answered."""
        held, self._held = self._held, []

        def release(_: object) -> None:
            for each in held:
                each.set()

        return release

    def again(self, parcel: Parcel) -> float | None:
        """After how many seconds the same event is to be delivered once more."""
        fault = self._strike("duplicate_event", parcel)
        return fault.told["after"] if fault else None

    def twin(self, parcel: Parcel) -> tuple[Parcel, float] | None:
        """The second press of a double click: a trigger of its own, and after how many seconds."""
        if parcel.kind != "interactive" or "trigger_id" not in parcel.payload:
            return None
        fault = self._strike("double_click", parcel)
        if fault is None:
            return None
        return replace(parcel, payload=pressed_again(self._workspace, parcel.payload)), fault.told["after"]

    def spoiled(self, parcel: Parcel) -> Parcel:
        """As it reaches the app: with a trigger or an answering address that is dead, or not from Slack at all."""
        trigger_id, answer_to = (str(parcel.payload.get(name) or "") for name in ("trigger_id", "response_url"))
        dead = self._strike("dead_trigger", parcel) if trigger_id else None
        if dead:
            self._workspace.triggers.end(trigger_id, used=dead.told["error"] == "exchanged_trigger_id")
        ended = self._strike("dead_response_url", parcel) if answer_to else None
        if ended:
            self._workspace.response_urls.end(answer_to.rpartition("/")[2], ended.told["error"])
        forged = self._strike("forged_request", parcel) if self._workspace.request_url else None
        return replace(parcel, forged=forged.told["how"]) if forged else parcel

    async def delay(self, parcel: Parcel) -> None:
        fault = self._strike("slow_delivery", parcel)
        if fault:
            await asyncio.sleep(fault.told["seconds"])

    def heard(self, parcel: Parcel, answer: Answer) -> Answer:
        if not answer.acked or self._strike("lost_ack", parcel) is None:
            return answer
        reason = "http_timeout" if self._workspace.request_url else "timeout"
        return Answer(False, error="operation_timeout", detail="the acknowledgement was lost", reason=reason)
