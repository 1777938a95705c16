from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.ids import Ids
from bot.sandbox.inputs import KEYS, elements_in
from bot.sandbox.refusals import Refused

Json = dict[str, Any]
_DEPTH = 3
_TOLD = ("title", "submit", "close", "private_metadata", "callback_id", "external_id")


@dataclass
class View:
    id: str
    user: str
    told: Json
    blocks: list[Json]
    hash: str
    root: str
    previous: str | None = None
    filled: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """What the app said about its fields at the last attempt to submit."""

    @property
    def type(self) -> str:
        return str(self.told["type"])

    @property
    def external_id(self) -> str:
        return str(self.told.get("external_id") or "")


class Views:
    """What is open on each person's screen: up to three modals on each other, and the Home tab."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        return self.stacks.setdefault(user, [])

    def every(self) -> list[View]:
        return [*(view for stack in self.stacks.values() for view in stack), *self.homes.values()]

    def find(self, view_id: str | None, external_id: str | None = None) -> View:
        for view in self.every():
            if view.id == view_id or (external_id and view.external_id == external_id):
                return view
        raise Refused("not_found")

    def open(self, user: str, told: Json, blocks: list[Json]) -> View:
        """Opens a first modal, in place of whatever was open."""
        view = self._new(user, told, blocks)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, told: Json, blocks: list[Json]) -> View:
        stack = self.stack(user)
        if not stack:
            problem = "must match the `type` of the root view whose stack we're pushing onto"
            raise Refused("invalid_arguments", [f"{problem} [json-pointer:/view/type]"])
        if len(stack) >= _DEPTH:
            raise Refused("push_limit_reached")
        view = self._new(user, told, blocks)
        view.root, view.previous = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, told: Json, blocks: list[Json], hash: str | None = None) -> View:
        if hash and hash != view.hash:
            raise Refused("hash_conflict")
        if told["type"] != view.type:
            raise Refused("invalid_arguments", ["must not change the `type` of a view [json-pointer:/view/type]"])
        self._external_id_is_free(told, but=view)
        view.told, view.blocks, view.hash, view.errors = told, blocks, self._hash(), {}
        view.filled = _kept(view)
        return view

    def publish(self, user: str, told: Json, blocks: list[Json], hash: str | None = None) -> View:
        if user in self.homes:
            return self.update(self.homes[user], told, blocks, hash)
        if hash:
            raise Refused("hash_conflict")
        self.homes[user] = self._new(user, told, blocks)
        return self.homes[user]

    def close(self, view: View) -> None:
        self.stacks[view.user] = [each for each in self.stack(view.user) if each is not view]

    def clear(self, user: str) -> list[View]:
        return self.stacks.pop(user, [])

    def _new(self, user: str, told: Json, blocks: list[Json]) -> View:
        self._external_id_is_free(told)
        view_id = self._ids.next("V")
        return View(view_id, user, told, blocks, self._hash(), view_id)

    def _hash(self) -> str:
        number = self._ids.number("hash")
        return f"{1_700_000_000 + number}.{number:08x}"

    def _external_id_is_free(self, told: Json, but: View | None = None) -> None:
        taken = [view.external_id for view in self.every() if view is not but]
        if told.get("external_id") and told["external_id"] in taken:
            raise Refused("duplicate_external_id")


def _kept(view: View) -> dict[str, dict[str, Json]]:
    """Slack: entries survive an update where block_id, action_id and type stay the same."""
    kept: dict[str, dict[str, Json]] = {}
    for block, element in elements_in(view.blocks):
        entered = view.filled.get(block["block_id"], {}).get(element["action_id"])
        if entered and element["type"] in KEYS and entered["type"] == element["type"]:
            kept.setdefault(block["block_id"], {})[element["action_id"]] = entered
    return kept


def told_fields(view: View) -> Json:
    empty = {"private_metadata": "", "callback_id": "", "external_id": ""}
    return {name: view.told.get(name) or empty.get(name) for name in _TOLD}


def with_ids(blocks: Sequence[Json], ids: Ids) -> list[Json]:
    """Slack: fills in the block_id and action_id that the app left out."""
    return [_identified(block, ids) for block in blocks]


def _identified(block: Json, ids: Ids) -> Json:
    filled = {**block, "block_id": block.get("block_id") or f"b{ids.number('block'):04d}"}
    for name in ("accessory", "element"):
        if isinstance(filled.get(name), dict):
            filled[name] = _action(filled[name], ids)
    if filled["type"] in ("actions", "context_actions"):
        filled["elements"] = [_action(each, ids) for each in filled["elements"]]
    return filled


def _action(element: Json, ids: Ids) -> Json:
    if element["type"] == "image" or element.get("action_id"):
        return element
    return {**element, "action_id": f"a{ids.number('action'):04d}"}
