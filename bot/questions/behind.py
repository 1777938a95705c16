""" "Why this number?" of figures: what was counted, as it stood when they were told; each opens to its events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot.questions.figures import Case
from bot.questions.menu import WHY
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import duration_text

Block = dict[str, Any]

MOST_CASES = 60
BACK, FURTHER = "questions.cases.back", "questions.cases.further"


@dataclass(frozen=True)
class Behind:
    """One question that was counted, and how it is named to whoever looks."""

    case: Case
    link: str
    may_open: bool


@dataclass(frozen=True)
class Stretch:
    """Some of `count` questions, from `start` on, each below the title of its part. `value` brings another page."""

    shown: Sequence[tuple[str, Behind]]
    start: int
    count: int
    value: str


def cases(told: str, as_of: str, at: datetime, page: Stretch) -> Modal:
    """`told`: the figures. `as_of`: when `at` is, as markup."""
    order = f"As it stood on {as_of}. What waits, or waited longest, comes first."
    body = [blocks.section(told), blocks.context(order)]
    for title, part in groupby(page.shown, key=lambda one: one[0]):
        body += [blocks.section(f"*{title}*")] if title else []
        body += [_case(behind, at) for _, behind in part]
    return blocks.modal(title="Why this number?", blocks=[*body, *_turn(page)], close="Close")


def _turn(page: Stretch) -> Iterator[Block]:
    end, buttons = page.start + len(page.shown), []
    if page.start:
        buttons.append(_turning("Back", BACK, max(page.start - MOST_CASES, 0), page.value))
    if end < page.count:
        buttons.append(_turning("Further", FURTHER, end, page.value))
    if buttons:
        yield blocks.context(f"{page.start + 1:,} to {end:,} of {page.count:,}")
        yield blocks.actions(*buttons)


def _turning(text: str, action: str, start: int, value: str) -> Block:
    return blocks.button(text, action, value=f"{start}|{value}", label=f"{text}: other questions behind the figures")


def read_turn(value: str) -> tuple[int, str]:
    """Where a page starts, and of what."""
    start, _, rest = value.partition("|")
    return int(start), rest


def _case(behind: Behind, at: datetime) -> Block:
    case = behind.case
    response = _clock(
        "first response", case.respond_working, case.respond_waiting, case.respond_late, case.respond_past
    )
    name = "answer" if case.answered or not case.ended else "a reason"
    answer = _clock(name, case.answer_working, case.answer_waiting, case.answer_late, case.answer_past)
    why = blocks.button("Why?", WHY, value=why_value(case.id, at), label="Why this number?")
    return blocks.section(
        f"{behind.link}\n{case.became}: {response} · {answer}", accessory=why if behind.may_open else None
    )


def why_value(id: int, at: datetime) -> str:
    return f"{id}:{at.isoformat()}"


def read_at(rest: str) -> datetime | None:
    """What stands behind the question's id; None where it is something else, such as its round."""
    return None if rest.isdecimal() or not rest else datetime.fromisoformat(rest)


def _clock(name: str, working: int | None, waiting: int | None, late: bool, is_past: bool) -> str:
    if working is None or waiting is None:
        return f"{name} not yet{', past due' if is_past or late else ''}"
    said = f"{duration_text(timedelta(seconds=working))} ({duration_text(timedelta(seconds=waiting))} on the clock)"
    return f"{name} after {said}{', late' if late else ''}"
