"""How a promise's expected day moved from update to update. Updates in, findings out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.commitments.counting import Course
from bot.commitments.states import Kind, State

#: The newest; a chart takes no more.
MOST_UPDATES = 20
_TELLING = (Kind.ACCEPTED, Kind.SAID, Kind.MOVED)


@dataclass(frozen=True)
class Slip:
    """Of one promise: its first date, and for each day on which something was said the day then expected."""

    id: int
    what: str
    first: date
    updates: tuple[tuple[date, date], ...]

    @property
    def moved(self) -> bool:
        return any(expected != self.first for _, expected in self.updates)

    def days_after(self, day: date) -> int:
        """How far beyond the first date it was expected, by what had been said until then."""
        heard = [expected for on, expected in self.updates if on <= day]
        return (heard[-1] - self.first).days if heard else 0


def slip(number: int, what: str, course: Course) -> Slip | None:
    """None without a date. Of several words on one day the last counts."""
    first, updates = course.standing.first, dict[date, date]()
    expected = first
    for update, standing in course.told:
        if update.kind not in _TELLING or standing.promised is None:
            continue
        if update.state in (State.KEPT, State.PARTLY_KEPT):
            expected = standing.closed_on
        elif update.kind is Kind.SAID and update.forecast:
            expected = update.forecast
        elif update.day:
            expected = update.day
        updates[standing.local_day(update.at)] = expected or standing.promised
    return Slip(number, what, first, tuple(updates.items())[-MOST_UPDATES:]) if first else None


def update_days(slips: Sequence[Slip]) -> list[date]:
    """The newest days on which anything was said."""
    return sorted({on for slip in slips for on, _ in slip.updates})[-MOST_UPDATES:]
