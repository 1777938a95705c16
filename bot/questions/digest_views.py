"""The week's digest of questions, as it stands in the channel."""

from collections.abc import Sequence

from bot.questions import sentences
from bot.slack import blocks
from bot.slack.messages import Message


def message(heading: str, lines: Sequence[str]) -> Message:
    """`lines`: one for each answer, as markup."""
    body = [blocks.section(f"*{heading}*"), *map(blocks.section, lines), blocks.context(sentences.HOW_TO_FIND)]
    return Message("\n".join([heading, *lines, sentences.HOW_TO_FIND]), tuple(body))
