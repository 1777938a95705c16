"""What became of one try to reach Slack, decided from what came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.pace import EVERYTHING
from bot.slack.remedies import TOKEN


@dataclass(frozen=True)
class Sent:
    """`flaw`: what operators should know of how it was sent."""

    channel: str | None
    ts: str | None
    flaw: str | None = None


@dataclass(frozen=True)
class Refused:
    """A named error that will not heal by itself. `doubt`: it may stand in the channel all the same."""

    error: str
    doubt: bool = False


@dataclass(frozen=True)
class Later:
    """Certainly not executed. `closes`: the Web API method that Slack asked to rest so long, or every one of them."""

    error: str
    pause: timedelta
    closes: str | None = None


@dataclass(frozen=True)
class Unsure:
    """It may have arrived: to be looked up before it is tried again."""

    error: str
    pause: timedelta


Outcome = Sent | Refused | Later | Unsure


class Resting(Exception):
    """Not called: Slack asked this method to rest for so long."""

    def __init__(self, pause: timedelta) -> None:
        self.pause = pause


RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
#: Slack: "some aspect of the operation may have succeeded".
AMBIGUOUS = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"})
#: The wish is fulfilled already.
FULFILLED = frozenset({"already_pinned", "no_pin", "not_pinned"})

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
#: A request whose answer was lost may still be on its way: who looks earlier may see nothing yet.
LOOK_AFTER = timedelta(seconds=5)
#: As long as Slack does not take the token, one message a minute asks whether it does again.
HOLD = timedelta(minutes=1)
#: Whatever `Retry-After` says, nothing is asked again at once, and nothing rests for a day.
SHORTEST_REST, LONGEST_REST = 1, 3600
#: A defect of ours does not heal; what only looked like one, such as an answer cut short, does.
DEFECT_TRIES = 5


def pause_after(tries: int, jitter: float) -> timedelta:
    """Doubles with each try up to ten minutes. `jitter` between 0 and 1 takes away up to half, so that many
    waiting rows do not return together."""
    whole = min(FIRST_PAUSE * (1 << min(tries - 1, 12)), LONGEST_PAUSE)
    return whole * (1 - jitter / 2)


def is_slacks(error: Exception) -> bool:
    """From Slack or the way there; anything else is a defect of ours, or an answer that the SDK stumbled over."""
    return isinstance(error, (SlackApiError, aiohttp.ClientError, OSError, Resting))


def outcome_of(error: Exception, *, tries: int, jitter: float) -> Outcome:
    pause = pause_after(tries, jitter)
    match error:
        case Resting(pause=rest):
            return Later("ratelimited", rest)
        case SlackApiError():
            return _answered(error, pause)
        # Both mean that no connection was made, so nothing can have arrived; their parents do not.
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Later(type(error).__name__, pause)
        case _ if is_slacks(error):
            return Unsure(type(error).__name__, max(pause, LOOK_AFTER))
    what = f"defect: {type(error).__name__}"
    return Unsure(what, max(pause, LOOK_AFTER)) if tries < DEFECT_TRIES else Refused(what)


def _answered(error: SlackApiError, pause: timedelta) -> Outcome:
    response: Any = error.response
    name, status = error_name(response), _status(response)
    if status == 429 or name in RATE_LIMITED:
        return Later("ratelimited", _retry_after(response.headers, pause), closes=_method(response))
    if name is None or name in AMBIGUOUS or status >= 500:
        return Unsure(name or f"status {status}", max(pause, LOOK_AFTER))
    if name in TOKEN:
        return Later(name, HOLD, closes=EVERYTHING)
    if name in FULFILLED:
        return Sent(None, None)
    return Refused(name)


def error_name(response: Any) -> str | None:
    """The SDK puts a plain HTTP response in the error where the body was no JSON."""
    data = getattr(response, "data", None)
    return data.get("error") if isinstance(data, Mapping) else None


def _status(response: Any) -> int:
    return int(getattr(response, "status_code", None) or response.status)


def _method(response: Any) -> str:
    url = str(getattr(response, "api_url", None) or response.url)
    return url.rpartition("/")[2].partition("?")[0]


def _retry_after(headers: Mapping[str, str], otherwise: timedelta) -> timedelta:
    lowered = {name.lower(): value for name, value in headers.items()}
    value = lowered.get("retry-after", "")
    if not (value.isascii() and value.isdigit()):
        return otherwise
    return timedelta(seconds=min(max(int(value[:9]), SHORTEST_REST), LONGEST_REST))
