"""The form a post is written in, and the reading of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.focus.content import (
    LONGEST_FOLLOW_UP,
    LONGEST_LINE,
    LONGEST_TEXT,
    LONGEST_WHAT,
    MOST_ITEMS,
    Closing,
    Content,
    Fate,
    Field,
    Item,
)
from bot.focus.post import ordinal
from bot.focus.rules import Week
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal
from bot.slack.text import escape, one_line

Block = dict[str, Any]

FORM = "focus.form"
ADD_ITEM = "focus.add_item"
MOVE_UP = "focus.move_up"
REMOVE = "focus.remove"
PUT_ASIDE = "focus.put_aside"

FIRST_ITEMS = 3
FATES = {
    Fate.DONE: Choice("Done", Fate.DONE),
    Fate.MOVED: Choice("Moved forward", Fate.MOVED),
    Fate.DROPPED: Choice("Dropped, because …", Fate.DROPPED),
}


@dataclass(frozen=True)
class Form:
    """One sitting: the revision that it started from tells whether somebody else wrote meanwhile.

    Each item has a key for as long as the form is open. Its fields are named by it, so that Slack keeps what was
    typed when items change places.
    """

    week: Week
    base_revision: int
    content: Content
    keys: tuple[int, ...]
    #: The post went out: what is saved changes it at once.
    posted: bool = False
    #: What changed, for those who read it before.
    change: str = ""

    @classmethod
    def of(cls, week: Week, base_revision: int, content: Content) -> "Form":
        gaps = max(0, FIRST_ITEMS - len(content.items))
        items = (*content.items, *(Item() for _ in range(gaps)))
        return cls(week, base_revision, replace(content, items=items), tuple(range(len(items))))

    def with_another_item(self) -> "Form":
        if len(self.keys) >= MOST_ITEMS:
            return self
        return self._with([*self._keyed, (max(self.keys, default=-1) + 1, Item())])

    def without(self, key: int) -> "Form":
        """The last one that is there is emptied rather than removed."""
        kept = [(one, item) for one, item in self._keyed if one != key]
        return self._with(kept or [(max(self.keys, default=-1) + 1, Item())])

    def moved_up(self, key: int) -> "Form":
        at = self.keys.index(key) if key in self.keys else 0
        keyed = self._keyed
        if at > 0:
            keyed[at - 1], keyed[at] = keyed[at], keyed[at - 1]
        return self._with(keyed)

    @property
    def _keyed(self) -> list[tuple[int, Item]]:
        return list(zip(self.keys, self.content.items, strict=True))

    def _with(self, keyed: Sequence[tuple[int, Item]]) -> "Form":
        content = replace(self.content, items=tuple(item for _, item in keyed))
        return replace(self, content=content, keys=tuple(key for key, _ in keyed))

    def block_id(self, field: Field) -> str:
        """Where a fault of this field is shown."""
        if field.name in ("what", "why"):
            return f"{field.name}-{self.keys[field.number]}"
        return f"{field.name}-{field.number}"


def modal(form: Form, words: Words, note: str = "") -> Modal:
    body = [blocks.section(note)] if note else []
    body += _closings(form, words)
    for number, (key, item) in enumerate(zip(form.keys, form.content.items, strict=True)):
        body += _item(form, number, key, item, words)
    if len(form.keys) < MOST_ITEMS:
        body.append(blocks.actions(blocks.button("Add another", ADD_ITEM), block_id="add"))
    for name in ("not_this_week", "would_like_to_hear", "you_said", "cannot_talk"):
        body.append(_text(f"{name}-0", name, getattr(form.content, name), words, LONGEST_TEXT))
    body.append(_look_again(form, words))
    if form.posted:
        body.append(_text("change-0", "change", form.change, words, LONGEST_TEXT))
    else:
        body.append(blocks.actions(blocks.button("Save, go on later", PUT_ASIDE), block_id="later"))
    return blocks.modal(
        title=f"Post for week {form.week.number}",
        blocks=body,
        submit="Change the post" if form.posted else "Save and preview",
        close="Cancel",
        callback_id=FORM,
        private_metadata=_memory(form),
    )


def _closings(form: Form, words: Words) -> Iterator[Block]:
    for number, closing in enumerate(form.content.closings):
        yield blocks.section(f"*What became of:* {escape(one_line(closing.what))}")
        fate = f"fate-{number}"
        field = blocks.choice_field(fate, list(FATES.values()), initial=closing.fate)
        yield blocks.ask(words["fate_label"], field, optional=True, block_id=fate)
        yield _text(f"words-{number}", "words", closing.words, words, LONGEST_LINE, multiline=False, hint=not number)


def _item(form: Form, number: int, key: int, item: Item, words: Words) -> Iterator[Block]:
    first = number == 0
    yield _text(
        f"what-{key}", "what", item.what, words, LONGEST_WHAT, multiline=False, number=number, hint=first, must=first
    )
    yield _text(f"why-{key}", "why", item.why, words, LONGEST_TEXT, number=number, hint=first, must=first)
    if item.weeks > 1:
        yield blocks.context(f"Carried over: {ordinal(item.weeks).lower()} week.")
    up = [blocks.button("Move up", MOVE_UP, value=str(key), label=f"Move focus {number + 1} up")] if number else []
    remove = blocks.button("Remove", REMOVE, value=str(key), label=f"Remove focus {number + 1}")
    yield blocks.actions(*up, remove, block_id=f"order-{key}")


def _text(
    name: str,
    prompt: str,
    value: str,
    words: Words,
    longest: int,
    *,
    number: int = 0,
    multiline: bool = True,
    hint: bool = True,
    must: bool = False,
) -> Block:
    return blocks.ask(
        words[f"{prompt}_label"].replace("{number}", str(number + 1)),
        blocks.text_field(name, initial=value, max_length=longest, multiline=multiline),
        hint=words[f"{prompt}_hint"] if hint else None,
        optional=not must,
        block_id=name,
    )


def _look_again(form: Form, words: Words) -> Block:
    field = blocks.date_field("look_again-0", initial=form.content.look_again)
    return blocks.ask(words["look_again_label"], field, optional=True, block_id="look_again-0")


def _memory(form: Form) -> str:
    memory = {
        "week": str(form.week),
        "base": form.base_revision,
        "items": [[key, item.weeks] for key, item in zip(form.keys, form.content.items, strict=True)],
        "closes": form.content.closes,
        "posted": form.posted,
        "before": [closing.what for closing in form.content.closings],
    }
    return json.dumps(memory, ensure_ascii=False)


def read(view: Mapping[str, Any]) -> Form:
    memory = json.loads(view["private_metadata"])
    given = {name: _given(elements) for name, elements in view["state"]["values"].items()}
    looks = given.get("look_again-0", "")
    content = Content(
        items=tuple(_read_item(given, key, weeks) for key, weeks in memory["items"]),
        not_this_week=given.get("not_this_week-0", ""),
        would_like_to_hear=given.get("would_like_to_hear-0", ""),
        cannot_talk=given.get("cannot_talk-0", ""),
        look_again=date.fromisoformat(looks) if looks else None,
        you_said=given.get("you_said-0", ""),
        closings=tuple(_read_closing(given, number, what) for number, what in enumerate(memory["before"])),
        closes=memory["closes"],
    )
    keys = tuple(key for key, _ in memory["items"])
    change = given.get("change-0", "")
    return Form(Week.read(memory["week"]), memory["base"], content, keys, memory["posted"], change)


def _read_item(given: Mapping[str, str], key: int, weeks: int) -> Item:
    return Item(given.get(f"what-{key}", ""), given.get(f"why-{key}", ""), weeks)


def _read_closing(given: Mapping[str, str], number: int, what: str) -> Closing:
    fate = given.get(f"fate-{number}")
    return Closing(what, Fate(fate) if fate else None, given.get(f"words-{number}", ""))


def _given(elements: Mapping[str, Mapping[str, Any]]) -> str:
    element = next(iter(elements.values()), {})
    option = element.get("selected_option") or {}
    return str(element.get("value") or element.get("selected_date") or option.get("value") or "").strip()


# What is added in the thread

FOLLOW_UP_FORM = "focus.follow_up_form"


def follow_up_modal(week: Week, words: Words) -> Modal:
    field = _text("words-0", "follow_up", "", words, LONGEST_FOLLOW_UP, must=True)
    return blocks.modal(
        title="Follow-up",
        blocks=[field],
        submit="Post in the thread",
        close="Cancel",
        callback_id=FOLLOW_UP_FORM,
        private_metadata=str(week),
    )


def read_follow_up(view: Mapping[str, Any]) -> tuple[Week, str]:
    return Week.read(view["private_metadata"]), _given(view["state"]["values"]["words-0"])


# Why an item was dropped

DROP_FORM = "focus.drop_form"


def drop_modal(week: Week, number: int, what: str, words: Words) -> Modal:
    reason = _text("words-0", "dropped", "", words, LONGEST_LINE, multiline=False, must=True)
    return blocks.modal(
        title="Dropped, because …",
        blocks=[blocks.section(f"*{escape(one_line(what))}*"), reason],
        submit="Save",
        close="Cancel",
        callback_id=DROP_FORM,
        private_metadata=json.dumps([str(week), number]),
    )


def read_drop(view: Mapping[str, Any]) -> tuple[Week, int, str]:
    week, number = json.loads(view["private_metadata"])
    return Week.read(week), int(number), _given(view["state"]["values"]["words-0"])
