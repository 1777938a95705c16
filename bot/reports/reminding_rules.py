"""When the owner of a report is reminded of it: at half of the time, at its end, then once a week. Values in."""

from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class Toward(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Stage(StrEnum):
    HALF = "half"
    TARGET = "target"
    LATE = "late"


def reminders(start: date, due: date, today: date) -> int:
    """How many there are by today, of a step that began on `start`."""
    if today >= due:
        return 2 + (today - due) // WEEK
    half = start + timedelta(days=((due - start).days + 1) // 2)
    return 1 if start < half <= today else 0


def to_send(start: date, due: date, today: date, sent: int) -> int:
    """The number of the one that is due now; 0 where none is. What was due before the step began is nobody's doing."""
    number = reminders(start, due, today)
    return number if number > max(sent, reminders(start, due, start)) else 0


def stage(number: int) -> Stage:
    return (Stage.HALF, Stage.TARGET)[number - 1] if number <= 2 else Stage.LATE
