"""Names of people and channels in settings, looked up in what Slack lists."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bot import config_text
from bot.config import Document, Fault, line_of

PEOPLE_KEYS = (
    ("people", "cto"),
    ("people", "delegates"),
    ("people", "operators"),
    ("people", "stand_in"),
    ("commitments", "leaders"),
    ("questions", "chief_of_staff"),
)
CHANNEL_KEYS = (
    ("focus", "channel"),
    ("all_hands", "channel"),
    ("questions", "channel"),
    ("reports", "channel"),
    ("reports", "engineering_channel"),
    ("reports", "severe_channel"),
)
#: Begin with a channel, and go on with when.
AUDIENCE_KEYS = (("focus", "audiences"), ("reports", "service_channels"))
KEYS = (*PEOPLE_KEYS, *CHANNEL_KEYS, *AUDIENCE_KEYS)

#: Slack says of it that it is no bot.
SLACKBOT = "USLACKBOT"
GUEST_FLAGS = ("is_restricted", "is_ultra_restricted", "is_stranger")

Listed = Mapping[str, Any]


@dataclass(frozen=True)
class Directory:
    """What `users.list` and `conversations.list` answered."""

    users: Sequence[Listed]
    channels: Sequence[Listed]

    def user(self, name: str) -> str:
        """The id of an active person. Raises LookupError with a sentence."""
        wanted = name.removeprefix("@").casefold()
        found = [user for user in self.users if name == user["id"] or wanted in _names(user)]
        if not found:
            raise LookupError(config_text.nobody(name))
        working = [user for user in found if _works_here(user)]
        shown = str(found[0].get("real_name") or name) if name == found[0]["id"] else name
        if not working:
            raise LookupError(config_text.not_working_here(shown))
        if len(working) > 1:
            raise LookupError(config_text.several(name, [user["id"] for user in working]))
        if any(working[0].get(flag) for flag in GUEST_FLAGS):
            raise LookupError(config_text.guest(shown))
        return str(working[0]["id"])

    def anybody(self, name: str) -> tuple[str, set[str]]:
        """The id of a person, also of one who left, with their names as written. Raises LookupError with a sentence."""
        wanted = name.removeprefix("@").casefold()
        found = [user for user in self.users if name == user["id"] or wanted in _names(user) | _addresses(user)]
        if not found:
            raise LookupError(config_text.nobody_listed(name))
        if len(found) > 1:
            raise LookupError(config_text.several(name, [user["id"] for user in found]))
        return str(found[0]["id"]), _as_written(found[0])

    def channel(self, name: str) -> str:
        """The id of a channel that the bot is in. Raises LookupError with a sentence."""
        wanted = name.removeprefix("#").casefold()
        found = [channel for channel in self.channels if name == channel["id"] or wanted == channel["name"]]
        if not found:
            raise LookupError(config_text.no_channel(name))
        if found[0].get("is_archived"):
            raise LookupError(config_text.archived(found[0]["name"]))
        if not found[0].get("is_member"):
            raise LookupError(config_text.not_in(found[0]["name"]))
        return str(found[0]["id"])

    def audience(self, text: str) -> str:
        """With the id of the channel that it begins with. Raises LookupError with a sentence."""
        name, _, when = text.strip().partition(" ")
        return f"{self.channel(name)} {when}"


def _works_here(user: Listed) -> bool:
    return not (user.get("deleted") or user.get("is_bot") or user["id"] == SLACKBOT)


def _names(user: Listed) -> set[str]:
    return {name.casefold() for name in _as_written(user)}


def _as_written(user: Listed) -> set[str]:
    profile = user.get("profile", {})
    given = (user.get("name"), user.get("real_name"), profile.get("display_name"), profile.get("real_name"))
    return {name for name in given if name}


def _addresses(user: Listed) -> set[str]:
    """Only where the app may read them."""
    address = user.get("profile", {}).get("email")
    return {address.casefold()} if address else set()


def is_looked_up(key: str) -> bool:
    return tuple(key.split(".")) in KEYS


def mentions_people_or_channels(document: Document) -> bool:
    return any(_value(document, path) for path in KEYS)


def resolved(document: Document, directory: Directory, source: str = "") -> tuple[Document, list[Fault]]:
    """The document with ids in place of names, without those that cannot be found; and what is wrong with these."""
    answer = deepcopy(document)
    faults = [
        *_resolve(answer, PEOPLE_KEYS, directory.user, source),
        *_resolve(answer, CHANNEL_KEYS, directory.channel, source),
        *_resolve(answer, AUDIENCE_KEYS, directory.audience, source),
    ]
    return answer, faults


def _resolve(
    document: Document, paths: Sequence[tuple[str, str]], look_up: Callable[[str], str], source: str
) -> Iterator[Fault]:
    for section, name in paths:
        value = _value(document, (section, name))
        given = value if isinstance(value, list) else [value]
        found = []
        for one in filter(None, given):
            try:
                found.append(look_up(one) if isinstance(one, str) else one)
            except LookupError as error:
                key = f"{section}.{name}"
                yield Fault(key, str(error.args[0]), line_of(source, key, one))
        if isinstance(value, list):
            document[section][name] = found
        elif value:
            document[section][name] = found[0] if found else None


def _value(document: Document, path: tuple[str, str]) -> Any:
    section = document.get(path[0])
    return section.get(path[1]) if isinstance(section, dict) else None
