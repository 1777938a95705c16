import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The workspace's time: follows real time or stands still, and can be moved."""

    def __init__(self, at: datetime | None = None, *, running: bool = True) -> None:
        self._at = _aware(at) if at else datetime.now(UTC)
        self._since = time.monotonic()
        self.running = running

    def now(self) -> datetime:
        if not self.running:
            return self._at
        return self._at + timedelta(seconds=time.monotonic() - self._since)

    def set(self, at: datetime) -> None:
        self._at, self._since = _aware(at), time.monotonic()

    def advance(self, seconds: float) -> None:
        self.set(self.now() + timedelta(seconds=seconds))

    def run(self, running: bool) -> None:
        self.set(self.now())
        self.running = running


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("the workspace clock needs a time with its zone, such as 2026-03-02T09:00:00+01:00")
    return at.astimezone(UTC)
