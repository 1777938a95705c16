"""The forms for what happens to a commitment, and the reading of what was typed into them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.commitments import checks
from bot.commitments.dates import day_text, moved_text
from bot.commitments.states import CLOSING, SAYABLE, State
from bot.commitments.views import MARKS, Card, dates_text
from bot.commitments.words import Renegotiation, Word
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal
from bot.slack.text import escape

Block = dict[str, Any]

UPDATE_FORM = "commitments.update_form"
MOVE_FORM = "commitments.move_form"
COUNTER_FORM = "commitments.counter_form"
DECLINE_FORM = "commitments.decline_form"
HAND_OVER_FORM = "commitments.hand_over_form"
SPONSOR_FORM = "commitments.sponsor_form"

CONFIDENCES = (Choice("Sure", "sure"), Choice("Likely", "likely"), Choice("A guess", "a guess"))


def long_field(name: str, value: str) -> Block:
    return blocks.text_field(name, initial=value, max_length=checks.LONGEST_TEXT, multiline=True)


def ask(name: str, field: Block, words: Words, *, optional: bool = False, key: str = "") -> Block:
    """`key`: the sentence's name, where a field of this name is asked for in other words."""
    asked = key or name
    return blocks.ask(words[f"{asked}_label"], field, hint=words.get(f"{asked}_hint"), optional=optional, block_id=name)


# A word, and another date


def update_form(card: Card, words: Words, *, word: Word | None = None, note: str = "") -> Modal:
    """`word`: what was typed already. Without it, the form begins where the commitment stands."""
    sitting = word or Word(card.number, _first_choice(card.state))
    body = [blocks.section(note)] if note else []
    body.append(_heading(card))
    states = [Choice(f"{MARKS[state]} {state}", state) for state in SAYABLE]
    body += [
        ask("state", blocks.choice_field("state", states, initial=sitting.state), words),
        ask("note", long_field("note", sitting.note), words, optional=True),
        ask("forecast", blocks.date_field("forecast", initial=sitting.forecast), words, optional=True),
    ]
    if card.state in CLOSING:
        body.append(ask("day", blocks.date_field("day", initial=sitting.day), words, optional=True, key="again"))
    body += _details(card, sitting, words)
    return _modal("Update", body, UPDATE_FORM, "Save", card)


def _details(card: Card, sitting: Word, words: Words) -> list[Block]:
    confidence = blocks.choice_field("confidence", CONFIDENCES, initial=sitting.confidence)
    found = [ask("until", blocks.date_field("until", initial=sitting.until), words, optional=True)]
    if card.measure:
        field = blocks.text_field("value", initial=sitting.value, max_length=40)
        found.append(blocks.ask(words["value_label"], field, hint=card.measure, optional=True, block_id="value"))
    found += [
        ask("confidence", confidence, words, optional=True),
        ask("evidence", blocks.text_field("evidence", initial=sitting.evidence, max_length=500), words, optional=True),
    ]
    if card.note or card.state in CLOSING:
        choice = [Choice(words["corrects_choice"], "yes")]
        field = blocks.checkbox_field("corrects", choice, initial=["yes"] if sitting.corrects else [])
        found.append(ask("corrects", field, words, optional=True))
    return found


def _first_choice(state: State) -> State:
    """What is silent or past its date is no longer on track only because it once was: nothing is suggested."""
    return state if state in SAYABLE else State.AT_RISK


def _heading(card: Card) -> Block:
    moved = moved_text(card.moves, card.moved_days)
    facts = ", ".join(filter(None, [dates_text(card), moved]))
    return blocks.section(f"*{escape(card.what)}*\n{facts}")


def read_word(view: Mapping[str, Any]) -> tuple[int, Word]:
    commitment_id, base = _memory(view)
    typed = read(view)
    return commitment_id, Word(
        base=base,
        state=State(typed.get("state") or State.ON_TRACK),
        note=typed.get("note") or "",
        forecast=as_day(typed.get("forecast")),
        until=as_day(typed.get("until")),
        confidence=typed.get("confidence"),
        evidence=typed.get("evidence") or "",
        value=typed.get("value") or "",
        day=as_day(typed.get("day")),
        corrects=bool(typed.get("corrects")),
    )


def rebased(word: Word, base: int) -> Word:
    return replace(word, base=base)


