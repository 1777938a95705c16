from datetime import timedelta
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.statuses import Status

Json = dict[str, Any]
_LASTS = timedelta(minutes=2)
_LOADING = 10


def set_status(call: Call) -> Json:
    channel = call.inside("channel_id")
    thread_ts = call.required("thread_ts")
    if thread_ts not in channel.messages:
        raise Refused("invalid_thread_ts")
    if "status" not in call.arguments:
        raise Refused("invalid_arguments", ["missing required field: status"])
    if len(call.several("loading_messages")) > _LOADING:
        raise Refused("invalid_arguments", [f"no more than {_LOADING} items allowed [json-pointer:/loading_messages]"])
    place, text = (channel.id, thread_ts), call.text("status")
    if text:
        call.workspace.statuses[place] = Status(text, call.workspace.clock.now() + _LASTS)
    else:
        call.workspace.statuses.pop(place, None)
    return {}


METHODS = {
    "assistant.threads.setStatus": Method(set_status, ("chat:write", "assistant:write")),
}
