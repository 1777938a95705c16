import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.sandbox.invented import CHANNELS, DOMAIN, PEOPLE, TEAM


@dataclass(frozen=True)
class Person:
    name: str
    real_name: str
    title: str = ""
    zone: str = "Europe/Berlin"
    id: str = ""
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    deleted: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.id or _id("U0", self.name))


@dataclass(frozen=True)
class Channel:
    name: str
    members: tuple[str, ...] = ()
    everyone: bool = False
    with_bot: bool = False
    private: bool = False
    general: bool = False
    topic: str = ""
    purpose: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.id or _id("C0", self.name))


@dataclass(frozen=True)
class App:
    name: str = "cadence"
    app_id: str = "A0CADENCE"
    bot_user_id: str = "U0CADENCE"
    bot_id: str = "B0CADENCE"
    bot_token: str = "xoxb-sandbox"
    app_token: str = "xapp-sandbox"
    signing_secret: str = "sandbox-secret"
    client_id: str = "1000000000.2000000000"
    client_secret: str = "sandbox-client-secret"
    request_url: str | None = None
    manifest: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Organisation:
    team: str
    domain: str
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    app: App = field(default_factory=App)
    team_id: str = "T0SANDBOX"

    def with_manifest(self, manifest: Mapping[str, Any]) -> "Organisation":
        return replace(self, app=replace(self.app, manifest=manifest))


def invented() -> Organisation:
    """A freight company that does not exist: a dozen people in three time zones."""
    return Organisation(
        team=TEAM,
        domain=DOMAIN,
        people=tuple(Person(**person) for person in PEOPLE),
        channels=tuple(_channel(channel) for channel in CHANNELS),
    )


def read_organisation(path: Path) -> Organisation:
    """Reads a TOML file; what it leaves out comes from the invented organisation."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    base = invented()
    return Organisation(
        team=told.get("team", base.team),
        domain=told.get("domain", base.domain),
        team_id=told.get("team_id", base.team_id),
        people=tuple(Person(**person) for person in told["people"]) if "people" in told else base.people,
        channels=tuple(map(_channel, told["channels"])) if "channels" in told else base.channels,
        app=_app(told, path.parent),
    )


def _app(told: Mapping[str, Any], folder: Path) -> App:
    app = App(**told.get("app", {}))
    if "manifest" not in told:
        return app
    return replace(app, manifest=json.loads((folder / told["manifest"]).read_text(encoding="utf-8")))


def _channel(told: Mapping[str, Any]) -> Channel:
    return Channel(**{**told, "members": tuple(told.get("members", ()))})


def _id(prefix: str, name: str) -> str:
    return prefix + "".join(letter for letter in name.upper() if letter.isalnum())
