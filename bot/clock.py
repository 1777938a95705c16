"""The only reading of the system clock.

Edges (listeners, schedule, delivery, web, cli) read it and pass `now` on; everything below them is given the time.
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
