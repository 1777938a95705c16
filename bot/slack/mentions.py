"""What Slack delivers as a message's text, as it was typed: names in place of ids."""

import re
from collections.abc import Mapping
from html import unescape

from sqlalchemy.orm import Session

from bot.slack.people import Profile

_TOKEN = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_SIGIL = {"@": "@", "#": "#", "!": "@"}


def plain(session: Session, markup: str) -> str:
    return resolved(markup, names_in(session, markup))


def names_in(session: Session, markup: str) -> Mapping[str, str]:
    profiles = (session.get(Profile, id) for id in mentioned(markup))
    return {profile.id: profile.name for profile in profiles if profile}


def mentioned(markup: str) -> frozenset[str]:
    return frozenset(re.findall(r"<@([UW][A-Z0-9_]+)", markup))


def resolved(markup: str, names: Mapping[str, str]) -> str:
    """A link's true address stands beside its label."""
    return unescape(_TOKEN.sub(lambda token: _typed(token[1], token[2], names), markup)).strip()


def _typed(target: str, label: str | None, names: Mapping[str, str]) -> str:
    if target.startswith("!date^"):
        return label or ""
    if target.startswith(("@", "#", "!")):
        name = label or names.get(target[1:]) or target[1:].removeprefix("subteam^")
        return _SIGIL[target[0]] + name.removeprefix("@").removeprefix("#")
    address = target.removeprefix("mailto:")
    return f"{label} ({address})" if label and label not in (address, address.partition("://")[2]) else address
