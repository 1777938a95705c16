"""Slack's dates, in the zone of whoever reads them."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"\{([a-z_]+)\}")


def at(ts: str | float, zone: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC).astimezone(ZoneInfo(zone))


def formatted(format: str, moment: datetime, now: datetime) -> str:
    """`{date_short_pretty} at {time}`; what it does not know stays as it is."""

    def token(found: re.Match[str]) -> str:
        write = _TOKENS.get(found[1].removesuffix("_pretty"))
        if write is None:
            return found[0]
        near = _near(moment, now) if found[1].endswith("_pretty") else ""
        return near or write(moment, now)

    said = _TOKEN.sub(token, format)
    return said[:1].upper() + said[1:] if format.startswith("{") else said


def _near(moment: datetime, now: datetime) -> str:
    days = (moment.date() - now.astimezone(moment.tzinfo).date()).days
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days, "")


def _day(moment: datetime) -> str:
    ending = "th" if 11 <= moment.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(moment.day % 10, "th")
    return f"{moment:%B} {moment.day}{ending}"


def _this_year(moment: datetime, now: datetime, text: str) -> str:
    return text if moment.year == now.year else f"{text}, {moment.year}"


def ago(moment: datetime, now: datetime) -> str:
    passed = now - moment
    sizes = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
    for size, name in sizes:
        if number := abs(passed) // size:
            counted = f"{number} {name}{'s' if number > 1 else ''}"
            return f"{counted} ago" if passed > timedelta() else f"in {counted}"
    return "just now"


_TOKENS: Mapping[str, Callable[[datetime, datetime], str]] = {
    "date_num": lambda moment, _: f"{moment:%Y-%m-%d}",
    "date_slash": lambda moment, _: f"{moment:%m/%d/%Y}",
    "date": lambda moment, now: _this_year(moment, now, _day(moment)),
    "date_short": lambda moment, _: f"{moment:%b} {moment.day}, {moment.year}",
    "date_long": lambda moment, now: _this_year(moment, now, f"{moment:%A}, {_day(moment)}"),
    "date_long_full": lambda moment, _: f"{moment:%A}, {_day(moment)}, {moment.year}",
    "time": lambda moment, _: f"{moment:%H:%M}",
    "time_secs": lambda moment, _: f"{moment:%H:%M:%S}",
    "ago": ago,
}


def day_title(moment: datetime, now: datetime) -> str:
    """Over the messages of a day."""
    near = _near(moment, now)
    day = f"{moment:%A} {moment.day} {moment:%B}"
    return f"{near.capitalize()}, {day}" if near else day
