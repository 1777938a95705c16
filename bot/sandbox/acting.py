"""Who does something, and where: what a person can name and see."""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.delivery import Delivery
from bot.sandbox.inputs import Names
from bot.sandbox.organisation import Person
from bot.sandbox.refusals import Impossible
from bot.sandbox.transport import Answer
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_AT = re.compile(r"(?<![\w<@])@([\w.-]*\w)")
_HASH = re.compile(r"(?<![\w<#&])#([\w-]+)")

_LINKS = re.compile(r"(<(?:[@#!]|https?://|mailto:)[^<>]+>|https?://[^\s<>|]+)")


@dataclass(frozen=True)
class Act:
    """One request to play a person."""

    workspace: Workspace
    delivery: Delivery
    told: Json

    def need(self, name: str) -> str:
        value = self.told.get(name)
        if not isinstance(value, str) or not value:
            raise Impossible(f"say which {name}")
        return value

    @property
    def person(self) -> Person:
        person = known_person(self.workspace, self.need("user"))
        if person.deleted:
            raise Impossible(f"{person.name} is deactivated")
        if self.workspace.is_bot(person.id):
            raise Impossible("the bot acts for itself")
        return person

    @property
    def conversation(self) -> Conversation:
        """Where the person is; otherwise they could not act there."""
        conversation = find_conversation(self.workspace, self.need("channel"), self.person)
        if self.person.id not in conversation.members:
            raise Impossible(f"{self.person.name} is not in {conversation.title}")
        return conversation

    @property
    def writable(self) -> Conversation:
        conversation = self.conversation
        if conversation.archived:
            raise Impossible(f"{conversation.title} is archived")
        if conversation.kind == "im" and not self.workspace.manifest.may_write_to_the_app:
            raise Impossible("this app does not take direct messages: its messages tab is off or read-only")
        return conversation

    def message(self, conversation: Conversation) -> Message:
        ts = self.need("ts")
        message = self.workspace.message_at(conversation, ts, self.person.id)
        if message is None:
            raise Impossible(f"{self.person.name} sees no message {ts} in {conversation.title}")
        return message

    def own_message(self, conversation: Conversation) -> Message:
        message = self.message(conversation)
        if message.user != self.person.id:
            raise Impossible(f"{self.person.name} did not write {message.ts}")
        return message


def known_person(workspace: Workspace, name: str) -> Person:
    person = workspace.person(name)
    if person is None:
        raise Impossible(f"there is no {name} in {workspace.organisation.team}")
    return person


def find_conversation(workspace: Workspace, name: str, viewer: Person | None = None) -> Conversation:
    """By id or name; a person's name means their direct messages with the bot."""
    found = workspace.named(name)
    if found:
        return found
    person = workspace.people.get(f"U{name[1:]}") if name.startswith("D") else workspace.person(name)
    if person and workspace.is_bot(person.id):
        person = viewer
    if person is None:
        raise Impossible(f"there is no channel {name}")
    return workspace.direct(person.id)


def names_of(workspace: Workspace) -> Names:
    return Names(
        user=lambda name: known_person(workspace, name).id,
        conversation=lambda name: find_conversation(workspace, name).id,
    )


def linked(workspace: Workspace, text: str, *, labels: bool = False) -> str:
    """The client turns the @names and #channels it knows into mentions."""

    def mention(found: re.Match[str]) -> str:
        if found[1] in ("here", "channel", "everyone"):
            return f"<!{found[1]}>"
        person = workspace.person(found[1])
        return f"<@{person.id}{'|' + person.name if labels else ''}>" if person else found[0]

    def link(found: re.Match[str]) -> str:
        channel = workspace.named(found[1])
        if channel is None:
            return found[0]
        label = channel.name if channel.kind == "channel" else ""  # Slack: hides private names
        return f"<#{channel.id}|{label}>"

    return _HASH.sub(link, _AT.sub(mention, text))


def typed(workspace: Workspace, text: str) -> str:
    """Slack: the text of a message arrives with its links in brackets and & < > escaped."""
    parts = _LINKS.split(linked(workspace, text))
    return "".join(_written(part) for part in parts)


def _written(part: str) -> str:
    if _LINKS.fullmatch(part):
        return part if part.startswith("<") else f"<{part}>"
    return part.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def outcome(answer: Answer, **more: Any) -> Json:
    """How it went for the person."""
    return {
        "ok": answer.acked and not answer.error,
        "acked": answer.acked,
        "ack": answer.body,
        "error": answer.error,
        "detail": answer.detail,
        **({"twin": outcome(answer.twin)} if answer.twin else {}),
        **more,
    }


def done(answers: list[Answer], **more: Any) -> Json:
    """The person's act stands whatever the app does with its events."""
    return {
        "ok": True,
        "acked": bool(answers) and all(answer.acked for answer in answers),
        "ack": [answer.body for answer in answers],
        "error": None,
        "detail": next((answer.detail for answer in answers if answer.detail), None),
        "deliveries": len(answers),
        **more,
    }


def unsent(error: str, **more: Any) -> Json:
    """The client refused by itself and the app saw nothing."""
    return {"ok": False, "acked": False, "ack": None, "error": error, "detail": None, **more}
