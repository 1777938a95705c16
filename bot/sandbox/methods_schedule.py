from typing import Any

from bot.sandbox.call import FOREVER, Call
from bot.sandbox.conversations import Scheduled
from bot.sandbox.method import Method
from bot.sandbox.methods_chat import composed
from bot.sandbox.refusals import Refused
from bot.sandbox.scheduled import cancel, check_time, schedule
from bot.sandbox.shapes import message_json

Json = dict[str, Any]


def schedule_message(call: Call) -> Json:
    conversation, message = composed(call)
    post_at = _time(call)
    check_time(call.workspace, conversation.id, post_at)
    waiting = schedule(call.workspace, conversation, message, post_at)
    hidden = ("ts", "team", "client_msg_id")
    shown = {name: value for name, value in message_json(call.workspace, message).items() if name not in hidden}
    return {
        "channel": conversation.id,
        "scheduled_message_id": waiting.id,
        "post_at": str(post_at),
        "message": {**shown, "type": "delayed_message"},
    }


def _time(call: Call) -> int:
    told = call.text("post_at") or ""
    if not told.isdigit():
        raise Refused("invalid_time")
    return int(told)


def list_(call: Call) -> Json:
    wanted = call.text("channel")
    if wanted and wanted not in call.workspace.conversations:
        raise Refused("invalid_channel")
    oldest, latest = call.instant("oldest", 0.0), call.instant("latest", FOREVER)
    found = [
        each
        for each in sorted(call.workspace.scheduled.values(), key=lambda each: each.post_at)
        if wanted in (None, each.channel) and oldest <= each.post_at <= latest
    ]
    shown, cursor = call.page(found, lambda each: each.id)
    return {"scheduled_messages": [_shown(each) for each in shown], "response_metadata": {"next_cursor": cursor}}


def _shown(waiting: Scheduled) -> Json:
    return {
        "id": waiting.id,
        "channel_id": waiting.channel,
        "post_at": waiting.post_at,
        "date_created": waiting.created,
        "text": waiting.message.text,
    }


def delete(call: Call) -> Json:
    cancel(call.workspace, call.channel().id, call.text("scheduled_message_id"))
    return {}


METHODS = {
    "chat.scheduleMessage": Method(schedule_message, "chat:write"),
    "chat.scheduledMessages.list": Method(list_),
    "chat.deleteScheduledMessage": Method(delete, "chat:write"),
}
