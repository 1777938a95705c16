"""Puts access, one transaction, errors and logging around every door, once, and carries out the answers."""

import asyncio
import contextlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from bot import settings as settings_
from bot.access import Person, require
from bot.clock import Clock
from bot.errors import BotError, FieldErrors, NotShown, Unavailable, Uncertain
from bot.prompts import Prompts
from bot.settings import Operating
from bot.slack import events, notices, observing, outbox, people, visits
from bot.slack.doors import Answer, Call, Done, Door, Open, Redraw, Route, Say, surface, together, who
from bot.slack.messages import Message, fit
from bot.slack.outcome import error_name
from bot.slack.unknown import take_what_nobody_knows
from bot.storage import Database

log = structlog.get_logger()


class NotSetUp(BotError):
    """Nothing runs before the organisation said who and where."""


class TooLate(BotError):
    """Slack opens a window only within three seconds of a click or command."""

    def __init__(self) -> None:
        super().__init__("This took longer than Slack waits, so the form could not open. Please try again.")


EXPIRED = frozenset({"trigger_expired", "trigger_exchanged", "expired_trigger_id", "exchanged_trigger_id"})
#: The window was closed, or shows already what another click made of it.
GONE = frozenset({"not_found", "hash_conflict"})
#: An apology goes straight to Slack while Slack waits for the acknowledgement.
APOLOGY_SECONDS = 0.8


