"""What the owner of a report is reminded of, as messages to them alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.prompts import Words
from bot.reports import actions_text, actions_views
from bot.reports.actions import Action
from bot.reports.reminding_rules import Stage, Toward
from bot.slack import blocks
from bot.slack.messages import Message
from bot.slack.text import date_text, escape, one_line, shorten

NOT_NOW = "reports.not_now"
OPEN = "reports.open"
STEPS = "reports.steps"
HAND_OVER = "reports.hand_over"
TAKE_OVER = "reports.take_over"
MOST_LISTED = 5


def reminder(report: int, title: str, toward: Toward, stage: Stage, due: date, today: date, words: Words) -> Message:
    step = "draft" if toward is Toward.DRAFT else "publish"
    said = words[f"{step}_{stage}"].format(day=actions_text.day(due, today))
    value, label = str(report), shorten(one_line(title), 40)
    first = ("Write", OPEN) if toward is Toward.DRAFT else ("Where it stands", STEPS)
    buttons = blocks.actions(
        blocks.button(first[0], first[1], value=value, style="primary", label=f"{first[0]}: {label}"),
        blocks.button("Hand over", HAND_OVER, value=value, label=f"Hand over: {label}"),
        blocks.button("Not now", NOT_NOW, value=value, label=f"Not now: {label}"),
    )
    return Message(f"{escape(title)}\n{said}", [blocks.section(f"*{escape(title)}*\n{said}"), buttons])


def quiet(report: int, title: str) -> Message:
    said = "Not now. You are not reminded of it for a week."
    button = blocks.button("Write", OPEN, value=str(report))
    return Message(f"{escape(title)}\n{said}", [blocks.section(f"*{escape(title)}*\n{said}", accessory=button)])


def owners_wanted(report: int, title: str, wanting: Sequence[Action], words: Words) -> Message:
    lines = [f"• {escape(one.what)}" for one in wanting[:MOST_LISTED]]
    if len(wanting) > MOST_LISTED:
        lines.append(f"… and {len(wanting) - MOST_LISTED} more.")
    said = "\n".join([f"*{escape(title)}*", words["owners_wanted"], *lines])
    button = blocks.button("Name owners", actions_views.LIST, value=str(report), style="primary")
    body = [blocks.section(said), blocks.actions(button), blocks.context(words["owners_why"])]
    return Message("\n".join([escape(title), words["owners_wanted"], *lines, words["owners_why"]]), body)


@dataclass(frozen=True)
class Asked:
    """An action that somebody is asked for. `owner` is markup."""

    what: str
    owner: str
    at: datetime


def unanswered(report: int, title: str, found: Sequence[Asked], words: Words) -> Message:
    days = [date_text(one.at, UTC, "{date_short_pretty}") for one in found]
    lines = [f"• {escape(one.what)}: {one.owner}, asked {day}" for one, day in zip(found, days, strict=True)]
    button = blocks.button("Ask somebody else", actions_views.LIST, value=str(report), style="primary")
    said = "\n".join([f"*{escape(title)}*", words["unanswered"], *lines])
    body = [blocks.section(said), blocks.actions(button), blocks.context(words["unanswered_why"])]
    return Message("\n".join([escape(title), words["unanswered"], *lines, words["unanswered_why"]]), body)


def without_owner(report: int, title: str, left: str) -> Message:
    said = f"{left} left, so this report is without an owner. You can take the pen, or hand it to somebody who will."
    value = str(report)
    buttons = blocks.actions(
        blocks.button("Take it over", TAKE_OVER, value=value, style="primary"),
        blocks.button("Hand over", HAND_OVER, value=value),
        blocks.button("Open", OPEN, value=value),
    )
    return Message(f"{escape(title)}\n{said}", [blocks.section(f"*{escape(title)}*\n{said}"), buttons])


def nobody_near(report: int, sentence: str) -> Message:
    """To operators, who see no more of it before they take it."""
    button = blocks.button("Take it over", TAKE_OVER, value=str(report))
    return Message(sentence, [blocks.section(sentence), blocks.actions(button)])
