"""How often each method may be called, as Slack publishes it.

Slack counts per method, workspace and app, and publishes "so many and more a minute" for each tier but no burst.
Each method therefore has a bucket that holds a whole minute's calls and fills up evenly: what stays within the
published number in every minute is never refused, more than that in the long run always is.
`chat.postMessage` has two buckets of its own, as its published rule says: one message a second in a channel, with
`posts_at_once_in_a_channel` for the short bursts that Slack tolerates, and "several hundred" a minute in the
workspace, here `posts_a_minute` with `posts_at_once`. So n messages to n channels take (n - posts_at_once) /
(posts_a_minute / 60) seconds. A refused call takes nothing out of a bucket.

Buckets fill by the workspace's clock while it runs (so moving it on refills them), and in real time while it stands
still.
"""

import math
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.limits import Limits

Json = dict[str, Any]
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
SPECIAL = {
    "auth.test": 600,
    "chat.getPermalink": 600,
    "assistant.threads.setStatus": 600,
    "oauth.v2.access": 600,
    "blocks.validate": 600,
}
_UNLISTED = 3
_TIER_OF = {
    2: "chat.startStream chat.stopStream conversations.list conversations.create conversations.setTopic "
    "conversations.setPurpose conversations.rename conversations.archive conversations.unarchive users.list "
    "usergroups.* pins.* bookmarks.* reactions.list reactions.remove canvases.create emoji.list",
    3: "chat.update chat.delete chat.scheduleMessage chat.deleteScheduledMessage chat.scheduledMessages.list "
    "conversations.* users.lookupByEmail users.conversations reactions.* bookmarks.list canvases.* files.* "
    "team.info bots.info apps.connections.open",
    4: "chat.postEphemeral chat.appendStream conversations.members users.info users.profile.get views.* "
    "files.getUploadURLExternal files.completeUploadExternal files.info openid.connect.token",
}
_TIERS_BY_NAME = {name: tier for tier, names in _TIER_OF.items() for name in names.split()}
_POST = "chat.postMessage"


@dataclass(frozen=True)
class Rate:
    a_minute: float
    at_once: float


@dataclass
class _Bucket:
    rate: Rate
    left: float
    workspace: float
    real: float


class Rates:
    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self.on = limits.rates
        self.refused: Counter[str] = Counter()
        self._in_channel = Rate(60, limits.posts_at_once_in_a_channel)
        self._posts = Rate(limits.posts_a_minute, limits.posts_at_once)

    def switch(self, on: bool) -> None:
        self.on = on
        self._buckets.clear()

    def wait(self, method: str, channel: str) -> int:
        """Seconds until the method may be called again; 0 counts as called now."""
        buckets = [self._filled(name, rate) for name, rate in self._limits(method, channel).items()]
        missing = max((1 - bucket.left) * 60 / bucket.rate.a_minute for bucket in buckets)
        if missing > 0:
            self.refused[method] += 1
            return max(1, math.ceil(missing))
        for bucket in buckets:
            bucket.left -= 1
        return 0

    def _limits(self, method: str, channel: str) -> dict[str, Rate]:
        if method == _POST:
            return {method: self._posts, f"{method} {channel}": self._in_channel}
        return {method: rate_of(method)}

    def _filled(self, name: str, rate: Rate) -> _Bucket:
        workspace, real = self._clock.now().timestamp(), time.monotonic()
        bucket = self._buckets.setdefault(name, _Bucket(rate, rate.at_once, workspace, real))
        passed = workspace - bucket.workspace if self._clock.running else real - bucket.real
        bucket.left = min(rate.at_once, bucket.left + max(0.0, passed) * rate.a_minute / 60)
        bucket.workspace, bucket.real = workspace, real
        return bucket

    def shown(self) -> Json:
        posts = {"a_minute": self._posts.a_minute, "at_once": self._posts.at_once}
        channel = {"a_minute": self._in_channel.a_minute, "at_once": self._in_channel.at_once}
        return {"on": self.on, "refused": dict(self.refused), "posts": posts, "posts_in_a_channel": channel}


def rate_of(method: str) -> Rate:
    family = method.rpartition(".")[0] + ".*"
    tier = _TIERS_BY_NAME.get(method) or _TIERS_BY_NAME.get(family) or _UNLISTED
    calls = SPECIAL.get(method) or TIERS[tier]
    return Rate(calls, calls)
