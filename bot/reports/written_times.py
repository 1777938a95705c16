"""Times as people write them, in a named zone: what clocks never showed is refused, what they showed twice asked."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.local_time import resolve
from bot.reports import refusals

_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T]+(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?:\s*(?:(?P<offset>[+-]\d\d):?(?P<offset_minute>\d\d)|(?P<name>[A-Z]{1,5})))?"
)
#: Within these every zone can show a time, and Slack too.
YEARS = range(1971, 9999)
#: No clock is further from UTC.
FURTHEST = timedelta(hours=14)


def read(text: str, zone: ZoneInfo) -> datetime:
    """In UTC. Raises ValueError with a sentence."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise ValueError(refusals.HOW_TO_WRITE_A_TIME)
    try:
        local = datetime.fromisoformat(
            f"{found['day']}T{int(found['hour']):02}:{found['minute']}:{found['second'] or '00'}"
        )
    except ValueError:
        raise ValueError(refusals.no_time(text.strip())) from None
    if local.year not in YEARS:
        raise ValueError(refusals.odd_year(local.year))
    if found["offset"]:
        return _with_offset(local, found["offset"], found["offset_minute"])
    return _named(local, found["name"], zone)


def _with_offset(local: datetime, hours: str, minutes: str) -> datetime:
    sign = -1 if hours.startswith("-") else 1
    offset = sign * timedelta(hours=int(hours[1:]), minutes=int(minutes))
    if abs(offset) > FURTHEST:
        raise ValueError(refusals.odd_offset(f"{hours}:{minutes}"))
    return (local - offset).replace(tzinfo=UTC)


def _named(local: datetime, name: str | None, zone: ZoneInfo) -> datetime:
    if name in ("Z", "UTC", "GMT"):
        return local.replace(tzinfo=UTC)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if name and name not in (first.tzname(), second.tzname()):
        raise ValueError(refusals.other_zone(name, zone.key))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if second.astimezone(UTC) < first.astimezone(UTC):
        shown = resolve(local, zone).astimezone(zone)
        raise ValueError(refusals.never_shown(zone.key, f"{shown:%H:%M}"))
    for one in (first, second):
        if name and one.tzname() == name:
            return one.astimezone(UTC)
    raise ValueError(refusals.shown_twice(zone.key, offset_text(first), offset_text(second)))


def text_of(instant: datetime, zone: ZoneInfo) -> str:
    """As `read` reads it, to the minute; with the offset where the time alone would not say which."""
    local = instant.astimezone(zone)
    written = f"{local:%Y-%m-%d %H:%M}"
    other = local.replace(fold=1 - local.fold)
    return written if other.utcoffset() == local.utcoffset() else f"{written} {offset_text(local)}"


def offset_text(local: datetime) -> str:
    offset = f"{local:%z}"
    return f"{offset[:3]}:{offset[3:]}"
