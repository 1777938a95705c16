"""One message, modal or Home tab with what can be used in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from markupsafe import Markup

from bot.sandbox.conversations import Conversation
from bot.sandbox.inputs import KEYS, Filled, untouched
from bot.sandbox.organisation import Person
from bot.sandbox.window.charts import Drawing, drawing
from bot.sandbox.window.reader import Reader

Json = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    description: str = ""
    url: str = ""
    group: str = ""


@dataclass(frozen=True)
class Surface:
    """`name` tells it from others on the page."""

    reader: Reader
    name: str
    filled: Filled = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def field_id(self, block: Json, element: Json) -> str:
        return f"f{crc32(json.dumps([self.name, block['block_id'], element['action_id']]).encode()):08x}"

    def entered(self, block: Json, element: Json) -> Any:
        """What stands in the element now: what was chosen, or what the app put there."""
        chosen = self.filled.get(block["block_id"], {}).get(element["action_id"])
        return (chosen or untouched(element))[KEYS[element["type"]][0]]

    def picked(self, block: Json, element: Json) -> set[str]:
        entered = self.entered(block, element)
        each = entered if isinstance(entered, list) else [entered]
        return {str(one.get("value") if isinstance(one, dict) else one) for one in each if one is not None}

    def choices(self, block: Json, element: Json) -> list[Choice]:
        kind = str(element["type"])
        if "users" in kind:
            return [Choice(person.id, person.real_name, person.title) for person in self._people()]
        if "conversations" in kind or "channels" in kind:
            return [Choice(found.id, f"#{found.name}") for found in self._channels("channels" in kind)]
        if "external" in kind:
            entered = self.entered(block, element)
            known = entered if isinstance(entered, list) else [entered]
            return [self._choice(option) for option in known if option]
        return list(self._static(element))

    def _people(self) -> Iterator[Person]:
        workspace = self.reader.workspace
        for person in sorted(workspace.people.values(), key=lambda each: each.real_name):
            if not (person.deleted or workspace.is_bot(person.id) or person.id == "USLACKBOT"):
                yield person

    def _channels(self, public_only: bool) -> Iterator[Conversation]:
        for found in self.reader.workspace.conversations.values():
            public = found.kind == "channel"
            mine = found.kind == "group" and not public_only and self.reader.viewer.id in found.members
            if not found.archived and (public or mine):
                yield found

    def _static(self, element: Json) -> Iterator[Choice]:
        for option in element.get("options") or []:
            yield self._choice(option)
        for group in element.get("option_groups") or []:
            for option in group.get("options") or []:
                yield self._choice(option, self.reader.words(group.get("label")))

    def _choice(self, option: Json, group: str = "") -> Choice:
        words = self.reader.words
        described = words(option.get("description"))
        return Choice(str(option.get("value")), words(option["text"]), described, str(option.get("url") or ""), group)

    def rich_words(self, block: Json, element: Json) -> str:
        """What stands in a rich text input, as bare words."""
        return "\n".join(_words(self.entered(block, element)))

    def local(self, block: Json, element: Json) -> str:
        """A datetimepicker's moment, as the browser's own field wants it."""
        entered = self.entered(block, element)
        return f"{self.reader.at(entered):%Y-%m-%dT%H:%M}" if entered else ""

    def sends_by_itself(self, block: Json) -> bool:
        return block["type"] != "input" or bool(block.get("dispatch_action"))

    def enter_sends(self, block: Json, element: Json) -> bool:
        asked = (element.get("dispatch_action_config") or {}).get("trigger_actions_on", ["on_enter_pressed"])
        return bool(block.get("dispatch_action")) and "on_enter_pressed" in asked

    def confirm(self, thing: Any) -> str:
        """What to ask before, for the script."""
        if not isinstance(thing, dict):
            return ""
        asked = {name: self.reader.words(thing.get(name)) for name in ("title", "text", "confirm", "deny")}
        return json.dumps({**asked, "style": thing.get("style", "")})

    def cell(self, cell: Any) -> Markup:
        if not isinstance(cell, dict):
            return Markup("")
        if cell.get("type") == "rich_text":
            return self.reader.rich(cell)
        return self.reader.text(str(cell.get("text") or cell.get("value") or ""))

    def drawing(self, chart: Json) -> Drawing:
        return drawing(chart)


def _words(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        if thing.get("type") == "text":
            yield str(thing.get("text", ""))
        for each in thing.get("elements") or []:
            yield from _words(each)
