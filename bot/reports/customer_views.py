"""The version for customers as its writers see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.prompts import Words
from bot.reports.review_views import typed
from bot.reports.spotting import Found
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import escape, pieces, shorten

Block = dict[str, Any]
View = dict[str, Any]

CUSTOMERS_FORM = "reports.customers_form"
APPROVE = "reports.customers_approve"
EXPORT = "reports.customers_export"
FILE_MARKDOWN, FILE_PRINTED = "reports.customers_markdown", "reports.customers_printed"
EXPORT_ALL_THE_SAME = "reports.customers_export_anyway"
FIELDS = ("happened", "felt", "doing")
_MOST_FOUND, _MOST_BLAMING = 15, 5


@dataclass(frozen=True)
class Shown:
    """`state` is markup."""

    report_id: int
    number: int
    texts: Sequence[str]
    state: str
    may_approve: bool
    approved: bool


def form(shown: Shown, words: Words, found: Sequence[Found] = (), blaming: Sequence[str] = ()) -> Modal:
    body = [blocks.section(shown.state)]
    body += [*_found(found), *_blaming(blaming)]
    for name, text in zip(FIELDS, shown.texts, strict=True):
        field = blocks.text_field(name, multiline=True, initial=text)
        label, hint = words[f"customers_{name}_label"], words.get(f"customers_{name}_hint")
        body.append(blocks.ask(label, field, hint=hint, optional=True, block_id=name))
    value = f"{shown.report_id}:{shown.number}"
    buttons = [blocks.button("Approve it", APPROVE, value=value)] if shown.may_approve else []
    buttons += [blocks.button("Export", EXPORT, value=value)] if shown.approved else []
    body += [blocks.actions(*buttons, block_id="customers")] if buttons else []
    return blocks.modal(
        "For customers", body, callback_id=CUSTOMERS_FORM, submit="Save", close="Close", private_metadata=value
    )


def _found(found: Sequence[Found]) -> list[Block]:
    if not found:
        return []
    lines = [f"• {escape(shorten(each.text, 100))}: {each.why}" for each in found[:_MOST_FOUND]]
    lines += [f"and {len(found) - _MOST_FOUND} more"] if len(found) > _MOST_FOUND else []
    return [blocks.section("\n".join(["*Of the house, and not for customers:*", *lines]))]


def _blaming(lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    shown = [f"• {escape(shorten(one, 400))}" for one in lines[:_MOST_BLAMING]]
    shown += [f"and {len(lines) - _MOST_BLAMING} more"] if len(lines) > _MOST_BLAMING else []
    return [blocks.section("\n".join(["*May read as blame, and may stay:*", *shown]))]


def stopped(report_id: int, number: int, found: Sequence[Found]) -> Modal:
    """Nothing is exported silently, and what is certainly of the house is not exported at all."""
    certain = [each for each in found if each.certain]
    if certain:
        body = [*_found(certain), blocks.context("Change the text: customers read these in no case.")]
        return blocks.modal("Not exported yet", body, close="Back")
    button = blocks.button("They may stay", EXPORT_ALL_THE_SAME, value=f"{report_id}:{number}")
    body = [*_found(found), blocks.context("Change the text, or say that they may stay: that is kept with your name.")]
    return blocks.modal("Not exported yet", [*body, blocks.actions(button)], close="Back")


def exported(text: str, value: str, note: str = "") -> Modal:
    """`value`: of which version, and whether what looks internal stays."""
    body: list[Block] = [
        blocks.section(note or "As a file in your messages, or to copy from below."),
        blocks.actions(
            blocks.button("Send me the Markdown", FILE_MARKDOWN, value=value),
            blocks.button("Send me a page to print", FILE_PRINTED, value=value),
            block_id="files",
        ),
    ]
    body += [blocks.words(piece) for piece in pieces(text, 2900)]
    return blocks.modal("For customers", body[:100], close="Close")


def read_form(view: View) -> tuple[int, int, list[str]]:
    report_id, _, number = str(view["private_metadata"]).partition(":")
    return int(report_id), int(number), [typed(view, name) for name in FIELDS]
