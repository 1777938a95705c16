"""What one person is shown of what they did: the answer, or why there is none."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError, FieldErrors, NotShown, Uncertain
from bot.slack import notices, refusals
from bot.slack.blocks import Modal
from bot.slack.doors import Answer, Done, Door, Open, Redraw, Route, Say
from bot.slack.messages import Message, fit
from bot.slack.outcome import error_name

log = structlog.get_logger()


class TooLate(BotError):
    """Slack opens a window only within three seconds of a click or command."""

    def __init__(self) -> None:
        super().__init__(refusals.TOO_LATE)


EXPIRED = frozenset({"trigger_expired", "trigger_exchanged", "expired_trigger_id", "exchanged_trigger_id"})
#: The window was closed, or shows already what another click made of it.
GONE = frozenset({"not_found", "hash_conflict"})
#: An apology goes straight to Slack while Slack waits for the acknowledgement.
APOLOGY_SECONDS = 0.8


def _apology(error: Exception, reference: str, typed: str) -> tuple[str, Modal]:
    """As a sentence, and as a window over theirs."""
    sentence = notices.apology(error, reference)
    titles = {Uncertain: "Perhaps saved", NotShown: "Not shown"}
    return sentence, notices.notice_view(sentence, typed, titles.get(type(error), "Not saved"))


@dataclass(frozen=True, eq=False)
class Reply:
    """Straight to Slack, within the three seconds that it waits."""

    route: Route
    body: dict[str, Any]
    client: AsyncWebClient
    ack: Any
    respond: Any

    async def carry_out(self, answer: Answer) -> None:
        """Whatever breaks here, nobody may read that it was not saved."""
        try:
            await self._carry_out(answer)
        except BotError:
            raise
        except Exception as error:  # whatever it is, it is saved
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

    async def _open(self, view: Modal) -> None:
        try:
            await self._show(view)
        except SlackApiError as error:
            if error_name(error.response) not in EXPIRED:
                raise
            log.warning("door.too_late", door=self.route.door, id=self.route.id)
            raise TooLate from error

    async def _show(self, view: Modal) -> None:
        over_modal = (self.body.get("view") or {}).get("type") == "modal"
        show = self.client.views_push if over_modal else self.client.views_open
        await show(trigger_id=self.body["trigger_id"], view=view)

    async def _redraw(self, view: Modal) -> None:
        if self.route.door is Door.VIEW:
            await self.ack(response_action="update", view=view)
            return
        await self.ack()
        await self._update(view, view_id=self.body["view"]["id"], hash=self.body["view"]["hash"])

    async def _update(self, view: Modal, **which: str) -> None:
        try:
            await self.client.views_update(view=view, **which)
        except SlackApiError as error:
            if error_name(error.response) not in GONE:
                raise
            log.info("door.window_gone", door=self.route.door, id=self.route.id)

    async def _answer_command(self, message: Message) -> None:
        fitting = fit(message)
        await self.ack(text=fitting.text, blocks=list(fitting.blocks) or None, response_type="ephemeral")

    async def explain(self, error: BotError) -> None:
        """In a form or behind a command; an event has nobody to explain it to."""
        if isinstance(error, FieldErrors) and self.route.door is Door.VIEW:
            await self.ack(response_action="errors", errors=error.errors)
        elif self.route.door is Door.VIEW:
            await self.ack(response_action="push", view=notices.notice_view(str(error)))
        elif self.route.door is Door.COMMAND:
            await self._answer_command(notices.notice(str(error)))

    @property
    def has_window(self) -> bool:
        """A window is there, or nothing but a window can be."""
        return bool(self.body.get("view")) or self.route.door is Door.SHORTCUT

    async def apologise(self, error: Exception) -> None:
        """Straight to the person: the outbox may be what failed. Events fail on, so that Slack sends them again."""
        reference = secrets.token_hex(2).upper()
        door = self.route.door
        log.error("door.failed", reference=reference, door=door, id=self.route.id, exc_info=error)
        if door is Door.EVENT:
            raise error
        typed = notices.typed_by(self.body)
        await self._tell(*_apology(error, reference, typed), typed)

    async def refuse(self, sentence: str) -> None:
        """Straight to the person, with their words, before the database was asked for anything."""
        typed = notices.typed_by(self.body)
        await self._tell(sentence, notices.notice_view(sentence, typed), typed)

    async def _tell(self, sentence: str, notice: Modal, typed: str) -> None:
        door = self.route.door
        if door is Door.VIEW:
            await self.ack(response_action="push", view=notice)
        elif door is Door.COMMAND:
            await self.ack(text=notices.with_typed(sentence, typed), response_type="ephemeral")
        else:
            await self.ack()
            await self.tell_clicker(sentence, notice)

    async def tell_clicker(self, sentence: str, notice: Modal) -> None:
        """In front of the window they are in, or else where they clicked."""
        try:
            async with asyncio.timeout(APOLOGY_SECONDS):
                if self.has_window:
                    await self._show(notice)
                else:
                    await self.respond(text=sentence, response_type="ephemeral", replace_original=False)
        except (SlackApiError, aiohttp.ClientError, OSError) as error:
            log.warning("door.could_not_tell", door=self.route.door, id=self.route.id, error=type(error).__name__)
