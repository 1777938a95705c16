"""What a report's times must be like. Field → sentence, empty where all is well."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.reports import refusals

#: What a person's clock may be ahead of ours.
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True)
class Times:
    began_at: datetime
    noticed_at: datetime | None = None
    mitigated_at: datetime | None = None
    ended_at: datetime | None = None


def time_faults(times: Times, now: datetime) -> Mapping[str, str]:
    """Mitigated may be before noticed: some things heal before anybody looks. Nothing may be before it began."""
    found = {}
    for name, at in vars(times).items():
        if at is None:
            continue
        if at > now + CLOCKS_DIFFER:
            found[name] = refusals.IN_THE_FUTURE
        elif at < times.began_at:
            found[name] = refusals.BEFORE_IT_BEGAN
    if times.ended_at and times.mitigated_at and times.ended_at < times.mitigated_at and "ended_at" not in found:
        found["ended_at"] = refusals.BEFORE_IT_WAS_MITIGATED
    return found
