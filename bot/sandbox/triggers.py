import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.clock import Clock
from bot.sandbox.ids import Ids
from bot.sandbox.refusals import Refused


@dataclass
class _Trigger:
    user: str
    at: datetime
    real: float
    used: bool = False
    dead: bool = False


class Triggers:
    """Slack: a trigger id opens one view, within three seconds."""

    def __init__(self, ids: Ids, clock: Clock, lives: float) -> None:
        self._ids, self._clock, self._lives = ids, clock, lives
        self._given: dict[str, _Trigger] = {}

    def issue(self, user: str) -> str:
        number = self._ids.number("trigger")
        trigger_id = f"{number}.{number:012d}.sandbox{number:08x}"
        self._given[trigger_id] = _Trigger(user, self._clock.now(), time.monotonic())
        return trigger_id

    def exchange(self, trigger_id: str | None) -> str:
        """Whoever caused the trigger."""
        trigger = self._given.get(trigger_id or "")
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if trigger.dead or self._late(trigger):
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def end(self, trigger_id: str, *, used: bool) -> None:
        """From now on it is refused, as used or as too old."""
        trigger = self._given[trigger_id]
        trigger.used, trigger.dead = used, not used

    def _late(self, trigger: _Trigger) -> bool:
        moved = self._clock.now() - trigger.at > timedelta(seconds=self._lives * max(1.0, self._clock.speed))
        return moved or time.monotonic() - trigger.real > self._lives
