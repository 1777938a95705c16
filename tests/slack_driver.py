"""Plays people at the bot's doors: payloads as Slack sends them go in, answers and calls to Slack come out."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import ClientSession, web
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import prompts
from bot.slack.context import Doorkeeper
from bot.slack.doors import Route
from bot.slack.hurry import Hurry
from bot.storage import Database
from bot.wiring import ROUTES
from tests.homes import watched

TEAM = "T0SANDBOX"


@dataclass
class Wire:
    """A Slack that says yes to everything, or what it was told to say, and remembers what it was asked."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await request.read()
        arguments = {**request.query, **(json.loads(body) if body else {})}
        self.calls.append((method, arguments))
        return web.json_response(self.answers.get(method, {"ok": True}))


@dataclass
class SlackDriver:
    """`now` is what the doors read the clock as, `team` the workspace of whoever acts."""

    wire: Wire
    bolt: AsyncApp
    now: datetime
    acts: int = 0
    team: str = TEAM

    async def types(self, command: str, text: str = "", *, by: str) -> BoltResponse:
        body = {
            "command": command,
            "text": text,
            "user_id": by,
            "channel_id": "C0GENERAL",
            "team_id": self.team,
            "trigger_id": "trigger",
            "response_url": f"{self.bolt.client.base_url}respond",
        }
        return await self._dispatch(body)

    async def clicks(
        self,
        action_id: str,
        value: str = "",
        *,
        by: str,
        view: Mapping[str, Any] | None = None,
        on: Mapping[str, Any] | None = None,
        in_menu: bool = False,
    ) -> BoltResponse:
        """In a view, or `on` a message; a button, or what is chosen in a menu."""
        button = {"type": "button", "value": value}
        clicked = {"type": "overflow", "selected_option": {"value": value}} if in_menu else button
        body: dict[str, Any] = {
            "type": "block_actions",
            "actions": [{"action_id": action_id, "block_id": "b", **clicked}],
            **self._person(by),
        }
        if view is None:
            body |= {"channel": {"id": f"D{by}"}, "response_url": f"{self.bolt.client.base_url}respond"}
            body |= {"message": dict(on)} if on else {}
        else:
            body["view"] = {"id": "V1", "hash": "h", "state": {"values": {}}, **view}
        return await self._dispatch(body)

    async def submits(
        self,
        view: Mapping[str, Any],
        values: Mapping[str, str],
        *,
        by: str,
        chosen: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> BoltResponse:
        """`values`: block id → what was typed, for inputs whose action id is their block id; `chosen`: the same for
        any other kind of input, as Slack tells it."""
        state = {
            block: {block: {"type": "plain_text_input", "value": value or None}} for block, value in values.items()
        }
        state |= {block: {block: dict(element)} for block, element in (chosen or {}).items()}
        submitted = {"id": "V1", "hash": "h", **view, "state": {"values": state}}
        return await self._dispatch({"type": "view_submission", "view": submitted, **self._person(by)})

    async def uses(self, callback_id: str, *, by: str, on: Mapping[str, Any] | None = None) -> BoltResponse:
        """A shortcut of the workspace, or `on` a message, which names its channel."""
        told: dict[str, Any] = {"type": "shortcut"}
        if on is not None:
            told = {"type": "message_action", "message": dict(on), "channel": {"id": on["channel"]}}
            told["response_url"] = f"{self.bolt.client.base_url}respond"
        return await self._dispatch({**told, "callback_id": callback_id, **self._person(by)})

    async def closes(self, view: Mapping[str, Any], *, by: str) -> BoltResponse:
        return await self._dispatch({"type": "view_closed", "view": {"id": "V1", **view}, **self._person(by)})

    async def looks_up(self, action_id: str, typed: str, *, by: str) -> BoltResponse:
        asked = {"action_id": action_id, "block_id": "b", "value": typed}
        return await self._dispatch({"type": "block_suggestion", **asked, **self._person(by)})

    async def event(self, *, event_id: str | None = None, **event: Any) -> BoltResponse:
        """One that was not there before, unless it is named."""
        self.acts += 1
        told = {"event_id": event_id or f"Ev-driver-{self.acts}", "event": event}
        return await self._dispatch({"type": "event_callback", "team_id": TEAM, **told})

    def _person(self, by: str) -> dict[str, Any]:
        return {"user": {"id": by, "team_id": self.team}, "team": {"id": TEAM}, "trigger_id": "trigger"}

    async def _dispatch(self, body: Mapping[str, Any]) -> BoltResponse:
        request = AsyncBoltRequest(mode="socket_mode", body=dict(body))
        return await self.bolt.async_dispatch(request)

    def opened(self) -> dict[str, Any]:
        """The modal that was opened last."""
        return self._view("views.open")

    def redrawn(self) -> dict[str, Any]:
        """The modal that was drawn anew last."""
        return self._view("views.update")

    def _view(self, method: str) -> dict[str, Any]:
        view = self.wire.asked(method)[-1]["view"]
        return dict(json.loads(view) if isinstance(view, str) else view)


def said(response: BoltResponse) -> dict[str, Any]:
    """What the acknowledgement carried."""
    return dict(json.loads(response.body)) if response.body else {}


@asynccontextmanager
async def slack_driver(
    database: Database,
    now: datetime,
    routes: tuple[Route, ...] = ROUTES,
    installer: str | None = None,
    hurry: Hurry | None = None,
) -> AsyncIterator[SlackDriver]:
    wire = Wire()
    async with _served(wire) as url, ClientSession() as session:
        client = AsyncWebClient(base_url=url, session=session, retry_handlers=[])
        bolt = AsyncApp(
            name="cadence",
            client=client,
            authorize=_authorize,
            process_before_response=True,
            ignoring_self_events_enabled=False,
        )
        driver = SlackDriver(wire, bolt, now)
        keeper = Doorkeeper(database, lambda: driver.now, prompts.load(), TEAM, installer, hurry or Hurry(0))
        keeper.register(bolt, [watched(route) for route in routes])
        yield driver


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_id="B0", bot_user_id="U0CADENCE", bot_token="xoxb-test"
    )


@asynccontextmanager
async def _served(wire: Wire) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{method}", wire.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()
