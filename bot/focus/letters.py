"""The messages to a post's writers: Friday's, the preview, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.focus.content import Closing, Fate, Item
from bot.focus.post import Post, ordinal
from bot.focus.rules import Week
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape, one_line

Block = dict[str, Any]

WRITE = "focus.write"
APPROVE = "focus.approve"
SKIP = "focus.skip"
REOPEN = "focus.reopen"
DONE = "focus.done"
MOVED = "focus.moved"
DROP = "focus.drop"
CARRY = "focus.carry"
UNDO = "focus.undo"
EDIT = "focus.edit"
FOLLOW_UP = "focus.follow_up"
POST_AGAIN = "focus.post_again"
LET_GO = "focus.let_go"
PUT_QUESTION = "focus.put_question"


@dataclass(frozen=True)
class Desk:
    """Where and when a post goes out."""

    week: Week
    channel: str
    due: str
    revision: int = 0


@dataclass(frozen=True)
class Sheet:
    """What the writer needs at hand: the items to close, which of them go on, what changed, what people said."""

    #: Of the post before, in its order, each with what is known of its fate so far.
    before: Sequence[tuple[Item, Closing]] = ()
    closes: Week | None = None
    carried: Sequence[str] = ()
    #: Markup.
    changes: Sequence[str] = ()
    replies: str = ""
    #: Buttons that say what those count.
    behind: Sequence[Block] = ()


def ask(desk: Desk, sheet: Sheet, words: Words) -> Message:
    """Friday's."""
    return _worksheet(desk, sheet, words["ask"], words["ask_detail"], "Write Monday's post")


def reminder(desk: Desk, sheet: Sheet) -> Message:
    said = "Nothing is written for Monday's post yet."
    return _worksheet(desk, sheet, said, "", "Write it")


def begun(desk: Desk, sheet: Sheet) -> Message:
    """A draft that was put aside before it was ready."""
    said = "Monday's post is begun, and not ready yet."
    return _worksheet(desk, sheet, said, "What is written is kept.", "Go on writing")


def nothing_went_out(desk: Desk, sheet: Sheet) -> Message:
    said = f"Nothing went out {desk.due}: there is no post for this week yet. You can still write it and post it late."
    return _worksheet(desk, sheet, said, "", "Write it now", late=True)


def _worksheet(desk: Desk, sheet: Sheet, heading: str, detail: str, write: str, late: bool = False) -> Message:
    when = "" if late else f"It goes out {desk.due} in <#{desk.channel}>."
    small = [line for line in (detail, when) if line and when not in heading]
    body = [blocks.section(f"*{heading}*"), *([blocks.context(*small)] if small else [])]
    body += [*_to_close(desk, sheet), *_since(sheet)]
    body.append(blocks.actions(_write_button(desk, write, primary=True), _skip_button(desk)))
    return Message("\n".join([" ".join([heading, *small]), *_spoken(sheet)]), tuple(body))


def _to_close(desk: Desk, sheet: Sheet) -> Iterator[Block]:
    if sheet.before and sheet.closes:
        yield blocks.section(f"*Week {sheet.closes.number} said. What became of it?*")
    for at, (item, closing) in enumerate(sheet.before):
        yield from _one_to_close(desk, at, item, closing, item.what in sheet.carried)


def _one_to_close(desk: Desk, at: int, item: Item, closing: Closing, is_carried: bool) -> Iterator[Block]:
    value = f"{desk.week}:{at}"
    yield blocks.section(_item_line(item, closing, is_carried))
    name = one_line(item.what)
    if closing.fate is None:
        yield blocks.actions(
            blocks.button("Done", DONE, value=value, label=f"Done: {name}"),
            blocks.button("Moved forward", MOVED, value=value, label=f"Moved forward: {name}"),
            blocks.button("Dropped", DROP, value=value, label=f"Dropped: {name}"),
            blocks.button("Carry over", CARRY, value=value, label=f"Carry over: {name}"),
            block_id=f"close-{at}",
        )
        return
    buttons = [blocks.button("Change", UNDO, value=value, label=f"Change: {name}")]
    if closing.fate is Fate.MOVED and not is_carried:
        buttons.insert(0, blocks.button("Carry over", CARRY, value=value, label=f"Carry over: {name}"))
    yield blocks.actions(*buttons, block_id=f"close-{at}")


_MARKS = {Fate.DONE: "✓ Done", Fate.MOVED: "→ Moved forward", Fate.DROPPED: "✕ Dropped"}


def _item_line(item: Item, closing: Closing, is_carried: bool) -> str:
    weeks = f" ({ordinal(item.weeks).lower()} week)" if item.weeks > 1 else ""
    said = [_MARKS[closing.fate]] if closing.fate else []
    said += ["carried over"] if is_carried else []
    said += [escape(one_line(closing.words))] if closing.words else []
    line = f"{escape(one_line(item.what))}{weeks}"
    return f"{line}\n{' · '.join(said)}" if said else line


def _since(sheet: Sheet) -> Iterator[Block]:
    if sheet.changes:
        yield blocks.section("\n".join(["*Since then*", *sheet.changes]))
    if sheet.replies:
        yield blocks.section(sheet.replies)
    if sheet.behind:
        yield blocks.actions(*sheet.behind)


