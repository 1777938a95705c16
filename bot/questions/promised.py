"""The days by which somebody said that they would get back, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.questions.course import Course
from bot.questions.events import Event
from bot.questions.rules import was_kept


@dataclass(frozen=True)
class Named:
    until: datetime
    person: str
    #: None while it may still be.
    kept: bool | None


def named(course: Course, now: datetime) -> Sequence[Named]:
    """Every day, the oldest first: naming another makes none good, and asking again takes none back."""
    told = (_named(course, event, now) for event in course.promises)
    return list({(one.person, one.until): one for one in told}.values())


def _named(course: Course, event: Event, now: datetime) -> Named:
    """Kept by the first end of the waiting since it was named, in whatever round."""
    until = datetime.fromisoformat(event.says)
    ends = (round_.end.at for round_ in course.rounds if round_.end and round_.end.at >= event.at)
    return Named(until, event.person, was_kept(until, next(ends, None), now))
