"""The forms in which people ask and answer, with the reading of each beside it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.prompts import Words
from bot.questions.rules import LONGEST_TEXT, Kind, Visibility
from bot.slack import blocks
from bot.slack.blocks import Choice, Modal
from bot.slack.text import escape, one_line, shorten

Block = dict[str, Any]

ASK_FORM = "questions.ask_form"
ANSWER_FORM = "questions.answer_form"


@dataclass(frozen=True)
class Similar:
    """An answered question that looks like the one being asked. `link` is markup."""

    id: int
    link: str
    answer: str
    still_true: str


@dataclass(frozen=True)
class Draft:
    """A question before it is asked."""

    text: str = ""
    kind: Kind = Kind.QUESTION
    visibility: Visibility = Visibility.PUBLIC
    week: str = ""
    #: `channel:ts` of the message that it is about.
    source: str = ""
    #: Whether what looks like it was shown; asking goes on whatever was.
    compared: bool = False
    #: Not where a message of the asker's own stands behind it.
    may_be_anonymous: bool = False


def ask(draft: Draft, words: Words, similar: Sequence[Similar] = (), *, too_few: int = 0) -> Modal:
    """`too_few`: so many people it takes to hide one, and there are fewer."""
    memory = {"week": draft.week, "source": draft.source, "compared": draft.compared, "open": draft.may_be_anonymous}
    return blocks.modal(
        title=words["ask_title"],
        blocks=[*_similar(similar, words), *_ask_inputs(draft, words, too_few)],
        submit="Ask anyway" if similar else "Ask",
        close="Cancel",
        callback_id=ASK_FORM,
        private_metadata=json.dumps(memory),
    )


def _similar(similar: Sequence[Similar], words: Words) -> Iterator[Block]:
    if similar:
        yield blocks.section(f"*{words['similar']}*")
    for one in similar:
        answer = escape(shorten(one_line(one.answer), 300))
        yield blocks.section(f"{one.link}\n{answer}")
        yield blocks.context(one.still_true)
    if similar:
        yield blocks.divider()


def _ask_inputs(draft: Draft, words: Words, too_few: int) -> Iterator[Block]:
    field = blocks.text_field("text", multiline=True, initial=draft.text, max_length=LONGEST_TEXT)
    yield blocks.ask(words["text_label"], field, hint=words["text_hint"])
    kinds = [Choice(words[f"kind_{kind}"], kind) for kind in Kind]
    yield blocks.ask(words["kind_label"], blocks.choice_field("kind", kinds, initial=draft.kind))
    nameless = draft.may_be_anonymous and not too_few
    offered = [one for one in Visibility if nameless or one is not Visibility.ANONYMOUS]
    choices = [Choice(words[f"visibility_{one}"], one) for one in offered]
    yield blocks.ask(
        words["visibility_label"],
        blocks.choice_field("visibility", choices, initial=draft.visibility),
        hint=_visibility_hint(draft, words, too_few),
    )


def _visibility_hint(draft: Draft, words: Words, too_few: int) -> str | None:
    if not draft.may_be_anonymous:
        return None
    return words["visibility_hint_few"].format(least=too_few) if too_few else words["visibility_hint"]


def read_ask(view: Mapping[str, Any]) -> Draft:
    memory = json.loads(view["private_metadata"])
    return Draft(
        text=typed(view, "text"),
        kind=Kind(chosen(view, "kind") or Kind.QUESTION),
        visibility=Visibility(chosen(view, "visibility") or Visibility.PUBLIC),
        week=memory["week"],
        source=memory["source"],
        compared=memory["compared"],
        may_be_anonymous=memory["open"],
    )


def answer(question_id: int, text: str) -> Modal:
    field = blocks.text_field("answer", multiline=True, max_length=LONGEST_TEXT)
    again = blocks.date_field("look_again")
    return blocks.modal(
        title="Answer",
        blocks=[
            quoted(text),
            blocks.ask("Your answer", field, hint="It is posted in the question's thread under your name."),
            blocks.ask(
                "Look at it again on",
                again,
                hint="If it may not hold for ever: you are asked on this day whether it still does.",
                optional=True,
            ),
        ],
        submit="Answer",
        close="Cancel",
        callback_id=ANSWER_FORM,
        private_metadata=str(question_id),
    )


def quoted(text: str) -> Block:
    return blocks.words(shorten(text, 1000), quote=True)


def question_id(view: Mapping[str, Any]) -> int:
    return int(view["private_metadata"])


# Reading what was typed


def _element(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = view["state"]["values"].get(name, {}).get(name, {})
    return found


def typed(view: Mapping[str, Any], name: str) -> str:
    return str(_element(view, name).get("value") or "").strip()


def chosen(view: Mapping[str, Any], name: str) -> str:
    """Of a menu, a person or a date."""
    element = _element(view, name)
    option = element.get("selected_option") or {}
    return str(option.get("value") or element.get("selected_user") or element.get("selected_date") or "")
