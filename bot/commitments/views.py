"""A commitment as people see it: its card, its history, and the messages about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.commitments.dates import day_text, kept_text, moved_text
from bot.commitments.states import CLOSING, State
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import about_text, escape, one_line, shorten

Block = dict[str, Any]

ACCEPT = "commitments.accept"
COUNTER = "commitments.counter"
DECLINE = "commitments.decline"
WITHDRAW = "commitments.withdraw"
UPDATE = "commitments.update"
MOVE = "commitments.move"
HAND_OVER = "commitments.hand_over"
SPONSOR = "commitments.sponsor"
SPONSOR_LABEL = "Who hears of a silence"
TAKE = "commitments.take"
REFUSE = "commitments.refuse"
HISTORY = "commitments.history"

#: One mark and one word, always the same pair.
MARKS = {
    State.ON_TRACK: "●",
    State.AT_RISK: "▲",
    State.OFF_TRACK: "◆",
    State.PAUSED: "‖",
    State.KEPT: "✓",
    State.PARTLY_KEPT: "◐",
    State.MISSED: "✕",
    State.DROPPED: "–",
    State.PROPOSED: "◌",
    State.SILENT: "○",
    State.PAST_DATE: "◇",
    State.WITHOUT_OWNER: "∅",
    State.DECLINED: "⊘",
    State.WITHDRAWN: "⊘",
}
NOT_YET = "·"


@dataclass(frozen=True)
class Card:
    """One commitment at one moment. `owner` and other names are markup; texts are as people wrote them."""

    id: int
    number: int
    what: str
    state: State
    now: datetime
    today: date
    owner: str
    made_by: str
    #: A file that somebody imported proposes it in its owner's own name.
    in_own_name: bool = False
    why: str = ""
    how: str = ""
    measure: str = ""
    value: str = ""
    links: Sequence[str] = ()
    audience: str = "organisation"
    #: An id; shown to the owner alone.
    sponsor: str | None = None
    said_at: str = ""
    first: date | None = None
    promised: date | None = None
    forecast: date | None = None
    asked: date | None = None
    countered: bool = False
    moves: int = 0
    moved_days: int = 0
    round: int = 1
    word_at: datetime | None = None
    note: str = ""
    paused_until: date | None = None
    closed_on: date | None = None
    offered_to: str = ""
    strip: Sequence[tuple[str, State | None]] = ()


def mark(state: State | None) -> str:
    return MARKS[state] if state else NOT_YET


def state_text(state: State) -> str:
    return f"{MARKS[state]} {state}"


def dates_text(card: Card) -> str:
    """First promise, present promise and forecast: three facts."""
    if card.state is State.PROPOSED:
        asked = f"asked for {day_text(card.asked, card.today)}" if card.asked else "no date yet"
        return f"{asked}, not promised yet"
    if card.first is None or card.promised is None:
        return "no date yet"
    parts = [f"promised {day_text(card.first, card.today)}"]
    if card.promised != card.first:
        parts.append(f"now {day_text(card.promised, card.today)}")
    if card.forecast and card.forecast != card.promised and card.state not in CLOSING:
        parts.append(f"forecast {day_text(card.forecast, card.today)}")
    return " · ".join(parts)


def timing_text(card: Card) -> str:
    """`2 days early` of what is kept."""
    return kept_text(card.closed_on, card.promised, card.first) if card.state is State.KEPT else ""


def word_text(card: Card) -> str:
    """The last word, how old it is, and what state that makes."""
    parts = [f"*{state_text(card.state)}*"]
    if timing := timing_text(card):
        parts.append(timing)
    if card.state is State.PAUSED and card.paused_until:
        parts.append(f"until {day_text(card.paused_until, card.today)}")
    if card.word_at and card.state is State.SILENT:
        parts.append(f"no word for {about_text(card.now - card.word_at)}")
    elif card.word_at and card.state not in (State.PROPOSED, State.DECLINED, State.WITHDRAWN):
        parts.append(f"last word {about_text(card.now - card.word_at)} ago")
    said = f": “{escape(shorten(one_line(card.note), 300))}”" if card.note else ""
    return " · ".join(parts) + said


def strip_text(strip: Sequence[tuple[str, State | None]]) -> str:
    """`Nov ●  Dec ●  Jan ▲  now ▲`; a gap where it was no promise yet."""
    return "   ".join(f"{name} {mark(state)}" for name, state in strip)


def body(card: Card) -> Iterator[Block]:
    origin = f" · promised at {escape(card.said_at)}" if card.said_at else ""
    round_ = f" · round {card.round}" if card.round > 1 else ""
    moved = moved_text(card.moves, card.moved_days)
    dates = f"{dates_text(card)}   _{moved}_" if moved else dates_text(card)
    yield blocks.section(f"*{escape(card.what)}*\n{dates}\n{word_text(card)}")
    yield blocks.context(f"Owner: {card.owner}{origin}{round_}{_audience_text(card)}")
    if card.strip:
        yield blocks.context(strip_text(card.strip))
    if known := know_text(card):
        yield blocks.context(f"How we will know: {known}")
    if card.why:
        yield blocks.context(f"Why: {escape(card.why)}")
    if card.links:
        yield blocks.context(" ".join(escape(link) for link in card.links))
    if card.offered_to:
        yield blocks.context(f"{card.offered_to} was asked to take this over and has not answered yet.")


def know_text(card: Card) -> str:
    where = f"now {escape(card.value)}" if card.value else ""
    return ", ".join(filter(None, [escape(card.how), escape(card.measure), where]))


def _audience_text(card: Card) -> str:
    return {"leaders": " · for leaders only", "private": " · private"}.get(card.audience, "")


def as_text(card: Card) -> str:
    moved = moved_text(card.moves, card.moved_days)
    facts = ". ".join(filter(None, [dates_text(card), moved, word_text(card).replace("*", "")]))
    return f"{escape(card.what)}. Owner: {card.owner}. {facts}."


def reference(card: Card) -> str:
    """The value of a button: the commitment, and the newest update that the button was drawn with."""
    return f"{card.id}:{card.number}"


def read_reference(value: str) -> tuple[int, int]:
    commitment, _, number = value.partition(":")
    return int(commitment), int(number or 0)


def speaking_buttons(card: Card) -> Block:
    move = "Promise again" if card.state in CLOSING else "Move the date" if card.promised else "Name a date"
    label = shorten(one_line(card.what), 40)
    buttons = [
        blocks.button("Update", UPDATE, value=reference(card), style="primary", label=f"Update: {label}"),
        blocks.button(move, MOVE, value=reference(card), label=f"{move}: {label}"),
    ]
    if card.state not in CLOSING:
        buttons.append(blocks.button("Hand over", HAND_OVER, value=reference(card), label=f"Hand over: {label}"))
    return blocks.actions(*buttons, block_id=f"speak-{card.id}")


# Messages


def ask_owner(card: Card) -> Message:
    choose = _button(card, SPONSOR_LABEL, SPONSOR)
    after = blocks.context(sponsor_text(card)), blocks.actions(choose, block_id=f"sponsor-{card.id}")
    return _message(asks_owner(card), card, answers(card, "Accept"), *after)


def sponsor_text(card: Card) -> str:
    """To its owner, who alone chooses."""
    if not card.sponsor:
        return "If it stays silent, nobody but you hears of it."
    return f"If it stays silent although you were asked twice, <@{card.sponsor}> hears of it, and nobody else."


def asks_owner(card: Card) -> str:
    day = f"by {day_text(card.asked, card.today)}" if card.asked else "with no date yet"
    if card.in_own_name:
        return f"A file that was imported says that you promise this, {day}. Until you accept, it is only proposed."
    return f"{card.made_by} asks whether you promise this, {day}. Until you accept, it is only proposed."


def ask_maker(card: Card, note: str) -> Message:
    return _message(asks_maker(card, note), card, agreement(card))


def asks_maker(card: Card, note: str) -> str:
    day = day_text(card.asked, card.today) if card.asked else "another day"
    said = f" “{escape(note)}”" if note else ""
    return f"{card.owner} would promise this for {day}.{said} Once you agree, that is the first promised date."


def agreement(card: Card) -> Block:
    return blocks.actions(_button(card, "Agree", ACCEPT, primary=True), _button(card, "Take it back", WITHDRAW))


def answers(card: Card, accept: str) -> Block:
    return blocks.actions(
        _button(card, accept, ACCEPT, primary=True),
        _button(card, "Propose another date", COUNTER),
        _button(card, "Decline", DECLINE),
    )


def ask_successor(card: Card, by: str, note: str) -> Message:
    said = f" “{escape(note)}”" if note else ""
    heading = f"{by} asks you to take over this promise.{said} Until you accept, it stays where it is."
    return _message(heading, card, taking(card))


def taking(card: Card) -> Block:
    return blocks.actions(_button(card, "Take it over", TAKE, primary=True), _button(card, "No", REFUSE))


def _button(card: Card, text: str, action: str, *, primary: bool = False) -> Block:
    label = f"{text}: {shorten(one_line(card.what), 40)}"
    return blocks.button(text, action, value=reference(card), style="primary" if primary else None, label=label)


def told(heading: str, card: Card, *, buttons: bool = False) -> Message:
    """Something happened to a commitment; the card says where it stands now."""
    return _message(heading, card, *([speaking_buttons(card)] if buttons else []))


def _message(heading: str, card: Card, *after: Block) -> Message:
    return Message(f"{heading}\n{as_text(card)}", [blocks.section(heading), *body(card), *after])
