"""What can be made to go wrong, as a form."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.faults import KINDS
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_MEANINGS: Mapping[str, str] = {
    "drop": "The connection breaks before Slack does anything",
    "commit_then_drop": "Slack does it, and the connection breaks before it says so",
    "hang": "Slack does nothing and does not answer",
    "commit_then_hang": "Slack does it and does not answer",
    "error": "Slack refuses with an error",
    "commit_then_error": "Slack does it and answers with an error",
    "connections_open_fails": "No new Socket Mode connection",
    "not_json": "Slack answers with something that is no JSON",
    "rate_limited": "Slack answers 429 with a Retry-After",
    "slow": "Slack answers late",
    "duplicate_event": "An event is delivered twice",
    "reordered_events": "An event waits until the next one has passed it",
    "slow_delivery": "Slack delivers late",
    "double_click": "A click is delivered twice",
    "lost_ack": "The app's acknowledgement gets lost",
    "dead_trigger": "A click comes with a trigger that is spent",
    "dead_response_url": "A click comes with an answering address that is spent",
    "forged_request": "Somebody else sends the app a request, with a signature that is none",
    "socket_kill": "The WebSocket is cut",
    "disconnect": "Slack asks the app to connect anew",
    "silent_socket": "The WebSocket goes deaf",
    "too_many_websockets": "Slack takes no further connection",
}


def panel(workspace: Workspace) -> Json:
    shown = workspace.faults.shown()
    kinds = [(kind, _MEANINGS.get(kind, kind.replace("_", " ")), dict(told)) for kind, told in KINDS.items()]
    told = {"set": shown["faults"], "counts": shown["counts"], "kinds": kinds}
    told |= {"rates": workspace.rates.on, "token_error": workspace.token_error or ""}
    return {"faults": told}
