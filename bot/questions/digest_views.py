"""The week's digest of questions, as it stands in the channel."""

from collections.abc import Sequence

from bot.questions import sentences
from bot.questions.reporting import WHY_THIS_NUMBER
from bot.slack import blocks
from bot.slack.messages import Message

WHY = "questions.digest_why"


def message(heading: str, lines: Sequence[str], value: str) -> Message:
    """`lines`: one for each answer, as markup. `value`: since when, and as of when, it was counted."""
    why = blocks.button(WHY_THIS_NUMBER, WHY, value=value, label="Why this number? The questions behind it")
    body = [
        blocks.section(f"*{heading}*"),
        *map(blocks.section, lines),
        blocks.actions(why),
        blocks.context(sentences.HOW_TO_FIND),
    ]
    return Message("\n".join([heading, *lines, sentences.HOW_TO_FIND]), tuple(body))
