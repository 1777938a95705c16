import re
from typing import Any

from bot.sandbox import posting
from bot.sandbox.call import Call
from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.emoji import exists
from bot.sandbox.method import Method
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import message_json

Json = dict[str, Any]
_TS = re.compile(r"\d+\.\d+")


def _marked(call: Call) -> tuple[Conversation, Message]:
    timestamp = call.text("timestamp")
    if timestamp is None:
        raise Refused("no_item_specified")
    conversation = call.inside()
    if not _TS.fullmatch(timestamp):
        raise Refused("bad_timestamp")
    if conversation.archived:
        raise Refused("is_archived")
    return conversation, conversation.message(timestamp)


def emoji(name: str | None) -> str:
    if not name or not exists(name):
        raise Refused("invalid_name")
    return name


def add_reaction(call: Call) -> Json:
    name = emoji(call.text("name"))
    posting.react(call.workspace, *_marked(call), call.bot, name)
    return {}


def remove_reaction(call: Call) -> Json:
    name = emoji(call.text("name"))
    posting.unreact(call.workspace, *_marked(call), call.bot, name)
    return {}


def get_reactions(call: Call) -> Json:
    conversation, message = _marked(call)
    shown = message_json(call.workspace, message)
    return {"type": "message", "channel": conversation.id, "message": shown}


def list_reactions(call: Call) -> Json:
    user = call.person().id if call.text("user") else call.bot
    found = [
        message
        for conversation in call.workspace.conversations.values()
        if call.bot in conversation.members
        for message in conversation.messages.values()
        if any(user in users for users in message.reactions.values())
    ]
    shown, cursor = call.page(found, lambda message: message.ts)
    items = [
        {"type": "message", "channel": each.channel, "message": message_json(call.workspace, each)} for each in shown
    ]
    return {"items": items, "response_metadata": {"next_cursor": cursor}}


def add_pin(call: Call) -> Json:
    posting.pin(call.workspace, *_marked(call), call.bot)
    return {}


def remove_pin(call: Call) -> Json:
    conversation, message = _marked(call)
    if conversation.pins.pop(message.ts, None) is None:
        raise Refused("no_pin")
    return {}


def list_pins(call: Call) -> Json:
    conversation = call.inside()
    newest_first = list(conversation.pins)[::-1]
    return {"items": [posting.pin_json(call.workspace, conversation, ts) for ts in newest_first]}


METHODS = {
    "reactions.add": Method(add_reaction, "reactions:write"),
    "reactions.remove": Method(remove_reaction, "reactions:write"),
    "reactions.get": Method(get_reactions, "reactions:read"),
    "reactions.list": Method(list_reactions, "reactions:read"),
    "pins.add": Method(add_pin, "pins:write"),
    "pins.remove": Method(remove_pin, "pins:write"),
    "pins.list": Method(list_pins, "pins:read"),
}
