"""What the app says through a response_url, or in the acknowledgement of a slash command."""

import json
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox import posting
from bot.sandbox.call import Call
from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.drafts import read_draft
from bot.sandbox.methods_chat import rewrite, whisper
from bot.sandbox.refusals import Refused
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


async def receive(workspace: Workspace, request: Request) -> Response:
    used = workspace.response_urls.use(request.path_params["token"])
    if isinstance(used, str):
        workspace.journal.note("response_url", used, outcome=used)
        return PlainTextResponse(used, status_code=404)
    told: Json = {}
    try:
        told = _read(await request.body())
        respond(workspace, used, told)
    except Refused as refused:
        workspace.journal.note("response_url", "refused", arguments=told, outcome=refused.error)
        return JSONResponse({"ok": False, "error": refused.error}, status_code=400)
    workspace.journal.note("response_url", "used", arguments=told, outcome="ok")
    return PlainTextResponse("ok")


def _read(body: bytes) -> Json:
    text = body.decode()
    if text.startswith("payload="):
        text = parse_qs(text)["payload"][0]
    try:
        told = json.loads(text)
    except ValueError:
        raise Refused("invalid_payload") from None
    if not isinstance(told, dict):
        raise Refused("invalid_payload")
    return told


def respond(workspace: Workspace, at: ResponseUrl, told: Json) -> Message | None:
    call = Call(workspace, told)
    conversation = workspace.conversations[at.channel]
    original = workspace.message_at(conversation, at.ts, at.user) if at.ts else None
    if call.flag("delete_original"):
        _delete(call, conversation, original)
        return None
    draft = read_draft(call)
    if draft.empty:
        raise Refused("no_text")
    if original and call.flag("replace_original"):
        # Slack: an answer cannot turn an ephemeral message into a visible one, nor back.
        rewrite(call, conversation, original, draft)
        return original
    thread_ts = call.text("thread_ts") or at.thread_ts
    if told.get("response_type") != "in_channel":
        return whisper(call, conversation, at.user, draft, thread_ts)
    more: Json = {"blocks": draft.blocks or [], "thread_ts": thread_ts, "metadata": draft.metadata or None}
    return posting.post(workspace, conversation, posting.said_by_bot(workspace, conversation, draft.text, **more))


def _delete(call: Call, conversation: Conversation, original: Message | None) -> None:
    if original is None:
        raise Refused("message_not_found")
    if original.viewer:
        del conversation.ephemerals[original.ts]
    else:
        posting.delete(call.workspace, conversation, original)
