"""The week's digest of questions, as it stands in the channel."""

from collections.abc import Sequence

from bot.questions import sentences
from bot.questions.reporting import why_button
from bot.slack import blocks
from bot.slack.messages import Message


def message(heading: str, lines: Sequence[str], waiting: Sequence[str], value: str) -> Message:
    """`lines`: one for each answer, `waiting`: what was asked and has none, as markup. `value`: since when, and as of
    when, it was counted."""
    open_ = "\n".join([f"*{sentences.STILL_OPEN}*", *waiting]) if waiting else ""
    body = [
        blocks.section(f"*{heading}*"),
        *map(blocks.section, lines),
        *([blocks.section(open_)] if open_ else []),
        blocks.actions(why_button(value)),
        blocks.context(sentences.HOW_TO_FIND),
    ]
    return Message("\n".join(filter(None, [heading, *lines, open_, sentences.HOW_TO_FIND])), tuple(body))
