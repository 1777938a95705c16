"""What people do with the app: commands, shortcuts, clicks."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.acting import Act, linked, names_of, outcome, unsent
from bot.sandbox.answering import respond
from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.inputs import KEYS, chosen, elements_in, option_of
from bot.sandbox.modals import close, fill_in, submit
from bot.sandbox.refusals import Impossible, Refused
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.shapes import message_json, view_json
from bot.sandbox.transport import Answer, Parcel
from bot.sandbox.views import View

Json = dict[str, Any]


async def command(act: Act) -> Json:
    name = "/" + act.need("command").removeprefix("/")
    declared = act.workspace.manifest.command(name)
    if act.told.get("thread_ts"):
        raise Impossible("slash commands cannot be used in threads")
    conversation = _where(act)
    if declared is None:
        return unsent(f"{name} is not a valid command")
    text = str(act.told.get("text") or "").strip()
    if declared.get("should_escape"):
        text = linked(act.workspace, text, labels=True)
    payload = payloads.command_payload(act.workspace, act.person, conversation, (name, text))
    answer = await act.delivery.interact(Parcel("slash_commands", payload))
    at = ResponseUrl(conversation.id, act.person.id, act.workspace.clock.now())
    return _command_answered(act, at, answer)


def _where(act: Act) -> Conversation:
    """Where nothing is said: the person's messages with the app, or any channel they are in."""
    if act.told.get("channel"):
        return act.writable
    if act.workspace.manifest.may_write_to_the_app:
        return act.workspace.direct(act.person.id)
    known = act.workspace.conversations.values()
    return next(each for each in known if act.person.id in each.members and each.kind != "im")


def _command_answered(act: Act, at: ResponseUrl, answer: Answer) -> Json:
    body = answer.body
    if not answer.acked or not body:
        return outcome(answer, channel=at.channel, message=None)
    try:
        said = respond(act.workspace, at, body if isinstance(body, dict) else {"text": str(body)})
    except Refused as refused:
        detail = "; ".join([refused.error, *refused.problems])
        failed = Answer(True, body, "invalid_command_response", detail)
        return outcome(failed, channel=at.channel, message=None)
    shown = message_json(act.workspace, said) if said else None
    return outcome(answer, channel=at.channel, message=shown)


async def shortcut(act: Act) -> Json:
    callback_id = act.need("callback_id")
    kind = "message" if act.told.get("ts") else "global"
    if not act.workspace.manifest.shortcut(callback_id, kind):
        raise Impossible(f"there is no {kind} shortcut {callback_id}")
    if kind == "global":
        payload = payloads.shortcut(act.workspace, act.person, callback_id)
    else:
        message = act.message(act.conversation)
        payload = payloads.message_action(act.workspace, act.person, callback_id, message)
    return await _interact(act, payload)


async def click(act: Act) -> Json:
    """A button, a menu, a picker: in a message that the person sees or a view that is open to them.

    `values` are what stands in the other fields by then; Slack sends them along as the state.
    """
    if act.told.get("ts"):
        message = act.message(act.conversation)
        block, element = _found(act, message.blocks)
        filled = message.filled.setdefault(act.person.id, {})
        fill_in(act, message.blocks, filled, act.told.get("values") or {})
        _fill(act, filled, block, element)
        payload = payloads.click_on_message(act.workspace, act.person, message, _action(act, block, element))
        return await _interact(act, payload, message=message)
    view = open_view(act)
    block, element = _found(act, view.blocks)
    fill_in(act, view.blocks, view.filled, act.told.get("values") or {})
    _fill(act, view.filled, block, element)
    payload = payloads.click_in_view(act.workspace, act.person, view, _action(act, block, element))
    return await _interact(act, payload)


async def _interact(act: Act, payload: Json, message: Message | None = None) -> Json:
    if not act.workspace.manifest.interactive:
        raise Impossible("the manifest does not turn interactivity on")
    answer = await act.delivery.interact(Parcel("interactive", payload))
    stack = act.workspace.views.stack(act.person.id)
    more = {"channel": message.channel, "ts": message.ts} if message else {}
    return outcome(answer, view=view_json(act.workspace, stack[-1]) if stack else None, **more)


def open_view(act: Act) -> View:
    stack, home = act.workspace.views.stack(act.person.id), act.workspace.views.homes.get(act.person.id)
    wanted = act.told.get("view_id")
    if stack and wanted in (None, stack[-1].id):
        return stack[-1]
    if home and wanted in (None, home.id) and not stack:
        return home
    raise Impossible(f"{act.person.name} has no such view open on top")


def _found(act: Act, blocks: list[Json]) -> tuple[Json, Json]:
    wanted, block_id = act.need("action_id"), act.told.get("block_id")
    usable = [pair for pair in elements_in(blocks) if block_id in (None, pair[0]["block_id"])]
    found = [pair for pair in usable if pair[1]["action_id"] == wanted] or [
        pair for pair in usable if _label(pair[1]) == wanted
    ]
    if not found:
        known = ", ".join(element["action_id"] for _, element in elements_in(blocks)) or "nothing"
        raise Impossible(f"there is no {wanted} to click here, only {known}")
    if len(found) > 1:
        raise Impossible(f"{wanted} is here {len(found)} times: say which block_id")
    block, _ = found[0]
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise Impossible(f"{wanted} sends nothing by itself: its input block has no dispatch_action")
    return found[0]


def _label(element: Json) -> str | None:
    """What a button says."""
    text = element.get("text")
    return text.get("text") if isinstance(text, dict) else None


def _fill(act: Act, filled: dict[str, dict[str, Json]], block: Json, element: Json) -> None:
    if element["type"] in KEYS:
        state = chosen(element, act.told.get("value"), names_of(act.workspace))
        filled.setdefault(block["block_id"], {})[element["action_id"]] = state


def _action(act: Act, block: Json, element: Json) -> Json:
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": act.workspace.next_ts(),
    }
    if element["type"] in KEYS:
        return {**action, **chosen(element, act.told.get("value"), names_of(act.workspace))}
    if element["type"] == "overflow":
        return {**action, "selected_option": option_of(element, act.need("value"))}
    kept = ("text", "value", "url", "style")
    return {**action, **{name: element[name] for name in kept if name in element}}


ACTS: Mapping[str, Callable[[Act], Awaitable[Json]]] = {
    "command": command,
    "shortcut": shortcut,
    "click": click,
    "submit": submit,
    "close": close,
}
