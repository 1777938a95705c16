"""Lists of reports, in a window that only its reader sees."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.prompts import Words
from bot.reports import answers
from bot.reports.listing import PAGE_SIZE, Which
from bot.reports.workbench_views import OPEN
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import escape, one_line

Block = dict[str, Any]

LIST = "reports.list"
TAB = "reports.tab"
TURN = "reports.turn"
BEGIN = "reports.begin"

TABS = {Which.YOURS: "You write", Which.ALL: "All"}
EMPTY = {
    Which.YOURS: "You write no report that is still to be published. “Begin a report” starts one.",
    Which.ALL: "No report that you may see yet. They come here as soon as somebody begins one.",
    Which.FOUND: "No report that you may see has these words.",
}


@dataclass(frozen=True)
class Row:
    """`facts` are markup."""

    id: int
    title: str
    facts: str


def listing(which: Which, rows: Sequence[Row], words: Words, *, total: int, skip: int = 0, search: str = "") -> Modal:
    body = [_tabs(which), *([_row(one) for one in rows] or [blocks.section(EMPTY[which])]), *_turning(total, skip)]
    field = blocks.text_field("search", initial=search, max_length=100)
    body.append(blocks.ask(words["search_label"], field, hint=words["search_hint"], optional=True))
    memory = json.dumps({"which": which, "search": search})
    return blocks.modal("Reports", body, callback_id=LIST, submit="Search", close="Close", private_metadata=memory)


def _tabs(which: Which) -> Block:
    tabs = [
        blocks.button(title, f"{TAB}.{one}", value=one, style="primary" if one is which else None)
        for one, title in TABS.items()
    ]
    return blocks.actions(*tabs, blocks.button("Begin a report", BEGIN), block_id="tabs")


def _row(one: Row) -> Block:
    button = blocks.button("Open", OPEN, value=str(one.id), label=f"Open: {one.title}")
    return blocks.section(f"*{escape(one_line(one.title))}*\n{one.facts}", accessory=button, block_id=f"row-{one.id}")


def _turning(total: int, skip: int) -> list[Block]:
    if total <= PAGE_SIZE:
        return []
    last = min(skip + PAGE_SIZE, total)
    buttons = [blocks.button("Newer", f"{TURN}.back", value=str(max(0, skip - PAGE_SIZE)))] if skip else []
    buttons += [blocks.button("Older", f"{TURN}.on", value=str(last))] if last < total else []
    return [blocks.context(f"{skip + 1} to {last} of {total}"), blocks.actions(*buttons, block_id="turn")]


def read_place(view: Mapping[str, Any]) -> tuple[Which, str]:
    memory = json.loads(view["private_metadata"])
    return Which(memory["which"]), memory["search"]


def read_search(view: Mapping[str, Any]) -> str:
    return (answers.typed(view).get("search") or "").strip()
