"""The invented organisation as the harness needs it: channels to post in, a command, a post that stays far off."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bench.chaos import practice
from bot import config, startup
from bot.sandbox.limits import Limits
from bot.sandbox.organisation import Channel, Organisation, invented
from bot.settings import Operating, Weekday

CHANNELS = tuple(f"C0CHAOS{number}" for number in range(12))
#: Slack tries an event again after 0, 60 and 300 seconds: longer than a short run.
LIMITS = Limits(retry_pauses=(0.0, 1.0, 3.0))

CALLERS = ("ana", "jonas", "leyla", "grace")
PRESSERS = ("marcus", "dana", "nisha")
WRITERS = ("maya", "tom")
RENAMED = ("owen", "priya", "arjun")


def organisation() -> Organisation:
    base = invented().with_manifest(_manifest())
    more = [Channel(id.removeprefix("C0").lower(), everyone=True, with_bot=True, id=id) for id in CHANNELS]
    return replace(base, channels=(*base.channels, *more))


def _manifest() -> Mapping[str, Any]:
    manifest = startup.manifest()
    manifest["features"]["slash_commands"].append({"command": practice.COMMAND, "description": "Something happens."})
    return manifest


def settings(now: datetime) -> Operating:
    """The next post is some days off: a week has only one, and a run lives through the days before it."""
    weekdays = list(Weekday)
    post, ask = (weekdays[(now + timedelta(days=days)).weekday()] for days in (3, 5))
    return config.validated(
        {
            "people": {"cto": "U0MAYA", "operators": ["U0TOM"]},
            "calendar": {"zone": "UTC"},
            "focus": {"channel": "C0CTO", "post_on": post, "ask_on": ask},
        }
    )
