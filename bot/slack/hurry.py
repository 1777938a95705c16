"""How much one person may do in a minute: far more than hands can, so that a script gone wrong holds up nobody else.

Counted in this process's memory: with several processes it is as much again for each. Nothing is written anywhere.
"""

from collections.abc import Callable
from time import monotonic

from bot.errors import BotError
from bot.slack import refusals

MINUTE = 60.0
#: So many people are remembered before those are dropped whose minute is over.
MANY = 10_000


class TooMuch(BotError):
    """Nothing was done."""

    def __init__(self) -> None:
        super().__init__(refusals.TOO_MUCH)


class Hurry:
    """A bucket a person: full at first, and filled again within a minute. `most` = 0 lets everything through."""

    def __init__(self, most: int, seconds: Callable[[], float] = monotonic) -> None:
        self._most, self._seconds = most, seconds
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, person: str) -> None:
        """Raises TooMuch."""
        if not self._most:
            return
        now = self._seconds()
        left, since = self._left.get(person, (float(self._most), now))
        left = min(float(self._most), left + (now - since) * self._most / MINUTE)
        if left < 1:
            raise TooMuch
        if len(self._left) >= MANY:
            self._forget(now)
        self._left[person] = (left - 1, now)

    def _forget(self, now: float) -> None:
        """Whoever did nothing for a minute has a full bucket anyway."""
        self._left = {person: told for person, told in self._left.items() if now - told[1] < MINUTE}
