"""Answers that may be there already, offered where no form could show them first. They hold up nothing."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.questions.forms import Similar
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape, one_line, shorten

THAT_ANSWERS = "questions.that_answers"
PERHAPS = "Perhaps already answered:"


def asked_and_perhaps_answered(asked: Message, question_id: int, similar: Sequence[Similar]) -> Message:
    """To whoever asked a moment ago. One click takes the question back."""
    body = [blocks.section(asked.text), blocks.section(f"*{PERHAPS}*")]
    for one in similar:
        value = f"{question_id}:{one.id}"
        button = blocks.button("That answers it", THAT_ANSWERS, value=value, label="That answers it: take mine back")
        body += [blocks.section(_found(one), accessory=button), blocks.context(one.still_true)]
    return Message("\n".join([asked.text, PERHAPS, *map(_in_words, similar)]), body)


def perhaps_answered(similar: Sequence[Similar]) -> tuple[Sequence[str], Sequence[dict[str, Any]]]:
    """Beside what is not asked yet: its words, and its blocks."""
    if not similar:
        return (), ()
    return (PERHAPS, *map(_in_words, similar)), tuple(_blocks(similar))


def _blocks(similar: Sequence[Similar]) -> Iterator[dict[str, Any]]:
    yield blocks.section(f"*{PERHAPS}*")
    for one in similar:
        yield blocks.section(_found(one))
        yield blocks.context(one.still_true)


def _found(one: Similar) -> str:
    return f"{one.link}\n{escape(shorten(one_line(one.answer), 300))}"


def _in_words(one: Similar) -> str:
    return f"{_found(one)}\n{one.still_true}"
