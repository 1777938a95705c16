"""Templates, and the parts of the page: each can be drawn anew by itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader

from bot.sandbox.conversations import Conversation, Message
from bot.sandbox.window import messages, moves
from bot.sandbox.window.emoji import COMMON, emoji
from bot.sandbox.window.faults import panel as faults_panel
from bot.sandbox.window.look import Look, members
from bot.sandbox.window.messages import PAGE, shown
from bot.sandbox.window.reader import Reader
from bot.sandbox.window.sidebar import Reads, sidebar
from bot.sandbox.window.story import Standing, Story
from bot.sandbox.window.surface import Surface
from bot.sandbox.window.traffic import entries
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
PARTS = ("sidebar", "head", "foot", "modal", "home", "clock", "week", "panel")


def _initials(name: str) -> str:
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.sandbox.window"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "initials": _initials,
        "emoji": emoji,
        "common_emoji": COMMON,
        "dict": dict,
    }
    return made


@dataclass
class Pages:
    workspace: Workspace
    reads: Reads
    story: Story | None = None

    def __post_init__(self) -> None:
        self._environment = environment()
        self._drawn: dict[tuple[Any, ...], str] = {}

    def reader(self, look: Look) -> Reader:
        return Reader(self.workspace, look.viewer)

    def page(self, look: Look, mark: int) -> str:
        """`mark` is the number of the last change that it knows."""
        if look.conversation and look.is_member:
            self.reads.note(look.viewer.id, look.conversation)
        reader = self.reader(look)
        template = self._environment.get_template("page.html")
        return template.render(
            look=look,
            reader=reader,
            parts={name: self.part(name, look) for name in PARTS},
            messages=list(self.messages(look)),
            older=self._older(look),
            replies=list(self.replies(look)),
            people=members(self.workspace),
            team=self.workspace.organisation.team,
            mark=mark,
            known=self._known(look),
        )

    def _known(self, look: Look) -> str:
        """What the script must know."""
        reader, manifest = self.reader(look), self.workspace.manifest
        return json.dumps(
            {
                "viewer": look.viewer.name,
                "channel": look.place if look.conversation else "",
                "thread": look.thread or "",
                "home": look.conversation is None,
                "direct": look.conversation is not None and look.conversation.kind == "im",
                "commands": [dict(each) for each in manifest.commands],
                "people": [{"name": each.name, "real_name": each.real_name} for each in members(self.workspace)],
                "channels": [e.name for e in self.workspace.conversations.values() if e.kind == "channel"],
                "app": reader.workspace.app.name,
            }
        )

    # Lists, message by message

    def messages(self, look: Look, before: str | None = None) -> Iterator[tuple[str, str]]:
        if look.conversation:
            found = messages.latest(look.conversation, look.viewer.id, PAGE, before)
            yield from self._lines(look, look.conversation, found, "message")

    def replies(self, look: Look) -> Iterator[tuple[str, str]]:
        if look.conversation and look.thread:
            found = messages.thread(look.conversation, look.viewer.id, look.thread)
            yield from self._lines(look, look.conversation, found, "reply")

    def _lines(self, look: Look, at: Conversation, found: list[Message], kind: str) -> Iterator[tuple[str, str]]:
        reader = self.reader(look)
        macro = self._environment.get_template("message.html").module.message  # type: ignore[attr-defined]  # a macro of ours
        for line in shown(reader, found, at):
            key = (look.viewer.id, kind, line.ts, repr(line), reader.now.date())
            if key not in self._drawn:
                if len(self._drawn) > 5000:
                    self._drawn.clear()
                self._drawn[key] = str(macro(line, reader, kind == "reply"))
            yield line.ts, self._drawn[key]

    def older(self, look: Look, before: str) -> str:
        lines = [html for _, html in self.messages(look, before)]
        template = self._environment.get_template("older.html")
        return template.render(lines=lines, older=self._older(look, before), look=look, reader=self.reader(look))

    def _older(self, look: Look, before: str | None = None) -> str:
        """From where on older messages can be asked for."""
        if look.conversation is None:
            return ""
        found = messages.latest(look.conversation, look.viewer.id, PAGE + 1, before)
        return found[1].ts if len(found) > PAGE else ""

    # Parts

    def part(self, name: str, look: Look) -> str:
        told = getattr(self, f"_{name}")(look)
        return self._environment.get_template(f"{name}.html").render(look=look, reader=self.reader(look), **told)

    def _sidebar(self, look: Look) -> Json:
        return {"sidebar": sidebar(self.reader(look), look, self.reads)}

    def _head(self, look: Look) -> Json:
        return {"members": len(look.conversation.members) if look.conversation else 0}

    def _foot(self, look: Look) -> Json:
        conversation, manifest = look.conversation, self.workspace.manifest
        read_only = conversation is not None and conversation.kind == "im" and not manifest.may_write_to_the_app
        return {"read_only": read_only, "shortcuts": messages.shortcuts(self.reader(look), "global")}

    def _modal(self, look: Look) -> Json:
        stack = self.workspace.views.stack(look.viewer.id)
        top = stack[-1] if stack else None
        surface = Surface(self.reader(look), top.id, top.filled, top.errors) if top else None
        return {"view": top, "depth": len(stack), "surface": surface}

    def _home(self, look: Look) -> Json:
        view = self.workspace.views.homes.get(look.viewer.id) if look.conversation is None else None
        return {"view": view, "surface": Surface(self.reader(look), view.id, view.filled) if view else None}

    def _clock(self, look: Look) -> Json:
        clock = self.workspace.clock
        here = self.reader(look).at(clock.now().timestamp())
        return {
            "now": f"{here:%a} {here.day} {here:%b, %H:%M}",
            "clock": clock,
            "speeds": moves.SPEEDS,
            "moves": moves.offered(clock.now(), moves.home_zone(self.workspace)),
        }

    def _week(self, look: Look) -> Json:
        steps = list(self.story.steps()) if self.story else []
        done = [each for each in steps if each.standing in (Standing.DONE, Standing.FAILED)]
        coming = next((each for each in steps if each.standing is Standing.NEXT), None)
        return {"story": self.story, "steps": steps, "done": done, "coming": coming}

    def _panel(self, look: Look) -> Json:
        told: Mapping[str, Any] = {}
        if look.panel == "traffic":
            told = {"entries": entries(self.workspace.journal, look.viewer.zone)}
        if look.panel == "faults":
            told = faults_panel(self.workspace)
        return {"panel": look.panel, **self._week(look), **{"entries": [], "faults": None}, **told}