@dataclass(frozen=True)
class Doorkeeper:
    """What stands around every handler."""

    database: Database
    now: Clock
    prompts: Prompts
    team: str
    installer: str | None

    def register(self, app: AsyncApp, routes: Iterable[Route]) -> None:
        """Bolt asks its listeners in order, so routes come first as given, then what no practice knows."""
        for route in together(routes):
            _registrar(app, route.door)(route.id)(self._listener(route))
        take_what_nobody_knows(app)

    def _listener(self, route: Route) -> Any:
        async def listener(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
            await Visit(self, route, body, client, ack, respond).serve()

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


def _registrar(app: AsyncApp, door: Door) -> Any:
    return {
        Door.COMMAND: app.command,
        Door.ACTION: app.action,
        Door.VIEW: app.view,
        Door.EVENT: app.event,
        Door.SHORTCUT: app.shortcut,
    }[door]


def _apology(error: Exception, reference: str, typed: str) -> tuple[str, dict[str, Any]]:
    """As a sentence, and as a window over theirs."""
    sentence = notices.apology(error, reference)
    titles = {Uncertain: "Perhaps saved", NotShown: "Not shown"}
    return sentence, notices.notice_view(sentence, typed, titles.get(type(error), "Not saved"))


@dataclass(frozen=True, eq=False)
class Visit:
    """One person at one door: a transaction, then one answer within Slack's three seconds."""

    keeper: Doorkeeper
    route: Route
    body: dict[str, Any]
    client: AsyncWebClient
    ack: Any
    respond: Any

    async def serve(self) -> None:
        now = self.keeper.now()
        with observing.visit(self.route) as visited:
            try:
                answer = await self.keeper.database.run(self._handle, now)
                await self._carry_out_saved(answer)
            except BotError as error:
                visited.failed_with(error)
                await self._explain(error, now)
            except Exception as error:  # noqa: BLE001  # the one handler of what nobody expected
                visited.failed_with(error)
                await self._apologise(error)

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
                visits.publish(session, call.person.id, call.now)
            case Say(message):
                return Open(notices.notice_view(message.text, title="cadence"))
            case Redraw(view):
                return Open(view)
        return answer

    async def _carry_out_saved(self, answer: Answer) -> None:
        """Whatever breaks here, nobody may read that it was not saved."""
        try:
            await self._carry_out(answer)
        except BotError:
            raise
        except Exception as error:
            raise NotShown from error

    async def _carry_out(self, answer: Answer) -> None:
        match answer:
            case Done():
                await self.ack()
            case Say(message):
                await self._answer_command(message)
            case Open(view):
                await self.ack()
                await self._open(view)
            case Redraw(view, beneath):
                await self._redraw(view)
                if beneath and (below := self.body["view"].get("previous_view_id")):
                    await self._update(beneath, view_id=below)

    async def _open(self, view: dict[str, Any]) -> None:
        try:
            await self._show(view)
        except SlackApiError as error:
            if error_name(error.response) not in EXPIRED:
                raise
            log.warning("door.too_late", door=self.route.door, id=self.route.id)
            raise TooLate from error

    async def _show(self, view: dict[str, Any]) -> None:
        over_modal = (self.body.get("view") or {}).get("type") == "modal"
        show = self.client.views_push if over_modal else self.client.views_open
        await show(trigger_id=self.body["trigger_id"], view=view)

    async def _redraw(self, view: dict[str, Any]) -> None:
        if self.route.door is Door.VIEW:
            await self.ack(response_action="update", view=view)
            return
        await self.ack()
        await self._update(view, view_id=self.body["view"]["id"], hash=self.body["view"]["hash"])

    async def _update(self, view: dict[str, Any], **which: str) -> None:
        try:
            await self.client.views_update(view=view, **which)
        except SlackApiError as error:
            if error_name(error.response) not in GONE:
                raise
            log.info("door.window_gone", door=self.route.door, id=self.route.id)

    async def _answer_command(self, message: Message) -> None:
        fitting = fit(message)
        await self.ack(text=fitting.text, blocks=list(fitting.blocks) or None, response_type="ephemeral")

    def _whisper(self, session: Session, message: Message, now: datetime) -> None:
        person = self.keeper.person(session, self.body)
        # A shortcut may be used on a message in a channel that the bot is not in.
        clicked_in = None if self.route.door is Door.SHORTCUT else self.body.get("channel")
        channel = str((clicked_in or {}).get("id") or person.id)
        key = f"whisper:{channel}:{person.id}"
        outbox.whisper(session, key=key, channel=channel, reader=person.id, message=message, now=now)

    async def _explain(self, error: BotError, now: datetime) -> None:
        if isinstance(error, Unavailable):
            await self._apologise(error)
        elif isinstance(error, FieldErrors) and self.route.door is Door.VIEW:
            await self.ack(response_action="errors", errors=error.errors)
        elif self.route.door is Door.VIEW:
            await self.ack(response_action="push", view=notices.notice_view(str(error)))
        elif self.route.door is Door.COMMAND:
            await self._answer_command(Message(str(error)))
        elif self.route.door in (Door.ACTION, Door.SHORTCUT):
            await self._explain_to_clicker(error, now)

    async def _explain_to_clicker(self, error: BotError, now: datetime) -> None:
        if surface(self.body) == "home":
            with contextlib.suppress(Unavailable):  # it may show what is no longer true
                await self.keeper.database.run(visits.publish, who(self.body)[0], now)
        if self._has_window and not isinstance(error, TooLate):
            await self.ack()
            await self._tell_clicker(str(error), notices.notice_view(str(error)))
            return
        try:
            await self.keeper.database.run(self._whisper, Message(str(error)), now)
        except Unavailable as unavailable:
            await self._apologise(unavailable)
        else:
            await self.ack()

    @property
    def _has_window(self) -> bool:
        """A window is there, or nothing but a window can be."""
        return bool(self.body.get("view")) or self.route.door is Door.SHORTCUT

    async def _apologise(self, error: Exception) -> None:
        """Straight to the person: the outbox may be what failed. Events fail on, so that Slack sends them again."""
        reference = secrets.token_hex(2).upper()
        door = self.route.door
        log.error("door.failed", reference=reference, door=door, id=self.route.id, exc_info=error)
        if door is Door.EVENT:
            raise error
        typed = notices.typed_by(self.body)
        sentence, notice = _apology(error, reference, typed)
        if door is Door.VIEW:
            await self.ack(response_action="push", view=notice)
        elif door is Door.COMMAND:
            await self.ack(text=notices.with_typed(sentence, typed), response_type="ephemeral")
        else:
            await self.ack()
            await self._tell_clicker(sentence, notice)

    async def _tell_clicker(self, sentence: str, notice: dict[str, Any]) -> None:
        """In front of the window they are in, or else where they clicked."""
        try:
            async with asyncio.timeout(APOLOGY_SECONDS):
                if self._has_window:
                    await self._show(notice)
                else:
                    await self.respond(text=sentence, response_type="ephemeral", replace_original=False)
        except (SlackApiError, aiohttp.ClientError, OSError) as error:
            log.warning("door.could_not_tell", door=self.route.door, id=self.route.id, error=type(error).__name__)
