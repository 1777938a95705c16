"""What readers see: the report in a window, the reminder, the question to those who took part, and their forms."""

from collections.abc import Sequence
from typing import Any

from bot.prompts import Words
from bot.reports.summary_views import HAVE_READ, READ
from bot.slack import blocks
from bot.slack.blocks import Modal
from bot.slack.messages import Message
from bot.slack.text import escape, one_line

Block = dict[str, Any]

READING_PAGE = "reports.reading_page"
TURN = "reports.reading.turn"
TAKE_FORM = "reports.take_form"
NOT_FOR_ME = "reports.not_for_me"
LEARNED = "reports.learned"
LEARNED_NOT = "reports.learned_not"
LEARNED_FORM = "reports.learned_form"
#: Of what people take from it, in one window.
MOST_LINES = 15


def _named(title: str) -> str:
    return f"*{escape(one_line(title))}*"


def reading(
    report_id: int,
    title: str,
    shown: Sequence[Block],
    *,
    page: int,
    pages: int,
    revision: int,
    revisions: Sequence[tuple[int, str]],
    took: Sequence[tuple[str, str]] = (),
) -> Modal:
    """One part of a revision. `revisions`: number and what is said of it, as markup; `took`: who takes what from it."""
    body = [blocks.section(_named(title)), *shown, *_took(took)]
    buttons = []
    if page > 1:
        buttons.append(blocks.button("Back", f"{TURN}.back", value=f"{report_id}:{revision}:{page - 1}"))
    if page < pages:
        buttons.append(
            blocks.button("Go on", f"{TURN}.on", value=f"{report_id}:{revision}:{page + 1}", style="primary")
        )
    body += [blocks.actions(*buttons, block_id="turn")] if buttons else []
    body.append(blocks.context(f"Part {page} of {pages}" if pages > 1 else "All of it"))
    body += _revisions(report_id, revision, revisions)
    return blocks.modal("Report", body[:100], callback_id=READING_PAGE, close="Close", private_metadata=str(report_id))


def _took(took: Sequence[tuple[str, str]]) -> list[Block]:
    """The newest."""
    if not took:
        return []
    said = [blocks.section(f"*{escape(name)}:* {escape(one_line(line))}") for name, line in took[-MOST_LINES:]]
    more = len(took) - len(said)
    rest = f"{more} more {'is' if more == 1 else 'are'} in the report that you take away."
    found = [blocks.divider(), blocks.context("What people take from it"), *said]
    return [*found, blocks.context(rest)] if more else found


def _revisions(report_id: int, shown: int, revisions: Sequence[tuple[int, str]]) -> list[Block]:
    if len(revisions) < 2:
        return []
    found: list[Block] = [blocks.divider()]
    for number, said in revisions:
        if number == shown:
            found.append(blocks.context(f"● {said}"))
        else:
            button = blocks.button("Read it", f"{TURN}.to", value=f"{report_id}:{number}:1", label=f"Read: {said}")
            found.append(blocks.section(said, accessory=button, block_id=f"revision-{number}"))
    return found


def turn_ids() -> tuple[str, ...]:
    return (f"{TURN}.back", f"{TURN}.on", f"{TURN}.to")


def take_form(report_id: int, words: Words, before: str = "") -> Modal:
    field = blocks.text_field("took", initial=before, max_length=300)
    body = [blocks.ask(words["took_label"], field, hint=words["took_hint"], optional=True)]
    return _form("What you take from it", body, TAKE_FORM, "Say it", report_id)


def reminder(report_id: int, title: str) -> Message:
    heading = "A report that somebody wanted you to read:"
    buttons = blocks.actions(
        blocks.button("Read it", READ, value=str(report_id), style="primary"),
        blocks.button("I have read this", HAVE_READ, value=str(report_id)),
        blocks.button("Not for me", NOT_FOR_ME, value=str(report_id)),
    )
    return Message(f"{heading} {escape(one_line(title))}", (blocks.section(f"{heading}\n{_named(title)}"), buttons))


def reminded(heading: str) -> Message:
    return Message(heading, (blocks.context(heading),))


def ask_learner(report_id: int, title: str) -> Message:
    question = "You took part in this. Did you learn something that changes how you work?"
    small = "Your answer is for nobody in particular: only how many learned something is shown."
    buttons = blocks.actions(
        blocks.button("Yes", LEARNED, value=str(report_id)),
        blocks.button("No", LEARNED_NOT, value=str(report_id)),
    )
    text = f"{escape(one_line(title))}: {question} {small}"
    return Message(text, (blocks.section(f"{_named(title)}\n{question}"), blocks.context(small), buttons))


def learner_answered(report_id: int, learned: bool, line: str) -> Message:
    said = "You learned something." if learned else "You learned nothing new from this one."
    heading = f"Noted, thank you. {said}"
    body = [blocks.section(heading)]
    body += [blocks.words(line, quote=True)] if line else []
    body.append(
        blocks.actions(
            blocks.button("Say what" if learned else "Yes, after all", LEARNED, value=str(report_id)),
        )
    )
    return Message(f"{heading} {escape(line)}".strip(), body)


def learned_form(report_id: int, words: Words, before: str = "") -> Modal:
    field = blocks.text_field("line", initial=before, max_length=300)
    body = [blocks.ask(words["learned_label"], field, hint=words["learned_hint"], optional=True)]
    return _form("What changes", body, LEARNED_FORM, "Say it", report_id)


def _form(title: str, body: Sequence[Block], callback_id: str, submit: str, report_id: int) -> Modal:
    return blocks.modal(
        title, body, callback_id=callback_id, submit=submit, close="Cancel", private_metadata=str(report_id)
    )


def noted(count: int) -> Message:
    """How many have read it, with whoever said so now."""
    return Message(f"Noted. {'You are the first.' if count == 1 else f'{count:,} people have read it so far.'}")
