"""What people are told in their own messages of what became of a question: decisions, answers, and their edits."""

from collections.abc import Sequence

from bot.questions.notes import heard
from bot.questions.views import ANSWER
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import escape, shorten

STILL_TRUE = "questions.still_true"
YES_TOO = "questions.yes_too"
NOT_YET_TOO = "questions.not_yet_too"
ASK_AGAIN = "questions.ask_again"
#: Why questions are joined, where nobody says more.
SAME_QUESTION = "That question asks the same, and its answer answers this one, too."
ONE_CLOCK = "Your wait is measured on the same clock."
PARTED = "It was joined with another question, which is not here any more. This one goes on by itself."


def did_this_answer_it_too(question_id: int, round_number: int, link: str, by: str) -> Message:
    """To whoever has the same question. What they say opens no round: that is for whoever asked."""
    heading = f"{by} answered a question that you have, too: {link}"
    value = f"{question_id}:{round_number}"
    buttons = blocks.actions(
        blocks.button("Yes", YES_TOO, value=value, label="Yes, this answered it"),
        blocks.button("Not yet", NOT_YET_TOO, value=value, label="Not yet: it is counted, without your name"),
    )
    body = (blocks.section(heading), blocks.section("Did this answer it?"), buttons)
    return Message(f"{heading}\nDid this answer it?", body)


def said_not_yet_too(question_id: int, link: str) -> Message:
    """In its place."""
    said = (
        f"{link}\nYou said: not yet. Whoever asked and the CTO's office see how many say so, not who. "
        "What is missing may be a question of its own."
    )
    again = blocks.actions(blocks.button("Ask again", ASK_AGAIN, value=str(question_id)))
    return Message(said, (blocks.section(said), again))


def open_again(link: str) -> Message:
    """To those who wanted to know, in place of what they were told."""
    return heard(link, "The question is open again.")


def sent_off(became: str) -> Message:
    """To those who wanted to know: without its words, which are no longer theirs to read."""
    return Message(f"A question that you followed {became}")


def edited_answers(links: Sequence[str]) -> Message:
    """To those whom the answers concern."""
    says = "An answer that you were told of was edited since. No clock moved."
    return Message("\n".join([says, *links]), (blocks.section(says), *map(blocks.section, links)))


def still_true(question_id: int, until: str, link: str, answer: str) -> Message:
    """To whom the answer belongs, on the day that was chosen."""
    heading = f"Today this answer is looked at again: {link}"
    quoted = shorten(answer, 1000)
    buttons = blocks.actions(
        blocks.button("Still true", STILL_TRUE, value=f"{question_id}:{until}", style="primary"),
        blocks.button("Write a new answer", ANSWER, value=str(question_id)),
    )
    last = "Still true moves the day on by as much as it was away."
    body = (blocks.section(heading), blocks.words(quoted, quote=True), buttons, blocks.context(last))
    return Message(f"{heading}\n{escape(quoted)}\n{last}", body)


def declined(link: str, by: str, reason: str) -> Message:
    """To whoever asked."""
    last = "*More* on its card, then *Not yet*, asks again."
    return _with_reason(f"{by} declines to answer your question {link}", reason, last)


def not_yet_to_be_told(link: str, by: str, reason: str, looks_again: str) -> Message:
    """To whoever asked."""
    last = f"It is looked at again on {looks_again}, and its thread says what came of it."
    return _with_reason(f"{by} cannot talk about your question yet {link}", reason, last)


def declined_too(link: str, by: str, reason: str) -> Message:
    """To those who wanted to know."""
    last = "If it is answered later, you are told."
    return _with_reason(f"{by} declines to answer a question that you follow {link}", reason, last)


def not_yet_to_be_told_too(link: str, by: str, reason: str, looks_again: str) -> Message:
    """To those who wanted to know."""
    last = f"It is looked at again on {looks_again}. You are told when it is answered."
    return _with_reason(f"{by} cannot talk yet about a question that you follow {link}", reason, last)


def joined(link: str, by: str, other: str, reason: str) -> Message:
    """To whoever asked. `other`: the question whose answer is the answer of both, as markup."""
    last = "Your words and your clock stay, and you are told of the answer."
    return _with_reason(f"{by} joined your question {link} with {other}", reason or SAME_QUESTION, last)


def _with_reason(heading: str, reason: str, last: str) -> Message:
    body = (blocks.section(heading), blocks.words(reason, quote=True), blocks.context(last))
    return Message(f"{heading}\n{escape(reason)}\n{last}", body)


def handed_over(link: str, who_asked_whom: str) -> Message:
    """To whoever asked."""
    heading = f"{who_asked_whom} to answer your question {link}"
    return Message(f"{heading}\n{ONE_CLOCK}", (blocks.section(heading), blocks.context(ONE_CLOCK)))


def handed_back(link: str) -> Message:
    """In its place."""
    said = f"{link}\nIt is back with the CTO's office. {ONE_CLOCK}"
    return Message(said, (blocks.section(said),))
