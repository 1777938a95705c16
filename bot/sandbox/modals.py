"""How a person fills in, submits and closes a modal, and what the app's answer does to it."""

from typing import Any

from bot.sandbox import payloads
from bot.sandbox.acting import Act, names_of, outcome, unsent
from bot.sandbox.inputs import chosen, complaints, elements_in
from bot.sandbox.methods_views import checked_view
from bot.sandbox.refusals import Impossible, Refused
from bot.sandbox.shapes import view_json
from bot.sandbox.transport import Answer, Parcel
from bot.sandbox.views import View

Json = dict[str, Any]


async def submit(act: Act) -> Json:
    view = _top(act)
    if not view.told.get("submit"):
        raise Impossible("this view has no submit button")
    values = act.told.get("values") or {}
    fill_in(act, view.blocks, view.filled, values)
    wrong = complaints(view.blocks, view.filled)
    if wrong:
        view.errors = wrong
        return unsent("invalid_form", errors=wrong, view=view_json(act.workspace, view))
    payload = payloads.view_submission(act.workspace, act.person, view)
    answer = await act.delivery.interact(Parcel("interactive", payload))
    return _answered(act, view, answer)


async def close(act: Act) -> Json:
    """{"user", "all"?}: the top view, or all of them with the cross."""
    top = _top(act)
    stack = act.workspace.views.stack(act.person.id)
    everything = bool(act.told.get("all") or top.told.get("clear_on_close"))
    closing = stack[::-1] if everything else [top]
    answers = []
    for view in closing:
        act.workspace.views.close(view)
        if view.told.get("notify_on_close"):
            payload = payloads.view_closed(act.workspace, act.person, view, cleared=everything)
            answers.append(await act.delivery.interact(Parcel("interactive", payload)))
    failed = next((answer for answer in answers if not answer.acked), None)
    return outcome(failed or Answer(True), closed=[view.id for view in closing], **_shown(act))


def _top(act: Act) -> View:
    stack = act.workspace.views.stack(act.person.id)
    if not stack or act.told.get("view_id") not in (None, stack[-1].id):
        raise Impossible(f"{act.person.name} has no such view open on top")
    return stack[-1]


def _shown(act: Act) -> Json:
    stack = act.workspace.views.stack(act.person.id)
    return {"view": view_json(act.workspace, stack[-1]) if stack else None}


def fill_in(act: Act, blocks: list[Json], filled: dict[str, dict[str, Json]], values: Json) -> None:
    """What somebody has entered into the fields of a view or message. Raises Impossible where it has no such field."""
    if not isinstance(values, dict):
        raise Impossible("values are an object: {block_id: value}")
    fields: dict[str, dict[str, Json]] = {}
    named: dict[str, str] = {}
    for block, element in elements_in(blocks):
        fields.setdefault(block["block_id"], {})[element["action_id"]] = element
        label = block.get("label")
        named |= {element["action_id"]: block["block_id"]}
        named |= {label["text"]: block["block_id"]} if isinstance(label, dict) else {}
    for name, value in values.items():
        block_id = name if name in fields else named.get(name)
        if block_id is None:
            raise Impossible(f"there is no field {name} here, only {', '.join(fields) or 'none'}")
        for action_id, entered in _by_action(fields[block_id], value).items():
            state = chosen(fields[block_id][action_id], entered, names_of(act.workspace))
            filled.setdefault(block_id, {})[action_id] = state


def _by_action(elements: dict[str, Json], value: Any) -> Json:
    """Both {block: value} and {block: {action: value}} are understood."""
    if isinstance(value, dict) and value and set(value) <= set(elements):
        return value
    if len(elements) > 1:
        raise Impossible(f"say which of {', '.join(elements)} gets the value")
    return dict.fromkeys(elements, value)


def _answered(act: Act, view: View, answer: Answer) -> Json:
    if not answer.acked:
        return outcome(answer, **_shown(act))
    try:
        errors = _obey(act, view, answer.body)
    except Refused as refused:
        detail = "; ".join([refused.error, *refused.problems])
        return outcome(Answer(True, answer.body, "dispatch_failed", detail), **_shown(act))
    return outcome(answer, errors=errors, **_shown(act)) | {"ok": not errors}


def _obey(act: Act, view: View, body: Any) -> dict[str, str]:
    if not body:
        act.workspace.views.close(view)
        return {}
    asked = body.get("response_action") if isinstance(body, dict) else None
    if asked == "errors":
        view.errors = _field_errors(view, body)
        return view.errors
    if asked == "clear":
        act.workspace.views.clear(act.person.id)
    elif asked in ("update", "push"):
        told, blocks = checked_view(act.workspace, body.get("view"), ("modal",))
        views = act.workspace.views
        _ = views.update(view, told, blocks) if asked == "update" else views.push(view.user, told, blocks)
    else:
        raise Refused(f"the app answered {body!r}, which is no response_action")
    return {}


def _field_errors(view: View, body: Json) -> dict[str, str]:
    inputs = [block["block_id"] for block in view.blocks if block["type"] == "input"]
    errors = body.get("errors")
    if not isinstance(errors, dict) or not errors:
        raise Refused("errors must name at least one field")
    for block_id in errors:
        if block_id not in inputs:  # Slack: shows the person a failure of the whole form instead
            raise Refused(f"errors names {block_id}, which is no input block of the view")
    return {block_id: str(said) for block_id, said in errors.items()}
