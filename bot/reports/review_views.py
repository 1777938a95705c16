"""A review as people see it: the messages about it, and the windows it is done in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.prompts import Words
from bot.reports.diffing import Fate, Piece
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.messages import Message
from bot.slack.styled import styled
from bot.slack.text import escape, one_line, pieces

Block = dict[str, Any]
View = dict[str, Any]

ASK = "reports.ask"
LOOK = "reports.look"
SECTION = "reports.section"
SECTION_PAGE = "reports.section_page"
RESOLVE = "reports.resolve"
APPROVE = "reports.approve"
SEND_BACK = "reports.send_back"
SEND_BACK_FORM = "reports.send_back_form"
DECLINE = "reports.decline"
DECLINE_FORM = "reports.decline_form"
STEPS = "reports.steps"
TAKE_BACK = "reports.take_back"

#: Of a text in a window or message: what one block holds.
LONGEST_BLOCK = 2900


def _title(title: str) -> str:
    return f"*{escape(one_line(title))}*"


# Messages


def asked(report_id: int, title: str, severity: int, name: str, word: str) -> Message:
    heading = f"{name} asks you to review a report (severity {severity})."
    buttons = blocks.actions(
        blocks.button("Review it", LOOK, value=str(report_id), style="primary"),
        blocks.button("I cannot", DECLINE, value=str(report_id)),
    )
    return _about(title, heading, word, buttons)


def settled(title: str, heading: str) -> Message:
    return _about(title, heading, "")


def off_it(name: str) -> Message:
    """Says of no report which one it is."""
    said = f"{name} took you off a report that you worked on. Nothing is asked of you there any more."
    return Message(said, (blocks.section(said),))


def told(report_id: int, title: str, heading: str, word: str = "") -> Message:
    button = blocks.button("See where it stands", STEPS, value=str(report_id))
    return _about(title, heading, word, blocks.actions(button))


def without_reviewer(report_id: int, title: str, heading: str) -> Message:
    buttons = blocks.actions(
        blocks.button("Ask somebody else", ASK, value=str(report_id), style="primary"),
        blocks.button("See where it stands", STEPS, value=str(report_id)),
    )
    return _about(title, heading, "", buttons)


def wider(report_id: int, title: str, channel: str, fault: str) -> Message:
    """`fault`: who is there now, as a sentence."""
    heading = f"A report stands in <#{channel}>, where it would not be sent today. {fault}"
    buttons = blocks.actions(
        blocks.button("Take it back there", TAKE_BACK, value=f"{report_id}:{channel}"),
        blocks.button("See where it stands", STEPS, value=str(report_id)),
    )
    return _about(title, heading, "", buttons)


def lapsed(report_id: int, title: str, name: str) -> Message:
    heading = f"{name} changed a report after you approved it, so your approval is taken back. Is it still right?"
    button = blocks.button("See what changed", LOOK, value=str(report_id), style="primary")
    return _about(title, heading, "", blocks.actions(button))


def _about(title: str, heading: str, word: str, *after: Block) -> Message:
    body = [blocks.section(f"{heading}\n{_title(title)}")]
    body += [blocks.words(word, quote=True)] if word.strip() else []
    text = f"{heading}\n{escape(one_line(title))}" + (f"\n{escape(word)}" if word.strip() else "")
    return Message(text, (*body, *after))


# The window of a review


@dataclass(frozen=True)
class Row:
    """A section in the list of a review."""

    key: str
    title: str
    written: bool
    is_new: bool
    open_remarks: int


def overview(
    report_id: int, title: str, facts: str, rows: Sequence[Row], *, saw: int, may_decide: bool, state: str
) -> Modal:
    body = [blocks.section(f"{_title(title)}\n{facts}")]
    body += [_row(report_id, row) for row in rows]
    if may_decide:
        body += [blocks.divider(), _decisions(report_id, saw)]
    body.append(blocks.context(f"The report is {state}."))
    return blocks.modal("Review", body, close="Close", private_metadata=str(report_id))


def _row(report_id: int, row: Row) -> Block:
    said = [] if row.written else ["nothing written"]
    said += ["● new since you looked"] if row.is_new else []
    remarks = "remark is" if row.open_remarks == 1 else "remarks are"
    said += [f"{row.open_remarks} {remarks} open"] if row.open_remarks else []
    line = f"*{escape(row.title)}*" + (f"\n{' · '.join(said)}" if said else "")
    button = blocks.button("Open", SECTION, value=f"{report_id}:{row.key}", label=f"Open: {row.title}")
    return blocks.section(line, accessory=button, block_id=f"section-{row.key}")


def _decisions(report_id: int, saw: int) -> Block:
    return blocks.actions(
        blocks.button("Approve", APPROVE, value=f"{report_id}:{saw}", style="primary"),
        blocks.button("Send back", SEND_BACK, value=str(report_id)),
        blocks.button("I cannot review it", DECLINE, value=str(report_id)),
    )


@dataclass(frozen=True)
class Remark:
    id: int
    name: str
    text: str
    settled: bool
    older: bool


def section_page(
    report_id: int,
    key: str,
    title: str,
    shown: Sequence[Block],
    remarks: Sequence[Remark],
    words: Words,
    *,
    number: int,
    may_comment: bool,
) -> Modal:
    body = [blocks.header(title), *shown]
    for remark in remarks:
        body += _remark(remark)
    if may_comment:
        field = blocks.text_field("comment", multiline=True)
        body.append(blocks.ask(words["comment_label"], field, hint=words["comment_hint"], block_id=f"comment-{number}"))
    return blocks.modal(
        "Section",
        body[:99],
        callback_id=SECTION_PAGE,
        submit="Say it" if may_comment else None,
        close="Back",
        private_metadata=f"{report_id}:{key}",
    )


def _remark(remark: Remark) -> list[Block]:
    older = " · of an older version" if remark.older else ""
    mark = "✓ settled" if remark.settled else "○ open"
    label = "Open again" if remark.settled else "Settled"
    button = blocks.button(label, RESOLVE, value=str(remark.id), label=f"{label}: {remark.text}")
    heading = blocks.section(f"{remark.name} · {mark}{older}", accessory=button, block_id=f"remark-{remark.id}")
    return [heading, blocks.words(remark.text, quote=True)]


def plain(text: str) -> list[Block]:
    """All of a text, in as many blocks as it needs."""
    if not text.strip():
        return [blocks.context("Nobody has written this yet.")]
    return [blocks.words(piece) for piece in pieces(text.strip(), LONGEST_BLOCK)]


def changed(found: Sequence[Piece]) -> list[Block]:
    """What went is struck through, what came is bold."""
    notes = "Since you last looked: ~struck through~ is gone, *bold* is new."
    parts: list[tuple[str, str | None]] = []
    styles = {Fate.GONE: "strike", Fate.NEW: "bold", Fate.SAME: None}
    for piece in found:
        parts += [(part, styles[piece.fate]) for part in pieces(piece.text, LONGEST_BLOCK)]
    return [blocks.context(notes), *styled(parts)]


# Forms


def send_back_form(report_id: int, words: Words) -> Modal:
    field = blocks.text_field("word", multiline=True)
    body = [blocks.ask(words["send_back_label"], field, hint=words["send_back_hint"])]
    return _form("Send it back", body, SEND_BACK_FORM, "Send back", report_id)


def decline_form(report_id: int, words: Words) -> Modal:
    field = blocks.text_field("word", max_length=500)
    body = [blocks.ask(words["decline_label"], field, hint=words["decline_hint"], optional=True)]
    return _form("Not this one", body, DECLINE_FORM, "Say so", report_id)


def _form(title: str, body: Sequence[Block], callback_id: str, submit: str, report_id: int) -> Modal:
    memory = str(report_id)
    return blocks.modal(title, body, callback_id=callback_id, submit=submit, close="Cancel", private_metadata=memory)


def typed(view: View, name: str) -> str:
    """What stands in a text field, by its action id."""
    for elements in view.get("state", {}).get("values", {}).values():
        if name in elements:
            return str(elements[name].get("value") or "")
    return ""
