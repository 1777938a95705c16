"""What Slack delivers as a message's text, as it was typed: names in place of ids."""

import re
from collections.abc import Mapping
from html import unescape

from sqlalchemy.orm import Session

from bot.slack import channels
from bot.slack.people import Profile

_TOKEN = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_CHANNEL = re.compile(r"<#(C[A-Z0-9]+)\|?>")
_SIGIL = {"@": "@", "#": "#", "!": "@"}
#: Where nobody told us a name: of a private channel, and of any group, Slack gives only the id.
_NAMELESS = {"#": "a channel", "!subteam^": "a group"}


def plain(session: Session, markup: str) -> str:
    return resolved(markup, names_in(session, markup))


def names_in(session: Session, markup: str) -> Mapping[str, str]:
    """Of people and of channels that are mentioned without a label."""
    profiles = (session.get(Profile, id) for id in mentioned(markup))
    named = {id: channels.name(session, id) for id in set(_CHANNEL.findall(markup))}
    people = {profile.id: profile.name for profile in profiles if profile}
    return people | {id: name for id, name in named.items() if name}


def mentioned(markup: str) -> frozenset[str]:
    return frozenset(re.findall(r"<@([UW][A-Z0-9_]+)", markup))


def resolved(markup: str, names: Mapping[str, str]) -> str:
    """A link's true address stands beside its label."""
    return unescape(_TOKEN.sub(lambda token: _typed(token[1], token[2], names), markup)).strip()


def _typed(target: str, label: str | None, names: Mapping[str, str]) -> str:
    if target.startswith("!date^"):
        return label or ""
    if target.startswith(("@", "#", "!")):
        name = label or names.get(target[1:])
        if not name and (nameless := next((_NAMELESS[one] for one in _NAMELESS if target.startswith(one)), "")):
            return nameless
        name = name or target[1:]
        return _SIGIL[target[0]] + name.removeprefix("@").removeprefix("#")
    address = target.removeprefix("mailto:")
    return f"{label} ({address})" if label and label not in (address, address.partition("://")[2]) else address
