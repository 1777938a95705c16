"""Where somebody looks: by whose eyes, at which place, beside which panel."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.conversations import Conversation
from bot.sandbox.organisation import Person
from bot.sandbox.workspace import Workspace

HOME, MESSAGES = "home", "messages"
PANELS = ("week", "traffic", "faults")


@dataclass(frozen=True)
class Look:
    viewer: Person
    conversation: Conversation | None
    """None: the app's Home tab."""
    thread: str | None = None
    panel: str = ""

    @property
    def place(self) -> str:
        return self.conversation.id if self.conversation else HOME

    @property
    def is_member(self) -> bool:
        return self.conversation is not None and self.viewer.id in self.conversation.members


def members(workspace: Workspace) -> list[Person]:
    """Whose eyes one can borrow."""
    everybody = workspace.people.values()
    return [each for each in everybody if not (each.deleted or workspace.is_bot(each.id) or each.id == "USLACKBOT")]


def look(workspace: Workspace, asked: Mapping[str, str], default: tuple[str, str]) -> Look:
    """What the address asks for, as far as it exists; `default` says who looks where if it does not."""
    viewer = _viewer(workspace, asked.get("as") or default[0])
    conversation = _place(workspace, viewer, asked.get("in") or default[1])
    root = asked.get("thread")
    known = conversation is not None and root in conversation.messages
    panel = asked.get("panel", "")
    return Look(viewer, conversation, root if known else None, panel if panel in PANELS else "")


def _viewer(workspace: Workspace, name: str) -> Person:
    """The newest colleague where nobody is named: to them everything is new."""
    there = members(workspace)
    named = next((each for each in there if name.removeprefix("@") in (each.id, each.name)), None)
    full = [each for each in there if not (each.is_restricted or each.is_ultra_restricted)]
    return named or (full or there)[-1]


def _place(workspace: Workspace, viewer: Person, name: str) -> Conversation | None:
    if name == HOME and workspace.manifest.home_tab:
        return None
    if name in (HOME, MESSAGES):
        return workspace.direct(viewer.id)
    found = workspace.named(name)
    if found and _may_see(found, viewer):
        return found
    own = [each for each in workspace.conversations.values() if viewer.id in each.members and not each.is_direct]
    return own[0] if own else workspace.direct(viewer.id)


def _may_see(conversation: Conversation, viewer: Person) -> bool:
    return conversation.kind == "channel" or viewer.id in conversation.members
