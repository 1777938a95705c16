"""The door of the Web API: checks the token, does what was asked, answers."""

from collections.abc import Mapping
from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import (
    methods_assistant,
    methods_blocks,
    methods_bookmarks,
    methods_canvases,
    methods_channels,
    methods_chat,
    methods_conversations,
    methods_files,
    methods_marks,
    methods_membership,
    methods_oauth,
    methods_schedule,
    methods_usergroups,
    methods_users,
    methods_views,
    methods_workspace,
)
from bot.sandbox.call import Call
from bot.sandbox.call_faults import endured
from bot.sandbox.method import Method
from bot.sandbox.reading import Asked, read
from bot.sandbox.refusals import Limited, Refused
from bot.sandbox.subjects import called, channel_id
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_NOUNS = (
    methods_assistant,
    methods_blocks,
    methods_bookmarks,
    methods_canvases,
    methods_channels,
    methods_chat,
    methods_conversations,
    methods_files,
    methods_marks,
    methods_membership,
    methods_oauth,
    methods_schedule,
    methods_usergroups,
    methods_users,
    methods_views,
    methods_workspace,
)
METHODS: Mapping[str, Method] = {name: method for noun in _NOUNS for name, method in noun.METHODS.items()}

_RETIRED = ("channels.", "groups.", "im.", "mpim.", "files.upload")


async def answer(workspace: Workspace, request: Request) -> Response:
    asked = await read(request)
    if not workspace.faults.set:
        return _answered(workspace, asked)
    return await endured(
        workspace.faults,
        lambda: called(workspace, asked.name, asked.arguments),
        request,
        lambda: _answered(workspace, asked),
    )


def _answered(workspace: Workspace, asked: Asked) -> Response:
    status, headers = 200, _headers(workspace, asked.name)
    try:
        result = {"ok": True, **_run(workspace, asked)}
    except Limited as limited:
        result, status = refusal(limited), 429
        headers["Retry-After"] = str(limited.seconds)
    except Refused as refused:
        result = refusal(refused)
    workspace.journal.note("api", asked.name, arguments=asked.arguments, outcome=result.get("error", "ok"))
    return JSONResponse(result, status, headers)


def _run(workspace: Workspace, asked: Asked) -> Json:
    if asked.unreadable:
        raise asked.unreadable
    method = METHODS.get(asked.name)
    if method is None:
        retired = asked.name.startswith(_RETIRED)
        raise Refused("method_deprecated" if retired else "unknown_method", req_method=asked.name)
    _check_token(workspace, method, asked.token)
    _check_scope(workspace, method)
    if workspace.rates.on:
        _check_rate(workspace, asked)
    return method.run(Call(workspace, asked.arguments, asked.token))


def _check_token(workspace: Workspace, method: Method, token: str | None) -> None:
    if method.token == "none":
        return
    if not token:
        raise Refused("not_authed")
    kind = workspace.kind_of(token)
    if kind is None:
        raise Refused("invalid_auth")
    if kind != method.token:
        raise Refused("not_allowed_token_type")
    if workspace.token_error and kind == "bot":
        raise Refused(workspace.token_error)


def _check_scope(workspace: Workspace, method: Method) -> None:
    manifest = workspace.manifest
    if method.scopes and not any(manifest.grants(scope) for scope in method.scopes):
        provided = ",".join(manifest.scopes)
        raise Refused("missing_scope", needed=",".join(method.scopes), provided=provided)


def _check_rate(workspace: Workspace, asked: Asked) -> None:
    channel = channel_id(workspace, str(asked.arguments.get("channel") or ""))
    seconds = workspace.rates.wait(asked.name, channel)
    if seconds:
        raise Limited(seconds)


def refusal(refused: Refused) -> Json:
    result: Json = {"ok": False, "error": refused.error, **refused.more}
    if refused.problems:
        messages = [f"[ERROR] {problem}" for problem in refused.problems]
        result |= {"errors": refused.problems, "response_metadata": {"messages": messages}}
    return result


def _headers(workspace: Workspace, name: str) -> dict[str, str]:
    method = METHODS.get(name)
    return {
        "x-accepted-oauth-scopes": ",".join(method.scopes) if method else "",
        "date": format_datetime(workspace.clock.now(), usegmt=True),
        "x-oauth-scopes": ",".join(workspace.manifest.scopes),
        "x-slack-req-id": f"{workspace.ids.number('request'):032x}",
    }
