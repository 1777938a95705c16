"""Sends what waits in the outbox: one attempt a claim, and a look in the channel before any second one."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bot import trace
from bot.clock import Clock
from bot.errors import Unavailable
from bot.slack import claims, files, observing, outbox, uploading
from bot.slack.claims import LEASE, PACE, Claimed, Ended
from bot.slack.file_tries import ADDRESS, REMEMBER, UPLOAD, FileTry
from bot.slack.files import Drawers
from bot.slack.lookup import Request
from bot.slack.outbox import MESSAGES, Kind
from bot.slack.outcome import Later, Outcome, Resting, Sent, Unsure, is_slacks, outcome_of
from bot.slack.pace import EVERYTHING, Pace
from bot.slack.remedies import NEW_TOKEN
from bot.slack.tries import Try
from bot.storage import Database

log = structlog.get_logger()

POLL_SECONDS = 1.0
#: So many requests to Slack at a time.
AT_ONCE = 20
#: One try with its look-up ends well before its lease, so that no other process looks while this one sends.
TRY_SECONDS = LEASE.total_seconds() / 2


#: Draws somebody's Home as it is at that time.
DrawHome = Callable[[Session, str, datetime], dict[str, Any]]


class DeliveryLoop:
    """Wakes when a commit enqueued, when something becomes due, and every second for what other processes enqueued."""

    def __init__(
        self,
        database: Database,
        client: AsyncWebClient,
        now: Clock,
        ended: Ended = lambda *_: None,
        home: DrawHome = lambda *_: {},
        drawers: Drawers | None = None,
    ) -> None:
        self._database, self._now, self._ended = database, now, ended
        self._home, self._drawers = home, drawers or {}
        self._wake = asyncio.Event()
        self._methods = {**_methods(client), REMEMBER: self._remember}
        self._pace = Pace()
        #: On their way, by lease.
        self._out: dict[str, Claimed] = {}
        self._direct: dict[str, str] = {}
        self._stopping = False
        database.subscribe(outbox.TOPIC, self._wake.set)

    async def run(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping:
                    self._wake.clear()
                    taken = await self._claim()
                    for claimed in taken:
                        group.create_task(self._deliver(claimed))
                    if not taken:
                        await self._rest()
        finally:
            await self._release()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), self._pace.rest(self._now(), POLL_SECONDS))
        except TimeoutError:
            return

    async def _release(self) -> None:
        """What was cut off is in doubt at once, so that the next process need not wait for its lease to end."""
        if not self._out:
            return
        try:
            await self._database.run(claims.release, tuple(self._out), now=self._now())
        except Unavailable:
            log.warning("delivery.not_released", keys=[claimed.key for claimed in self._out.values()])

    def stop(self) -> None:
        """Finish what is on its way, claim nothing more."""
        self._stopping = True
        self._wake.set()

    async def deliver_due(self) -> int:
        """Try what may leave now, once; how many rows were tried."""
        taken = await self._claim()
        await asyncio.gather(*(self._deliver(claimed) for claimed in taken))
        return len(taken)

    async def _claim(self) -> list[Claimed]:
        now = self._now()
        free = 1 if self._pace.held else AT_ONCE
        free -= len(self._out)
        if free < 1 or self._pace.closed_until(EVERYTHING, now):
            return []
        posts = self._pace.posts.left(now)
        closed = [kind for kind in Kind if self._pace.closed_until(kind, now) or (kind in MESSAGES and not posts)]
        try:
            taken = await self._database.run_unhurried(claims.claim, now=now, limit=free, posts=posts, closed=closed)
        except Exception:  # a database that is away must not end deliveries for good
            log.warning("delivery.not_claimed", exc_info=True)
            return []
        self._out |= {claimed.lease: claimed for claimed in taken}
        self._keep_pace(sum(claimed.kind in MESSAGES for claimed in taken))
        return taken

    def _keep_pace(self, posted: int) -> None:
        """Wakes when the channels may have their next post, and when the workspace may."""
        now = self._now()
        self._pace.posts.take(posted)
        if posted:
            self._pace.look_again(now + PACE)
        if not self._pace.posts.left(now):
            self._pace.look_again(self._pace.posts.next(now))

    async def _deliver(self, claimed: Claimed) -> None:
        with trace.continuing(claimed.request):
            try:
                await self._settle(claimed, await self._try(claimed))
            except Exception:  # one row of many: its lease runs out, and the next try looks first
                log.warning("delivery.not_settled", key=claimed.name, exc_info=True)
        del self._out[claimed.lease]  # where it was cut off, `run` lets go of it
        self._wake.set()

    async def _settle(self, claimed: Claimed, outcome: Outcome) -> None:
        now = self._now()
        self._learn(outcome)
        await self._database.run_unhurried(claims.settle, claimed, outcome, now=now, ended=self._ended)
        observing.delivery(claimed, outcome, now)
        log.info(
            "delivery",
            key=claimed.name,
            outcome=type(outcome).__name__.lower(),
            error=getattr(outcome, "error", None) or getattr(outcome, "flaw", None),
        )

    def _learn(self, outcome: Outcome) -> None:
        """What Slack asked for concerns every row."""
        now = self._now()
        match outcome:
            case Later(error, pause, closes=str(method)):
                self._pace.close(method, now + pause)
                if method == Kind.POST:
                    self._pace.posts.empty()
                if method == EVERYTHING and not self._pace.held:
                    self._pace.held = True
                    log.error("delivery.held", error=error, do=NEW_TOKEN)
            case Later(_, pause) | Unsure(_, pause):
                self._pace.look_again(now + pause)
            case Sent():
                self._pace.held = False

    async def _try(self, claimed: Claimed) -> Outcome:
        """Makes the calls that the try asks for, until it says what became of it."""
        deadline = asyncio.get_running_loop().time() + TRY_SECONDS
        if claimed.kind in (Kind.HOME, Kind.FILE):
            try:
                claimed = await self._drawn(claimed)
            except Unavailable:
                raise
            except Exception as error:  # noqa: BLE001  # one row of many, judged like what breaks while sending
                return self._judge(claimed, error)
        kind = FileTry if claimed.kind is Kind.FILE else Try
        steps = kind(claimed, lambda error: self._judge(claimed, error), self._direct).steps()
        try:
            request = next(steps)
            while True:
                try:
                    answer = await self._call(request, deadline)
                except Unavailable:  # the database is away: as little is known as after a crash
                    raise
                except Exception as error:  # noqa: BLE001  # the try judges it
                    request = steps.throw(error)
                else:
                    request = steps.send(answer)
        except StopIteration as ended:
            outcome: Outcome = ended.value
            return outcome

    async def _drawn(self, claimed: Claimed) -> Claimed:
        """With what stands in it now, whatever happened since it was asked for."""
        if claimed.kind is Kind.FILE:
            draw = partial(files.draw, self._drawers)
            drawn = await self._database.run_unhurried(draw, claimed.payload, self._now())
            return replace(claimed, drawn=await asyncio.to_thread(drawn) if callable(drawn) else drawn)
        view = await self._database.run_unhurried(self._home, claimed.reader or "", self._now())
        return replace(claimed, payload=view)

    async def _remember(self, claimed: Claimed, uploaded: str) -> bool:
        return await self._database.run_unhurried(claims.remember, claimed, uploaded, self._now())

    def _judge(self, claimed: Claimed, error: Exception) -> Outcome:
        if not is_slacks(error):
            log.error("delivery.defect", key=claimed.name, exc_info=error)
        return outcome_of(error, tries=claimed.tries, jitter=random.random())  # noqa: S311  # spreads tries

    async def _call(self, request: Request, deadline: float) -> Any:
        now = self._now()
        if until := self._pace.closed_until(request.method, now):
            raise Resting(until - now)
        method = self._methods[request.method]
        with trace.part(request.method):
            async with asyncio.timeout_at(deadline):
                return await method(**request.arguments)


def _methods(client: AsyncWebClient) -> Mapping[str, Callable[..., Awaitable[Any]]]:
    """All that a delivery ever asks of Slack."""
    return {
        Kind.POST: client.chat_postMessage,
        Kind.UPDATE: client.chat_update,
        Kind.WHISPER: client.chat_postEphemeral,
        Kind.PIN: client.pins_add,
        Kind.UNPIN: client.pins_remove,
        Kind.HOME: client.views_publish,
        ADDRESS: client.files_getUploadURLExternal,
        UPLOAD: partial(uploading.upload, client),
        Kind.FILE: client.files_completeUploadExternal,
        "conversations.open": client.conversations_open,
        "conversations.join": client.conversations_join,
        "conversations.history": client.conversations_history,
        "conversations.replies": client.conversations_replies,
    }
