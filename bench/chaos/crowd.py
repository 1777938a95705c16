"""People at work: each does one kind of thing again and again, and notes what they were told."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from functools import reduce
from random import Random
from typing import Any

import aiohttp

from bench.chaos import office, practice
from bench.chaos.ledger import Ledger, Told, apology, weigh
from bot.focus import letters
from bot.sandbox.client import ControlRefused, Player, SandboxClient
from bot.sandbox.conversations import Message
from bot.sandbox.server import Sandbox

Json = dict[str, Any]
#: Seconds between two acts of one person.
PAUSE = (0.3, 1.3)
#: Most people who see that the bot is away look again after so long, and act when it is back.
AWAY_SECONDS, IMPATIENT = 0.3, 0.05
#: People look at what is recent.
RECENT = 8
DECISIONS = (letters.APPROVE, letters.SKIP, letters.REOPEN)


class Somebody(ABC):
    """`random` is this person's own, so that a seed repeats their choices whatever the others do."""

    def __init__(self, name: str, client: SandboxClient, sandbox: Sandbox, ledger: Ledger, seed: int) -> None:
        self._player: Player = client.person(name)
        self._id = f"U0{name.upper()}"
        self._name, self._client, self._sandbox, self._ledger = name, client, sandbox, ledger
        self._random = Random(f"{seed}:{type(self).__name__}:{name}")
        self._number = 0

    async def live(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await asyncio.sleep(self._random.uniform(*PAUSE))
            await self._wait(over, patient=self._random.random() > IMPATIENT)
            self._number += 1
            # What they wanted to use is gone, or their own connection broke and they were told nothing.
            with suppress(ControlRefused, aiohttp.ClientError):
                await self.act()

    async def _wait(self, over: asyncio.Event, *, patient: bool) -> None:
        while patient and not over.is_set() and not self._is_reachable():  # other processes
            await asyncio.sleep(AWAY_SECONDS)

    def _is_reachable(self) -> bool:
        return any(not each.leaving for each in self._sandbox.delivery.socket_mode.connections)

    @property
    def _operation(self) -> str:
        return f"{self._name}-{self._number}"

    @abstractmethod
    async def act(self) -> None: ...


class Caller(Somebody):
    async def act(self) -> None:
        operation = self._operation
        channel = self._random.choice((*office.CHANNELS, *office.CHANNELS, self._id))
        more = [extra for extra in ("reply", "whisper", "file") if self._random.random() < 0.4]
        text = " ".join([operation, channel, *more])
        answer = await self._player.runs(practice.COMMAND, text, channel="#general")
        told = self._ledger.acts[operation] = of_command(answer)
        self._ledger.did("command", told, answer["detail"])


def of_command(answer: Json) -> Told:
    if not answer["acked"]:
        return Told.NOTHING
    text = str((answer["ack"] or {}).get("text", ""))
    return Told.SAVED if text.startswith(practice.SAVED) else apology(text) or Told.NOT_SAVED


class Presser(Somebody):
    async def act(self) -> None:
        channel, luck = self._random.choice(office.CHANNELS), self._random.random()
        cards = [each for each in self._messages(channel) if _offers(each, practice.PRESS)][-RECENT:]
        if not cards:
            return
        card = cards[int(luck * len(cards))]
        before = self._apologies(channel)
        answer = await self._player.clicks(practice.PRESS, on={"channel": channel, "ts": card.ts})
        self._note(str((card.metadata or {})["event_payload"]["key"]), self._told(answer, channel, before), answer)

    def _messages(self, channel: str) -> Sequence[Message]:
        return list(self._sandbox.workspace.conversations[channel].messages.values())

    def _apologies(self, channel: str) -> list[Told]:
        shown = self._sandbox.workspace.conversations[channel].ephemerals.values()
        return [told for each in shown if each.viewer == self._id and (told := apology(each.text))]

    def _told(self, answer: Json, channel: str, before: Sequence[Told]) -> Told:
        """A click is acknowledged in any case; that it was not saved stands below it."""
        presses = _presses(answer)
        acked, told = sum(each["acked"] for each in presses), self._apologies(channel)[len(before) :]
        if acked > len(told):
            return Told.SAVED
        return told[0] if acked == len(presses) else Told.NOTHING

    def _note(self, message: str, told: Told, answer: Json) -> None:
        known = self._ledger.presses
        known[message, self._id] = weigh(known.get((message, self._id)), told)
        self._ledger.did("click", told, answer["detail"])


def _presses(answer: Json) -> Sequence[Json]:
    """Two of a double click."""
    return [answer, answer["twin"]] if "twin" in answer else [answer]


def _offers(message: Message, action: str) -> bool:
    return any(action == each.get("action_id") for block in message.blocks for each in block.get("elements", ()))


class Writer(Somebody):
    """The CTO's office and the week's post: as the product has it today."""

    async def act(self) -> None:
        writes, again = self._random.random() < 0.5, self._random.random() < 0.5
        await (self._write(again) if writes else self._decide(self._random.choice(DECISIONS)))

    async def _write(self, again: bool) -> None:
        with suppress(ControlRefused):
            await self._player.closes(everything=True)
        await self._player.runs("/focus", channel="#general")
        told = await self._save()
        if told is not Told.SAVED and again:
            await self._save()

    async def _save(self) -> Told:
        typed = {"what-0": self._operation, "why-0": "It cannot wait."}
        answer = await self._player.submits(typed)
        told = of_form(answer)
        self._ledger.sent[self._operation] += 1
        self._ledger.saves[self._operation] = weigh(self._ledger.saves.get(self._operation), told)
        self._ledger.did("post saved", told, answer["detail"])
        return told

    async def _decide(self, action: str) -> None:
        messages = [
            each for each in self._sandbox.workspace.direct(self._id).messages.values() if _offers(each, action)
        ]
        if messages:
            answer = await self._player.clicks(action, on={"channel": messages[-1].channel, "ts": messages[-1].ts})
            self._ledger.did("post decided", Told.SAVED if answer["acked"] else Told.NOTHING, answer["detail"])


def of_form(answer: Json) -> Told:
    """A form that closes is saved; one that stays says why not."""
    return reduce(weigh, map(_of_press, _presses(answer)))


def _of_press(answer: Json) -> Told:
    if not answer["acked"]:
        return Told.NOTHING
    return (apology(json.dumps(answer["ack"])) or Told.NOT_SAVED) if answer["ack"] else Told.SAVED


class Renamed(Somebody):
    async def act(self) -> None:
        name = f"{self._name.title()} {self._number}"
        told = await self._client.changes(self._name, real_name=name)
        self._ledger.names.setdefault(self._id, []).append((name, told["acked"]))
        self._ledger.did("person changed", Told.SAVED if told["acked"] else Told.NOTHING, told["detail"])


KINDS: tuple[tuple[type[Somebody], Sequence[str]], ...] = (
    (Caller, office.CALLERS),
    (Presser, office.PRESSERS),
    (Writer, office.WRITERS),
    (Renamed, office.RENAMED),
)


def crowd(client: SandboxClient, sandbox: Sandbox, ledger: Ledger, seed: int) -> list[Somebody]:
    return [kind(name, client, sandbox, ledger, seed) for kind, names in KINDS for name in names]
