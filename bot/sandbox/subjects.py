"""By which names a fault can mean a call or a delivery."""

from typing import Any

from bot.sandbox.faults import Subject
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def called(workspace: Workspace, method: str, arguments: Json) -> Subject:
    place = _first(arguments, "channel", "channel_id")
    users = _first(arguments, "user", "user_id", "users").split(",")
    return _subject(workspace, method, place, *users)


def delivered(workspace: Workspace, payload: Json) -> Subject:
    inner = payload.get("event", payload)
    item = inner.get("item")
    place = _first(inner, "channel", "channel_id") or (_first(item, "channel") if isinstance(item, dict) else "")
    name = _first(inner, "command", "type")
    return _subject(workspace, name, place, _first(inner, "user", "user_id"))


def channel_id(workspace: Workspace, told: str) -> str:
    """Slack: a user id as channel means the direct messages, which may not be open yet."""
    if told in workspace.people:
        return "D" + told[1:]
    conversation = workspace.named(told)
    return conversation.id if conversation else told


def _subject(workspace: Workspace, method: str, place: str, *users: str) -> Subject:
    conversation = workspace.conversations.get(channel_id(workspace, place))
    places = {place, *((conversation.id, conversation.name) if conversation else ())} - {""}
    # A direct message concerns the person as well.
    known = [workspace.people.get(each) for each in {*users, *places}]
    names = {name for person in known if person for name in (person.id, person.name)}
    return Subject(method, frozenset(places), frozenset({*users, *names} - {""}))


def _first(told: Json, *names: str) -> str:
    value = next((told[name] for name in names if told.get(name)), "")
    return str(value.get("id", "")) if isinstance(value, dict) else str(value)
