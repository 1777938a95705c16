"""Courses of commitments in short: `course("2 Jan accept for 20 Mar", …)` reads as people would tell it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.commitments.counting import Course
from bot.commitments.states import Kind, State, Update

YEAR = 2026
PRIYA, JONAS = "U0PRIYA", "U0JONAS"
KOLKATA, BERLIN = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Berlin")


def day(text: str) -> date:
    return datetime.strptime(f"{text} {YEAR}", "%d %b %Y").replace(tzinfo=UTC).date()


def noon(text: str) -> datetime:
    return datetime.combine(day(text), time(12), UTC)


def course(*told: str, rhythm_days: int = 14, zone: ZoneInfo = BERLIN) -> Course:
    """Each is `DAY promise DAY`, `DAY move DAY`, `DAY STATE [DAY]` or `DAY KIND`; all at noon in UTC."""
    return Course(list(_updates(told, zone)), rhythm_days)


def _updates(told: tuple[str, ...], zone: ZoneInfo) -> Iterator[Update]:
    number = 0
    for sentence in told:
        found = re.fullmatch(r"(\d+ \w{3}) (.*?)(?: (\d+ \w{3}))?", sentence)
        assert found, sentence
        at, what, other = noon(found[1]), found[2], day(found[3]) if found[3] else None
        for update in _read(what, other, zone):
            number += 1
            yield Update(number=number, at=at, by=PRIYA, **update)


def _read(what: str, other: date | None, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    if what == "promise":
        yield {"kind": Kind.PROPOSED, "owner": PRIYA, "zone": zone, "day": other}
        yield {"kind": Kind.ACCEPTED}
    elif what == "propose":
        yield {"kind": Kind.PROPOSED, "owner": PRIYA, "zone": zone, "day": other}
    elif what == "move":
        yield {"kind": Kind.MOVED, "day": other}
    elif what.startswith("hand over to "):
        yield {"kind": Kind.OFFERED, "owner": what.removeprefix("hand over to ")}
        yield {"kind": Kind.TAKEN, "owner": what.removeprefix("hand over to "), "zone": zone}
    elif what in [state.value for state in State]:
        state = State(what)
        until = {"until": other} if state is State.PAUSED else {"forecast": other}
        yield {"kind": Kind.SAID, "state": state, **until}
    else:
        yield {"kind": Kind(what), "day": other}
