"""What stands in the forms of a debrief: who meets when, and the notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.reports.section_forms import Theirs


@dataclass(frozen=True)
class Wish:
    at: datetime | None
    minutes: int
    people: tuple[str, ...]
    place: str = ""
    questions: str = ""


@dataclass(frozen=True)
class Written:
    """`was`: stamps of the notes as the form was opened (meanwhile.py)."""

    report: int
    text: str
    was: Mapping[str, str] | None = None
    #: Stamp of the draft that it began with.
    draft: str = ""


@dataclass(frozen=True)
class Shown:
    """What a form begins with. `turn` tells fields of one window from those drawn before."""

    text: str
    was: Mapping[str, str]
    theirs: Theirs | None = None
    turn: int = 0
    draft: str = ""
