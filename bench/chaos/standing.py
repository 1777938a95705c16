"""What stands in the channels, read off the sandbox and not through the bot."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox.conversations import Message
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Standing:
    """Messages by their delivery's key, oldest first; how often each ephemeral text was shown."""

    messages: Mapping[str, Sequence[Message]]
    whispers: Counter[str]


def look(workspace: Workspace) -> Standing:
    messages: dict[str, list[Message]] = defaultdict(list)
    for key, message in _keyed(workspace):
        messages[key].append(message)
    shown = (each for conversation in workspace.conversations.values() for each in conversation.ephemerals.values())
    return Standing(dict(messages), Counter(each.text for each in shown))


def _keyed(workspace: Workspace) -> Iterator[tuple[str, Message]]:
    for conversation in workspace.conversations.values():
        for message in conversation.messages.values():
            if message.metadata:
                yield str(message.metadata["event_payload"]["key"]), message
