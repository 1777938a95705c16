"""The control API: plays people, and shows what they would see."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import staffing, suggesting, talking, using
from bot.sandbox.acting import Act, find_conversation, known_person
from bot.sandbox.delivery import Delivery
from bot.sandbox.guard import at_home, elsewhere
from bot.sandbox.mishaps import Mishaps
from bot.sandbox.refusals import Impossible, Refused
from bot.sandbox.shapes import conversation_json, message_json, person_json, view_json
from bot.sandbox.transport import Parcel
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
Handler = Callable[[Request, Json], Awaitable[Any]]
_ACTS: Mapping[str, Callable[[Act], Awaitable[Json]]] = {
    **talking.ACTS,
    **using.ACTS,
    **staffing.ACTS,
    "suggest": suggesting.suggest,
}


class Control:
    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._mishaps = Mishaps(workspace, delivery)

    def routes(self) -> list[Route]:
        """Acts first: they are most of what is asked."""
        return [
            *(self._route(name, self._act(name), "POST") for name in _ACTS),
            self._route("app", self._app, "POST"),
            *(self._route(path, _plain(door), verb) for (path, verb), door in self._mishaps.doors().items()),
            self._route("reset", self._reset, "POST"),
            self._route("clock", self._clock, "GET", "POST"),
            self._route("state", self._state, "GET"),
            self._route("log", self._log, "GET"),
            self._route("messages/{channel}", self._messages, "GET"),
            self._route("views/{user}", self._views, "GET"),
        ]

    def _route(self, path: str, handler: Handler, *methods: str) -> Route:
        async def endpoint(request: Request) -> Response:
            if not at_home(request):
                return elsewhere()
            try:
                return JSONResponse(await handler(request, await _told(request)))
            except Impossible as impossible:
                return JSONResponse({"ok": False, "error": str(impossible)}, status_code=400)
            except Refused as refused:
                return JSONResponse({"ok": False, "error": refused.error}, status_code=400)
            finally:
                if request.method != "GET":
                    self._workspace.changed()

        return Route(f"/control/{path}", endpoint, methods=list(methods))

    def _act(self, name: str) -> Handler:
        async def handler(request: Request, told: Json) -> Json:
            note = self._workspace.journal.note
            try:
                result = await _ACTS[name](Act(self._workspace, self._delivery, told))
            except Impossible as impossible:
                note("play", name, arguments=told, outcome=str(impossible))
                raise
            note("play", name, arguments=told, outcome=result["error"] or "ok")
            return result

        return handler

    async def _app(self, request: Request, told: Json) -> Json:
        self._mishaps.standing(told)
        if "request_url" in told:
            await self._use(told["request_url"])
        return {"ok": True, "request_url": self._workspace.request_url}

    async def _use(self, url: str | None) -> None:
        """Slack: takes a request URL only from an app that gives the challenge back."""
        before, self._workspace.request_url = self._workspace.request_url, url
        if url is None:
            return
        challenge = f"challenge-{self._workspace.ids.number('challenge')}"
        payload = {"token": "sandbox-verification-token", "challenge": challenge, "type": "url_verification"}
        answer = await self._delivery.interact(Parcel("events_api", payload))
        body = answer.body if isinstance(answer.body, dict) else {}
        if challenge not in (body.get("challenge"), body.get("text")):
            self._workspace.request_url = before
            raise Impossible(f"{url} did not give the challenge back: {answer.detail or answer.body}")

    async def _reset(self, request: Request, told: Json) -> Json:
        self._delivery.forget()
        self._workspace.faults.clear()
        self._workspace.reset()
        return {"ok": True}

    async def _clock(self, request: Request, told: Json) -> Json:
        clock = self._workspace.clock
        try:
            if "running" in told:
                clock.run(bool(told["running"]))
            if "at" in told:
                clock.set(datetime.fromisoformat(told["at"]))
            if "advance" in told:
                clock.advance(float(told["advance"]))
            if "speed" in told:
                clock.run_at(float(told["speed"]))
        except (TypeError, ValueError) as wrong:
            raise Impossible(str(wrong)) from None
        return {"ok": True, "now": clock.now().isoformat(), "running": clock.running, "speed": clock.speed}

    async def _state(self, request: Request, told: Json) -> Json:
        workspace = self._workspace
        organisation = workspace.organisation
        return {
            "ok": True,
            "team": {"id": organisation.team_id, "name": organisation.team, "domain": organisation.domain},
            "app": {"id": workspace.app.app_id, "name": workspace.app.name, "bot": workspace.app.bot_user_id},
            "request_url": workspace.request_url,
            "connections": len(self._delivery.socket_mode.connections),
            "token_revoked": workspace.token_error == "token_revoked",
            "token_error": workspace.token_error,
            "now": workspace.clock.now().isoformat(),
            "people": [person_json(workspace, each) for each in workspace.people.values()],
            "conversations": [
                {
                    **conversation_json(workspace, each),
                    "members": each.members,
                    "messages": len(each.messages),
                }
                for each in workspace.conversations.values()
            ],
        }

    async def _log(self, request: Request, told: Json) -> Json:
        kind = request.query_params.get("kind")
        entries = self._workspace.journal.entries
        return {"ok": True, "entries": [each for each in entries if kind in (None, each["kind"])]}

    async def _messages(self, request: Request, told: Json) -> Json:
        named, thread = request.query_params.get("viewer"), request.query_params.get("thread_ts")
        viewer = known_person(self._workspace, named) if named else None
        conversation = find_conversation(self._workspace, request.path_params["channel"], viewer)
        if viewer and viewer.id not in conversation.members:
            raise Impossible(f"{viewer.name} is not in {conversation.title}")
        seen = conversation.seen_by(viewer.id if viewer else None)
        shown = [each for each in seen if thread is None or thread in (each.ts, each.thread_ts)]
        messages = [message_json(self._workspace, each, metadata=True) for each in shown]
        return {"ok": True, "channel": conversation.id, "messages": messages}

    async def _views(self, request: Request, told: Json) -> Json:
        person = known_person(self._workspace, request.path_params["user"])
        stack, home = (
            self._workspace.views.stack(person.id),
            self._workspace.views.homes.get(person.id),
        )
        modals = [{**view_json(self._workspace, view), "errors": view.errors} for view in stack]
        return {"ok": True, "modals": modals, "home": view_json(self._workspace, home) if home else None}


def _plain(door: Callable[[Json], Awaitable[Json]]) -> Handler:
    async def handler(request: Request, told: Json) -> Json:
        return await door(told)

    return handler


async def _told(request: Request) -> Json:
    body = await request.body()
    if not body:
        return {}
    try:
        told = json.loads(body)
    except ValueError as wrong:
        raise Impossible(f"the body is no JSON: {wrong}") from None
    if not isinstance(told, dict):
        raise Impossible("the body is no JSON object")
    return told
