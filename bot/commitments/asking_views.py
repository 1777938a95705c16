"""The one message that asks somebody about all of their commitments, and what a sponsor hears."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.commitments.asking import Reason
from bot.commitments.dates import day_text, moved_text
from bot.commitments.views import HAND_OVER, MOVE, UPDATE, Block, Card, as_text, body, reference, state_text
from bot.prompts import Words
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import about_text, escape, one_line, shorten

ON_TRACK = "commitments.quick.on_track"
KEPT = "commitments.quick.kept"
SNOOZE_DAY = "commitments.snooze.day"
SNOOZE_WEEK = "commitments.snooze.week"
#: Two blocks each must fit into one message.
MOST_ROWS = 20


@dataclass(frozen=True)
class Row:
    """One commitment in the message; without a reason, the word has come since."""

    card: Card
    reason: Reason | None


def asking(rows: Sequence[Row], words: Words, quiet_until: date | None = None) -> Message:
    content = [blocks.section(f"*{heading(rows)}*")]
    for row in rows[:MOST_ROWS]:
        content += _row(row, words)
    if len(rows) > MOST_ROWS:
        content.append(blocks.context(f"{len(rows) - MOST_ROWS} more: `/promises`"))
    if quiet_until:
        content.append(blocks.context(f"Quiet until {day_text(quiet_until, rows[0].card.today)}."))
    elif any(row.reason for row in rows):
        content.append(_snooze())
    return Message("\n".join([heading(rows), *(row_text(row, words) for row in rows)]), content)


def heading(rows: Sequence[Row]) -> str:
    waiting = sum(row.reason is not None for row in rows)
    if not waiting:
        return "Thank you: there is a word on each of your promises."
    return "One of your promises wants a word" if waiting == 1 else f"{waiting} of your promises want a word"


def _row(row: Row, words: Words) -> Iterator[Block]:
    yield blocks.section(row_text(row, words))
    if row.reason:
        yield blocks.actions(*buttons(row), block_id=f"ask-{row.card.id}")


def row_text(row: Row, words: Words) -> str:
    why = _why(row, words) if row.reason else state_text(row.card.state)
    moved = moved_text(row.card.moves, row.card.moved_days)
    return f"{escape(row.card.what)}\n{' · '.join(filter(None, [why, moved]))}"


def _why(row: Row, words: Words) -> str:
    card = row.card
    told = {
        "silence": about_text(card.now - card.word_at) if card.word_at else "",
        "day": day_text(card.promised, card.today) if card.promised else "",
    }
    key = {
        Reason.WORD_DUE: "why_word_due",
        Reason.SILENT: "why_silent",
        Reason.DATE_NEAR: "why_date_near",
        Reason.PAST_DATE: "why_past_date",
    }
    assert row.reason, "only what waits is asked about"
    return words[key[row.reason]].format(**told)


def buttons(row: Row) -> Iterator[Block]:
    value, label = reference(row.card), shorten(one_line(row.card.what), 40)
    if row.reason is Reason.PAST_DATE:
        yield blocks.button("Kept", KEPT, value=value, label=f"Kept: {label}")
        yield blocks.button("Move the date", MOVE, value=value, label=f"Move the date: {label}")
    else:
        yield blocks.button("On track", ON_TRACK, value=value, label=f"On track: {label}")
    yield blocks.button("Update", UPDATE, value=value, label=f"Update: {label}")
    yield blocks.button("Hand over", HAND_OVER, value=value, label=f"Hand over: {label}")


def _snooze() -> Block:
    return blocks.actions(
        blocks.button("Ask me tomorrow", SNOOZE_DAY),
        blocks.button("Quiet for a week", SNOOZE_WEEK),
        block_id="snooze",
    )


def to_sponsor(card: Card) -> Message:
    silence = about_text(card.now - card.word_at) if card.word_at else "a while"
    heading = (
        f"There was no word on this promise for {silence}, and {card.owner} was asked twice. "
        "You were chosen to hear of it; nobody else is told."
    )
    return Message(f"{heading}\n{as_text(card)}", [blocks.section(heading), *body(card)])
