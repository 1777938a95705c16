"""Whoever looks: what names, dates and texts are to them."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urlencode

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.sandbox.conversations import Conversation
from bot.sandbox.organisation import Person
from bot.sandbox.window import dates, markup
from bot.sandbox.window.emoji import with_emoji
from bot.sandbox.window.rich_text import rich_text
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
_HUES = 8
_MESSAGE = re.compile(
    r"https://(?:[\w-]+\.)?slack\.com/archives/(?P<channel>\w+)/p(?P<seconds>\d{10})(?P<rest>\d{6})"
    r"(?:\?(?:.*&)?thread_ts=(?P<thread>[\d.]+))?"
)


@dataclass(frozen=True)
class Reader:
    workspace: Workspace
    viewer: Person

    @property
    def now(self) -> datetime:
        return self.workspace.clock.now()

    def at(self, ts: str | float) -> datetime:
        return dates.at(ts, self.viewer.zone)

    def name(self, user: str) -> str:
        person = self.workspace.people.get(user)
        return person.real_name if person else user

    def hue(self, user: str) -> int:
        """Neighbours differ."""
        return list(self.workspace.people).index(user) % _HUES if user in self.workspace.people else 0

    def url(self, **place: str | None) -> str:
        """This window with the same eyes."""
        told = {"as": self.viewer.name, **{name.rstrip("_"): value for name, value in place.items() if value}}
        return f"/?{urlencode(told)}"

    def title(self, conversation: Conversation) -> str:
        if conversation.kind == "im":
            return self.workspace.app.name
        if conversation.kind == "mpim":
            others = [user for user in conversation.members if user != self.viewer.id]
            return ", ".join(self.name(user).partition(" ")[0] for user in others)
        return conversation.name

    # Texts

    def text(self, thing: Any) -> Markup:
        """A text object, or a bare string."""
        if isinstance(thing, dict):
            said = str(thing.get("text", ""))
            return self.mrkdwn(said) if thing.get("type") == "mrkdwn" else markup.plain(said)
        return markup.plain(str(thing or ""))

    def words(self, thing: Any) -> str:
        """Without any markup, for attributes and options."""
        return with_emoji(str(thing.get("text", "") if isinstance(thing, dict) else thing or ""))

    def mrkdwn(self, text: str) -> Markup:
        return markup.mrkdwn(text, self._tag)

    def rich(self, block: Json) -> Markup:
        return rich_text(block, self)

    def markdown(self, text: str) -> Markup:
        return Markup(_markdown().render(with_emoji(text)))

    def _tag(self, tag: str) -> Markup:
        body, _, label = tag.partition("|")
        if body.startswith("@"):
            return self.mention(body[1:])
        if body.startswith("#"):
            return self.channel(body[1:])
        if body.startswith("!date^"):
            timestamp, format, url = [*body.removeprefix("!date^").split("^"), "", ""][:3]
            return self.date(timestamp, format, label, url)
        if body.startswith("!subteam^"):
            return self.broadcast(label.removeprefix("@") or body.removeprefix("!subteam^"))
        if body.startswith("!"):
            return self.broadcast(body[1:])
        return self.link(body, label)

    def link(self, address: str, label: str) -> Markup:
        there = self.here(unescape(address))
        if there.startswith("/"):
            return Markup('<a href="{}">{}</a>').format(there, with_emoji(unescape(label)) or "a message")
        return markup.link(address, label)

    def here(self, address: str) -> str:
        """A link to a message of the workspace leads to it in this window, its thread open."""
        found = _MESSAGE.match(address)
        if found is None or found["channel"] not in self.workspace.conversations:
            return address
        ts = f"{found['seconds']}.{found['rest']}"
        return f"{self.url(in_=found['channel'], thread=found['thread'] or ts)}#m{ts}"

    def mention(self, user: str) -> Markup:
        me = " me" if user == self.viewer.id else ""
        return Markup('<span class="mention{}">@{}</span>').format(me, self.name(user))

    def channel(self, channel: str) -> Markup:
        found = self.workspace.conversations.get(channel)
        if found is None or (found.kind != "channel" and self.viewer.id not in found.members):
            return Markup('<span class="mention">a private channel</span>')
        return Markup('<a class="mention" href="{}">#{}</a>').format(self.url(in_=found.id), found.name)

    def broadcast(self, name: str) -> Markup:
        return Markup('<span class="mention me">@{}</span>').format(name)

    def date(self, timestamp: str, format: str, fallback: str, url: str) -> Markup:
        try:
            moment = self.at(int(timestamp))
        except (ValueError, OverflowError):
            return escape(fallback or timestamp)
        said = dates.formatted(format, moment, self.now)
        if url:
            return self.link(url, said)
        full = f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M %Z}"
        return Markup('<time datetime="{}" title="{}">{}</time>').format(moment.isoformat(), full, said)


@cache
def _markdown() -> MarkdownIt:
    read = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")
    read.add_render_rule("link_open", _beside_the_window)
    return read


def _beside_the_window(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener noreferrer")
    return str(self.renderToken(tokens, index, options, env))
