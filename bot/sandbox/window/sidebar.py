"""The list of conversations with what is new in each, and the memory of what was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.window.look import Look
from bot.sandbox.window.reader import Reader
from bot.sandbox.workspace import Workspace

_MOST = 99


@dataclass
class Reads:
    """Up to where each person has read each conversation, in this window only."""

    _until: dict[tuple[str, str], str] = field(default_factory=dict)
    _start: str = ""

    def everything(self, workspace: Workspace) -> None:
        """What has been said so far is news to nobody."""
        self._start = max((next(reversed(each.messages), "") for each in workspace.conversations.values()), default="")

    def note(self, viewer: str, conversation: Conversation) -> None:
        hidden = [each.ts for each in conversation.ephemerals.values() if each.viewer == viewer]
        self._until[viewer, conversation.id] = max([next(reversed(conversation.messages), ""), *hidden])

    def unread(self, viewer: str, conversation: Conversation) -> list[Message]:
        until = self._until.get((viewer, conversation.id), self._start)
        found: list[Message] = []
        for message in reversed(conversation.messages.values()):
            if message.ts <= until or len(found) > _MOST:
                break
            if (
                message.user != viewer
                and message.in_history
                and not (message.subtype or "").endswith(("join", "leave"))
            ):
                found.append(message)
        hidden = [e for e in conversation.ephemerals.values() if e.viewer == viewer and e.ts > until]
        return found + hidden


@dataclass(frozen=True)
class Entry:
    title: str
    url: str
    kind: str
    unread: int
    """Counted where it concerns the viewer; elsewhere something new is only bold."""
    news: bool
    here: bool
    joined: bool = True


@dataclass(frozen=True)
class Sidebar:
    channels: Sequence[Entry]
    others: Sequence[Entry]
    """Public channels that the viewer is not in."""
    directs: Sequence[Entry]
    home: Entry | None


def sidebar(reader: Reader, look: Look, reads: Reads) -> Sidebar:
    viewer, known = reader.viewer.id, [each for each in reader.workspace.conversations.values() if not each.archived]
    mine = [each for each in known if viewer in each.members]
    public = [each for each in known if each.kind == "channel" and viewer not in each.members]
    manifest = reader.workspace.manifest
    direct = [reader.workspace.direct(viewer)] if manifest.messages_tab else []
    at_home = look.conversation is None
    home = Entry(f"{reader.workspace.app.name} Home", reader.url(in_="home"), "home", 0, False, at_home)
    return Sidebar(
        channels=[_entry(reader, each, look, reads) for each in mine if not each.is_direct],
        others=[_entry(reader, each, look, reads) for each in public],
        directs=[_entry(reader, each, look, reads) for each in [*direct, *(e for e in mine if e.kind == "mpim")]],
        home=home if manifest.home_tab else None,
    )


def _entry(reader: Reader, conversation: Conversation, look: Look, reads: Reads) -> Entry:
    viewer = reader.viewer.id
    joined = viewer in conversation.members
    news = reads.unread(viewer, conversation) if joined else []
    to_me = [each for each in news if conversation.is_direct or each.viewer or f"<@{viewer}" in each.text]
    here = look.conversation is conversation
    title, url = reader.title(conversation), reader.url(in_=conversation.id)
    return Entry(title, url, conversation.kind, len(to_me), bool(news) and not here, here, joined)
