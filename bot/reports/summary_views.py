"""The message by which a report is announced: what happened, who felt it, what was learned, and what one can do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.reports.content import Content
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape, one_line, shorten

Block = dict[str, Any]

READ = "reports.read"
HAVE_READ = "reports.have_read"
TAKE = "reports.take"

LABELS = ("What happened", "Who felt it", "What we learned")
#: The sections that a line is suggested from.
SOURCES = ("summary", "impact", "learned")
LONGEST_LINE = 300
_FORMATTING = re.compile(r"^(#+|[-*+]|\d+[.)])\s+|\*\*|__", re.MULTILINE)
WITHDRAWN = "This report is no longer shared here."
NO_MORE = "The report is shorter now: what stood here is in the messages above, or no longer part of it."


@dataclass(frozen=True)
class Summary:
    """`day` and `actions` are markup; `amended` says when and what, as markup."""

    report_id: int
    title: str
    severity: int
    day: str
    lines: Sequence[str]
    readers: int = 0
    took: int = 0
    actions: str = ""
    amended: str = ""


def suggested(content: Content) -> list[str]:
    """The first sentences of three sections, for whoever publishes to put right."""
    return [first_words(content.section(key).text) for key in SOURCES]


def first_words(text: str) -> str:
    paragraph = next(filter(None, (part.strip() for part in text.split("\n\n"))), "")
    return shorten(one_line(_FORMATTING.sub("", paragraph)), LONGEST_LINE)


def announcement(summary: Summary) -> Message:
    title = f"Report: {summary.title}"
    facts = [f"severity {summary.severity}", summary.day]
    facts += [f"read by {summary.readers} so far"] if summary.readers else []
    lines = [(label, line) for label, line in zip(LABELS, summary.lines, strict=False) if line.strip()]
    body = "\n".join(f"*{label}:* {escape(one_line(line))}" for label, line in lines)
    small = list(filter(None, [summary.amended]))
    spoken = [escape(title), " · ".join(facts), body.replace("*", ""), summary.actions, *small]
    return Message(
        "\n".join(filter(None, spoken)),
        [
            blocks.section(f"*{escape(title)}*"),
            blocks.context(" · ".join(facts), *small),
            *([blocks.section(body)] if body else []),
            *([blocks.section(summary.actions)] if summary.actions else []),
            _buttons(summary.report_id),
        ],
    )


def _buttons(report_id: int) -> Block:
    return blocks.actions(
        blocks.button("Read it here", READ, value=str(report_id)),
        blocks.button("I have read this", HAVE_READ, value=str(report_id)),
        blocks.button("What I take from it", TAKE, value=str(report_id)),
        block_id="report",
    )


def withdrawn() -> Message:
    return Message(WITHDRAWN, (blocks.context(WITHDRAWN),))


def no_more() -> Message:
    return Message(NO_MORE, (blocks.context(NO_MORE),))


def amendment(name: str, changed: str, why: str) -> Message:
    heading = f"{name} amended this report. Above it reads as it is now."
    body = [blocks.section(heading), blocks.words(changed, quote=True)]
    body += [blocks.context("Because:"), blocks.words(why, quote=True)] if why.strip() else []
    return Message(f"{heading}\n{escape(changed)}\n{escape(why)}".strip(), body)


def taken(name: str, line: str) -> Message:
    heading = f"{name} takes from it:"
    return Message(f"{heading} {escape(line)}", (blocks.context(heading), blocks.words(line)))
