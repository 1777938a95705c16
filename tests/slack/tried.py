"""Doors as people meet them, each act undone at once: whether its own decision, inside, let them through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.commitments import ledger, promises
from bot.errors import BotError, NotAllowed
from bot.questions import anonymity, deciding, nudging, work
from bot.reports import learning, sight
from bot.slack.doors import Answer, Call, Open, Redraw, Route, Say, together
from bot.storage import Database
from bot.wiring import ROUTES
from tests.slack.things import Given, modal
from tests.slack_driver import SlackDriver, slack_driver

#: What whoever may not is told.
REFUSALS = (
    NotAllowed,
    work.NoSuchQuestion,
    work.NotYours,
    deciding.NotInYourHands,
    nudging.NotYourTurn,
    anonymity.UnknownCode,
    ledger.NotThere,
    promises.NotForYou,
    sight.NotThere,
    learning.NotAsked,
)


class Undone(BotError):
    """So that whoever tries next finds the thing as it was."""

    def __init__(self) -> None:
        super().__init__("undone")


@dataclass
class Doors:
    driver: SlackDriver
    outcomes: list[Answer | Exception]

    def is_let_through(self, door: str, answer: Answer | Exception) -> bool:
        """False where they are refused. What is wrong with the act itself, whoever does it, refuses nobody."""
        assert isinstance(answer, Answer | BotError), f"{door}: {answer!r}"
        return not isinstance(answer, REFUSALS)

    async def answer(self, door: str, given: Given, person: str) -> Answer | Exception:
        answer = await self.outcome(door, given, person)
        assert answer, f"{door}: its route lets nobody in"
        return answer

    async def outcome(self, door: str, given: Given, person: str) -> Answer | Exception | None:
        """None where they did not get as far as its handler."""
        self.outcomes.clear()
        await self._act(door, given, person)
        return self.outcomes[-1] if self.outcomes else None

    async def _act(self, door: str, given: Given, person: str) -> None:
        kind, id, *words = door.split(" ")
        match kind:
            case "command":
                await self.driver.types(id, given.text or " ".join(words), by=person)
            case "action":
                await self.driver.clicks(id, given.value, by=person, view=given.view, on=MESSAGE)
            case "view":
                await self.driver.submits(given.view or modal(id, ""), given.typed, by=person, chosen=given.chosen)
            case "shortcut":
                await self.driver.uses(id, by=person, on=MESSAGE)


def shown(answer: Answer | Exception) -> str:
    match answer:
        case Say(message):
            return f"{message.text} {message.blocks}"
        case Open(view):
            return str(view)
        case Redraw(view, beneath):
            return f"{view} {beneath}"
    return str(answer)


MESSAGE = {"channel": "C0GENERAL", "ts": "1772000000.000100", "user": "U0OTHER", "text": "Something was said."}


@asynccontextmanager
async def doors(database: Database, now: datetime, installer: str | None = None) -> AsyncIterator[Doors]:
    outcomes: list[Answer | Exception] = []
    watched = tuple(_watched(route, outcomes) for route in together(ROUTES))
    async with slack_driver(database, now, watched, installer) as driver:
        yield Doors(driver, outcomes)


def _watched(route: Route, outcomes: list[Answer | Exception]) -> Route:
    def handler(session: Session, call: Call) -> Answer:
        try:
            answer = route.handler(session, call)
            session.flush()
        except Exception as error:  # whatever it is, it is raised again
            outcomes.append(error)
            raise
        outcomes.append(answer)
        raise Undone

    return replace(route, handler=handler)
