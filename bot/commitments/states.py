"""The words for what is said of a commitment, and for where it stands."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """What an update is. Only once it is accepted, a commitment is a promise."""

    PROPOSED = "proposed"
    #: The owner would promise another date.
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    #: Whoever was asked left before answering.
    LAPSED = "lapsed"
    #: How it goes, or how it ended.
    SAID = "said"
    #: Another date is promised.
    MOVED = "moved"
    #: A hand-over asked for, accepted, refused.
    OFFERED = "offered"
    TAKEN = "taken"
    REFUSED = "refused"
    #: The owner left.
    ORPHANED = "orphaned"
    #: The owner lives in another time zone.
    RELOCATED = "relocated"


class State(StrEnum):
    """What people see. Up to DROPPED somebody said so; the rest follows from dates and silence."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"
    PAUSED = "paused"
    KEPT = "kept"
    PARTLY_KEPT = "partly kept"
    MISSED = "missed"
    DROPPED = "dropped"
    PROPOSED = "proposed"
    #: No update within its rhythm, however good the last word was.
    SILENT = "silent"
    PAST_DATE = "past its date"
    WITHOUT_OWNER = "without an owner"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


SAYABLE = tuple(State)[:8]
CLOSING = (State.KEPT, State.PARTLY_KEPT, State.MISSED, State.DROPPED)
WORRYING = (State.AT_RISK, State.OFF_TRACK, State.SILENT, State.PAST_DATE, State.WITHOUT_OWNER)


class Phase(StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    CLOSED = "closed"
    #: Declined or withdrawn: it never was a promise.
    NEVER = "never"


class Update(NamedTuple):
    """One dated statement on a commitment.

    `day` is a promised date, asked for or agreed; `forecast` the day the owner expects or, of what is kept, the
    day it was; `until` ends a pause. `zone` is the owner's, where the owner changes, or lives elsewhere by now.
    """

    number: int
    kind: Kind
    at: datetime
    by: str
    state: State | None = None
    day: date | None = None
    forecast: date | None = None
    until: date | None = None
    owner: str | None = None
    zone: ZoneInfo | None = None
    note: str = ""
    #: The number of an earlier update that this one puts right.
    corrects: int | None = None