def _spoken(sheet: Sheet) -> Iterator[str]:
    if sheet.before and sheet.closes:
        yield f"Week {sheet.closes.number} said:"
    for item, closing in sheet.before:
        yield _item_line(item, closing, item.what in sheet.carried).replace("\n", ": ")
    yield from sheet.changes
    if sheet.replies:
        yield sheet.replies


# About what is written


def preview(desk: Desk, shown: Post, note: str = "", late: bool = False) -> Message:
    """The post as it will stand, with what can be done about it. Late: approved, it goes out at once."""
    when = f"once it is approved; it was due {desk.due}" if late else f"{desk.due}. It waits for approval"
    heading = note or f"Monday's post, as <#{desk.channel}> will see it {when}."
    approve = "Approve and post now" if late else "Approve"
    buttons = blocks.actions(
        blocks.button(approve, action_id=APPROVE, value=_value(desk), style="primary"),
        _write_button(desk, "Edit"),
        _skip_button(desk),
    )
    return _around(heading, shown, *_counted_again(shown), buttons)


def _counted_again(shown: Post) -> Sequence[Block]:
    """The only thing in a preview that may read otherwise in the post."""
    return [blocks.context("The small figures are counted again when it goes out.")] if shown.counts else []


def approved(desk: Desk, shown: Post, by: str) -> Message:
    heading = f"Approved by {by}. It goes out {desk.due} in <#{desk.channel}>."
    reopen = blocks.button("Take back approval", action_id=REOPEN, value=_value(desk))
    buttons = blocks.actions(_write_button(desk, "Edit"), reopen)
    return _around(heading, shown, *_counted_again(shown), buttons)


def posted(desk: Desk, shown: Post, by: str) -> Message:
    buttons = blocks.actions(
        blocks.button("Change the post", EDIT, value=_value(desk)),
        blocks.button("Add a follow-up", FOLLOW_UP, value=_value(desk)),
    )
    return _around(f"Approved by {by}. Posted in <#{desk.channel}>.", shown, buttons)


def not_taken(desk: Desk, shown: Post, why: str) -> Message:
    """`why`: markup, what Slack said and what is to be done."""
    heading = f"Nothing went out in <#{desk.channel}>: Slack did not take Monday's post. {why}"
    return _around(f"{heading} After that, `cadence outbox retry` sends it.", shown)


def deleted(desk: Desk) -> Message:
    heading = (
        f"Monday's post of week {desk.week.number} was deleted in <#{desk.channel}>. "
        "Shall it stand there again? Its thread stays with the deleted one."
    )
    buttons = blocks.actions(
        blocks.button("Post it again", POST_AGAIN, value=_value(desk), style="primary"),
        blocks.button("Leave it deleted", LET_GO, value=_value(desk)),
    )
    return Message(heading, (blocks.section(heading), buttons))


def stays_deleted(desk: Desk) -> Message:
    heading = f"Monday's post of week {desk.week.number} stays deleted in <#{desk.channel}>. /focus still shows it."
    return Message(heading, (blocks.section(heading),))


# In the thread


def changed(by: str, words: str) -> Message:
    return _said(f"*{by}* changed the post:", words)


def followed_up(by: str, words: str) -> Message:
    return _said(f"*{by}* adds:", words)


def _said(heading: str, words: str) -> Message:
    return Message(f"{heading.replace('*', '')} {escape(words)}", (blocks.context(heading), blocks.words(words)))


def offer(author: str, reply: int) -> Message:
    """To whoever seems to ask, and only them."""
    said = f"Is this a question to {author}? Asked as one, its answer is tracked until it is there."
    button = blocks.button("Ask it", PUT_QUESTION, value=str(reply))
    return Message(said, (blocks.section(said), blocks.actions(button)))


def skipped(desk: Desk, by: str) -> Message:
    heading = f"{by} skipped Monday's post of week {desk.week.number}. Nothing will be posted."
    undo = blocks.button("Write it after all", action_id=REOPEN, value=_value(desk))
    return Message(heading, (blocks.section(heading), blocks.actions(undo)))


def superseded(desk: Desk) -> Message:
    heading = f"Monday's post of week {desk.week.number}: the newest version is further down."
    return Message(heading, (blocks.context(heading),))


def _around(heading: str, shown: Post, *after: Block) -> Message:
    whole = shown.as_one
    frame = (blocks.section(heading), blocks.divider())
    return Message(f"{heading}\n{whole.text}", (*frame, *whole.blocks, *after))


def _write_button(desk: Desk, label: str, primary: bool = False) -> Block:
    return blocks.button(label, action_id=WRITE, value=str(desk.week), style="primary" if primary else None)


def _skip_button(desk: Desk) -> Block:
    return skip_button(_value(desk))


def skip_button(value: str) -> Block:
    sure = blocks.confirm(
        "Skip this week?",
        "Nothing will be posted for this week. What is written stays, and you can change your mind.",
        yes="Skip",
        no="Keep",
    )
    return blocks.button("Skip this week", SKIP, value=value, confirm=sure)


def _value(desk: Desk) -> str:
    return f"{desk.week}:{desk.revision}"


def read_value(value: str) -> tuple[Week, int]:
    """Week and number that a button was drawn for: the revision, or which item is to be closed."""
    week, _, number = value.partition(":")
    return Week.read(week), int(number or 0)
