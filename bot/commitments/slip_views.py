"""How dates moved, in Slack: a chart of the forecast against the day it was said, and words that say the same."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.commitments.dates import day_text
from bot.commitments.sentences import MOVES_TITLE
from bot.commitments.slips import Slip, update_days
from bot.slack import blocks, charts
from bot.slack.messages import Message
from bot.slack.text import escape, one_line, shorten, whole_sentences

#: Changes in words; the chart shows more.
MOST_IN_WORDS = 6
LONGEST_NAME = 20


def message(slips: Sequence[Slip], today: date) -> Message:
    lines = [words(slip, today) for slip in slips]
    days = update_days(slips)
    series = {_name(slip, slips): [slip.days_after(day) for day in days] for slip in slips}
    chart = charts.line_chart("Days after the first promised date", [day_text(day, today) for day in days], series)
    shown = [blocks.section(f"*{MOVES_TITLE}*"), chart, *(blocks.context(line) for line in lines)]
    return Message("\n".join([MOVES_TITLE, *lines]), shown)


def _name(slip: Slip, slips: Sequence[Slip]) -> str:
    """Another for each: with its number, where there are several."""
    name = one_line(slip.what) if len(slips) == 1 else f"{slip.id} {one_line(slip.what)}"
    return shorten(name, LONGEST_NAME)


def words(slip: Slip, today: date) -> str:
    """`Search   27 Feb → 20 Mar (+21 days, said 10 Feb)`: only updates that changed what was expected."""
    return f"*{escape(shorten(one_line(slip.what), 80))}*   {_told(slip, today)}"


def description(slips: Sequence[Slip], today: date, most: int) -> str:
    """The same without markup, for a picture: the farthest moved first, as many as have room."""
    said = [f"{shorten(one_line(slip.what), 60)}: {_told(slip, today)}." for slip in slips]
    return whole_sentences(said, most, lambda left: f"And {left} more, in the words over the picture.")


def _told(slip: Slip, today: date) -> str:
    changes = list(_changes(slip, today))
    told = [day_text(slip.first, today), *(["…"] if len(changes) > MOST_IN_WORDS else []), *changes[-MOST_IN_WORDS:]]
    return " → ".join(told)


def _changes(slip: Slip, today: date) -> Iterator[str]:
    before = slip.first
    for on, day in slip.updates:
        if day != before:
            days = (day - slip.first).days
            beyond = f"{days:+} {'day' if abs(days) == 1 else 'days'}, " if days else ""
            yield f"{day_text(day, today)} ({beyond}said {day_text(on, today)})"
        before = day
