"""One try to send a row, as the calls it makes and what it makes of their answers. Who makes the calls is delivery."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.slack import lookup, remedies
from bot.slack.claims import Claimed
from bot.slack.lookup import Request, Steps, Unreadable
from bot.slack.outbox import InDoubt, Kind
from bot.slack.outcome import Later, Outcome, Refused, Sent, Unsure, error_name
from bot.slack.pace import EVERYTHING

Judge = Callable[[Exception], Outcome]


class NotTried(Exception):
    """What had to be asked first was not answered: the message itself is where it was."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


@dataclass(frozen=True)
class Try:
    """`judge` says what a failed call means; `direct` remembers the channels of direct messages."""

    claimed: Claimed
    judge: Judge
    direct: dict[str, str]

    def steps(self) -> Generator[Request, Any, Outcome]:
        """Yields the next call, wants its answer or has its failure thrown in, and returns the outcome."""
        if self.claimed.orphan:
            return Refused(remedies.ORPHAN)
        try:
            return (yield from _KINDS[self.claimed.kind](self))
        except NotTried as not_tried:
            return not_tried.outcome
        except Exception as error:  # noqa: BLE001  # one row of many; anything unknown may have arrived
            return self.judge(error)

    def _post(self) -> Generator[Request, Any, Outcome]:
        channel = yield from self._channel()
        if self.claimed.doubtful:
            try:
                found = yield from self._look(channel)
            except Unreadable as unreadable:
                return (yield from self._in_doubt(channel, unreadable.reason))
            if found:
                return Sent(channel, found)
            if waits := self._nowhere():
                return waits
        return (yield from self._send(channel))

    def _nowhere(self) -> Outcome | None:
        """What to do where it does not stand in the channel, other than to send it."""
        return None

    def _send(self, channel: str) -> Generator[Request, Any, Sent]:
        return (yield from self._say(self._message(channel)))

    def _message(self, channel: str) -> Request:
        thread = self.claimed.about.ts if self.claimed.about else None
        plain = {"unfurl_links": False, "unfurl_media": False, "metadata": lookup.mark(self.claimed.key)}
        return Request(Kind.POST, {**self.claimed.payload, "channel": channel, "thread_ts": thread, **plain})

    def _look(self, channel: str) -> Generator[Request, Any, str | None]:
        """Raises Unreadable where looking will not help, or has not for hours."""
        claimed, thread = self.claimed, self.claimed.about.ts if self.claimed.about else None
        try:
            return (yield from lookup.find(claimed.key, channel, thread, claimed.since, self._inside, claimed.uploaded))
        except Unreadable:
            raise
        except NotTried as not_tried:
            outcome = not_tried.outcome
        except Exception as error:  # noqa: BLE001  # whatever it is, nobody looked
            outcome = self._unasked(error)
        held = isinstance(outcome, Later) and outcome.closes == EVERYTHING
        if isinstance(outcome, Refused) or (claimed.overdue and not held):
            raise Unreadable(getattr(outcome, "error", ""))
        raise NotTried(outcome)

    def _in_doubt(self, channel: str, reason: str) -> Generator[Request, Any, Outcome]:
        """Rather late than lost, once; or rather none than two. Operators are told of either."""
        doubt = f"{remedies.IN_DOUBT}{reason}"
        if self.claimed.in_doubt is InDoubt.DROP:
            return Refused(doubt, doubt=True)
        try:
            sent = yield from self._send(channel)
        except NotTried as not_tried:
            outcome = not_tried.outcome
        except Exception as error:  # noqa: BLE001  # judged like every other
            outcome = self.judge(error)
        else:
            return replace(sent, flaw=doubt)
        # Never a third: each could be one more in the channel.
        outcome = Refused(doubt) if isinstance(outcome, Unsure) else outcome
        return replace(outcome, doubt=True) if isinstance(outcome, Refused) else outcome

    def _update(self) -> Generator[Request, Any, Outcome]:
        """Saying the same twice changes nothing, so no doubt needs clearing."""
        about = self.claimed.about
        assert about, "claimed only once its message was sent"
        sent = yield from self._say(
            Request(Kind.UPDATE, {**self.claimed.payload, "channel": about.channel, "ts": about.ts})
        )
        return replace(sent, channel=about.channel, ts=about.ts)

    def _whisper(self) -> Generator[Request, Any, Outcome]:
        """Nobody can look an ephemeral message up: rather none than two."""
        if self.claimed.doubtful:
            return Refused(remedies.SHOWN_OR_NOT, doubt=True)
        channel = yield from self._channel()
        request = Request(Kind.WHISPER, {**self.claimed.payload, "channel": channel, "user": self.claimed.reader})
        sent = yield from self._say(request)
        return replace(sent, channel=channel, ts=None)

    def _pin(self) -> Generator[Request, Any, Outcome]:
        about = self.claimed.about
        assert about, "claimed only once its message was sent"
        yield from self._inside(Request(self.claimed.kind, {"channel": about.channel, "timestamp": about.ts}))
        return Sent(about.channel, about.ts)

    def _home(self) -> Generator[Request, Any, Outcome]:
        """It takes the place of whatever stands there, so no doubt needs clearing."""
        yield Request(Kind.HOME, {"user_id": self.claimed.reader, "view": self.claimed.payload})
        return Sent(None, None)

    def _channel(self) -> Generator[Request, Any, str]:
        """A person's id becomes the channel of their direct messages, which can be read back; others stay."""
        target = self.claimed.channel
        if not target.startswith(("U", "W")):
            return target
        if target not in self.direct:
            opened = yield from self._asked(Request("conversations.open", {"users": target}))
            self.direct[target] = opened["channel"]["id"]
        return self.direct[target]

    def _say(self, request: Request) -> Generator[Request, Any, Sent]:
        """Where Slack does not take the blocks, the words still arrive."""
        try:
            return _stands(request, (yield from self._inside(request)))
        except SlackApiError as error:
            name = error_name(error.response)
            if name not in remedies.BLOCKS or not request.arguments.get("blocks"):
                raise
        plain = replace(request, arguments={**request.arguments, "blocks": []})
        return replace(_stands(plain, (yield from self._inside(plain))), flaw=name)

    def _inside(self, request: Request) -> Steps:
        """Into a public channel the bot goes by itself."""
        channel = str(request.arguments.get("channel") or request.arguments["channel_id"])
        try:
            return (yield request)
        except SlackApiError as error:
            if error_name(error.response) != remedies.NOT_IN_CHANNEL or not channel.startswith("C"):
                raise
        yield from self._join(channel)
        return (yield request)

    def _join(self, channel: str) -> Steps:
        try:
            yield Request("conversations.join", {"channel": channel})
        except Exception as error:  # judged like every other
            outcome = self._unasked(error)
            if isinstance(outcome, Refused) and outcome.error != "is_archived":
                outcome = Refused(remedies.NOT_IN_CHANNEL)
            raise NotTried(outcome) from error

    def _asked(self, request: Request) -> Steps:
        try:
            return (yield request)
        except Exception as error:  # judged like every other
            raise NotTried(self._unasked(error)) from error

    def _unasked(self, error: Exception) -> Outcome:
        """Asking changes nothing: however it fails, there is no more doubt than before."""
        outcome = self.judge(error)
        return Later(outcome.error, outcome.pause) if isinstance(outcome, Unsure) else outcome


def _stands(request: Request, answer: Any) -> Sent:
    # What only a post answers; whoever asked for something else knows better where it stands.
    return Sent(answer["channel"], answer["ts"]) if request.method == Kind.POST else Sent(None, None)


_KINDS: Mapping[Kind, Callable[[Try], Generator[Request, Any, Outcome]]] = {
    Kind.POST: Try._post,
    Kind.UPDATE: Try._update,
    Kind.WHISPER: Try._whisper,
    Kind.PIN: Try._pin,
    Kind.UNPIN: Try._pin,
    Kind.HOME: Try._home,
    Kind.FILE: Try._post,
}
