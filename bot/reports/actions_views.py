"""The actions of a report as a window, and the form of one."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.prompts import Words
from bot.reports import actions_text, answers, sentences
from bot.reports.actions import LONGEST, Action, Draft
from bot.reports.actions_rules import Kind, Stand
from bot.reports.section_forms import Theirs, what_they_wrote
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal
from bot.slack.messages import Message
from bot.slack.text import escape, one_line, shorten

Block = dict[str, Any]

#: Opens the window; the value is the report's number.
LIST = "reports.actions"
ADD = "reports.action_add"
CHANGE = "reports.action_change"
REMOVE = "reports.action_remove"
BACK = "reports.action_back"
FORM = "reports.action_form"
#: What may read as blame in one of them: the button, and the window.
SECOND_LOOK = "reports.action_look"
FINDINGS = "reports.action_findings"
#: More would not fit into a window.
MOST_SHOWN = 40


@dataclass(frozen=True)
class Listing:
    """`names`: id → markup. `pages`: number → value of the button that opens the promise, where it may be seen.

    `looks`: numbers of those in which something may read as blame.
    """

    report: int
    title: str
    found: Sequence[Action]
    names: Mapping[str, str]
    today: date
    may_write: bool
    page: str = ""
    pages: Mapping[int, str] = field(default_factory=dict)
    looks: Collection[int] = ()


def listing(told: Listing, words: Words, note: str = "") -> Modal:
    body = [blocks.section(note)] if note else []
    summary = actions_text.summary(told.found, told.names, told.today)
    body.append(blocks.section(f"*{escape(told.title)}*\n{summary or words['empty']}"))
    body += [block for one in told.found[:MOST_SHOWN] for block in _row(told, one)]
    if len(told.found) > MOST_SHOWN:
        body.append(blocks.context(f"{len(told.found) - MOST_SHOWN} more are in the exported report."))
    if told.may_write:
        add = blocks.button("Add an action", ADD, value=str(told.report), style="primary")
        body.append(blocks.actions(add, block_id="add"))
    return blocks.modal("Actions", body, close="Close", private_metadata=json.dumps({"report": told.report}))


def _row(told: Listing, one: Action) -> list[Block]:
    note = "\n_may read as blame_" if one.number in told.looks else ""
    text = f"*{one.number}. {escape(one.what)}*  _{one.kind}_\n{actions_text.state(one, told.names, told.today)}{note}"
    buttons = [*_buttons(told, one), *_look(told, one)]
    row = [blocks.section(text)]
    return [*row, blocks.actions(*buttons, block_id=f"action-{one.number}")] if buttons else row


def _look(told: Listing, one: Action) -> list[Block]:
    if one.number not in told.looks:
        return []
    value, label = f"{told.report}:{one.number}", f"Second look: {shorten(one_line(one.what), 40)}"
    return [blocks.button("Second look", SECOND_LOOK, value=value, label=label)]


def _buttons(told: Listing, one: Action) -> list[Block]:
    value, label = f"{told.report}:{one.number}", shorten(one_line(one.what), 40)
    if value_of_page := told.pages.get(one.number):
        return [blocks.button("Look", told.page, value=value_of_page, label=f"Look: {label}")]
    if not told.may_write or one.stand not in (Stand.NEEDS_OWNER, Stand.DECLINED, Stand.ASKED):
        return []
    out = "Take back" if one.stand is Stand.ASKED else "Take out"
    removing = blocks.confirm(f"{out[:4]} it {out[5:]}?", "It no longer stands in the report.", yes=out, no="Keep it")
    remove = blocks.button(out, REMOVE, value=value, confirm=removing, label=f"{out}: {label}")
    change = "Name an owner" if one.stand is Stand.NEEDS_OWNER else "Ask somebody else"
    return [blocks.button(change, CHANGE, value=value, label=f"{change}: {label}"), remove]


@dataclass(frozen=True)
class Sitting:
    """An action being written; `number` where it is one that stands there already."""

    report: int
    proposed: date
    assign_by: date
    today: date
    number: int | None = None
    what: str = ""
    kind: Kind | None = None
    owner: str | None = None
    #: Of the action as it stands, by field (meanwhile.py).
    stamps: Mapping[str, str] | None = None
    theirs: Theirs | None = None
    #: Stamp of their draft that the form begins with.
    draft: str = ""
    #: Names the fields of a window that is drawn anew otherwise, where Slack would keep what was typed.
    turn: int = 0


def form(sitting: Sitting, words: Words) -> Modal:
    kinds = [Choice(shorten(words[kind], 75), kind) for kind in Kind]
    assign_by = actions_text.day(sitting.assign_by, sitting.today)
    what = blocks.text_field("what", initial=sitting.what, max_length=LONGEST, multiline=True)
    owner_hint = words["owner_hint"].format(assign_by=assign_by)
    owner = blocks.person_field("owner", initial=sitting.owner)
    day = blocks.date_field("day", initial=sitting.proposed)
    body = [
        *(what_they_wrote(sitting.theirs, "this action") if sitting.theirs else []),
        _ask(sitting, words["what_label"], what, hint=words["what_hint"]),
        _ask(sitting, words["kind_label"], blocks.choice_field("kind", kinds, initial=sitting.kind)),
        _ask(sitting, words["owner_label"], owner, hint=owner_hint, optional=True),
        _ask(sitting, words["day_label"], day, hint=words["day_hint"], optional=True),
        blocks.actions(blocks.button("Back to all actions", BACK, value=str(sitting.report)), block_id="back"),
    ]
    told = {"was": sitting.stamps, "draft": sitting.draft} if sitting.stamps else {}
    memory = json.dumps({"report": sitting.report, "number": sitting.number, **told})
    return blocks.modal("An action", body, callback_id=FORM, submit="Save", close="Cancel", private_metadata=memory)


def _ask(sitting: Sitting, label: str, field: blocks.Element, **told: Any) -> Block:
    name = str(field["action_id"])
    return blocks.ask(label, field, block_id=f"{name}-{sitting.turn}" if sitting.turn else name, **told)


@dataclass(frozen=True)
class Written:
    """`number`: where it is one that stood there; `was`: stamps of it as the form was opened."""

    report: int
    number: int | None
    draft: Draft
    was: Mapping[str, str] | None = None
    began: str = ""


def read_form(view: Mapping[str, Any]) -> Written:
    memory = json.loads(view["private_metadata"])
    said = {name.partition("-")[0]: value for name, value in answers.typed(view).items()}
    day = said.get("day")
    draft = Draft(
        what=said.get("what") or "",
        kind=Kind(said.get("kind") or Kind.PREVENT),
        owner=said.get("owner"),
        due=date.fromisoformat(day) if day else None,
    )
    return Written(memory["report"], memory["number"], draft, memory.get("was"), memory.get("draft", ""))


def read_place(value: str) -> tuple[int, int]:
    report, _, number = value.partition(":")
    return int(report), int(number)


def dropped(what: str, by: str, where: str, page: str, value: str) -> Message:
    """To whoever promised it: the report is gone, the promise is not. `page`, `value`: of the button that shows it."""
    said = sentences.promise_stays(by, where)
    look = blocks.button("Look", page, value=value, style="primary")
    return Message(f"{said}\n{escape(what)}", [blocks.section(f"{said}\n*{escape(what)}*"), blocks.actions(look)])
