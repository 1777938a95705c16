from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.canvases import Canvas, edited, sections_of
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused

Json = dict[str, Any]
_OPERATIONS = ("insert_at_start", "insert_at_end", "insert_before", "insert_after", "replace", "delete", "rename")
_LEVELS = ("read", "write", "owner")
_SIZE = 1024 * 1024


def create(call: Call) -> Json:
    channel = call.channel("channel_id") if call.text("channel_id") else None
    canvas = _new(call)
    if channel:
        canvas.access[channel.id] = "write"
    return {"canvas_id": canvas.id}


def create_in_channel(call: Call) -> Json:
    channel = call.inside("channel_id")
    if channel.canvas:
        raise Refused("channel_canvas_already_exists")
    channel.canvas = _new(call).id
    return {"canvas_id": channel.canvas}


def _new(call: Call) -> Canvas:
    content = call.nested("document_content", "invalid_arguments")
    sections = _sections(call, content) if content is not None else {}
    canvas = Canvas(call.workspace.ids.next("F"), call.text("title") or "Untitled", call.bot, sections)
    call.workspace.canvases[canvas.id] = canvas
    return canvas


def _sections(call: Call, content: object) -> dict[str, str]:
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise Refused("invalid_arguments", ["must be a valid enum value [json-pointer:/document_content/type]"])
    markdown = content.get("markdown")
    if not isinstance(markdown, str):
        raise Refused("invalid_arguments", ["missing required field: markdown [json-pointer:/document_content]"])
    if len(markdown.encode()) > _SIZE:
        raise Refused("canvas_creation_failed")
    return sections_of(markdown, lambda: f"temp:C:{call.workspace.ids.next('section')}")


def edit(call: Call) -> Json:
    canvas = _known(call)
    changes = call.nested("changes", "invalid_arguments")
    if not isinstance(changes, list) or len(changes) != 1:  # Slack: one change a call
        raise Refused("invalid_arguments", ["must provide exactly 1 items [json-pointer:/changes]"])
    change = changes[0]
    if not isinstance(change, dict) or change.get("operation") not in _OPERATIONS:
        raise Refused("invalid_arguments", ["must be a valid enum value [json-pointer:/changes/0/operation]"])
    if change["operation"] == "rename":
        canvas.title = "\n".join(_sections(call, change.get("title_content")).values()) or canvas.title
        return {}
    new = {} if change["operation"] == "delete" else _sections(call, change.get("document_content"))
    sections = edited(canvas, change, new)
    if sections is None:
        raise Refused("canvas_editing_failed", detail="the section is not there")
    canvas.sections = sections
    return {}


def lookup(call: Call) -> Json:
    canvas, criteria = _known(call), call.nested("criteria", "invalid_arguments")
    if not isinstance(criteria, dict):
        raise Refused("invalid_arguments", ["missing required field: criteria"])
    wanted = str(criteria.get("contains_text") or "")
    found = [section_id for section_id, markdown in canvas.sections.items() if wanted in markdown]
    return {"sections": [{"id": section_id} for section_id in found]}


def set_access(call: Call) -> Json:
    canvas, level = _known(call), call.text("access_level")
    if level not in _LEVELS:
        raise Refused("invalid_arguments", ["must be a valid enum value [json-pointer:/access_level]"])
    channels, users = call.several("channel_ids"), call.several("user_ids")
    if bool(channels) == bool(users):
        raise Refused("invalid_parameters")
    if any(each not in call.workspace.conversations for each in channels):
        raise Refused("channel_not_found")
    if any(each not in call.workspace.people for each in users):
        raise Refused("user_not_found")
    canvas.access |= dict.fromkeys([*channels, *users], str(level))
    return {}


def delete(call: Call) -> Json:
    del call.workspace.canvases[_known(call).id]
    return {}


def _known(call: Call) -> Canvas:
    canvas = call.workspace.canvases.get(call.text("canvas_id") or "")
    if canvas is None:
        raise Refused("canvas_not_found")
    return canvas


METHODS = {
    "canvases.create": Method(create, "canvases:write"),
    "canvases.edit": Method(edit, "canvases:write"),
    "canvases.delete": Method(delete, "canvases:write"),
    "canvases.access.set": Method(set_access, "canvases:write"),
    "canvases.sections.lookup": Method(lookup, "canvases:read"),
    "conversations.canvases.create": Method(create_in_channel, "canvases:write"),
}