def move_form(card: Card, words: Words, *, wish: Renegotiation | None = None, note: str = "") -> Modal:
    sitting = wish or Renegotiation(card.number, None, "")
    body = [blocks.section(note)] if note else []
    body += [
        _heading(card),
        blocks.context(_what_a_move_is(card)),
        ask("day", blocks.date_field("day", initial=sitting.day), words, key="new_day"),
        ask("note", long_field("note", sitting.note), words, optional=card.promised is None, key="move_note"),
    ]
    return _modal("Another date", body, MOVE_FORM, "Save", card)


def _what_a_move_is(card: Card) -> str:
    if card.promised is None:
        return "It has no date yet. The day you choose becomes the first promised date."
    if card.state in (*CLOSING, State.PAST_DATE):
        return f"{day_text(card.promised, card.today)} has passed: this is a new promise, and the old one stays missed."
    return "The date has not passed, so this counts as moved in time, apart from what was missed."


def read_move(view: Mapping[str, Any]) -> tuple[int, Renegotiation]:
    commitment_id, base = _memory(view)
    typed = read(view)
    return commitment_id, Renegotiation(base, as_day(typed.get("day")), typed.get("note") or "")


# What is asked of two people


def counter_form(card: Card, words: Words) -> Modal:
    body = [
        _heading(card),
        ask("day", blocks.date_field("day", initial=card.asked), words, key="counter_day"),
        ask("note", long_field("note", ""), words, optional=True, key="counter_note"),
    ]
    return _modal("Propose another date", body, COUNTER_FORM, "Propose", card)


def decline_form(card: Card, words: Words) -> Modal:
    body = [_heading(card), ask("note", long_field("note", ""), words, key="decline_note")]
    return _modal("Decline", body, DECLINE_FORM, "Decline", card)


def sponsor_form(card: Card, words: Words) -> Modal:
    field = blocks.person_field("to", initial=card.sponsor)
    body = [_heading(card), ask("to", field, words, optional=True, key="sponsor")]
    return _modal("Who hears of a silence", body, SPONSOR_FORM, "Save", card)


def hand_over_form(card: Card, words: Words) -> Modal:
    body = [
        _heading(card),
        ask("to", blocks.person_field("to"), words, key="successor"),
        ask("note", long_field("note", ""), words, optional=True, key="hand_over_note"),
    ]
    return _modal("Hand over", body, HAND_OVER_FORM, "Ask them", card)


@dataclass(frozen=True)
class Answered:
    commitment: int
    number: int
    day: date | None
    note: str
    to: str


def read_answer(view: Mapping[str, Any]) -> Answered:
    """Of the forms above."""
    commitment_id, number = _memory(view)
    typed = read(view)
    return Answered(commitment_id, number, as_day(typed.get("day")), typed.get("note") or "", typed.get("to") or "")


def _modal(title: str, body: Sequence[Block], callback_id: str, submit: str, card: Card) -> Modal:
    memory = json.dumps({"id": card.id, "number": card.number})
    return blocks.modal(title, body, callback_id=callback_id, submit=submit, close="Cancel", private_metadata=memory)


def on_page(view: Modal, page: Mapping[str, Any]) -> Modal:
    """The form takes the place of `page`, the commitment's own, and gives it back when it is done."""
    below = {"page": True, "place": json.loads(page["private_metadata"]).get("place")}
    return Modal({**view, "private_metadata": json.dumps({**json.loads(view["private_metadata"]), **below})})


def is_on_page(view: Mapping[str, Any]) -> bool:
    return bool(json.loads(view["private_metadata"]).get("page"))


def _memory(view: Mapping[str, Any]) -> tuple[int, int]:
    memory = json.loads(view["private_metadata"])
    return memory["id"], memory["number"]


def read(view: Mapping[str, Any]) -> dict[str, Any]:
    """Block id → what was typed or chosen, None where nothing was."""
    return {name: _chosen(elements) for name, elements in view["state"]["values"].items()}


def _chosen(elements: Mapping[str, Mapping[str, Any]]) -> Any:
    for element in elements.values():
        if option := element.get("selected_option"):
            return option["value"]
        for name in ("value", "selected_date", "selected_user", "selected_options"):
            if found := element.get(name):
                return found.strip() if isinstance(found, str) else found
    return None


def as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
