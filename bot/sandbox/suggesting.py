"""A person types into a select whose options the app looks up."""

from typing import Any

from bot.sandbox import payloads
from bot.sandbox.acting import Act, outcome, unsent
from bot.sandbox.composition import offered, offered_problems
from bot.sandbox.inputs import elements_in
from bot.sandbox.refusals import Impossible
from bot.sandbox.transport import Answer, Parcel
from bot.sandbox.using import open_view

Json = dict[str, Any]
_SHORTEST = 3
_SHOWN = 100


async def suggest(act: Act) -> Json:
    """{"user", "action_id", "block_id"?, "value": what is typed, "channel" and "ts" of a message or "view_id"?}"""
    typed = str(act.told.get("value") or "")
    place = act.message(act.conversation) if act.told.get("ts") else open_view(act)
    block, element = _external(act, place.blocks)
    if len(typed) < element.get("min_query_length", _SHORTEST):
        return unsent("query_too_short", options=[])
    asked = {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    payload = payloads.block_suggestion(act.workspace, act.person, place, asked)
    return _offered(await act.delivery.interact(Parcel("interactive", payload)))


def _external(act: Act, blocks: list[Json]) -> tuple[Json, Json]:
    wanted, block_id = act.need("action_id"), act.told.get("block_id")
    for block, element in elements_in(blocks):
        if element["action_id"] == wanted and block_id in (None, block["block_id"]):
            if element["type"] in ("external_select", "multi_external_select"):
                return block, element
            raise Impossible(f"{wanted} is a {element['type']}, whose options the app does not look up")
    raise Impossible(f"there is no {wanted} here")


def _offered(answer: Answer) -> Json:
    if not answer.acked:
        return outcome(answer, options=[])
    body = answer.body if isinstance(answer.body, dict) else {}
    problems = offered_problems(body)
    if problems:
        detail = "; ".join(str(problem) for problem in problems)
        return outcome(Answer(True, answer.body, "dispatch_failed", detail), options=[])
    return outcome(answer, options=offered(body)[:_SHOWN])
