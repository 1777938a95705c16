from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.sandbox.canvases import Canvas
from bot.sandbox.clock import Clock
from bot.sandbox.consent import Code
from bot.sandbox.conversations import Conversation, Message, Scheduled
from bot.sandbox.faults import Faults
from bot.sandbox.files import File
from bot.sandbox.ids import Ids
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.manifest import Manifest
from bot.sandbox.organisation import App, Organisation, Person
from bot.sandbox.rates import Rates
from bot.sandbox.refusals import Refused
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.statuses import Status
from bot.sandbox.triggers import Triggers
from bot.sandbox.usergroups import Usergroup
from bot.sandbox.views import Views

Json = dict[str, Any]


class Workspace:
    """Everything Slack would know: who is there, what was said, what is open on whose screen."""

    def __init__(self, organisation: Organisation, clock: Clock, limits: Limits | None = None) -> None:
        self.organisation = organisation
        self.clock = clock
        self.limits = limits or Limits()
        self.host = ""
        self.listeners: list[Callable[[Json, Conversation | None], None]] = []
        self.later: Callable[[datetime, Callable[[], None]], None] = _nobody_waits
        """Does something once the workspace's clock is there."""
        self.watchers: list[Callable[[], None]] = []
        self.reset()

    def reset(self) -> None:
        organisation = self.organisation
        self.app: App = organisation.app
        self.manifest = Manifest(organisation.app.manifest)
        self.request_url: str | None = organisation.app.request_url
        self.token_error: str | None = None
        """What every call with the bot's token is refused with, such as token_revoked."""
        self.client_msg_ids = "ignored"
        """What becomes of a second message of one client_msg_id: nothing is published about it."""
        self.ids = Ids()
        self.journal = Journal(self.clock.now, self.changed)
        self.faults = Faults(self.journal.note, lambda: self.clock.now().isoformat())
        self.rates = Rates(self.clock, self.limits)
        self.triggers = Triggers(self.ids, self.clock, self.limits.trigger_seconds)
        self.response_urls = ResponseUrls(self.ids, self.clock.now, self.limits)
        self.views = Views(self.ids)
        self._last_ts = (0, 0)
        self._empty()
        self.people = {person.id: person for person in (*organisation.people, self._bot(), _SLACKBOT)}
        self._settle()

    def _empty(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.usergroups: dict[str, Usergroup] = {}
        self.files: dict[str, File] = {}
        self.canvases: dict[str, Canvas] = {}
        self.statuses: dict[tuple[str, str], Status] = {}
        self.tickets: set[str] = set()
        self.codes: dict[str, Code] = {}
        self.signed_in: dict[str, Code] = {}
        """By the token that came of it: who signed in with Slack, and for what."""

    def _bot(self) -> Person:
        return Person(name=self.app.name, real_name=self.app.name, id=self.app.bot_user_id, zone="UTC")

    def _settle(self) -> None:
        names = {person.name: person.id for person in self.organisation.people}
        everyone = [person.id for person in self.organisation.people if not person.is_restricted]
        for told in self.organisation.channels:
            members = everyone if told.everyone else [names[name] for name in told.members]
            self.conversations[told.id] = Conversation(
                id=told.id,
                name=told.name,
                kind="group" if told.private else "channel",
                created=self.clock.now(),
                creator=members[0] if members else self.app.bot_user_id,
                members=[*members, *([self.app.bot_user_id] if told.with_bot else [])],
                topic=told.topic,
                purpose=told.purpose,
                general=told.general,
            )

    def kind_of(self, token: str) -> str | None:
        """Whether the token is the app's, its bot's or one that a person gave it by signing in."""
        kinds = {self.app.bot_token: "bot", self.app.app_token: "app"}
        return kinds.get(token) or ("user" if token in self.signed_in else None)

    def changed(self) -> None:
        """Something has been asked, done or delivered: whoever watches looks again."""
        for watcher in self.watchers:
            watcher()

    def is_bot(self, user: str) -> bool:
        return user == self.app.bot_user_id

    def person(self, name: str) -> Person | None:
        """By id or by name, with or without its @."""
        wanted = name.removeprefix("@")
        found = (each for each in self.people.values() if wanted in (each.id, each.name))
        return next(found, None)

    def direct(self, user: str) -> Conversation:
        """The conversation between the person and the bot."""
        channel_id = "D" + user[1:]
        if channel_id not in self.conversations:
            self.conversations[channel_id] = Conversation(
                id=channel_id,
                name=user,
                kind="im",
                created=self.clock.now(),
                creator=user,
                members=[user, self.app.bot_user_id],
            )
        return self.conversations[channel_id]

    def group_direct(self, users: list[str]) -> Conversation:
        """The conversation of the bot with several people at once, the same for the same people."""
        members = [*sorted(set(users)), self.app.bot_user_id]
        name = "mpdm-" + "--".join(self.people[user].name for user in members) + "-1"
        found = self.named(name)
        if found is None:
            channel_id = self.ids.next("GMPDM")
            found = Conversation(channel_id, name, "mpim", self.clock.now(), self.app.bot_user_id, members)
            self.conversations[channel_id] = found
        return found

    def named(self, channel: str) -> Conversation | None:
        """By id or by name, with or without its #."""
        if channel in self.conversations:
            return self.conversations[channel]
        wanted = channel.removeprefix("#")
        found = (c for c in self.conversations.values() if c.kind != "im" and c.name == wanted)
        return next(found, None)

    def next_ts(self) -> str:
        """Strictly increasing even when the clock stands still or was put back."""
        now = self.clock.now()
        wanted = (int(now.timestamp()), now.microsecond)
        seconds, micro = max(wanted, (self._last_ts[0], self._last_ts[1] + 1))
        self._last_ts = (seconds + micro // 1_000_000, micro % 1_000_000)
        return f"{self._last_ts[0]}.{self._last_ts[1]:06d}"

    def happened(self, event: Json, conversation: Conversation | None = None) -> None:
        for listener in self.listeners:
            listener({"event_ts": self.next_ts(), **event}, conversation)

    def member(self, conversation: Conversation, user: str) -> None:
        if user not in conversation.members:
            raise Refused("not_in_channel" if conversation.kind == "channel" else "channel_not_found")

    def message_at(self, conversation: Conversation, ts: str, viewer: str | None = None) -> Message | None:
        hidden = conversation.ephemerals.get(ts)
        if hidden and hidden.viewer == viewer:
            return hidden
        return conversation.messages.get(ts)


_SLACKBOT = Person(name="slackbot", real_name="Slackbot", id="USLACKBOT", zone="America/Los_Angeles")


def _nobody_waits(when: datetime, act: Callable[[], None]) -> None:
    raise RuntimeError("this workspace has no delivery, which keeps its time")
