"""What Slack says of blocks and views that it refuses."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox import charts, tables
from bot.sandbox.blocks import MARKDOWN, SURFACES
from bot.sandbox.composition import plain
from bot.sandbox.schema import Check, Problem, Problems, Shape, anything, boolean, items, string, typed

BLOCK_LIMITS = {"message": 50, "modal": 100, "home": 100}


def block_problems(blocks: object, surface: str, at: str = "/blocks") -> list[Problem]:
    if not isinstance(blocks, list):
        return [Problem("must provide an array", at)]
    found = list(items(typed(SURFACES[surface]), BLOCK_LIMITS[surface], 0)(blocks, at))
    whole = [each for each in blocks if isinstance(each, dict)]
    return [*found, *_same_ids(whole, at), *_cumulative(whole, at)]


def attachment_problems(attachments: list[object], blocks: list[dict[str, Any]]) -> list[Problem]:
    """Blocks may stand in attachments too; a table there counts with those of the message itself."""
    found: list[Problem] = []
    tables_before = [block for block in blocks if str(block.get("type")) in tables.KINDS]
    for place, attachment in enumerate(attachments):
        at = f"/attachments/{place}"
        if not isinstance(attachment, dict):
            found.append(Problem("must provide an object", at))
        elif attachment.get("blocks") is not None:
            inside = attachment["blocks"]
            found += block_problems(inside, "message", f"{at}/blocks")
            here = [each for each in inside if isinstance(each, dict)] if isinstance(inside, list) else []
            mine = [each for each in here if str(each.get("type")) in tables.KINDS]
            if tables_before and mine:
                found.append(Problem(tables.ONE_TABLE, f"{at}/blocks"))
            tables_before += mine
    return found


def view_problems(view: object, allowed: Sequence[str]) -> list[Problem]:
    if not isinstance(view, dict):
        return [Problem("must provide an object", "/view")]
    kind = view.get("type")
    if kind is None:
        return [Problem("missing required field: type", "/view")]
    if kind not in allowed:
        return [Problem("must be a valid enum value", "/view/type")]
    blocks = view.get("blocks")
    found = list(_VIEWS[kind](view, "/view"))
    return [*found, *(block_problems(blocks, kind, "/view/blocks") if blocks is not None else ())]


def _input_needs_submit(view: Mapping[str, object], at: str) -> Problems:
    blocks = view.get("blocks")
    for number, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict) and block.get("type") == "input" and not view.get("submit"):
            yield Problem("must define `submit` to use an `input` block in modals", f"{at}/blocks/{number}/input")


def _same_ids(blocks: list[dict[str, Any]], at: str) -> Problems:
    given = Counter(str(block["block_id"]) for block in blocks if block.get("block_id"))
    for number, block in enumerate(blocks):
        if given[str(block.get("block_id"))] > 1:
            yield Problem(f"block_id `{block['block_id']}` already exists", f"{at}/{number}/block_id")
    for number, block in enumerate(blocks):
        yield from _same_actions(block, f"{at}/{number}")


def _same_actions(block: dict[str, Any], at: str) -> Problems:
    parts = block.get("elements")
    found = [each for each in parts if isinstance(each, dict)] if isinstance(parts, list) else []
    given = Counter(each["action_id"] for each in found if isinstance(each.get("action_id"), str))
    for number, each in enumerate(found):
        if given[str(each.get("action_id"))] > 1:
            yield Problem(f"action_id `{each['action_id']}` already exists", f"{at}/elements/{number}/action_id")


def _cumulative(blocks: list[dict[str, Any]], at: str) -> Problems:
    written = sum(len(block["text"]) for block in blocks if isinstance(block.get("text"), str))
    if written > MARKDOWN:
        yield Problem(f"must be less than {MARKDOWN + 1} characters", at)
    yield from tables.whole_message_problems(blocks, at)
    yield from charts.whole_message_problems(blocks, at)
    yield from _one_focus(blocks, at)


def _one_focus(blocks: list[dict[str, Any]], at: str) -> Problems:
    focused = [place for place, block in enumerate(blocks) if _focuses(block)]
    for place in focused[1:]:
        yield Problem("only one element can set `focus_on_load`", f"{at}/{place}")


def _focuses(block: dict[str, Any]) -> bool:
    parts = block.get("elements")
    found = [block.get("element"), block.get("accessory"), *(parts if isinstance(parts, list) else [])]
    return any(isinstance(each, dict) and each.get("focus_on_load") is True for each in found)


_SHARED: Mapping[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_VIEWS: Mapping[str, Shape] = {
    "modal": Shape(
        {"title": plain(24), "blocks": anything},
        {
            **_SHARED,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
        (_input_needs_submit,),
    ),
    "home": Shape({"blocks": anything}, _SHARED),
}
