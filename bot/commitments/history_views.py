"""A commitment's own page: where it stands, and everything that was ever said of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.commitments.checks import Audience
from bot.commitments.dates import day_text
from bot.commitments.queries import Place
from bot.commitments.states import CLOSING, Kind, State
from bot.commitments.views import (
    SPONSOR,
    SPONSOR_LABEL,
    Card,
    body,
    reference,
    speaking_buttons,
    sponsor_text,
    state_text,
)
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import escape, one_line, shorten

Block = dict[str, Any]
Element = dict[str, Any]

PAGE = "commitments.page"
OLDER = "commitments.older"
ASK_ABOUT = "commitments.ask_about"
SLIPS = "commitments.slips"
#: Updates on one page.
MOST_LINES = 30


@dataclass(frozen=True)
class Line:
    """One update in words. `by` is markup, `at` shown in each reader's zone."""

    kind: Kind
    at: str
    by: str
    state: State | None = None
    day: date | None = None
    before: date | None = None
    in_time: bool = True
    forecast: date | None = None
    until: date | None = None
    owner: str = ""
    zone: str = ""
    note: str = ""
    evidence: str = ""
    confidence: str = ""
    value: str = ""
    corrects: bool = False
    corrected: bool = False


def line_text(line: Line, today: date) -> str:
    said = f"\n“{escape(line.note)}”" if line.note else ""
    link = f"\n{escape(line.evidence)}" if line.evidence else ""
    struck = " (put right later)" if line.corrected else ""
    return f"{line.at}  {_what_happened(line, today)}{struck}{said}{link}"


_HAPPENED = {
    Kind.PROPOSED: "{by} proposed it to {owner}{day}",
    Kind.COUNTERED: "{by} would promise it{day}",
    Kind.ACCEPTED: "{by} accepted: from here on it is a promise",
    Kind.DECLINED: "{by} declined",
    Kind.WITHDRAWN: "{by} took it back",
    Kind.LAPSED: "Whoever was asked left: it was never promised",
    Kind.OFFERED: "{by} asked {owner} to take it over",
    Kind.TAKEN: "{by} took it over",
    Kind.REFUSED: "{by} did not take it over",
    Kind.ORPHANED: "Its owner left: it is without an owner",
    Kind.RELOCATED: "{owner} lives in another time zone, so its day ends there from here on: {zone}",
}


def _what_happened(line: Line, today: date) -> str:
    if line.kind is Kind.MOVED:
        return f"{line.by} {_move_text(line, today)}"
    if line.kind is Kind.SAID:
        return f"{line.by}: {_said_text(line, today)}"
    day = f" for {day_text(line.day, today)}" if line.day else ""
    return _HAPPENED[line.kind].format(by=line.by, owner=line.owner, day=day, zone=line.zone)


def _move_text(line: Line, today: date) -> str:
    assert line.day, "a move has a day"
    if line.before is None:
        return f"promised it for {day_text(line.day, today)}"
    when = "" if line.in_time else ", after the date had passed"
    when += ", which puts the day before right" if line.corrects else ""
    return f"moved it from {day_text(line.before, today)} to {day_text(line.day, today)}{when}"


def _said_text(line: Line, today: date) -> str:
    assert line.state, "a word has a state"
    parts = [f"*{state_text(line.state)}*"]
    if line.forecast:
        label = "done" if line.state in (State.KEPT, State.PARTLY_KEPT) else "forecast"
        parts.append(f"{label} {day_text(line.forecast, today)}")
    if line.until:
        parts.append(f"until {day_text(line.until, today)}")
    if line.day:
        parts.append(f"promised again for {day_text(line.day, today)}")
    parts += [f"confidence {line.confidence}"] if line.confidence else []
    parts += [f"now {escape(line.value)}"] if line.value else []
    parts += ["puts the word before right"] if line.corrects else []
    return ", ".join(parts)


def _looking_buttons(card: Card) -> Iterator[Element]:
    """Whoever may read a promise that is for everybody may ask about it."""
    label = shorten(one_line(card.what), 40)
    if card.audience == Audience.ORGANISATION:
        yield blocks.button("Ask about it", ASK_ABOUT, value=reference(card), label=f"Ask about: {label}")
    if card.moves or (card.forecast and card.forecast != card.promised):
        yield blocks.button("Slip chart to my messages", SLIPS, value=reference(card), label=f"Slip chart of: {label}")


def page(
    card: Card,
    lines: Sequence[Line],
    *,
    may_speak: bool,
    owns: bool = False,
    skip: int = 0,
    place: Place | None = None,
) -> Modal:
    """Newest first; `skip`: how many of the newest are turned over; `place`: the list beneath. Whoever `owns` it
    sees, and chooses, who hears of a silence."""
    shown = list(reversed(lines))[skip : skip + MOST_LINES]
    content = [*body(card), *([speaking_buttons(card)] if may_speak else []), blocks.divider()]
    if owns and card.state not in CLOSING:
        choose = blocks.button(SPONSOR_LABEL, SPONSOR, value=reference(card))
        content[-1:-1] = [blocks.context(sponsor_text(card)), blocks.actions(choose, block_id="sponsor")]
    if looking := list(_looking_buttons(card)):
        content.insert(-1, blocks.actions(*looking, block_id="look"))
    content += [blocks.context(line_text(line, card.today)) for line in shown]
    if skip + MOST_LINES < len(lines):
        older = blocks.button("Older", OLDER, value=f"{reference(card)}:{skip + MOST_LINES}")
        content.append(blocks.actions(older, block_id="older"))
    memory = json.dumps({"id": card.id, "place": asdict(place) if place else None})
    return blocks.modal(f"Promise {card.id}", content, callback_id=PAGE, close="Close", private_metadata=memory)


def read_place(view: Mapping[str, Any]) -> Place | None:
    """The list beneath the page, or beneath a form in its place."""
    place = json.loads(view["private_metadata"]).get("place")
    return Place.read(place) if place else None
