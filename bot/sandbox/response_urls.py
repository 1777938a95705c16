from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.ids import Ids
from bot.sandbox.limits import Limits


@dataclass
class ResponseUrl:
    channel: str
    user: str
    at: datetime
    ts: str | None = None
    """The message whose button was used; none after a slash command."""
    thread_ts: str | None = None
    uses: int = 0
    ended: str | None = None
    """Why it no longer works, before its time."""


class ResponseUrls:
    """Slack: five answers within thirty minutes."""

    def __init__(self, ids: Ids, now: Callable[[], datetime], limits: Limits) -> None:
        self._ids, self._now, self._limits = ids, now, limits
        self._given: dict[str, ResponseUrl] = {}

    def mint(self, channel: str, user: str, ts: str | None = None, thread_ts: str | None = None) -> str:
        token = f"{self._ids.number('response'):012d}"
        self._given[token] = ResponseUrl(channel, user, self._now(), ts, thread_ts)
        return token

    def end(self, token: str, error: str) -> None:
        self._given[token].ended = error

    def use(self, token: str) -> ResponseUrl | str:
        """The address, or why it no longer works."""
        found = self._given.get(token)
        if found is None:
            return "invalid_url"
        if found.ended:
            return found.ended
        if self._now() - found.at > timedelta(minutes=self._limits.response_url_minutes):
            return "expired_url"
        if found.uses >= self._limits.response_url_uses:
            return "used_url"
        found.uses += 1
        return found
