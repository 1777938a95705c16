"""What the CTO's office sees of an all-hands before it is posted: the draft, and the forms for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.commitments import sentences
from bot.commitments.asking import NOBODY, Again
from bot.commitments.digest import Digest
from bot.commitments.digest_post import post, preview
from bot.commitments.forms import read
from bot.commitments.views import MARKS, Block
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.messages import Message
from bot.slack.text import shorten

EDIT = "all_hands.edit"
POST = "all_hands.post"
CANCEL = "all_hands.cancel"
MOVE = "all_hands.move"
EDIT_FORM = "all_hands.edit_form"
MOVE_FORM = "all_hands.move_form"
TURN = "all_hands.turn"

LONGEST_SENTENCE = 300
LINES_IN_FORM = 30


@dataclass(frozen=True)
class Desk:
    """What stands around the digest for those who may edit it. `due` is in each reader's zone."""

    digest: Digest
    channel: str
    due: str
    revision: int
    again: Again = NOBODY
    #: The CTO, on the day it is held.
    away: bool = False


def draft(desk: Desk) -> Message:
    heading = f"Draft of the all-hands digest. It goes out {desk.due} in <#{desk.channel}>."
    can = "You can add an opening, and a sentence to any line; the rest is as people said it."
    note = " ".join(filter(None, [can, _again_text(desk.again), AWAY if desk.away else ""]))
    buttons = blocks.actions(*draft_buttons(desk.digest.day, desk.revision))
    return _around(heading, note, preview(desk.digest), buttons)


def draft_buttons(day: date, revision: int) -> list[Block]:
    value = f"{day}:{revision}"
    sure = blocks.confirm(
        "Post the digest now?", "It is frozen as it stands and posted with its thread.", yes="Post", no="Wait"
    )
    off = blocks.confirm(
        "Cancel this all-hands?",
        "No digest is posted for this day. Others of the series stay.",
        yes="Cancel it",
        no="Keep",
    )
    return [
        blocks.button("Add my words", EDIT, value=value, style="primary"),
        blocks.button("Post now", POST, value=value, confirm=sure),
        blocks.button("Move it", MOVE, value=value),
        blocks.button("Cancel it", CANCEL, value=value, confirm=off),
    ]


AWAY = "By the calendar the CTO is away on that day: it is held all the same, unless you move or cancel it."


def _again_text(again: Again) -> str:
    if not again.silent:
        return ""
    silent = f"{again.silent} {'promise was' if again.silent == 1 else 'promises were'} silent"
    if again.asked == again.silent:
        return f"{silent}; the owners are asked once more."
    told = {
        "the owner is asked once more": again.asked,
        "the owner wants no reminder before that day": again.quiet,
        "a new owner took it over lately and is asked later": again.taken,
    }
    return f"{silent}: {', '.join(f'of {number} {what}' for what, number in told.items() if number)}."


def missed(desk: Desk, why: str = sentences.NOT_RUNNING) -> Message:
    heading = f"The all-hands digest did not go out {desk.due}: {why}. You can still post it."
    buttons = blocks.actions(*missed_buttons(desk.digest.day, desk.revision))
    return _around(heading, "", preview(desk.digest), buttons)


def missed_buttons(day: date, revision: int) -> list[Block]:
    value = f"{day}:{revision}"
    return [
        blocks.button("Post now", POST, value=value, style="primary"),
        blocks.button("Add my words", EDIT, value=value),
    ]


def _around(heading: str, note: str, shown: Message, buttons: Block) -> Message:
    top = [blocks.section(heading), *([blocks.context(note)] if note else []), blocks.divider()]
    return Message(f"{heading}\n{note}\n{shown.text}", [*top, *shown.blocks, buttons])


def none_yet() -> Message:
    return Message(sentences.NO_DIGEST_YET)


def not_there(digest: Digest, channel: str) -> Message:
    """The digest, for whoever would look for it in its channel."""
    said, shown = sentences.not_there(channel), post(digest)
    return Message(f"{said}\n{shown.text}", [blocks.context(said), *shown.blocks])


def draft_is_sent(day: date, refusal: str = "") -> Message:
    """`refusal`: of the digest before, which stands nowhere yet."""
    return Message("\n".join(filter(None, [sentences.draft_is_sent(day), refusal])))


def settled(sentence: str) -> Message:
    return Message(sentence, [blocks.section(sentence)])


# The form


def edit_form(digest: Digest, revision: int, words: Words, *, skip: int = 0, note: str = "") -> Modal:
    body = [blocks.section(note)] if note else []
    if skip == 0:
        field = blocks.text_field("opening", initial=digest.opening, max_length=1000, multiline=True)
        body.append(
            blocks.ask(words["opening_label"], field, hint=words["opening_hint"], optional=True, block_id="opening")
        )
    for line in digest.lines[skip : skip + LINES_IN_FORM]:
        name = f"line-{line.id}"
        field = blocks.text_field(name, initial=line.sentence, max_length=LONGEST_SENTENCE)
        label = f"{MARKS[line.state]} {shorten(line.what, 120)}"
        body.append(blocks.ask(label, field, optional=True, block_id=name))
    if skip + LINES_IN_FORM < len(digest.lines):
        turn = blocks.button("Save, and the next lines", TURN, value=str(skip + LINES_IN_FORM))
        body.append(blocks.actions(turn, block_id="turn"))
    memory = json.dumps({"day": digest.day.isoformat(), "revision": revision, "skip": skip})
    return blocks.modal(
        "Your words",
        body,
        callback_id=EDIT_FORM,
        submit="Save",
        close="Cancel",
        private_metadata=memory,
    )


@dataclass(frozen=True)
class Edit:
    """What was typed on one page of the form, by ids of commitments. No `opening`: the page has no field for it."""

    day: date
    revision: int
    opening: str | None
    sentences: Mapping[str, str]
    skip: int = 0


def read_edit(view: Mapping[str, Any]) -> Edit:
    memory, typed = json.loads(view["private_metadata"]), read(view)
    sentences = {name.removeprefix("line-"): value or "" for name, value in typed.items() if name.startswith("line-")}
    opening = (typed["opening"] or "") if "opening" in typed else None
    return Edit(date.fromisoformat(memory["day"]), memory["revision"], opening, sentences, memory["skip"])


def typed_form(digest: Digest, typed: Edit, revision: int, words: Words, note: str) -> Modal:
    """The same page with what was typed on it, to be saved over `revision`."""
    said = tuple(replace(line, sentence=typed.sentences.get(str(line.id), line.sentence)) for line in digest.lines)
    opening = digest.opening if typed.opening is None else typed.opening
    return edit_form(replace(digest, lines=said, opening=opening), revision, words, skip=typed.skip, note=note)


def move_form(digest: Digest, words: Words) -> Modal:
    field = blocks.date_field("day", initial=digest.day)
    body = [blocks.ask(words["all_hands_day_label"], field, hint=words["all_hands_day_hint"], block_id="day")]
    memory = json.dumps({"day": digest.day.isoformat()})
    return blocks.modal(
        "Move the all-hands", body, callback_id=MOVE_FORM, submit="Move it", close="Cancel", private_metadata=memory
    )


def read_move(view: Mapping[str, Any]) -> date:
    """The day by which the meeting is known."""
    return date.fromisoformat(json.loads(view["private_metadata"])["day"])


def read_value(value: str) -> tuple[str, int]:
    """Day and revision that a button was drawn for."""
    day, _, revision = value.partition(":")
    return day, int(revision or 0)
