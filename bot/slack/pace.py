"""How fast one process may go: Slack's limits on a workspace, what Slack asked to rest, and when to look again."""

import heapq
from datetime import datetime, timedelta

#: Slack: "several hundred" posts a minute a workspace. Kept by each process; what several send together meets 429.
POSTS_A_MINUTE = 300
#: Posts after a rest, before the minute's pace counts. Slack tolerates bursts but publishes none.
POSTS_AT_ONCE = 25

#: Rests every method: the token is not taken.
EVERYTHING = "*"


class Bucket:
    """Fills evenly up to `at_once`; each post takes one."""

    def __init__(self, a_minute: float = POSTS_A_MINUTE, at_once: float = POSTS_AT_ONCE) -> None:
        self._each = timedelta(minutes=1) / a_minute
        self._at_once, self._left = at_once, at_once
        self._filled: datetime | None = None

    def left(self, now: datetime) -> int:
        # A clock that was put back fills nothing, and takes nothing away.
        passed = max(timedelta(), now - self._filled) if self._filled else timedelta()
        self._left, self._filled = min(self._at_once, self._left + passed / self._each), now
        return int(self._left + 1e-6)

    def take(self, number: int) -> None:
        self._left -= number

    def empty(self) -> None:
        self._left = 0

    def next(self, now: datetime) -> datetime:
        """When there is one to take."""
        self.left(now)
        return now + max(0.0, 1 - self._left) * self._each


class Pace:
    """What this process learned of Slack's limits. Nothing of it outlives the process, nor must."""

    def __init__(self) -> None:
        self.posts = Bucket()
        self._closed: dict[str, datetime] = {}
        self._instants: list[datetime] = []
        #: Slack did not take the token when it was last tried.
        self.held = False

    def close(self, method: str, until: datetime) -> None:
        """Slack asked for it, or takes no call at all."""
        self._closed[method] = max(until, self._closed.get(method, until))
        self.look_again(until)

    def closed_until(self, method: str, now: datetime) -> datetime | None:
        until = max((self._closed[name] for name in (method, EVERYTHING) if name in self._closed), default=now)
        return until if until > now else None

    def look_again(self, at: datetime) -> None:
        """Something may leave at this instant."""
        heapq.heappush(self._instants, at)

    def rest(self, now: datetime, longest: float) -> float:
        """Seconds until the next such instant, at most `longest`."""
        while self._instants and self._instants[0] <= now:
            heapq.heappop(self._instants)
        following = self._instants[0] - now if self._instants else timedelta(seconds=longest)
        return min(longest, following.total_seconds())
