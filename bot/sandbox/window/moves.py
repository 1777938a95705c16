"""Where the clock can be moved to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.refusals import Impossible
from bot.sandbox.workspace import Workspace

SPEEDS = ((0, "Stop"), (1, "As it goes"), (60, "A minute a second"), (600, "Ten minutes a second"))
_FRIDAY, _MONDAY = 4, 0


@dataclass(frozen=True)
class Move:
    name: str
    text: str


def home_zone(workspace: Workspace) -> str:
    """Of the workspace's administrator: whose Friday and Monday are meant."""
    people = workspace.organisation.people
    first = next((each for each in people if each.is_admin), people[0] if people else None)
    return first.zone if first else "UTC"


def offered(now: datetime, zone: str) -> Sequence[Move]:
    place = zone.rpartition("/")[2].replace("_", " ")
    friday, monday = (target(name, now, zone).astimezone(ZoneInfo(zone)) for name in ("friday", "monday"))
    return (
        Move("friday", f"{friday:%A} {friday.day} {friday:%B, %H:%M} in {place}"),
        Move("monday", f"{monday:%A} {monday.day} {monday:%B, %H:%M} in {place}"),
        Move("hour", "One hour on"),
        Move("day", "One day on"),
    )


def target(move: str, now: datetime, zone: str) -> datetime:
    """Raises Impossible for a move that is not offered."""
    if move == "hour":
        return now + timedelta(hours=1)
    if move == "day":
        local = now.astimezone(ZoneInfo(zone))
        return datetime.combine(local.date() + timedelta(days=1), local.timetz()).astimezone(UTC)
    if move in ("friday", "monday"):
        return _next(now, zone, *((_FRIDAY, time(15)) if move == "friday" else (_MONDAY, time(9))))
    raise Impossible(f"the clock knows no move {move!r}")


def _next(now: datetime, zone: str, weekday: int, at: time) -> datetime:
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(8))
    found = (datetime.combine(day, at, ZoneInfo(zone)) for day in days if day.weekday() == weekday)
    return next(moment for moment in found if moment > now).astimezone(UTC)
