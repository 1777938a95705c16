"""What a scene plays on: the workspace, the bot in it, and the transcript."""

import asyncio
import contextlib
import html
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.app import Cadence
from bot.commitments.rhythms import EveryFourHours
from bot.rhythm import MONDAY_TO_FRIDAY
from bot.sandbox.client import Player, SandboxClient
from bot.sandbox.organisation import Organisation
from bot.schedule import next_due
from bot.slack.outbox import UNSENT, Delivery, Kind
from bot.wiring import JOBS

Json = dict[str, Any]

#: Where the demo's CTO lives.
ZONE = ZoneInfo("Europe/Berlin")
#: From hour to hour.
DAY = (7, 19)
PATIENCE_SECONDS = 8.0
INDENT = " " * 18


class SceneFailed(Exception):
    """What the scene expected did not come."""


@dataclass
class Transcript:
    """Who said what, where and when; each message once. What was `before` is not written down."""

    organisation: Organisation
    before: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    _lines: dict[tuple[str, str], Json] = field(default_factory=dict)

    @property
    def lines(self) -> list[Json]:
        """Every message as it reads now, in the order of their coming."""
        return list(self._lines.values())

    def note(self, now: datetime, text: str) -> None:
        if now >= self.before:
            click.echo(f"{now.astimezone(ZONE):%a %d %b %H:%M}  {text}")

    def message(self, channel: str, message: Json, now: datetime) -> None:
        """Written down once, and again where its words changed since."""
        known = self._lines.get((channel, message["ts"]))
        if (known and known["text"] == message["text"]) or float(message["ts"]) < self.before.timestamp():
            return
        line = self._line(channel, message)
        self._lines[channel, message["ts"]] = line
        heading = f"{line['user']} in {channel}" + (" changes the message:" if known else ":")
        self.note(now if known else datetime.fromisoformat(line["at"]), heading)
        for words in self._readable(message["text"]).splitlines():
            click.echo(textwrap.fill(words, 100, initial_indent=INDENT, subsequent_indent=INDENT))

    def _line(self, channel: str, message: Json) -> Json:
        at = datetime.fromtimestamp(int(message["ts"].split(".")[0]), ZONE)
        return {
            "at": at.isoformat(),
            "channel": channel,
            "user": self._name(message),
            "text": message["text"],
            "ts": message["ts"],
            "thread_ts": message.get("thread_ts"),
        }

    def _readable(self, markup: str) -> str:
        """As Slack would show it: dates, channels and people by name."""
        names = {channel.id: f"#{channel.name}" for channel in self.organisation.channels}
        names |= {person.id: f"@{person.name}" for person in self.organisation.people}
        dated = re.sub(r"<!date\^[^|>]*\|([^>]*)>", r"\1", markup)
        return html.unescape(re.sub(r"<[#@](\w+)>", lambda found: names.get(found[1], found[1]), dated))

    def _name(self, message: Json) -> str:
        people = {person.id: person.name for person in self.organisation.people}
        return people.get(message.get("user", ""), self.organisation.app.name)


