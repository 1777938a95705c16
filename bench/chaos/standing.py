"""What stands in the channels, read off the sandbox and not through the bot."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.sandbox.conversations import Message
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Standing:
    """Messages by their delivery's key, oldest first; how often each ephemeral text was shown; files by their title."""

    messages: Mapping[str, Sequence[Message]]
    whispers: Counter[str]
    files: Mapping[str, Sequence[Message]] = field(default_factory=dict)


def look(workspace: Workspace) -> Standing:
    messages = _by_key(_keyed(workspace))
    shown = (each for conversation in workspace.conversations.values() for each in conversation.ephemerals.values())
    return Standing(messages, Counter(each.text for each in shown), _by_key(_files(workspace)))


def _by_key(found: Iterator[tuple[str, Message]]) -> dict[str, list[Message]]:
    messages: dict[str, list[Message]] = defaultdict(list)
    for key, message in found:
        messages[key].append(message)
    return dict(messages)


def _keyed(workspace: Workspace) -> Iterator[tuple[str, Message]]:
    for conversation in workspace.conversations.values():
        for message in conversation.messages.values():
            if message.metadata:
                yield str(message.metadata["event_payload"]["key"]), message


def _files(workspace: Workspace) -> Iterator[tuple[str, Message]]:
    for conversation in workspace.conversations.values():
        for message in conversation.messages.values():
            for file in message.extra.get("files", ()):
                yield str(file["title"]), message
