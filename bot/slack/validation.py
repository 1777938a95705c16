"""The one check that reads the tables of Slack's limits.

Slack refuses a whole message for one bad block. So tests hold every view against this, and `messages.fit` mends
what data makes too long.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.slack.limits import AT_MOST, BLOCKS, CHARACTERS, MOST_BLOCKS, ONLY_ON, WHOLES
from bot.slack.shapes import InvalidBlocks, Nodes, Problem, Surface, _list, items, kind, one_of
from bot.slack.text import length


def problems(payload: Any, surface: Surface | None = None) -> list[Problem]:
    """Why Slack would refuse this list of blocks, message or view. Never raises, whatever it is given."""
    if isinstance(payload, list | tuple):
        return _block_problems(payload, surface or "message")
    if not isinstance(payload, dict):
        return [Problem("", "must be a list of blocks, a message or a view")]
    place = surface or _surface(payload.get("type"))
    blocks = payload.get("blocks", [])
    found = [*WHOLES[place](payload, ""), *_block_problems(blocks, place)]
    if place == "modal" and "submit" not in payload and "input" in map(kind, _list(blocks)):
        found.append(Problem("/submit", "is missing, and there is an input"))
    return found


def _surface(view_type: Any) -> Surface:
    return "modal" if view_type == "modal" else "home" if view_type == "home" else "message"


def check(payload: Any, surface: Surface | None = None) -> None:
    if found := problems(payload, surface):
        raise InvalidBlocks(found)


def _block_problems(blocks: Any, place: Surface) -> list[Problem]:
    least = 0 if place == "message" else 1
    nodes = list(_walk(blocks))
    found = [*items(least, MOST_BLOCKS[place], one_of(BLOCKS))(blocks, "/blocks"), *_misplaced(nodes, place)]
    return [*found, *_repeated(nodes), *(_too_much(nodes) if place == "message" else ())]


def _walk(blocks: Any) -> Iterator[tuple[str, dict[Any, Any]]]:
    """Every object with its pointer, in order; without recursion, so that depth is no way to break it."""
    left = [("/blocks", blocks)]
    while left:
        at, value = left.pop()
        if isinstance(value, dict):
            yield at, value
        inner = value.items() if isinstance(value, dict) else enumerate(_list(value))
        left += reversed([(f"{at}/{name}", one) for name, one in inner if isinstance(one, dict | list | tuple)])


def _misplaced(nodes: Nodes, place: Surface) -> Iterator[Problem]:
    for at, node in nodes:
        allowed = ONLY_ON.get(kind(node), (place,))
        if place not in allowed:
            yield Problem(f"{at}/type", f"{kind(node)} is for {' and '.join(allowed)}, not {place}")


_BLOCK = re.compile(r"/blocks/\d+(/child_blocks/\d+|/elements/\d+(?=/actions))?")


def _repeated(nodes: Nodes) -> Iterator[Problem]:
    seen = set()
    for at, node in nodes:
        block = found[0] if (found := _BLOCK.match(at)) else ""
        for name, scope in (("block_id", ""), ("action_id", block), ("focus_on_load", "")):
            value = node.get(name)
            if not value or not isinstance(value, str | bool):
                continue
            if (name, scope, value) in seen:
                yield Problem(f"{at}/{name}", f"{value!r} is used before")
            seen.add((name, scope, value))


def _too_much(nodes: Nodes) -> Iterator[Problem]:
    kinds: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    budget = "other"
    for at, node in nodes:
        if _BLOCK.fullmatch(at):
            budget = kind(node) if kind(node) in CHARACTERS else "other"
            kinds[kind(node)] += 1
        sizes[budget] += length(node["text"]) if isinstance(node.get("text"), str) else 0
    for names, most in AT_MOST:
        if sum(kinds[name] for name in names) > most:
            yield Problem("/blocks", f"more than {most} of {', '.join(names)}")
    for name, size in sizes.items():
        if size > CHARACTERS[name]:
            yield Problem("/blocks", f"{size} characters in {name} blocks; at most {CHARACTERS[name]} together")
