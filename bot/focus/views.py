"""Monday's post, the form it is written in, and the messages to its writers; with the reading of the form beside it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.focus.rules import LONGEST_TEXT, LONGEST_WHAT, MOST_ITEMS, Content, Field, Item, Week
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape, one_line

Block = dict[str, Any]

FORM = "focus.form"
WRITE = "focus.write"
ADD_ITEM = "focus.add_item"
APPROVE = "focus.approve"
SKIP = "focus.skip"
REOPEN = "focus.reopen"

FIRST_ITEMS = 3


@dataclass(frozen=True)
class PostFacts:
    """What stands in the post besides the CTO's words. `day` is the local date it goes out; names are markup."""

    week: Week
    day: date
    cto: str
    title: str
    approved_for_cto_by: str | None = None
    late_since: str | None = None


def post(facts: PostFacts, content: Content) -> Message:
    """Exactly what the organisation sees; the preview shows the same blocks."""
    return Message(text=_as_text(facts, content), blocks=tuple(_post_blocks(facts, content)))


def _heading(facts: PostFacts) -> str:
    return f"Week {facts.week.number}, {facts.day.day} {facts.day:%B}"


def _signature(facts: PostFacts) -> str:
    lines = [f"{facts.cto}, {escape(facts.title)}"]
    if facts.approved_for_cto_by:
        lines.append(f"approved for {facts.cto} by {facts.approved_for_cto_by}")
    if facts.late_since:
        lines.append(f"late: due {facts.late_since}")
    return " · ".join(lines)


def _post_blocks(facts: PostFacts, content: Content) -> Iterator[Block]:
    yield blocks.header(_heading(facts))
    yield blocks.context(_signature(facts))
    for number, item in enumerate(content.items, start=1):
        yield blocks.section(f"*{number}  {escape(one_line(item.what))}*\nWhy now: {escape(item.why)}")
    for label, words in _closing(content):
        yield blocks.section(f"*{label}* {escape(words)}")


def _closing(content: Content) -> Iterator[tuple[str, str]]:
    if content.not_this_week:
        yield "Not this week:", content.not_this_week
    if content.would_like_to_hear:
        yield "I would like to hear:", content.would_like_to_hear


def _as_text(facts: PostFacts, content: Content) -> str:
    lines = [f"{number}. {item.what}. Why now: {item.why}" for number, item in enumerate(content.items, start=1)]
    lines += [f"{label} {words}" for label, words in _closing(content)]
    return "\n".join([f"{_heading(facts)}. {_signature(facts)}", *map(escape, lines)])


# To the writers


@dataclass(frozen=True)
class Desk:
    """Where and when a post goes out, for the messages to its writers."""

    week: Week
    channel: str
    due: str
    revision: int = 0


def ask(desk: Desk, words: Words) -> Message:
    when = f"It goes out {desk.due} in <#{desk.channel}>."
    body = [
        blocks.section(f"*{words['ask']}*"),
        blocks.context(words["ask_detail"], when),
        blocks.actions(_write_button(desk, "Write Monday's post", primary=True), _skip_button(desk)),
    ]
    return Message(f"{words['ask']} {words['ask_detail']} {when}", tuple(body))


def preview(desk: Desk, shown: Message, note: str = "", late: bool = False) -> Message:
    """The post as it will stand, with what can be done about it. Late: approved, it goes out at once."""
    when = f"once it is approved; it was due {desk.due}" if late else f"{desk.due}. It waits for approval"
    heading = note or f"Monday's post, as <#{desk.channel}> will see it {when}."
    approve = "Approve and post now" if late else "Approve"
    buttons = blocks.actions(
        blocks.button(approve, action_id=APPROVE, value=_value(desk), style="primary"),
        _write_button(desk, "Edit"),
        _skip_button(desk),
    )
    return _around(heading, shown, buttons)


def approved(desk: Desk, shown: Message, by: str) -> Message:
    heading = f"Approved by {by}. It goes out {desk.due} in <#{desk.channel}>."
    reopen = blocks.button("Take back approval", action_id=REOPEN, value=_value(desk))
    return _around(heading, shown, blocks.actions(_write_button(desk, "Edit"), reopen))


def posted(desk: Desk, shown: Message, by: str) -> Message:
    return _around(f"Approved by {by}. Posted in <#{desk.channel}>.", shown)


def reminder(desk: Desk) -> Message:
    return _plea(desk, f"Nothing is written for Monday's post yet. It would go out {desk.due}.", "Write it")


def nothing_went_out(desk: Desk) -> Message:
    heading = (
        f"Nothing went out {desk.due}: there is no post for this week yet. You can still write it and post it late."
    )
    return _plea(desk, heading, "Write it now")


