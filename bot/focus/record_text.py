"""The CTO's own record in words."""

from collections.abc import Iterator

from bot.focus.record import Record
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape

NOTHING = "Nothing yet. After your first posts, this says what went out when, and what came of it."


def message(found: Record) -> Message:
    lines = list(_lines(found)) or [NOTHING]
    heading = "Your record, which only you see"
    body = [blocks.section(f"*{heading}*"), blocks.section("\n".join(lines))]
    return Message("\n".join([heading, *lines]), tuple(body))


def _lines(found: Record) -> Iterator[str]:
    weeks = found.on_time + found.late + found.skipped + found.missed
    if weeks:
        other = {"late": found.late, "skipped": found.skipped, "without a post": found.missed}
        said = "".join(f", {count} {what}" for what, count in other.items() if count)
        yield f"{found.on_time} of {weeks} weeks on time{said}."
    closed = found.done + found.moved + found.dropped + found.silent
    if closed:
        other = {"moved forward": found.moved, "dropped": found.dropped, "without a word": found.silent}
        said = "".join(f", {count} {what}" for what, count in other.items() if count)
        yield f"Of {closed} items looked back on: {found.done} done{said}."
    for what, weeks in found.long_carried:
        yield f"Carried for {weeks} weeks: {escape(what)}."
