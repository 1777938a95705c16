from typing import Any

from bot.sandbox import posting
from bot.sandbox.call import Call
from bot.sandbox.conversations import Conversation
from bot.sandbox.drafts import read_blocks
from bot.sandbox.files import File
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import file_json

Json = dict[str, Any]
_ALT_TEXT = 1000
_SNIPPET = 1024 * 1024
_CHANNELS = 100


def get_upload_url(call: Call) -> Json:
    name, length = call.text("filename"), call.text("length")
    if name is None or not length or not length.isdigit() or int(length) == 0:
        raise Refused("missing_argument")
    if len(call.text("alt_txt") or "") > _ALT_TEXT:
        raise Refused("alt_txt_too_large")
    if call.text("snippet_type") and int(length) > _SNIPPET:
        raise Refused("snippet_too_large")
    file = File(
        call.workspace.ids.next("F"), name, int(length), call.bot, _now(call), alt_text=call.text("alt_txt") or ""
    )
    call.workspace.files[file.id] = file
    return {"upload_url": f"{call.workspace.host}/upload/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    files = _uploaded(call)
    channels = [_target(call, each) for each in _targets(call)]
    for channel in channels:
        posting.check_thread(channel, call.text("thread_ts"))
    blocks = None if call.text("initial_comment") else read_blocks(call)
    for file in files:
        file.complete = True
    for channel in channels:
        _share(call, channel, files, blocks or [])
    return {"files": [file_json(call.workspace, file) for file in files]}


def _uploaded(call: Call) -> list[File]:
    told = call.nested("files", "invalid_arguments")
    if not isinstance(told, list) or not told:
        raise Refused("invalid_arguments", ["missing required field: files"])
    found = []
    for each in told:
        file = call.workspace.files.get(str(each.get("id")) if isinstance(each, dict) else "")
        if file is None or file.content is None or file.complete:
            raise Refused("file_not_found")
        file.title = str(each.get("title") or file.name)
        found.append(file)
    return found


def _targets(call: Call) -> list[str]:
    targets = call.several("channels") or call.several("channel_id")
    if len(targets) > _CHANNELS:
        raise Refused("channels_limit_exceeded")
    return targets


def _target(call: Call, channel_id: str) -> Conversation:
    if channel_id in call.workspace.people:
        return call.workspace.direct(channel_id)
    return Call(call.workspace, {"channel": channel_id}).inside()


def _share(call: Call, channel: Conversation, files: list[File], blocks: list[Json]) -> None:
    message = posting.said_by_bot(
        call.workspace,
        channel,
        call.text("initial_comment") or "",
        blocks=blocks,
        thread_ts=call.text("thread_ts"),
        subtype="file_share",
    )
    for file in files:
        file.shares[channel.id] = message.ts
    message.extra["files"] = [file_json(call.workspace, file) for file in files]
    posting.post(call.workspace, channel, message)
    for file in files:
        event = {"type": "file_shared", "file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
        call.workspace.happened({**event, "channel_id": channel.id}, channel)


def info(call: Call) -> Json:
    file = file_json(call.workspace, _known(call))
    return {"file": file, "comments": [], "response_metadata": {"next_cursor": ""}}


def list_(call: Call) -> Json:
    wanted = call.text("channel")
    found = [each for each in _complete(call) if wanted is None or wanted in each.shares]
    return {
        "files": [file_json(call.workspace, each) for each in found],
        "paging": {"count": 100, "total": len(found), "page": 1, "pages": 1},
    }


def delete(call: Call) -> Json:
    file = _known(call)
    if file.user != call.bot:
        raise Refused("cant_delete_file")
    del call.workspace.files[file.id]
    return {}


def _complete(call: Call) -> list[File]:
    return [each for each in call.workspace.files.values() if each.complete]


def _known(call: Call) -> File:
    wanted = call.text("file")
    for file in _complete(call):
        if file.id == wanted:
            return file
    raise Refused("file_not_found")


def _now(call: Call) -> int:
    return int(call.workspace.clock.now().timestamp())


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
    "files.info": Method(info, "files:read"),
    "files.list": Method(list_, "files:read"),
    "files.delete": Method(delete, "files:write"),
}
