"""Text whose parts have styles, as rich text: whatever people wrote in it stays letters."""

from collections.abc import Iterable
from typing import Any

from bot.slack.text import clean

Block = dict[str, Any]
#: Of the letters in one block.
MOST = 3000


def styled(parts: Iterable[tuple[str, str | None]]) -> list[Block]:
    """Text and style, such as "strike" or "bold", in as many blocks as they need."""
    made: list[list[dict[str, Any]]] = [[]]
    room = MOST
    for text, style in parts:
        room -= len(text)
        if room < 0:
            made, room = [*made, []], MOST - len(text)
        if shown := clean(text):
            made[-1].append({"type": "text", "text": shown, **({"style": {style: True}} if style else {})})
    return [_block(leaves) for leaves in made if leaves]


def _block(leaves: list[dict[str, Any]]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": leaves}]}
