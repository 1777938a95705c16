"""What the workspace suggests for a first set-up: the installer's zone, its country, a channel called like #cto."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import config
from bot.config import Document
from bot.settings import Operating, SettingsVersion
from bot.slack.channels import ChannelSize
from bot.slack.people import Profile
from bot.working_time import holidays_of

#: What a new organisation begins with: the post, and the buttons under it. Others are one tick away.
FIRST_PRACTICES = ("focus", "questions")


def proposed(session: Session, settings: Operating, installer: str) -> Document:
    """The settings with proposals where nothing was ever saved."""
    document = config.as_document(settings)
    if session.scalar(sa.select(sa.func.count()).select_from(SettingsVersion)):
        return document
    zone = zone_of(session, installer)
    given: dict[str, str | list[str]] = {
        "calendar.zone": zone,
        "calendar.country": country_of(zone),
        "people.operators": [installer],
    }
    given["focus.channel"] = channel_like_cto(_names(session)) or ""
    for key, value in given.items():
        if value:
            config.put(document, key, value)
    document["practices"] = {name: name in FIRST_PRACTICES for name in type(settings.practices).model_fields}
    return document


def zone_of(session: Session, person: str) -> str:
    profile = session.get(Profile, person)
    try:
        return str(ZoneInfo(profile.zone)) if profile else "UTC"
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"


def country_of(zone: str) -> str:
    """Where most people of this zone live; nothing where that is not known, or its holidays are not."""
    country = _countries().get(zone, "")
    try:
        return country if country and holidays_of(country) else ""
    except ValueError:
        return ""


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Zone → country, by the table that travels with the time zone data."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def _names(session: Session) -> Mapping[str, str]:
    rows = session.execute(sa.select(ChannelSize.id, ChannelSize.name).where(sa.not_(ChannelSize.archived)))
    return {id: name for id, name in rows}


def channel_like_cto(names: Mapping[str, str]) -> str | None:
    """#cto, or else the shortest name with that word in it. `names`: id → name."""
    found = [(len(name), name, id) for id, name in names.items() if "cto" in _words(name)]
    return min(found)[2] if found else None


def _words(name: str) -> Iterable[str]:
    return re.split(r"[-_]", name.casefold())
