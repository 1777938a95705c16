"""Commands, clicks, forms and events that no practice knows: of another version, or of nobody."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack import notices, refusals


def take_what_nobody_knows(app: AsyncApp) -> None:
    """Unanswered, an event would come again and again, and a person would read that something is broken."""
    anything = re.compile(".*")
    for register in (app.event, app.action, app.shortcut, app.view_closed):
        register(anything)(_acknowledge)
    app.options(anything)(_offer_nothing)
    app.command(anything)(_know_no_command)
    app.view_submission(anything)(_know_no_form)


async def _acknowledge(ack: Any) -> None:
    await ack()


async def _offer_nothing(ack: Any) -> None:
    await ack(options=[])


async def _know_no_command(ack: Any, body: dict[str, Any]) -> None:
    """The app's manifest is of another version."""
    sentence = refusals.unknown_command(body["command"])
    await ack(text=notices.with_typed(sentence, notices.typed_by(body)), response_type="ephemeral")


async def _know_no_form(ack: Any, body: dict[str, Any]) -> None:
    """Opened by another version."""
    await ack(response_action="push", view=notices.notice_view(refusals.UNKNOWN_FORM, notices.typed_by(body)))
