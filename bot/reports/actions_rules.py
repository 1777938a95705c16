"""Where an action stands, and by when. Values in, findings out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.reports.hours import IsWorkingDay, after


class Kind(StrEnum):
    """What an action changes, if the same happens again."""

    PREVENT = "prevent"
    DETECT = "detect"
    MITIGATE = "mitigate"
    LEARN = "learn"


class Stand(StrEnum):
    """From DONE on, in the words of the commitment that it became."""

    NEEDS_OWNER = "needs an owner"
    ASKED = "asked"
    DECLINED = "declined"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"
    PAUSED = "paused"
    SILENT = "silent"
    PAST_DATE = "past its date"
    WITHOUT_OWNER = "without an owner"
    DONE = "done"
    PARTLY = "partly done"
    MISSED = "missed"
    DROPPED = "dropped"


#: One mark and one word, as promises have them.
MARKS = {
    Stand.NEEDS_OWNER: "∅",
    Stand.ASKED: "◌",
    Stand.DECLINED: "⊘",
    Stand.ON_TRACK: "●",
    Stand.AT_RISK: "▲",
    Stand.OFF_TRACK: "◆",
    Stand.PAUSED: "‖",
    Stand.SILENT: "○",
    Stand.PAST_DATE: "◇",
    Stand.WITHOUT_OWNER: "∅",
    Stand.DONE: "✓",
    Stand.PARTLY: "◐",
    Stand.MISSED: "✕",
    Stand.DROPPED: "–",
}
#: Nothing more is expected of these.
ENDED = (Stand.DONE, Stand.PARTLY, Stand.MISSED, Stand.DROPPED)
#: Nobody has promised these yet.
UNPROMISED = (Stand.NEEDS_OWNER, Stand.ASKED, Stand.DECLINED)
_WORDS = {"kept": Stand.DONE, "partly kept": Stand.PARTLY}


@dataclass(frozen=True)
class Promised:
    """What commitments tell of the one that an action became: its phase, and the last word of its owner."""

    phase: str
    word: str | None
    holder: str | None
    due_at: datetime | None
    silent_at: datetime | None


def stand(promised: Promised | None, now: datetime) -> Stand:
    if promised is None:
        return Stand.NEEDS_OWNER
    if promised.phase == "proposed":
        return Stand.ASKED
    if promised.phase == "never":
        return Stand.DECLINED if promised.word == "declined" else Stand.NEEDS_OWNER
    word = _WORDS.get(promised.word or "") or Stand(promised.word or Stand.ON_TRACK)
    return word if promised.phase == "closed" else _open(promised, word, now)


def _open(promised: Promised, word: Stand, now: datetime) -> Stand:
    if promised.due_at and promised.due_at <= now:
        return Stand.PAST_DATE
    if promised.holder is None:
        return Stand.WITHOUT_OWNER
    return Stand.SILENT if promised.silent_at and promised.silent_at <= now else word


def within(days: Sequence[int], severity: int) -> int:
    """So many working days for this severity; the last number holds for all that follow."""
    return days[min(severity, len(days)) - 1]


def due(ended: date | None, today: date, days: int, is_working_day: IsWorkingDay) -> date:
    """So many working days after the incident; where that is over, so many from today."""
    planned = after(ended or today, days, is_working_day)
    return planned if planned > today else after(today, days, is_working_day)
