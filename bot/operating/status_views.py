"""The message that answers `/cadence status`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.prompts import Words
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.messages import Message, spoken
from bot.slack.text import date_text, escape

SET_UP = "operating.set_up"
RETRY = "operating.retry"
#: So many times are told; what comes later will be told later.
SHOWN = 5


@dataclass(frozen=True)
class Due:
    job: str
    at: datetime


@dataclass(frozen=True)
class Failing:
    """`due`: local, as ISO 8601."""

    job: str
    times: int
    due: str
    error: str
    again: datetime


@dataclass(frozen=True)
class Refused:
    channel: str
    error: str
    remedy: str


@dataclass(frozen=True)
class Versions:
    """`schema`: of the database's tables."""

    cadence: str
    schema: str
    database: str
    python: str


@dataclass(frozen=True)
class Status:
    """What is missing comes as its meaning: "who the CTO is"."""

    missing: Sequence[str]
    due: Sequence[Due]
    failing: Sequence[Failing]
    failing_count: int
    refused: Sequence[Refused]
    refused_count: int
    unsent: int
    oldest_unsent: datetime | None
    versions: Versions
    zone: ZoneInfo
    now: datetime


def what(job: str, words: Words) -> str | None:
    """None for a job that nobody needs to know of: it only looks whether there is something to do."""
    return words.get("job_" + job.replace(".", "_").replace("-", "_"))


def message(status: Status, words: Words) -> Message:
    body = [
        blocks.section(f"*{words['status_heading']}*"),
        blocks.section(_next(status, words)),
        *(blocks.section(line) for line in trouble(status, words)),
        blocks.context(_versions(status.versions)),
        _buttons(status),
    ]
    return Message(spoken(body), body)


def _versions(found: Versions) -> str:
    return f"cadence {found.cadence} · database schema {found.schema} on {found.database} · Python {found.python}"


def _next(status: Status, words: Words) -> str:
    if status.missing:
        return words["status_missing"].format(missing=", ".join(status.missing))
    told = [(said, due.at) for due in status.due if (said := what(due.job, words))][:SHOWN]
    if not told:
        return words["status_no_next"]
    lines = [f"• {date_text(at, status.zone, '{date_long} at {time}')}: {said}" for said, at in told]
    return "\n".join([f"*{words['status_next']}*", *lines])


def trouble(status: Status, words: Words) -> list[str]:
    """What failed and what waits, or that nothing does."""
    told = [_failing(one, status, words) for one in status.failing]
    if more := status.failing_count - len(status.failing):
        told.append(words["status_failing_rest"].format(count=more))
    told += [_refused(one, words) for one in status.refused]
    if more := status.refused_count - len(status.refused):
        told.append(words["status_refused_rest"].format(count=more))
    if status.unsent and status.oldest_unsent:
        told.append(_waits(status.unsent, status.oldest_unsent, status, words))
    return told or [words["status_fine"]]


def _failing(one: Failing, status: Status, words: Words) -> str:
    times = "once" if one.times == 1 else f"{one.times} times"
    due = datetime.fromisoformat(one.due)
    again = date_text(one.again, status.zone, "at {time}")
    told = {"job": f"▲ `{one.job}`", "times": times, "due": f"{due:%A %H:%M}", "again": again}
    return words["status_failing"].format(error=escape(one.error[:300]), **told)


def _refused(one: Refused, words: Words) -> str:
    place = f"<@{one.channel}>" if one.channel.startswith(("U", "W")) else f"<#{one.channel}>"
    return "▲ " + words["status_refused"].format(place=place, error=escape(one.error), remedy=one.remedy)


def _waits(count: int, oldest: datetime, status: Status, words: Words) -> str:
    messages = "1 message is" if count == 1 else f"{count:,} messages are"
    told = words["status_waits"].format(messages=messages, since=date_text(oldest, status.zone))
    return f"{told} {words['status_stuck']}"


def _buttons(status: Status) -> Block:
    name = "Set up" if status.missing else "Settings"
    set_up = blocks.button(name, SET_UP, style="primary" if status.missing else None)
    if not status.refused_count:
        return blocks.actions(set_up)
    sure = blocks.confirm(
        "Send again?",
        "All messages that Slack refused are tried once more. What may have arrived is looked for first.",
        yes="Send again",
        no="Leave them",
    )
    return blocks.actions(blocks.button("Send refused ones again", RETRY, confirm=sure), set_up)


def sent_again(count: int, words: Words) -> Message:
    if not count:
        return Message(words["retry_none"])
    messages = "1 message is" if count == 1 else f"{count:,} messages are"
    return Message(words["retry_sent"].format(messages=messages))
