"""Lists of commitments in a window that only its reader sees."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.commitments.dates import moved_text
from bot.commitments.forms import read
from bot.commitments.queries import PAGE_SIZE, Place, Which
from bot.commitments.views import HISTORY, Card, dates_text, reference, state_text, timing_text
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import escape, one_line, shorten

Block = dict[str, Any]

LIST = "commitments.list"
TAB = "commitments.tab"
TURN = "commitments.turn"

TITLES = {
    Which.MINE: "Yours",
    Which.TEAM: "Your team's",
    Which.EVERYBODY: "Everybody's",
    Which.AT_RISK: "At risk",
    Which.DUE_SOON: "Due soon",
}
EMPTY = {
    Which.MINE: "You have promised nothing that is open. `/promise` begins one.",
    Which.TEAM: "Here are the promises of those who promised something at your asking, of those who asked you, "
    "and of those whom they asked. None of these is open.",
    Which.EVERYBODY: "Nothing is promised yet. `/promise` begins, and so does “Track as a promise” on any message.",
    Which.AT_RISK: "Nothing is at risk, silent or past its date.",
    Which.DUE_SOON: "Nothing is due within two weeks.",
    Which.FOUND: "No promise that you may see has these words, or an owner of this name.",
}


def listing(place: Place, cards: Sequence[Card], words: Words, *, total: int) -> Modal:
    content = [_tabs(place.which)]
    content += [row(card) for card in cards] or [blocks.section(EMPTY[place.which])]
    content += _turning(total, place.skip)
    field = blocks.text_field("search", initial=place.search, max_length=100)
    content.append(blocks.ask(words["search_label"], field, hint=words["search_hint"], optional=True))
    memory = json.dumps(asdict(place))
    return blocks.modal("Promises", content, callback_id=LIST, submit="Search", close="Close", private_metadata=memory)


def _tabs(which: Which) -> Block:
    tabs = [
        blocks.button(title, f"{TAB}.{tab.name.lower()}", value=tab, style="primary" if tab is which else None)
        for tab, title in TITLES.items()
    ]
    return blocks.actions(*tabs, block_id="tabs")


def tab_ids() -> list[str]:
    return [f"{TAB}.{tab.name.lower()}" for tab in TITLES]


def row(card: Card) -> Block:
    label = f"Open: {shorten(one_line(card.what), 50)}"
    button = blocks.button("Open", HISTORY, value=reference(card), label=label)
    return blocks.section(row_text(card), accessory=button, block_id=f"row-{card.id}")


def row_text(card: Card) -> str:
    moved = moved_text(card.moves, card.moved_days)
    facts = filter(None, [state_text(card.state), timing_text(card), card.owner, dates_text(card), moved])
    return f"*{escape(card.what)}*\n{' · '.join(facts)}"


def _turning(total: int, skip: int) -> list[Block]:
    if total <= PAGE_SIZE:
        return []
    first, last = skip + 1, min(skip + PAGE_SIZE, total)
    buttons = []
    if skip:
        buttons.append(blocks.button("Back", f"{TURN}.back", value=str(max(0, skip - PAGE_SIZE))))
    if last < total:
        buttons.append(blocks.button("More", f"{TURN}.on", value=str(last)))
    return [blocks.context(f"{first} to {last} of {total}"), blocks.actions(*buttons, block_id="turn")]


def read_place(view: Mapping[str, Any]) -> Place:
    return Place.read(json.loads(view["private_metadata"]))


def read_search(view: Mapping[str, Any]) -> str:
    return read(view).get("search") or ""