@dataclass
class Stage:
    client: SandboxClient
    cadence: Cadence
    transcript: Transcript

    def person(self, name: str) -> Player:
        return self.client.person(name)

    async def until(self, local: datetime, *, hourly: bool = True) -> None:
        """Move the workspace's clock to a local time of the CTO, and let the bot notice. Never back."""
        if await self.client.clock() < local:
            await self.travel(local, hourly=hourly)
        self.transcript.note(await self.client.clock(), "· · ·")

    async def travel(self, to: datetime, *, hourly: bool = True) -> None:
        """Stops wherever something is due, so that the bot lives through the time instead of sleeping over it. Who
        travels over weeks may do so without a stop for what looks around every few hours: it does so at others."""
        while (due := await self.cadence.database.run(_next_stop, await self.client.clock(), hourly)) and due < to:
            await self._be_at(due)
        await self._be_at(to)

    async def _be_at(self, moment: datetime) -> None:
        await self.client.clock(at=moment)
        if await self.cadence.heartbeat.beat():
            await self._all_said()

    async def _all_said(self) -> None:
        """What is said now must not bear a later time. What cannot be said now is not waited for."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS / 2):
                while await self.cadence.database.run(_unsent):  # noqa: ASYNC110  # other processes send, too
                    await asyncio.sleep(0.03)

    async def does(self, what: str, outcome: Json) -> Json:
        """Note an act; raises SceneFailed where the person would have seen an error."""
        self.transcript.note(await self.client.clock(), what)
        if outcome.get("error"):
            raise SceneFailed(f"{what}: {outcome['error']}")
        return outcome

    async def clicks(self, name: str, label: str, message: Json, **more: Any) -> Json:
        """The button of this label."""
        outcome = await self.person(name).clicks(str(action_of(message, label)), on=message, **more)
        return await self.does(f"{name} clicks «{label}»", outcome)

    async def sees(self, viewer: str, channel: str, wanted: Callable[[Json], bool], what: str) -> Json:
        """Wait until `viewer` sees such a message in `channel`, and write all there down. Raises SceneFailed."""
        async with asyncio.timeout(PATIENCE_SECONDS) as patience:
            try:
                while not (found := await self._look(viewer, channel, wanted)):  # noqa: ASYNC110  # no event tells
                    await asyncio.sleep(0.05)
            except TimeoutError:
                if not patience.expired():
                    raise
                raise SceneFailed(f"{viewer} never saw {what} in {channel}") from None
        return found

    async def at_home(self, viewer: str, wanted: str) -> Json:
        """Wait until their App Home says so. Raises SceneFailed."""
        async with asyncio.timeout(PATIENCE_SECONDS) as patience:
            try:
                while wanted not in str(home := (await self.client.views(viewer))["home"]):  # noqa: ASYNC110  # nor here
                    await asyncio.sleep(0.05)
            except TimeoutError:
                if not patience.expired():
                    raise
                raise SceneFailed(f"{viewer} never saw “{wanted}” on their Home") from None
        return dict(home)

    async def clicks_at_home(self, name: str, label: str) -> Json:
        outcome = await self.person(name).clicks(label)
        return await self.does(f"{name} clicks «{label}» on their Home", outcome)

    async def _look(self, viewer: str, channel: str, wanted: Callable[[Json], bool]) -> Json | None:
        messages = await self._all_messages(viewer, channel)
        shown = channel if channel.startswith("#") else f"@{channel}"
        now = await self.client.clock()
        for message in messages:
            self.transcript.message(shown, message, now)
        return next((message for message in reversed(messages) if wanted(message)), None)

    async def _all_messages(self, viewer: str, channel: str) -> list[Json]:
        """With the replies of every thread behind its first message."""
        found: list[Json] = []
        for message in await self.client.messages(channel, viewer=viewer):
            replies = await self.client.messages(channel, viewer, message["ts"]) if message.get("reply_count") else []
            found += replies or [message]
        return found


def _next_stop(session: Session, now: datetime, hourly: bool) -> datetime | None:
    """Whatever is due next."""
    operating, local = settings_.load(session), now.astimezone(ZONE)
    awake = local.weekday() in MONDAY_TO_FRIDAY and DAY[0] <= local.hour < DAY[1]
    jobs = [job for job in JOBS if _is_worth_a_stop(job.rhythm(operating).label, awake, hourly)]
    return next_due(session, jobs, now)


def _is_worth_a_stop(rhythm: str, awake: bool, hourly: bool) -> bool:
    """At night and at the weekend no hourly look is, and one within the hour is at no time."""
    if "Hourly" in rhythm:
        return hourly and awake and " times" not in rhythm
    return hourly or rhythm != EveryFourHours().label


def _unsent(session: Session) -> int:
    unsent = sa.select(sa.func.count()).where(Delivery.state.in_(UNSENT), Delivery.kind != Kind.HOME)
    return session.scalar(unsent) or 0


def says(text: str) -> Callable[[Json], bool]:
    return lambda message: text in message["text"]


def offers(label: str) -> Callable[[Json], bool]:
    """The message carries a button of this label."""
    return lambda message: action_of(message, label) is not None


def action_of(message: Json, label: str) -> str | None:
    for block in message.get("blocks", []):
        for element in block.get("elements", []):
            if isinstance(element.get("text"), dict) and element["text"].get("text") == label:
                return str(element["action_id"])
    return None
