"""Commands, clicks, forms and events that no practice knows: of another version, or of nobody."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack import notices, refusals
from bot.slack.doors import Door

ANYTHING = re.compile(".*")


def registrar(app: AsyncApp, door: Door) -> Any:
    """Bolt's decorator for listeners of this door."""
    return {
        Door.COMMAND: app.command,
        Door.ACTION: app.action,
        Door.VIEW: app.view_submission,
        Door.EVENT: app.event,
        Door.SHORTCUT: app.shortcut,
    }[door]


async def answer(door: Door, ack: Any, body: dict[str, Any]) -> None:
    """Unanswered, an event would come again and again, and a person would read that something is broken."""
    if door is Door.COMMAND:  # the app's manifest is of another version
        sentence = refusals.unknown_command(body["command"])
        await ack(text=notices.with_typed(sentence, notices.typed_by(body)), response_type="ephemeral")
    elif door is Door.VIEW:  # opened by another version
        await ack(response_action="push", view=notices.notice_view(refusals.UNKNOWN_FORM, notices.typed_by(body)))
    else:
        await ack()


def take_what_has_no_door(app: AsyncApp) -> None:
    """Slack asks it all the same, and wants an answer."""
    app.view_closed(ANYTHING)(_acknowledge)
    app.options(ANYTHING)(_offer_nothing)


async def _acknowledge(ack: Any) -> None:
    await ack()


async def _offer_nothing(ack: Any) -> None:
    await ack(options=[])
