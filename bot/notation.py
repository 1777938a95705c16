"""How times, working hours, absences and audiences are written in settings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, PlainSerializer


def _whole_minute(value: time) -> time:
    if value.tzinfo or value.second or value.microsecond:
        raise ValueError("write the time as HH:MM, such as 15:00")
    return value


def _interval(text: str) -> str:
    start, _, end = text.partition("-")
    for part in (start, end):
        try:
            _whole_minute(time.fromisoformat(part.strip()))
        except ValueError:
            raise ValueError(f'write working hours as "09:00-17:30", not "{text}"') from None
    return f"{start.strip()}-{end.strip()}"


def _dates(text: str) -> str:
    first, _, last = text.partition("..")
    try:
        days = (date.fromisoformat(last.strip() or first.strip()) - date.fromisoformat(first.strip())).days
    except ValueError:
        raise ValueError(f'write an absence as "2026-07-06..2026-07-24", not "{text}"') from None
    if not 0 <= days <= 366:
        raise ValueError(f'"{text}" must end after it begins, and within a year')
    return f"{first.strip()}..{last.strip() or first.strip()}"


def _audience(text: str) -> str:
    channel, at, zone = [*text.split(), "", "", ""][:3]
    try:
        _whole_minute(time.fromisoformat(at))
        known = bool(re.fullmatch(r"[CG][A-Z0-9_]+", channel)) and len(text.split()) == 3 and ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        known = False
    if not known:
        raise ValueError(f'write an audience as "#channel 09:00 Asia/Kolkata", not "{text}"')
    return f"{channel} {at} {zone}"


def _service_channel(text: str) -> str:
    channel, _, service = text.strip().partition(" ")
    if not re.fullmatch(r"[CG][A-Z0-9_]+", channel) or not service.strip():
        raise ValueError(f'write the channel of a service as "#channel checkout", not "{text}"')
    return f"{channel} {service.strip()}"


def _public_name(text: str) -> str:
    inside, sign, outside = (part.strip() for part in text.partition("="))
    if not (inside and sign and outside):
        raise ValueError(f'write the public name of a service as "basilisk = the search", not "{text}"')
    return f"{inside} = {outside}"


ClockTime = Annotated[time, AfterValidator(_whole_minute), PlainSerializer(lambda value: value.strftime("%H:%M"))]
Interval = Annotated[str, AfterValidator(_interval)]
UserId = Annotated[str, Field(pattern=r"^[UW][A-Z0-9_]+$")]
Dates = Annotated[str, AfterValidator(_dates)]
AudienceText = Annotated[str, AfterValidator(_audience)]
ServiceChannelText = Annotated[str, AfterValidator(_service_channel)]
PublicNameText = Annotated[str, AfterValidator(_public_name)]
ChannelId = Annotated[str, Field(pattern=r"^[CG][A-Z0-9_]+$")]


def days_of(absence: str) -> Iterator[date]:
    first, last = map(date.fromisoformat, absence.split(".."))
    return (first + timedelta(days=at) for at in range((last - first).days + 1))


@dataclass(frozen=True)
class Audience:
    """Another channel that gets the post, at a morning of its own."""

    channel: str
    at: time
    zone: ZoneInfo

    @classmethod
    def read(cls, text: str) -> "Audience":
        channel, at, zone = text.split()
        return cls(channel, time.fromisoformat(at), ZoneInfo(zone))
