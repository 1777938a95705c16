import time
from datetime import UTC, datetime, timedelta

FASTEST = 3600.0


class Clock:
    """The workspace's time: follows real time, runs faster or stands still, and can be moved."""

    def __init__(self, at: datetime | None = None, *, running: bool = True) -> None:
        self._at = _aware(at) if at else datetime.now(UTC)
        self._since = time.monotonic()
        self.running = running
        self.speed = 1.0

    def now(self) -> datetime:
        if not self.running:
            return self._at
        return self._at + timedelta(seconds=(time.monotonic() - self._since) * self.speed)

    def set(self, at: datetime) -> None:
        self._at, self._since = _aware(at), time.monotonic()

    def advance(self, seconds: float) -> None:
        self.set(self.now() + timedelta(seconds=seconds))

    def run(self, running: bool) -> None:
        self.set(self.now())
        self.running = running

    def run_at(self, speed: float) -> None:
        """So many seconds in each; 1 is real time."""
        if not 0 < speed <= FASTEST:
            raise ValueError(f"the workspace clock runs at a speed between 0 and {FASTEST:.0f}")
        self.set(self.now())
        self.speed = speed


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("the workspace clock needs a time with its zone, such as 2026-03-02T09:00:00+01:00")
    return at.astimezone(UTC)