def skipped(desk: Desk, by: str) -> Message:
    heading = f"{by} skipped Monday's post of week {desk.week.number}. Nothing will be posted."
    undo = blocks.button("Write it after all", action_id=REOPEN, value=_value(desk))
    return Message(heading, (blocks.section(heading), blocks.actions(undo)))


def superseded(desk: Desk) -> Message:
    heading = f"Monday's post of week {desk.week.number}: the newest version is further down."
    return Message(heading, (blocks.context(heading),))


def _plea(desk: Desk, heading: str, write: str) -> Message:
    buttons = blocks.actions(_write_button(desk, write, primary=True), _skip_button(desk))
    return Message(heading, (blocks.section(heading), buttons))


def _around(heading: str, shown: Message, *after: Block) -> Message:
    frame = (blocks.section(heading), blocks.divider())
    return Message(f"{heading}\n{shown.text}", (*frame, *shown.blocks, *after))


def _write_button(desk: Desk, label: str, primary: bool = False) -> Block:
    return blocks.button(label, action_id=WRITE, value=str(desk.week), style="primary" if primary else None)


def _skip_button(desk: Desk) -> Block:
    sure = blocks.confirm(
        "Skip this week?",
        "Nothing will be posted for this week. What is written stays, and you can change your mind.",
        yes="Skip",
        no="Keep",
    )
    return blocks.button("Skip this week", SKIP, value=_value(desk), confirm=sure)


def _value(desk: Desk) -> str:
    return f"{desk.week}:{desk.revision}"


def read_value(value: str) -> tuple[Week, int]:
    """Week and revision that a button was drawn for."""
    week, _, revision = value.partition(":")
    return Week.read(week), int(revision or 0)


# To everybody else


def nothing_posted_yet(next_post: str) -> Message:
    return Message(f"There is no Monday post yet. The first one is due {next_post}.")


# The form


@dataclass(frozen=True)
class Form:
    """One sitting: the revision that it started from tells whether somebody else wrote meanwhile."""

    week: Week
    base_revision: int
    content: Content
    items: int = FIRST_ITEMS

    def with_another_item(self) -> "Form":
        return replace(self, items=min(self.items + 1, MOST_ITEMS))


def form(form: Form, words: Words, note: str = "") -> dict[str, Any]:
    shown = max(form.items, len(form.content.items))
    items = [*form.content.items, *(Item() for _ in range(shown - len(form.content.items)))]
    body = [blocks.section(note)] if note else []
    for number, item in enumerate(items):
        body += _item_inputs(number, item, words)
    if shown < MOST_ITEMS:
        body.append(blocks.actions(blocks.button("Add another", ADD_ITEM), block_id="add"))
    for name in ("not_this_week", "would_like_to_hear"):
        body.append(_input(Field(name), getattr(form.content, name), words, LONGEST_TEXT))
    memory = {"week": str(form.week), "base": form.base_revision, "items": shown}
    return blocks.modal(
        title=f"Post for week {form.week.number}",
        blocks=body,
        submit="Save and preview",
        close="Cancel",
        callback_id=FORM,
        private_metadata=json.dumps(memory),
    )


def _item_inputs(number: int, item: Item, words: Words) -> Iterator[Block]:
    yield _input(Field("what", number), item.what, words, LONGEST_WHAT, multiline=False)
    yield _input(Field("why", number), item.why, words, LONGEST_TEXT)


def _input(field: Field, value: str, words: Words, longest: int, multiline: bool = True) -> Block:
    name = block_id(field)
    return blocks.ask(
        words[f"{field.name}_label"].replace("{number}", str(field.number + 1)),
        blocks.text_field(name, initial=value, max_length=longest, multiline=multiline),
        hint=words[f"{field.name}_hint"] if field.number == 0 else None,
        optional=field not in (Field("what"), Field("why")),
        block_id=name,
    )


def block_id(field: Field) -> str:
    return f"{field.name}-{field.number}"


def read_form(view: Mapping[str, Any]) -> Form:
    memory = json.loads(view["private_metadata"])
    typed = {name: _typed(elements) for name, elements in view["state"]["values"].items()}
    items = tuple(
        Item(typed.get(block_id(Field("what", number)), ""), typed.get(block_id(Field("why", number)), ""))
        for number in range(memory["items"])
    )
    content = Content(
        items,
        typed.get(block_id(Field("not_this_week")), ""),
        typed.get(block_id(Field("would_like_to_hear")), ""),
    )
    return Form(Week.read(memory["week"]), memory["base"], content, memory["items"])


def _typed(elements: Mapping[str, Mapping[str, Any]]) -> str:
    return next((str(element.get("value") or "").strip() for element in elements.values()), "")
