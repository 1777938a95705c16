"""The composition root: settings become engine, clients, doors, jobs and deliveries."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session
from starlette.applications import Starlette

from bot import clock, prompts, startup
from bot import settings as settings_
from bot.clock import Clock
from bot.commitments import arrival as commitments_arrival
from bot.deployment import Deployment
from bot.focus import arrival as focus_arrival
from bot.heartbeat import Heartbeat
from bot.operating import setting_up
from bot.reports import arrival as reports_arrival
from bot.reports import fetching as reports_fetching
from bot.reports import taken as reports_taken
from bot.reports import wording as reports_wording
from bot.rhythm import Slot
from bot.schedule import Job, Schedule
from bot.slack import hearing, operators, permalinks
from bot.slack.context import Doorkeeper
from bot.slack.delivery import DeliveryLoop
from bot.slack.hurry import Hurry
from bot.startup import Identity
from bot.storage import Database
from bot.web import slack_client
from bot.web.health import Health
from bot.web.introductions import Introductions
from bot.web.membership import Membership
from bot.web.metrics import Metrics
from bot.web.reading import ReadingLoop
from bot.web.server import Server, make_metrics_site, make_server, make_site
from bot.web.socket_mode import SocketMode
from bot.wiring import ELSEWHERE, FILES, GAUGES, HOME, JOBS, ROUTES, hear_of_actions

log = structlog.get_logger()

#: Longer than any of Slack's answers should take, shorter than a lease.
SLACK_SECONDS = 10
DRAIN_SECONDS = 8


class Cadence:
    """The running bot. `start`, then wait for `stopped`, then `stop`."""

    def __init__(self, deployment: Deployment, now: Clock = clock.now) -> None:
        self._deployment, self._now = deployment, now
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[Any]] = []
        self._socket: SocketMode | None = None
        self._watching: asyncio.Task[None] | None = None
        self._asking: list[asyncio.Task[None]] = []
        self._server: Server | None = None
        self._metrics_server: Server | None = None
        self._beats = False
        #: Ends with an exception where the bot cannot go on.
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """Raises CannotStart. On return, Slack's first request can be answered."""
        startup.require_tokens(self._deployment)
        try:
            await self._start()
        except BaseException:  # whatever it is, what was begun ends
            await self.stop()
            raise

    async def _start(self) -> None:
        engine = await asyncio.to_thread(startup.open_database, self._deployment.database_url.get_secret_value())
        self._stack.callback(engine.dispose)
        if running := await asyncio.to_thread(startup.claim, engine):
            self._stack.callback(running.close)
        self.database = Database(engine)
        self._stack.push_async_callback(asyncio.to_thread, self.database.close)
        await asyncio.to_thread(startup.require_schema, engine)
        self.client = await self._make_client()
        identity = await slack_client.authenticate(self.client, self._deployment.slack_api_url)
        await self.database.run(permalinks.remember, identity.team_id, identity.url, self._now())
        self._wire(identity)
        await self._listen()
        self.heartbeat.start()
        self._beats = True
        self._tasks += [self._kept(self.delivery.run()), self._kept(self.reading.run())]
        asking = (self.introductions.meet_everybody(), self.membership.run())
        self._asking = [asyncio.create_task(one) for one in asking]
        self._tasks += self._asking
        await self._say_what_is_missing()
        mode = "socket" if self._socket else "http"
        log.info("ready", team=identity.team, mode=mode, port=self.port, metrics_port=self.metrics_port)

    async def _make_client(self) -> AsyncWebClient:
        http = await self._stack.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_SECONDS))
        )
        token = self._deployment.slack_bot_token
        assert token, "checked before"
        return slack_client.make_client(token.get_secret_value(), self._deployment.slack_api_url, http, SLACK_SECONDS)

    def _wire(self, identity: Identity) -> None:
        words = prompts.load(self._deployment.prompts)
        reports_wording.require(words)
        hear_of_actions(words)
        secret = self._deployment.slack_signing_secret
        self.bolt = slack_client.make_bolt(self.client, identity, secret.get_secret_value() if secret else None)
        who = (identity.team_id, self._deployment.installer, Hurry(self._deployment.acts_a_minute))
        self.introductions = Introductions(self.client, self.database, self._now)
        self.doorkeeper = Doorkeeper(self.database, self._now, words, *who, self.introductions.introduce)
        self.doorkeeper.register(self.bolt, ROUTES)
        focus_arrived = partial(focus_arrival.ended, words=words.of("focus"), elsewhere=ELSEWHERE)
        arrived = hearing.each(focus_arrived, commitments_arrival.ended, reports_arrival.ended)
        known = partial(reports_arrival.members_known, prompts=words)
        self.membership = Membership(self.client, self.database, self._now, reports_arrival.watch, known)
        home = replace(HOME, installer=self._deployment.installer)
        drawn = partial(home.view, prompts=words)
        self.delivery = DeliveryLoop(
            self.database, self.client, self._now, arrived, drawn, {**FILES, **reports_taken.drawers(words)}
        )
        self.reading = ReadingLoop(self.database, self.client, self._now, reports_fetching.reader(words))
        self.heartbeat = Heartbeat(Schedule(self.database, JOBS, words, self._report_job), self._now)
        self.health = Health(self.database, self.client, self.heartbeat, self._now)
        self.metrics = Metrics(self.database, GAUGES, self._now)

    async def _listen(self) -> None:
        over_http = self._deployment.slack_app_token is None
        port, metrics_port = self._deployment.port, self._deployment.metrics_port
        shared = bool(port) and metrics_port == port
        if port is not None:
            self._server = await self._serving(self._site(over_http, shared), port, "CADENCE_PORT")
        if metrics_port is not None and not shared:
            site = make_metrics_site(self.metrics.page)
            self._metrics_server = await self._serving(site, metrics_port, "CADENCE_METRICS_PORT")
        if not over_http:
            await self._connect_socket()

    def _site(self, over_http: bool, with_metrics: bool) -> Starlette:
        secret = self._deployment.slack_signing_secret
        bolt = self.bolt if over_http and secret else None
        return make_site(
            self.health.alive,
            self.health.ready,
            bolt,
            secret.get_secret_value() if secret else "",
            self.metrics.page if with_metrics else None,
        )

    async def _serving(self, site: Starlette, port: int, variable: str) -> Server:
        server = make_server(site, self._deployment.host, port, variable)
        self._tasks.append(self._kept(server.run_here()))
        await server.listening()
        return server

    async def _connect_socket(self) -> None:
        token = self._deployment.slack_app_token
        assert token, "checked before"
        self.health.socket = self._socket = SocketMode(self.bolt, token.get_secret_value(), self._give_up)
        await self._socket.connect()
        self._watching = self._kept(self._socket.watch())

    def _kept(self, doing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A bot without it would look alive and be deaf or dumb: where it breaks, all ends, and is started again."""
        task = asyncio.create_task(doing)
        task.add_done_callback(self._end_with)
        return task

    def _end_with(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self._give_up(error)

    def _give_up(self, reason: BaseException) -> None:
        """Such as a token that Slack takes no more: end, so that whoever runs the process notices and reads why."""
        if not self.ended.done():
            self.ended.set_exception(reason)

    @property
    def port(self) -> int | None:
        """Where HTTP is taken, also where the settings left the choice to the system by naming port 0."""
        return self._server.port if self._server else None

    @property
    def metrics_port(self) -> int | None:
        """None where they have none of their own."""
        return self._metrics_server.port if self._metrics_server else None

    async def _say_what_is_missing(self) -> None:
        operating = await self.database.run(settings_.load)
        if missing := operating.missing():
            log.warning(
                "settings.missing", keys=sorted(missing), do="/cadence setup in Slack, or cadence config set KEY VALUE"
            )
            if self._deployment.installer:
                words = self.doorkeeper.prompts.of("operating")
                await self.database.run(setting_up.invite, self._deployment.installer, words, self._now())

    def _report_job(self, session: Session, job: Job, slot: Slot, error: str, now: datetime) -> None:
        operators.report_job(session, job.name, slot.local, error, now)

    async def stop(self) -> None:
        """Stop taking, finish what runs, at most some ten seconds."""
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._drain()
        except TimeoutError:
            log.warning("stopped.before_all_was_finished")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._stack.aclose()

    async def _drain(self) -> None:
        for waiting in filter(None, (self._watching, *self._asking)):
            waiting.cancel()
        if self._socket:
            await self._socket.drain()
        for server in filter(None, (self._server, self._metrics_server)):
            server.should_exit = True
        if self._beats:
            await self.heartbeat.stop()
            self.delivery.stop()
            self.reading.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)
