"""Puts access, one transaction, errors and logging around every door, once, and carries out the answers."""

import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person, require
from bot.clock import Clock
from bot.errors import BotError, Unavailable
from bot.prompts import Prompts
from bot.settings import Operating
from bot.slack import events, notices, observing, outbox, people, unknown, visits
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route, Say, route_id, surface, together, who
from bot.slack.hurry import Hurry, TooMuch
from bot.slack.messages import Message
from bot.slack.reply import Reply, TooLate
from bot.storage import Database

log = structlog.get_logger()


class NotSetUp(BotError):
    """Nothing runs before the organisation said who and where."""


@dataclass(frozen=True)
class Doorkeeper:
    """What stands around every handler."""

    database: Database
    now: Clock
    prompts: Prompts
    team: str
    installer: str | None
    hurry: Hurry = field(default_factory=lambda: Hurry(0))
    #: Sees to it that somebody is known, where not everybody is yet. Raises BotError.
    introduce: Callable[[str], Awaitable[None]] | None = None

    def register(self, app: AsyncApp, routes: Iterable[Route]) -> None:
        """One listener for each kind of door: with one for each route, Bolt would ask hundreds about every act."""
        known = {(route.door, route.id): route for route in together(routes)}
        for door in Door:
            unknown.registrar(app, door)(unknown.ANYTHING)(self._listener(door, known))
        unknown.take_what_has_no_door(app)

    def _listener(self, door: Door, known: Mapping[tuple[Door, str], Route]) -> Any:
        async def listener(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
            if route := known.get((door, route_id(door, body))):
                await Visit(self, route, body, Reply(route, body, client, ack, respond)).serve()
            else:
                await unknown.answer(door, ack, body)

        return listener

    def person(self, session: Session, body: Mapping[str, Any]) -> Person:
        user_id, team = who(body)
        known = people.person(session, user_id)
        guest = known.guest or (team is not None and team != self.team)
        return Person(user_id, guest, installer=user_id == self.installer)

    def require_set_up(self, operating: Operating, person: Person) -> None:
        missing = operating.missing()
        if missing:
            knows = person.id == self.installer or person.id in operating.people.operators
            raise NotSetUp(notices.what_is_missing(missing) if knows else notices.NOT_SET_UP)


@dataclass(frozen=True, eq=False)
class Visit:
    """One person at one door: a transaction, then one answer within Slack's three seconds."""

    keeper: Doorkeeper
    route: Route
    body: dict[str, Any]
    reply: Reply

    async def serve(self) -> None:
        now = self.keeper.now()
        with observing.visit(self.route) as visited:
            try:
                self._require_calm()
                await self._introduce()
                answer = await self.keeper.database.run(self._handle, now)
                await self.reply.carry_out(answer)
            except TooMuch as error:
                visited.failed_with(error)
                await self.reply.refuse(str(error))
            except BotError as error:
                visited.failed_with(error)
                await self._explain(error, now)
            except Exception as error:  # noqa: BLE001  # the one handler of what nobody expected
                visited.failed_with(error)
                await self.reply.apologise(error)

    def _require_calm(self) -> None:
        """Events are Slack's, and come when they come. Raises TooMuch."""
        if self.route.door is not Door.EVENT:
            self.keeper.hurry.take(who(self.body)[0])

    async def _introduce(self) -> None:
        user_id, team = who(self.body)
        if not self.keeper.introduce or not user_id or team not in (None, self.keeper.team):
            return
        # What an event tells is not lost because Slack does not say whose it is.
        with contextlib.suppress(BotError) if self.route.door is Door.EVENT else contextlib.nullcontext():
            await self.keeper.introduce(user_id)

    def _handle(self, session: Session, now: datetime) -> Answer:
        if self.route.door is Door.EVENT and not events.is_new(session, str(self.body["event_id"]), now):
            return Done()
        operating = settings_.load(session)
        person = self.keeper.person(session, self.body)
        if self.route.door is not Door.EVENT:
            if not self.route.before_set_up:
                self.keeper.require_set_up(operating, person)
            require(person, self.route.act, operating.people)
        call = Call(self.route.door, person, now, operating, self.keeper.prompts, self.body)
        return self._enqueued(session, self.route.handler(session, call), call)

    def _enqueued(self, session: Session, answer: Answer, call: Call) -> Answer:
        """A command is answered in its acknowledgement, a click on Home by what then stands there; anywhere else, words
        to one person are a delivery."""
        if call.on_home:
            return self._on_home(session, answer, call)
        if not isinstance(answer, Say) or call.door is Door.COMMAND:
            return answer
        self._whisper(session, answer.message, call.now)
        return Done()

    def _on_home(self, session: Session, answer: Answer, call: Call) -> Answer:
        """What only opens something changes nothing, and leaves no trace of who clicked."""
        match answer:
            case Done():
                visits.clicked(session, call.person.id, call.now)
            case Say(message):
                return Open(notices.notice_view(message.text, title="cadence"))
            case Redraw(view):
                return Open(view)
        return answer

    def _whisper(self, session: Session, message: Message, now: datetime) -> None:
        person = self.keeper.person(session, self.body)
        # A shortcut may be used on a message in a channel that the bot is not in.
        clicked_in = None if self.route.door is Door.SHORTCUT else self.body.get("channel")
        channel = str((clicked_in or {}).get("id") or person.id)
        key = f"whisper:{channel}:{person.id}"
        outbox.whisper(session, key=key, channel=channel, reader=person.id, message=message, now=now)

    async def _explain(self, error: BotError, now: datetime) -> None:
        if isinstance(error, Unavailable):
            await self.reply.apologise(error)
        elif self.route.door in (Door.ACTION, Door.SHORTCUT):
            await self._explain_to_clicker(error, now)
        else:
            await self.reply.explain(error)

    async def _explain_to_clicker(self, error: BotError, now: datetime) -> None:
        if surface(self.body) == "home":
            with contextlib.suppress(Unavailable):  # it may show what is no longer true
                await self.keeper.database.run(visits.clicked, who(self.body)[0], now)
        if self.reply.has_window and not isinstance(error, TooLate):
            await self.reply.ack()
            await self.reply.tell_clicker(str(error), notices.notice_view(str(error)))
            return
        try:
            await self.keeper.database.run(self._whisper, notices.notice(str(error)), now)
        except Unavailable as unavailable:
            await self.reply.apologise(unavailable)
        else:
            await self.reply.ack()
