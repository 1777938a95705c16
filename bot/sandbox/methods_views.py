import json
from collections.abc import Sequence
from typing import Any

from bot.sandbox.block_kit import view_problems
from bot.sandbox.call import Call
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import view_json
from bot.sandbox.views import with_ids
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_SIZE = 250_000


def _told(call: Call, *kinds: str) -> tuple[Json, list[Json]]:
    if call.arguments.get("view") in (None, ""):
        raise Refused("invalid_arguments", ["missing required field: view [json-pointer:/view]"])
    return checked_view(call.workspace, call.nested("view", "invalid_arguments"), kinds)


def checked_view(workspace: Workspace, told: Any, kinds: Sequence[str]) -> tuple[Json, list[Json]]:
    if len(json.dumps(told)) > _SIZE:
        raise Refused("view_too_large")
    problems = view_problems(told, kinds)
    if problems:
        raise Refused("invalid_arguments", [str(problem) for problem in problems])
    return told, with_ids(told["blocks"], workspace.ids)


def _trigger(call: Call) -> str:
    return call.workspace.triggers.exchange(call.required("trigger_id"))


def open_(call: Call) -> Json:
    told, blocks = _told(call, "modal")
    view = call.workspace.views.open(_trigger(call), told, blocks)
    return {"view": view_json(call.workspace, view)}


def push(call: Call) -> Json:
    told, blocks = _told(call, "modal")
    view = call.workspace.views.push(_trigger(call), told, blocks)
    return {"view": view_json(call.workspace, view)}


def update(call: Call) -> Json:
    told, blocks = _told(call, "modal", "home")
    views = call.workspace.views
    if not (call.text("view_id") or call.text("external_id")):
        raise Refused("invalid_arguments", ["missing required field: view_id"])
    if call.text("view_id") and call.text("external_id"):
        raise Refused("invalid_arguments", ["Cannot provide both `view_id` and `external_id`"])
    view = views.find(call.text("view_id"), call.text("external_id"))
    return {"view": view_json(call.workspace, views.update(view, told, blocks, call.text("hash")))}


def publish(call: Call) -> Json:
    if not call.workspace.manifest.home_tab:
        raise Refused("not_enabled")
    told, blocks = _told(call, "home")
    person = call.person("user_id")
    view = call.workspace.views.publish(person.id, told, blocks, call.text("hash"))
    return {"view": view_json(call.workspace, view)}


METHODS = {
    "views.open": Method(open_),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
