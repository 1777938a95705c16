""" "Why this number?" of figures: what was counted, as it stood when they were told; each opens to its events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.questions.figures import Case
from bot.questions.menu import WHY
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.text import duration_text

Block = dict[str, Any]

MOST_CASES = 60


@dataclass(frozen=True)
class Behind:
    """One question that was counted, and how it is named to whoever looks."""

    case: Case
    link: str
    may_open: bool


@dataclass(frozen=True)
class Group:
    """Of `count` questions those that are shown: what waits, or waited longest."""

    title: str
    shown: Sequence[Behind]
    count: int


def cases(told: str, as_of: str, at: datetime, groups: Sequence[Group]) -> Modal:
    """`told`: the figures. `as_of`: when `at` is, as markup."""
    body = [
        blocks.section(told),
        blocks.context(f"As it stood on {as_of}. What waits, or waited longest, comes first."),
    ]
    body += [block for group in groups for block in _group(group, at)]
    return blocks.modal(title="Why this number?", blocks=body, close="Close")


def _group(group: Group, at: datetime) -> Iterator[Block]:
    if group.title:
        yield blocks.section(f"*{group.title}*")
    yield from (_case(behind, at) for behind in group.shown)
    if group.count > len(group.shown):
        yield blocks.context(f"… and {group.count - len(group.shown):,} more. `cadence export questions` has them all.")


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
