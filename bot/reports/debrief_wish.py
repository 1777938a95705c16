"""What stood in the form of a debrief."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Wish:
    at: datetime | None
    minutes: int
    people: tuple[str, ...]
    place: str = ""
    questions: str = ""
