"""A message: its blocks, the text that says it all, and the fitting of both into what Slack takes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import Block, context
from bot.slack.limits import MOST_BLOCKS, MOST_TEXT
from bot.slack.text import escape, shorten_mrkdwn
from bot.slack.validation import problems

CUT = "This message is cut here: it is longer than Slack shows in one."


@dataclass(frozen=True)
class Message:
    """`text` is markup, and must say it all: screen readers and notifications read nothing else."""

    text: str
    blocks: Sequence[Block] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a message needs a text that says it all")
        object.__setattr__(self, "blocks", tuple(self.blocks))

    def payload(self) -> dict[str, Any]:
        return {"text": self.text, "blocks": list(self.blocks)}


def fit(message: Message, cut: str = CUT) -> Message:
    """Shorter texts, and where that is not enough, fewer blocks: `cut` stands where the first is missing."""
    if not problems(message.payload()):
        return message
    mended = Message(shorten_mrkdwn(message.text, MOST_TEXT), [_mended(block) for block in message.blocks])
    if not problems(mended.payload()):
        return mended
    return Message(mended.text, _those_that_fit(mended.blocks, context(cut)))


def _those_that_fit(blocks: Sequence[Block], notice: Block) -> list[Block]:
    """The top, and the last block: what there is to do stands there."""
    sound = [block for block in blocks if not problems([block])]
    top, last = sound[:-1][: MOST_BLOCKS["message"] - 2], sound[-1:]
    while top and problems([*top, notice, *last]):
        top.pop()
    kept = [*top, notice, *last]
    return [notice] if problems(kept) else kept


def _mended(block: Block) -> Block:
    mended = {"blocks": [block]}
    for found in problems([block]):
        if found.most is not None:
            mended = json.loads(json.dumps(mended))
            _shorten_at(mended, found.pointer.split("/")[1:], found.most)
    return mended["blocks"][0]


def _shorten_at(node: Any, path: Sequence[str], most: int) -> None:
    step = int(path[0]) if isinstance(node, list) else path[0]
    if len(path) > 1:
        _shorten_at(node[step], path[1:], most)
    else:
        node[step] = shorten_mrkdwn(node[step], most)


def spoken(blocks: Iterable[Block]) -> str:
    """All that blocks say, as the `text` of a message; without what is there to be pressed."""
    lines = (" ".join(_said(block)) for block in blocks)
    return shorten_mrkdwn("\n".join(line for line in lines if line), MOST_TEXT)


_PARTS = ("title", "caption", "label", "text", "body", "fields", "elements", "rows", "child_blocks")


def _said(node: Any) -> Iterator[str]:
    match node:
        case {"action_id": _}:
            return
        case {"type": "mrkdwn" | "markdown", "text": str(text)}:
            yield text
        case {"type": "rich_text_section" | "rich_text_quote", "elements": [*leaves]}:
            yield "".join(said for leaf in leaves for said in _said(leaf))
        case {"rows": [*rows]}:
            yield "\n".join(", ".join(_said(row)) for row in rows)
        case {"text": str(text)} | {"url": str(text)} | {"fallback": str(text)} | {"alt_text": str(text)}:
            yield escape(text)
        case {"user_id": str(person)}:
            yield f"<@{person}>"
        case dict():
            yield from (said for part in _PARTS for said in _said(node.get(part)))
        case [*several]:
            yield from (said for one in several for said in _said(one))
