"""Ask, Challenge, Tell me: what people say to the CTO under a post, until the practice of questions takes it."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import FieldErrors
from bot.focus import rhythms
from bot.focus.content import LONGEST_TEXT
from bot.focus.facts import Moment
from bot.focus.rules import Week
from bot.prompts import Words
from bot.slack import blocks, outbox, people
from bot.slack.messages import Message
from bot.slack.text import escape, length

FORM = "focus.voice"
#: Action id → how it is told to the CTO.
SAID = {"questions.ask": "asks", "questions.challenge": "challenges you", "questions.tell": "tells you"}


def modal(action: str, value: str, words: Words) -> dict[str, Any]:
    field = blocks.text_field("text", multiline=True, max_length=3000)
    return blocks.modal(
        title="To the CTO",
        blocks=[blocks.ask(words["voice_label"], field, hint=words["voice_hint"])],
        submit="Send",
        close="Cancel",
        callback_id=FORM,
        private_metadata=json.dumps([action, value]),
    )


def hear(session: Session, view: Mapping[str, Any], *, by: str, moment: Moment) -> Message:
    """Delivered to the post's author; answers what the speaker is told."""
    action, value = json.loads(view["private_metadata"])
    text = str(view["state"]["values"]["text"]["text"].get("value") or "").strip()
    if length(text) > 10 * LONGEST_TEXT:
        raise FieldErrors({"text": f"At most {10 * LONGEST_TEXT:,} characters; this has {length(text):,}."})
    week = Week.read(value.removeprefix("focus:"))
    author = rhythms.author(moment.settings, week)
    name = people.name(session, by)
    heading = f"{name} {SAID[action]} about the post of week {week.number}:"
    message = Message(f"{heading} {escape(text)}", (blocks.section(heading), blocks.words(text, quote=True)))
    key = f"focus:{week}:voice:{view['id']}"
    outbox.enqueue(session, key=key, channel=author, message=message, now=moment.now)
    return Message(f"{people.name(session, author)} has it, in their direct messages.")
