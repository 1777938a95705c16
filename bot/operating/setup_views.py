"""The set-up in Slack: the invitation, the forms, what will happen, and the words afterwards."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.operating.forms import COUNTRY, DAYS, FORMS, HOURS, OPTIONAL, PRACTICES, Sitting, Values
from bot.operating.practices import NAMES
from bot.operating.status_views import SET_UP
from bot.prompts import Words
from bot.settings import DayOff, Weekday
from bot.slack import blocks
from bot.slack.blocks import Block, Choice, Element, Modal
from bot.slack.messages import Message

FORM = "operating.form"
CONFIRM = "operating.confirm"
OTHER_FORM = "operating.other_form"
BACK = "operating.back"

PERSON = frozenset({"people.cto", "people.stand_in", "questions.chief_of_staff"})
PEOPLE = frozenset({"people.operators", "people.delegates", "commitments.leaders"})
CHANNELS = frozenset(
    {
        "focus.channel",
        "questions.channel",
        "all_hands.channel",
        "reports.channel",
        "reports.engineering_channel",
        "reports.severe_channel",
    }
)
MOST_PEOPLE = 30


def invitation(words: Words) -> Message:
    button = blocks.button(words["invitation_button"], SET_UP, style="primary")
    body = [
        blocks.section(words["invitation"]),
        blocks.context(words["invitation_after"]),
        blocks.actions(button),
    ]
    return Message(f"{words['invitation']} {words['invitation_after']}", body)


def invitation_done(name: str, words: Words) -> Message:
    sentence = words["invitation_done"].format(name=name)
    return Message(sentence, [blocks.section(sentence)])


# The forms


def form(sitting: Sitting, words: Words, *, is_set_up: bool, has_cto_channel: bool = True) -> Modal:
    fields = [_ask(key, sitting.values[key], words, has_cto_channel) for key in FORMS[sitting.form]]
    others = [_others(sitting.form, words)] if is_set_up else []
    return blocks.modal(
        words[f"form_{sitting.form}"],
        [*others, *fields],
        callback_id=FORM,
        submit=words["form_next" if is_set_up else "form_next_first"],
        close=words["form_cancel"],
        private_metadata=_memory(Sitting(sitting.form, {}, sitting.version)),
    )


def _others(form: str, words: Words) -> Block:
    """What is typed here is left behind by a click, so they stand at the top."""
    names = {"office": words["form_back"], **{name: words[f"form_{name}"] for name in FORMS if name != "office"}}
    buttons = [blocks.button(text, f"{OTHER_FORM}.{name}", value=name) for name, text in names.items() if name != form]
    return blocks.actions(*buttons, block_id="others")


def other_form_ids() -> list[str]:
    return [f"{OTHER_FORM}.{name}" for name in FORMS]


def _ask(key: str, value: str | list[str], words: Words, has_cto_channel: bool) -> Block:
    name = key.replace(".", "_")
    return blocks.ask(
        words[f"label_{name}"],
        _field(key, value, words),
        hint=_hint(key, value, words, has_cto_channel),
        optional=key in OPTIONAL,
        block_id=key,
    )


def _hint(key: str, value: str | list[str], words: Words, has_cto_channel: bool) -> str | None:
    if key == "focus.channel" and not value and not has_cto_channel:
        return words["hint_focus_channel_none"]
    if key == HOURS and not value:
        return words["hint_hours_differ"]
    if key.endswith("_within_hours"):
        return words["hint_hours_of_work"]
    if key.endswith("_within_days"):
        return words["hint_days_after"]
    return words.get("hint_" + key.replace(".", "_"))


def _field(key: str, value: str | list[str], words: Words) -> Element:
    one = value if isinstance(value, str) else ""
    several = value if isinstance(value, list) else []
    if key in PERSON:
        return blocks.person_field(key, initial=one or None)
    if key in PEOPLE:
        return blocks.people_field(key, initial=several, most=MOST_PEOPLE)
    if key in CHANNELS:
        return blocks.channel_field(key, initial=one or None)
    if key == PRACTICES:
        choices = [Choice(words[f"choice_{name}"], name) for name in NAMES]
        return blocks.checkbox_field(key, choices, initial=several)
    if key in DAYS:
        return blocks.choice_field(key, [Choice(day.capitalize(), day) for day in Weekday], initial=one)
    if key == "focus.on_day_off":
        return blocks.choice_field(key, [Choice(_DAY_OFF[choice], choice) for choice in DayOff], initial=one)
    return blocks.text_field(key, initial=one, max_length=8 if key == COUNTRY else 120)


_DAY_OFF = {
    DayOff.NEXT_WORKING_DAY: "post on the next working day",
    DayOff.SKIP: "skip the week, and say so",
    DayOff.STAND_IN: "somebody stands in",
}


# What will happen


def confirmation(sitting: Sitting, sentences: Sequence[str], words: Words, *, first: bool, note: str = "") -> Modal:
    intro = note or words["change_first" if first else "change_later"]
    told = list(sentences) or [words["change_none"]]
    back = blocks.actions(blocks.button(words["change_back"], BACK), block_id="back")
    return blocks.modal(
        words["change_title"],
        [*([blocks.context(intro)] if sentences else []), *map(blocks.section, told), back],
        callback_id=CONFIRM,
        submit=words["form_save"] if sentences else None,
        close=words["form_cancel"],
        private_metadata=_memory(sitting),
    )


def saved(sentence: str, words: Words) -> Modal:
    return blocks.modal(words["setup_saved_title"], [blocks.section(sentence)], close="Close")


def told(sentence: str, more: str = "") -> Message:
    """To somebody whom a change of settings concerns."""
    body = [blocks.section(sentence), *([blocks.section(more)] if more else [])]
    return Message(f"{sentence} {more}".strip(), body)


def _memory(sitting: Sitting) -> str:
    return json.dumps({"form": sitting.form, "values": sitting.values, "version": sitting.version})


def read_memory(view: Mapping[str, Any]) -> Sitting:
    memory = json.loads(view["private_metadata"])
    values: Values = memory["values"]
    return Sitting(memory["form"], values, memory["version"])
