"""The menu of a row, where several stand below each other: each choice does what its button does elsewhere."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.questions import answering_doors, form_doors, menu, nudges
from bot.slack.doors import Answer, Call, Handler

DOES: Mapping[str, Handler] = {
    menu.ASK_BACK: form_doors.opens(menu.ask_back),
    menu.DELEGATE: form_doors.opens(menu.delegate),
    menu.CANNOT_SHARE: form_doors.opens(menu.cannot_share),
    nudges.NOT_NOW: answering_doors.not_now,
}


def chosen(session: Session, call: Call) -> Answer:
    """What is chosen names an action and its question."""
    action, _, question = call.value.partition(" ")
    return DOES[action](session, replace(call, body={**call.body, "actions": [{"value": question}]}))
